package charts

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"tongbao/queries"
)

// newTrend draws F1 and I1 quarter by quarter with target and schedule (R13),
// one panel each. Rates in %.
func newTrend(t queries.Table) (Chart, error) {
	c := Chart{ID: "trend", Title: "供地率、闲置土地处置率分季度走势", Empty: t.Len() == 0}
	heads := []head{{"label", "季度", gap}}
	for _, p := range parts {
		for _, s := range []string{"rate", "schedule", "target"} {
			if err := need(t, p.prefix+"_"+s, p.prefix+"_"+s+"_text"); err != nil {
				return c, err
			}
		}
		heads = append(heads, head{p.prefix + "_rate_text", p.title, noTask},
			head{p.prefix + "_schedule_text", p.title + "序时进度", gap}, head{p.prefix + "_target_text", p.title + "目标", gap})
	}
	if err := need(t, "quarter", "label"); err != nil {
		return c, err
	}
	c.Table = behind(t, c.Title, heads...)
	c.Description = describeTrend(t)
	c.rows = [][]int{identity(t.Len()), identity(t.Len())}
	err := c.finishAll(func(s *sketch) { drawTrend(s, t) })
	return c, err
}

func describeTrend(t queries.Table) string {
	if t.Len() == 0 {
		return "暂无数据。"
	}
	first, last := 0, t.Len()-1
	var b strings.Builder
	for k, p := range parts {
		if k > 0 {
			b.WriteString("；")
		}
		b.WriteString(p.title)
		if first != last {
			fmt.Fprintf(&b, "由%s的%s到%s的%s", t.Text(first, "label"), words(t, first, p.prefix+"_rate_text", noTask),
				t.Text(last, "label"), words(t, last, p.prefix+"_rate_text", noTask))
		} else {
			fmt.Fprintf(&b, "%s为%s", t.Text(last, "label"), words(t, last, p.prefix+"_rate_text", noTask))
		}
		fmt.Fprintf(&b, "，同期序时进度%s，目标%s",
			words(t, last, p.prefix+"_schedule_text", gap), words(t, last, p.prefix+"_target_text", gap))
	}
	return b.String() + "。"
}

// quarterLabels are one numeral per quarter, the year under the first quarter of
// each year, so that a dozen quarters fit half a page.
func quarterLabels(t queries.Table) []string {
	numerals := map[string]string{"Q1": "一", "Q2": "二", "Q3": "三", "Q4": "四"}
	var labels []string
	for i := range t.Len() {
		year, n, _ := strings.Cut(t.Text(i, "quarter"), "Q")
		label, known := numerals["Q"+n]
		if !known {
			label = t.Text(i, "quarter")
		}
		leads := i == 0 && (t.Len() == 1 || !strings.HasSuffix(t.Text(1, "quarter"), "Q1"))
		if known && (n == "1" || leads) {
			label += "\n" + year + "年"
		}
		labels = append(labels, label)
	}
	return labels
}

func drawTrend(s *sketch, t queries.Table) {
	const top, plot, between, bottom = 38, 150, 84, 74
	s.height = top + plot + bottom
	if s.layout == Phone {
		s.height += plot + between
	}
	for k, p := range parts {
		g := opts.Grid{Top: strconv.Itoa(top), Height: strconv.Itoa(plot)}
		switch {
		case s.layout == Phone:
			g.Top = strconv.Itoa(top + k*(plot+between))
			g.Left, g.Right = "44", "60"
		case k == 0:
			g.Left, g.Width = "44", "32%"
		default:
			g.Right, g.Width = "60", "32%"
		}
		drawTrendPanel(s, t, p, g)
	}
	s.legend(key(parts[0].title, "circle"), key(parts[1].title, "circle"),
		key("序时进度", iconDots))
}

func drawTrendPanel(s *sketch, t queries.Table, p part, g opts.Grid) {
	x := opts.XAxis{
		Type: "category", Data: quarterLabels(t),
		AxisLine:  &opts.AxisLine{LineStyle: &opts.LineStyle{Color: inkRule.light}},
		AxisTick:  &opts.AxisTick{Show: opts.Bool(false)},
		AxisLabel: &opts.AxisLabel{Show: opts.Bool(true), Color: inkMute.light, FontSize: fontSize},
	}
	v := percent()
	y := opts.YAxis{
		Type: "value", Min: 0, Max: 100, Name: p.title, NameLocation: "end", NameGap: 14,
		AxisLine: v.AxisLine, AxisLabel: v.AxisLabel, SplitLine: v.SplitLine,
	}
	panel, axis := s.panel(g, x, y)
	s.heading(axis)
	s.set(fmt.Sprintf("yAxis.%d.interval", axis), 20)
	s.set(fmt.Sprintf("xAxis.%d.axisLabel.interval", panel), 0)
	s.set(fmt.Sprintf("xAxis.%d.axisLabel.lineHeight", panel), 15)
	s.setAll(fmt.Sprintf("yAxis.%d.nameTextStyle", axis), map[string]any{
		"align": "left", "color": inkText.light, "fontSize": headingSize, "fontWeight": "bold", "padding": []int{0, 0, 0, -36},
	})
	var rates, schedules []opts.LineData
	var target any = blank
	targetText := ""
	for i := range t.Len() {
		rates = append(rates, opts.LineData{Value: number(t, i, p.prefix+"_rate")})
		schedules = append(schedules, opts.LineData{Value: number(t, i, p.prefix+"_schedule")})
		if v := number(t, i, p.prefix+"_target"); v != blank {
			target, targetText = v, t.Text(i, p.prefix+"_target_text")
		}
	}
	n := s.add(panel, axis, charts.SingleSeries{
		Name: p.title, Type: "line", Data: rates, Symbol: "circle", SymbolSize: 6.5, ShowSymbol: opts.Bool(true),
		ConnectNulls: opts.Bool(false), LineStyle: &opts.LineStyle{Color: p.bar.light, Width: 2.2},
		ItemStyle: &opts.ItemStyle{Color: p.bar.light},
	})
	s.set(fmt.Sprintf("series.%d.showAllSymbol", n), true)
	s.set(fmt.Sprintf("series.%d.z", n), 3)
	if target != blank {
		s.target(n, "yAxis", target, "目标"+targetText, "insideStartTop")
	}
	s.endLabels(panel, axis, t, p.prefix+"_rate")
	d := s.add(panel, axis, charts.SingleSeries{
		Name: "序时进度", Type: "line", Data: schedules, ShowSymbol: opts.Bool(false), Symbol: "none",
		LineStyle: &opts.LineStyle{Color: inkSchedule.light, Width: 1.4},
		ItemStyle: &opts.ItemStyle{Color: inkSchedule.light},
	})
	s.set(fmt.Sprintf("series.%d.lineStyle.type", d), []int{2, 3})
}

// endLabels writes the first and the last value of a line beside its marks, and
// 无任务 at the foot of a run of quarters without one.
func (s *sketch) endLabels(panel, yAxis int, t queries.Table, column string) {
	n := s.notes(panel, yAxis, t, column)
	last := -1
	for i := range t.Len() {
		if _, ok := t.Float(i, column); !ok {
			if i > 0 && t.Null(i-1, column) { // once for a run of such quarters
				s.set(fmt.Sprintf("series.%d.data.%d.label.show", n, i), false)
			}
			continue
		}
		if last >= 0 { // neither the first nor the last: no room for words
			s.set(fmt.Sprintf("series.%d.data.%d.label.show", n, i), false)
		}
		last = i
	}
	if last < 0 {
		return
	}
	end := label(t.Text(last, column+"_text"), "right")
	end["fontWeight"] = "bold"
	s.set(fmt.Sprintf("series.%d.data.%d.label", n, last), end)
}
