package charts

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"tongbao/queries"
)

// newApprovalYear draws F1 by year of approval. Approvals before 2014 (F7) are
// pale bars on a tinted ground; the target is a dashed line. Rates in %.
func newApprovalYear(t queries.Table) (Chart, error) {
	c := Chart{ID: "approval_year", Title: "按批准年度供地率", Empty: t.Len() == 0}
	if err := need(t, "year", "supply_rate", "supply_rate_text", "due_text", "supplied_text", "unsupplied_text",
		"before_2014", "supply_target", "supply_target_text"); err != nil {
		return c, err
	}
	c.Table = behind(t, c.Title, head{"year", "批准年度", gap}, head{"supply_rate_text", "供地率", noTask},
		head{"due_text", "应供面积（公顷）", gap}, head{"supplied_text", "已供面积（公顷）", gap},
		head{"unsupplied_text", "未供面积（公顷）", gap})
	c.Description = describeApprovalYear(t)
	c.rows = [][]int{identity(t.Len())}
	err := c.finishAll(func(s *sketch) { drawApprovalYear(s, t) })
	return c, err
}

func describeApprovalYear(t queries.Table) string {
	if t.Len() == 0 {
		return "暂无数据。"
	}
	var years []string
	for i := range t.Len() {
		years = append(years, t.Text(i, "year")+"年"+words(t, i, "supply_rate_text", noTask))
	}
	return "按批准年度计算的供地率：" + strings.Join(years, "，") + "；目标" + words(t, 0, "supply_target_text", gap) + "。"
}

func drawApprovalYear(s *sketch, t queries.Table) {
	const plot, bottom = 150, 62
	top := 54
	if s.layout == Phone {
		top = 64 // values stand upright here
	}
	s.height = top + plot + bottom
	early, late := "2014年以前批准", "2014年及以后批准"
	old := -1 // the last year before 2014
	var years []string
	var before, after []opts.BarData
	for i := range t.Len() {
		years = append(years, t.Text(i, "year"))
		is, not := opts.BarData{Value: number(t, i, "supply_rate")}, opts.BarData{Value: blank}
		if t.True(i, "before_2014") {
			old = i
			before, after = append(before, is), append(after, not)
		} else {
			before, after = append(before, not), append(after, is)
		}
	}
	panel, y := drawYearPanel(s, years, top, plot)
	for k, one := range []struct {
		name string
		data []opts.BarData
		ink  ink
	}{{early, before, inkSupplyLo}, {late, after, inkSupply}} {
		n := s.add(panel, y, charts.SingleSeries{
			Name: one.name, Type: "bar", Data: one.data, Stack: "year", BarWidth: "58%",
			ItemStyle: &opts.ItemStyle{Color: one.ink.light},
		})
		if k == 0 {
			if target := number(t, 0, "supply_target"); target != blank {
				s.target(n, "yAxis", target, "目标\n"+t.Text(0, "supply_target_text"), "end")
			}
			s.ground(n, old)
		}
	}
	s.yearLabels(panel, y, t)
	s.legend(key(early, iconBar), key(late, iconBar))
}

func drawYearPanel(s *sketch, years []string, top, plot int) (panel, y int) {
	v := percent()
	x := opts.XAxis{
		Type: "category", Data: years,
		AxisLine:  &opts.AxisLine{LineStyle: &opts.LineStyle{Color: inkRule.light}},
		AxisTick:  &opts.AxisTick{Show: opts.Bool(false)},
		AxisLabel: &opts.AxisLabel{Show: opts.Bool(true), Color: inkText.light, FontSize: fontSize},
	}
	right := "56"
	if s.layout == Phone {
		right = "46"
		x.AxisLabel.Rotate = 60
	}
	panel, y = s.panel(
		opts.Grid{Left: "44", Right: right, Top: strconv.Itoa(top), Height: strconv.Itoa(plot)}, x,
		opts.YAxis{Type: "value", Min: 0, Max: 100, AxisLine: v.AxisLine, AxisLabel: v.AxisLabel, SplitLine: v.SplitLine})
	s.set(fmt.Sprintf("yAxis.%d.interval", y), 20)
	s.set(fmt.Sprintf("xAxis.%d.axisLabel.interval", panel), 0)
	return panel, y
}

// yearLabels writes each year's rate above its bar and above the target line,
// and 无任务 at the foot of a year without one; on a phone the words stand upright.
func (s *sketch) yearLabels(panel, yAxis int, t queries.Table) {
	n := s.notes(panel, yAxis, t, "supply_rate")
	if s.layout != Phone {
		return
	}
	for i := range t.Len() {
		at := fmt.Sprintf("series.%d.data.%d.label.", n, i)
		s.set(at+"rotate", 90)
		s.set(at+"align", "left")
		s.set(at+"verticalAlign", "middle")
	}
}

// ground tints the years before 2014, from the first to the last of them.
func (s *sketch) ground(series, last int) {
	if last < 0 {
		return
	}
	words := map[string]any{"show": false} // a phone has no room: the legend says it
	if s.layout != Phone {
		words = map[string]any{
			"show": true, "formatter": "2014年以前批准（重点完成）", "position": "top", "distance": 22,
			"color": inkMute.light, "fontSize": fontSize,
		}
	}
	s.setAll(fmt.Sprintf("series.%d.markArea", series), map[string]any{
		"silent": true, "animation": false, "itemStyle": map[string]any{"color": inkTrack.light}, "label": words,
		"data": []any{[]any{map[string]any{"xAxis": 0}, map[string]any{"xAxis": last}}},
	})
}
