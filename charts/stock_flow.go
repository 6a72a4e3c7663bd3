package charts

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"tongbao/queries"
)

// newStockFlow draws opening stock + new − disposed = closing stock (hectares)
// of each ledger as a waterfall that runs downwards: 前清后增 shows at a glance.
func newStockFlow(t queries.Table) (Chart, error) {
	c := Chart{ID: "stock_flow", Title: "本季度存量变动", Empty: t.Len() == 0}
	if err := need(t, "ledger", "step", "kind", "area", "area_text", "low", "high"); err != nil {
		return c, err
	}
	signed := signedAreas(t)
	c.Table = behind(t, c.Title, head{"ledger", "台账", gap}, head{"step", "环节", gap}, head{"area_text", "面积（公顷）", gap})
	for i := range signed {
		c.Table.Rows[i][2].String = signed[i]
	}
	c.Description = describeStockFlow(t, signed)
	groups := byLedger(t)
	for _, g := range groups {
		c.rows = append(c.rows, g.rows)
	}
	err := c.finishAll(func(s *sketch) { drawStockFlow(s, t, groups, signed) })
	return c, err
}

// group is the rows of one ledger, in the mart's order.
type group struct {
	ledger string
	rows   []int
}

func byLedger(t queries.Table) []group {
	var groups []group
	for i := range t.Len() {
		ledger := t.Text(i, "ledger")
		if n := len(groups); n == 0 || groups[n-1].ledger != ledger {
			groups = append(groups, group{ledger: ledger})
		}
		last := &groups[len(groups)-1]
		last.rows = append(last.rows, i)
	}
	return groups
}

// signedAreas puts the sign of the step before the area's text: what is taken
// away carries a minus, and a negative taking (land that came back) a plus.
func signedAreas(t queries.Table) []string {
	var texts []string
	for i := range t.Len() {
		text := words(t, i, "area_text", gap)
		area, ok := t.Float(i, "area")
		kind := t.Text(i, "kind")
		bare := strings.TrimLeft(text, "-−")
		switch {
		case !ok || area == 0 || kind == "open" || kind == "close":
			text = minus(text)
		case (kind == "add") == (area > 0):
			text = "+" + bare
		default:
			text = "−" + bare
		}
		texts = append(texts, text)
	}
	return texts
}

// minus writes a negative number with a minus sign instead of a hyphen.
func minus(text string) string {
	if bare, ok := strings.CutPrefix(text, "-"); ok {
		return "−" + bare
	}
	return text
}

func describeStockFlow(t queries.Table, signed []string) string {
	if t.Len() == 0 {
		return "暂无数据。"
	}
	var sentences []string
	for _, g := range byLedger(t) {
		var steps []string
		for _, i := range g.rows {
			steps = append(steps, t.Text(i, "step")+signed[i]+"公顷")
		}
		sentences = append(sentences, g.ledger+"："+strings.Join(steps, "，"))
	}
	return strings.Join(sentences, "；") + "。"
}

func drawStockFlow(s *sketch, t queries.Table, groups []group, signed []string) {
	const top, between, bottom = 34, 62, 56
	const left, right, row = 66, 82, 26
	at := top
	for k, g := range groups {
		plot := row * len(g.rows)
		grid := opts.Grid{Top: strconv.Itoa(top), Height: strconv.Itoa(plot)}
		switch {
		case s.layout == Phone:
			grid.Top = strconv.Itoa(at)
			grid.Left, grid.Right = strconv.Itoa(left), strconv.Itoa(right)
			at += plot + between
			s.height = at - between + bottom
		case k%2 == 0:
			grid.Left, grid.Width = strconv.Itoa(left), "24%"
		default:
			grid.Right, grid.Width = strconv.Itoa(right), "24%"
		}
		s.height = max(s.height, top+plot+bottom)
		drawStockPanel(s, t, g, grid, signed, left-10)
	}
	s.legend(key("存量", iconBar), key("增加", iconBar), key("减少", iconBar))
}

// looks are the three looks of a bar, by the kinds of a step: full, dark, and
// pale with an outline, so that grey print tells them apart.
var looks = []struct {
	name  string
	kinds []string
	style opts.ItemStyle
}{
	{"存量", []string{"open", "close"}, opts.ItemStyle{Color: inkStock.light}},
	{"增加", []string{"add"}, opts.ItemStyle{Color: inkAdd.light}},
	{"减少", []string{"take"}, opts.ItemStyle{Color: inkTakeLo.light, BorderColor: inkTake.light, BorderWidth: 1.2}},
}

func lookOf(kind string) *opts.ItemStyle {
	for i := range looks {
		if slices.Contains(looks[i].kinds, kind) {
			return &looks[i].style
		}
	}
	return &looks[0].style
}

func drawStockPanel(s *sketch, t queries.Table, g group, grid opts.Grid, signed []string, width int) {
	var names, texts []string
	var floors, spans []opts.BarData
	for _, i := range g.rows {
		names = append(names, t.Text(i, "step"))
		texts = append(texts, signed[i])
		floors = append(floors, opts.BarData{Value: number(t, i, "low")})
		spans = append(spans, opts.BarData{Value: span(t, i), ItemStyle: lookOf(t.Text(i, "kind"))})
	}
	x := percent()
	x.Min, x.Max = nil, nil
	x.AxisLabel.Formatter = ""
	x.SplitNumber = 3
	panel, y := s.panel(grid, x, s.names(names, g.ledger+"（公顷）", width))
	s.heading(y)
	s.column(panel, "", texts, 76)
	stack := "stock" + strconv.Itoa(panel)
	for _, one := range []struct {
		name string
		data []opts.BarData
		fill string
	}{{"起点", floors, "transparent"}, {g.ledger, spans, inkStock.light}} {
		n := s.add(panel, y, charts.SingleSeries{
			Name: one.name, Type: "bar", Stack: stack, Data: one.data, BarWidth: "60%",
			ItemStyle: &opts.ItemStyle{Color: one.fill},
		})
		s.set(fmt.Sprintf("series.%d.stackStrategy", n), "all")
	}
	if panel == 0 {
		for _, l := range looks {
			s.sample(panel, y, l.name, l.style)
		}
	}
}

// span is the length of a bar between its edges. It places a mark; it is no figure.
func span(t queries.Table, row int) any {
	low, okLow := t.Float(row, "low")
	high, okHigh := t.Float(row, "high")
	if !okLow || !okHigh {
		return blank
	}
	return high - low
}
