package charts

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"tongbao/queries"
)

// newDisposalWay draws the area disposed by each way (hectares), this quarter
// and cumulative, with the number of cases, ledger by ledger.
func newDisposalWay(t queries.Table) (Chart, error) {
	c := Chart{ID: "disposal_way", Title: "按处置方式的处置面积", Empty: t.Len() == 0}
	if err := need(t, "ledger", "way", "quarter_area", "quarter_area_text", "total_area", "total_area_text",
		"quarter_count", "total_count"); err != nil {
		return c, err
	}
	c.Table = behind(t, c.Title, head{"ledger", "台账", gap}, head{"way", "处置方式", gap},
		head{"quarter_area_text", "本季面积（公顷）", gap}, head{"quarter_count", "本季宗数", gap},
		head{"total_area_text", "累计面积（公顷）", gap}, head{"total_count", "累计宗数", gap})
	c.Description = describeDisposalWay(t)
	lines := wayLines(t)
	var rows []int
	for _, l := range lines {
		rows = append(rows, l.row)
	}
	c.rows = [][]int{rows, rows}
	err := c.finishAll(func(s *sketch) { drawDisposalWay(s, t, lines) })
	return c, err
}

// wayLine is one line of the drawing: a ledger's heading (row -1) or a way.
type wayLine struct {
	name string
	row  int
}

func wayLines(t queries.Table) []wayLine {
	var lines []wayLine
	for _, g := range byLedger(t) {
		lines = append(lines, wayLine{"【" + g.ledger + "】", -1})
		for _, i := range g.rows {
			lines = append(lines, wayLine{t.Text(i, "way"), i})
		}
	}
	return lines
}

func describeDisposalWay(t queries.Table) string {
	if t.Len() == 0 {
		return "暂无数据。"
	}
	var sentences []string
	for _, g := range byLedger(t) {
		var ways []string
		for _, i := range g.rows {
			ways = append(ways, fmt.Sprintf("%s本季%s公顷、累计%s公顷", t.Text(i, "way"),
				words(t, i, "quarter_area_text", gap), words(t, i, "total_area_text", gap)))
		}
		sentences = append(sentences, g.ledger+"："+strings.Join(ways, "，"))
	}
	return strings.Join(sentences, "；") + "。"
}

func drawDisposalWay(s *sketch, t queries.Table, lines []wayLine) {
	row := rowHeight(len(lines) - 4)
	plot := row * len(lines)
	const top, between, bottom = 38, 62, 30
	const left, right = 114, 98
	s.height = top + plot + bottom
	if s.layout == Phone {
		s.height += plot + between
	}
	for k, p := range [...]struct{ column, title string }{{"quarter", "本季处置"}, {"total", "累计处置"}} {
		g := opts.Grid{Top: strconv.Itoa(top), Height: strconv.Itoa(plot)}
		label := left - 10
		switch {
		case s.layout == Phone:
			g.Top = strconv.Itoa(top + k*(plot+between))
			g.Left, g.Right = strconv.Itoa(left), strconv.Itoa(right)
		case k == 0:
			g.Left, g.Width = strconv.Itoa(left), "21%"
		default:
			g.Right, g.Width = strconv.Itoa(right), "21%"
			label = 0
		}
		drawWayPanel(s, t, lines, g, p.column, p.title, label)
	}
}

func drawWayPanel(s *sketch, t queries.Table, lines []wayLine, g opts.Grid, column, title string, label int) {
	var names, areas, counts []string
	var bars []opts.BarData
	colour := inkSupply
	for _, l := range lines {
		names = append(names, l.name)
		if l.row < 0 {
			areas, counts, bars = append(areas, ""), append(counts, ""), append(bars, opts.BarData{Value: blank})
			continue
		}
		if t.Text(l.row, "ledger") != t.Text(0, "ledger") {
			colour = inkIdle
		}
		areas = append(areas, minus(words(t, l.row, column+"_area_text", gap)))
		counts = append(counts, words(t, l.row, column+"_count", gap))
		bars = append(bars, opts.BarData{
			Value: number(t, l.row, column+"_area"), ItemStyle: &opts.ItemStyle{Color: colour.light},
		})
	}
	x := percent()
	x.Min, x.Max = nil, nil
	x.AxisLabel.Formatter = ""
	x.SplitNumber = 3
	panel, y := s.panel(g, x, s.names(names, title, label))
	s.heading(y)
	s.column(panel, "公顷", areas, 62)
	s.column(panel, "宗数", counts, 94)
	s.add(panel, y, charts.SingleSeries{
		Name: title, Type: "bar", Data: bars, BarWidth: "58%", ItemStyle: &opts.ItemStyle{Color: inkSupply.light},
	})
}
