package charts

import (
	"fmt"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"tongbao/queries"
)

// newWeek draws the share of the quarter's supply signed in each of its weeks (%)
// against that of the four quarters before: a rush at the end stands out (S07).
func newWeek(t queries.Table) (Chart, error) {
	c := Chart{ID: "week", Title: "本季供地按周分布（突击供地）", Empty: t.Len() == 0, page: true}
	if err := need(t, "week", "week_text", "area_text", "share", "share_text", "before_share", "before_share_text", "last_days_text", "rushed"); err != nil {
		return c, err
	}
	c.Table = behind(t, c.Title, head{"week_text", "周", gap}, head{"area_text", "供地面积（公顷）", gap}, head{"share_text", "占本季", gap}, head{"before_share_text", "前四季平均", gap})
	c.Description = describeWeek(t)
	c.rows = [][]int{identity(t.Len())}
	err := c.finishAll(func(s *sketch) { drawWeek(s, t) })
	return c, err
}

func describeWeek(t queries.Table) string {
	if t.Len() == 0 {
		return "暂无数据。"
	}
	if t.Null(0, "share") {
		return "本季没有签订供地。"
	}
	text := "本季最后五天签订的供地占本季的" + t.Text(0, "last_days_text")
	if t.True(0, "rushed") {
		return text + "，超过三分之一，请抽查这些合同是否已真实履行。"
	}
	return text + "，没有超过三分之一。"
}

func drawWeek(s *sketch, t queries.Table) {
	const top, plot, bottom = 40, 170, 74
	s.height = top + plot + bottom
	var weeks []string
	var now []opts.BarData
	var before []opts.ScatterData
	for i := range t.Len() {
		weeks = append(weeks, t.Text(i, "week"))
		now = append(now, opts.BarData{Value: number(t, i, "share")})
		before = append(before, opts.ScatterData{Value: number(t, i, "before_share")})
	}
	v := percent()
	x := opts.XAxis{
		Type: "category", Data: weeks, Name: "季度第几周", NameLocation: "center", NameGap: 28,
		AxisLine: &opts.AxisLine{LineStyle: &opts.LineStyle{Color: inkRule.light}}, AxisTick: &opts.AxisTick{Show: opts.Bool(false)},
		AxisLabel: &opts.AxisLabel{Show: opts.Bool(true), Color: inkMute.light, FontSize: fontSize},
	}
	y := opts.YAxis{
		Type: "value", Min: 0, Name: "占本季供地面积", NameLocation: "end", NameGap: 14,
		AxisLine: v.AxisLine, AxisLabel: v.AxisLabel, SplitLine: v.SplitLine,
	}
	panel, axis := s.panel(opts.Grid{Left: "48", Right: "16", Top: strconv.Itoa(top), Height: strconv.Itoa(plot)}, x, y)
	s.heading(axis)
	s.set("xAxis.0.axisLabel.interval", 0)
	s.setAll("xAxis.0.nameTextStyle", map[string]any{"color": inkMute.light, "fontSize": fontSize})
	s.setAll("yAxis.0.nameTextStyle", map[string]any{
		"align": "left", "color": inkText.light, "fontSize": headingSize, "fontWeight": "bold", "padding": []int{0, 0, 0, -40},
	})
	n := s.add(panel, axis, charts.SingleSeries{Name: "本季", Type: "bar", Data: now, BarWidth: "56%", ItemStyle: &opts.ItemStyle{Color: inkSupply.light}})
	for i := range t.Len() {
		if share, ok := t.Float(i, "share"); ok && share > 0 {
			s.set(fmt.Sprintf("series.%d.data.%d.label", n, i), label(t.Text(i, "share_text"), "top"))
		}
	}
	b := s.add(panel, axis, charts.SingleSeries{
		Name: "前四季平均", Type: "scatter", Data: before, Symbol: "rect", SymbolSize: []float64{22, 3}, ItemStyle: &opts.ItemStyle{Color: inkSchedule.light, Opacity: opts.Float(1)},
	})
	s.set(fmt.Sprintf("series.%d.z", b), 4)
	s.legend(key("本季", iconBar), key("前四季平均", "path://M0,4L16,4L16,6L0,6Z"))
}
