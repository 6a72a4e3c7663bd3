// Package charts turns mart rows into chart options, vector drawings (SVG) and
// the self-contained dashboard page. One chart lives in one file. Numbers that
// people read come from the *_text columns; numbers are only used to place marks.
package charts

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"tongbao/queries"
)

// Layout is the shape a chart is drawn in; one builder makes all of them.
type Layout int

// The layouts of a chart.
const (
	Print Layout = iota // 156 mm wide: the bulletin, and the page when printed
	Desk                // a panel of about 560 px and more
	Phone               // a panel of about 350 px
)

// layouts lists them in the order of their numbers.
var layouts = [...]Layout{Print, Desk, Phone}

// printWidth is the width in px that stands for the 156 mm of the type area:
// 156 mm are 442.2 pt, so 12 px are 9.02 pt, just above 小五.
const printWidth = 588

// Chart is one finished chart. It holds no live objects and may be used by many
// goroutines at once.
type Chart struct {
	ID          string        // rate, ranking, trend, stock_flow … : the builders below
	Title       string        // Chinese, without a full stop
	Description string        // Chinese sentences for a screen reader
	Table       queries.Table // the rows behind the drawing, headings in Chinese
	Empty       bool          // no row at all: the option holds the words 暂无数据

	page bool // on the page only, not in the bulletin

	options [len(layouts)]json.RawMessage
	heights [len(layouts)]int
	rows    [][]int // per panel: the row of Table behind each category, -1 for a heading
	series  []int   // per series: its panel
}

// Option is the ECharts option as JSON with sorted keys, safe to stand in HTML.
func (c Chart) Option(l Layout) json.RawMessage { return c.options[l] }

// Size is the natural size in px: 588 wide for Print (156 mm), nominal widths
// for the screen, whose panels decide themselves.
func (c Chart) Size(l Layout) (width, height int) {
	return [...]int{printWidth, 640, 350}[l], c.heights[l]
}

// Set is the charts of one edition, in the order of the dashboard and bulletin.
type Set []Chart

// Chart finds a chart by its ID.
func (s Set) Chart(id string) (Chart, bool) {
	for _, c := range s {
		if c.ID == id {
			return c, true
		}
	}
	return Chart{}, false
}

// builders: which mart a chart is drawn from, and by what.
var builders = []struct {
	mart string
	make func(queries.Table) (Chart, error)
}{
	{"mart.rate", newRate},
	{"mart.ranking", newRanking},
	{"mart.trend", newTrend},
	{"mart.stock_flow", newStockFlow},
	{"mart.approval_year", newApprovalYear},
	{"mart.disposal_way", newDisposalWay},
	{"mart.dash_forecast", newForecast},
	{"mart.dash_rank", newRankHistory},
	{"mart.dash_heat", newHeat},
	{"mart.dash_stuck", newStuck},
	{"mart.dash_flow", newFlow},
	{"mart.dash_idle_age", newIdleAge},
	{"mart.dash_week", newWeek},
}

// Bulletin is the charts that the bulletin prints; the page shows more.
func (s Set) Bulletin() Set {
	return slices.DeleteFunc(slices.Clone(s), func(c Chart) bool { return c.page })
}

// New draws the charts from their marts, keyed by the marts' names. A mart or a
// column that is missing is an error that names it.
func New(tables map[string]queries.Table) (Set, error) {
	var set Set
	for _, b := range builders {
		t, ok := tables[b.mart]
		if !ok {
			return nil, fmt.Errorf("charts: table %s is missing", b.mart)
		}
		c, err := b.make(t)
		if err != nil {
			return nil, fmt.Errorf("charts: %s: %w", b.mart, err)
		}
		set = append(set, c)
	}
	return set, nil
}

// Load reads the marts of an edition and draws its charts.
func Load(ctx context.Context, db queries.Querier) (Set, error) {
	tables := map[string]queries.Table{}
	for _, name := range Marts() {
		t, err := queries.Read(ctx, db, name)
		if err != nil {
			return nil, fmt.Errorf("charts: %w", err)
		}
		tables[name] = t
	}
	return New(tables)
}

// Marts names the tables that New draws from.
func Marts() []string {
	var names []string
	for _, b := range builders {
		names = append(names, b.mart)
	}
	return names
}
