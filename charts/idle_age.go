package charts

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"tongbao/queries"
)

// ageInks go from pale to dark with the time a parcel has been idle.
var ageInks = []ink{inkIdleLo, inkIdle, inkIdleHi}

// newIdleAge draws the idle area still open (hectares) by cause, split by the
// one- and two-year clocks (I4, I5).
func newIdleAge(t queries.Table) (Chart, error) {
	c := Chart{ID: "idle_age", Title: "闲置土地的原因与时间", Empty: t.Len() == 0, page: true}
	if err := need(t, "cause", "age", "age_text", "area", "area_text", "total_text", "count_text", "fee_due_text", "takeback_due_text"); err != nil {
		return c, err
	}
	c.Table = behind(t, c.Title, head{"cause", "原因", gap}, head{"age_text", "闲置时间", gap}, head{"area_text", "未处置面积（公顷）", gap}, head{"count_text", "宗数", gap},
		head{"fee_due_text", "应征费未征（宗）", gap}, head{"takeback_due_text", "应收回未收回（宗）", gap})
	c.Description = describeIdleAge(t)
	causes, rows := groups(t, "cause")
	var first []int
	for _, cause := range causes {
		first = append(first, rows[cause][0])
	}
	c.rows = [][]int{first}
	err := c.finishAll(func(s *sketch) { drawIdleAge(s, t, causes, rows) })
	return c, err
}

func describeIdleAge(t queries.Table) string {
	if t.Len() == 0 {
		return "暂无数据。"
	}
	causes, rows := groups(t, "cause")
	var sentences []string
	for _, cause := range causes {
		var ages []string
		for _, i := range rows[cause] {
			ages = append(ages, fmt.Sprintf("%s%s公顷%s宗", t.Text(i, "age_text"), t.Text(i, "area_text"), t.Text(i, "count_text")))
		}
		sentences = append(sentences, fmt.Sprintf("%s%s公顷（%s）", cause, t.Text(rows[cause][0], "total_text"), strings.Join(ages, "，")))
	}
	return "未处置的闲置土地：" + strings.Join(sentences, "；") + "。"
}

func drawIdleAge(s *sketch, t queries.Table, causes []string, rows map[string][]int) {
	row := rowHeight(len(causes)) + 6
	plot := row * len(causes)
	const top, bottom = 40, 56
	s.height, s.trigger = top+plot+bottom, "item"
	columns := [][]string{nil, nil, nil}
	series := [][]map[string]any{nil, nil, nil}
	names := []string{"", "", ""}
	for _, cause := range causes {
		for k, i := range rows[cause] {
			columns[k] = append(columns[k], t.Text(i, "area_text"))
			series[k] = append(series[k], map[string]any{"value": number(t, i, "area"), "row": i})
			names[k] = t.Text(i, "age_text")
		}
	}
	x := percent()
	x.Max = nil
	x.AxisLabel.Formatter = "{value}"
	x.SplitNumber = 3
	g := opts.Grid{Left: "76", Right: "236", Top: strconv.Itoa(top), Height: strconv.Itoa(plot)}
	if s.layout == Phone {
		g.Right = "70"
	}
	panel, y := s.panel(g, x, s.names(causes, "未处置面积（公顷）", 66))
	s.heading(y)
	for k := range columns {
		if s.layout != Phone {
			s.column(panel, names[k], columns[k], 66+80*k)
		}
		n := s.add(panel, y, charts.SingleSeries{
			Name: names[k], Type: "bar", Stack: "age", Data: series[k], BarWidth: "52%",
			ItemStyle: &opts.ItemStyle{Color: ageInks[k].light, BorderColor: inkIdleHi.light, BorderWidth: 1},
		})
		s.set(fmt.Sprintf("series.%d.barMinHeight", n), 0)
	}
	if s.layout == Phone {
		var totals []string
		for _, cause := range causes {
			totals = append(totals, t.Text(rows[cause][0], "total_text"))
		}
		s.column(panel, "合计", totals, 62)
	}
	s.legend(key(names[0], iconBar), key(names[1], iconBar), key(names[2], iconBar))
}
