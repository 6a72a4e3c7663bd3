package charts

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"tongbao/queries"
)

// newForecast draws both rates of the district by quarter with schedule, target
// and, up to the deadline, a forecast between its slowest and fastest. Rates in %.
func newForecast(t queries.Table) (Chart, error) {
	c := Chart{ID: "forecast", Title: "走势与到期预计", Empty: t.Len() == 0, page: true}
	if err := need(t, "part", "quarter", "label", "kind", "kind_text", "rate", "rate_text", "low", "low_text", "high", "high_text", "spread",
		"schedule", "schedule_text", "target", "target_text"); err != nil {
		return c, err
	}
	c.Table = behind(named(t), c.Title, head{"part", "指标", gap}, head{"label", "季度", gap}, head{"kind_text", "性质", gap}, head{"rate_text", "比率", noTask},
		head{"low_text", "最慢", gap}, head{"high_text", "最快", gap}, head{"schedule_text", "序时进度", gap}, head{"target_text", "目标", gap})
	c.Description = describeForecast(t)
	for _, p := range parts {
		c.rows = append(c.rows, partRows(t, p.prefix))
	}
	err := c.finishAll(func(s *sketch) { drawForecast(s, t) })
	return c, err
}

// named puts the rate's title in the place of its code.
func named(t queries.Table) queries.Table {
	out := queries.Table{Name: t.Name, Columns: t.Columns}
	for i := range t.Len() {
		row := append(t.Rows[i][:0:0], t.Rows[i]...)
		for _, p := range parts {
			if row[0].String == p.prefix {
				row[0].String = p.title
			}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func partRows(t queries.Table, prefix string) []int {
	var rows []int
	for i := range t.Len() {
		if t.Text(i, "part") == prefix {
			rows = append(rows, i)
		}
	}
	return rows
}

func describeForecast(t queries.Table) string {
	if t.Len() == 0 {
		return "暂无数据。"
	}
	var sentences []string
	for _, p := range parts {
		rows := partRows(t, p.prefix)
		actual := -1
		for _, i := range rows {
			if t.Text(i, "kind") == "actual" {
				actual = i
			}
		}
		if actual < 0 {
			continue
		}
		text := fmt.Sprintf("%s%s为%s，序时进度%s，目标%s", p.title, t.Text(actual, "label"), words(t, actual, "rate_text", noTask),
			words(t, actual, "schedule_text", gap), words(t, actual, "target_text", gap))
		if last := rows[len(rows)-1]; last != actual {
			text += fmt.Sprintf("；按近四季度速度，%s预计%s，最慢%s，最快%s", t.Text(last, "label"), t.Text(last, "rate_text"), t.Text(last, "low_text"), t.Text(last, "high_text"))
		}
		sentences = append(sentences, text)
	}
	return strings.Join(sentences, "。") + "。"
}

func drawForecast(s *sketch, t queries.Table) {
	const top, plot, between, bottom = 38, 170, 84, 74
	s.height = top + plot + bottom
	if s.layout == Phone {
		s.height += plot + between + 24 // the legend takes two lines
	}
	for k, p := range parts {
		g := opts.Grid{Top: strconv.Itoa(top), Height: strconv.Itoa(plot)}
		switch {
		case s.layout == Phone:
			g.Top = strconv.Itoa(top + k*(plot+between))
			g.Left, g.Right = "44", "60"
		case k == 0:
			g.Left, g.Width = "44", "36%"
		default:
			g.Right, g.Width = "60", "36%"
		}
		drawForecastPanel(s, t, p, partRows(t, p.prefix), g)
	}
	s.legend(key(parts[0].title, "circle"), key(parts[1].title, "circle"), key("序时进度", iconDots), key("预计", iconDash), key("最慢至最快", iconBar))
}

// iconDash is a dashed line.
const iconDash = "path://M0,6L9,6L9,8L0,8ZM15,6L24,6L24,8L15,8Z"

func drawForecastPanel(s *sketch, t queries.Table, p part, rows []int, g opts.Grid) {
	own := queries.Table{Name: t.Name, Columns: t.Columns}
	for _, i := range rows {
		own.Rows = append(own.Rows, t.Rows[i])
	}
	x := opts.XAxis{
		Type: "category", Data: quarterLabels(own),
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
	forecastSeries(s, own, p, panel, axis)
}

func forecastSeries(s *sketch, t queries.Table, p part, panel, axis int) {
	var actual, coming, schedule, low, spread []opts.LineData
	last, end := -1, -1
	for i := range t.Len() {
		ahead := t.Text(i, "kind") == "forecast"
		point := opts.LineData{Value: number(t, i, "rate")}
		none := opts.LineData{Value: blank}
		if ahead {
			actual, coming, end = append(actual, none), append(coming, point), i
		} else {
			actual, coming, last = append(actual, point), append(coming, none), i
		}
		schedule = append(schedule, opts.LineData{Value: number(t, i, "schedule")})
		low, spread = append(low, opts.LineData{Value: number(t, i, "low")}), append(spread, opts.LineData{Value: number(t, i, "spread")})
	}
	if last >= 0 && end >= 0 {
		coming[last] = actual[last] // the forecast begins at the last actual rate
	}
	n := s.add(panel, axis, charts.SingleSeries{
		Name: p.title, Type: "line", Data: actual, Symbol: "circle", SymbolSize: 6.5, ShowSymbol: opts.Bool(true),
		ConnectNulls: opts.Bool(false), LineStyle: &opts.LineStyle{Color: p.bar.light, Width: 2.2}, ItemStyle: &opts.ItemStyle{Color: p.bar.light},
	})
	s.set(fmt.Sprintf("series.%d.showAllSymbol", n), true)
	s.set(fmt.Sprintf("series.%d.z", n), 4)
	if v := number(t, 0, "target"); v != blank {
		s.target(n, "yAxis", v, "目标"+t.Text(0, "target_text"), "insideStartTop")
	}
	for _, i := range []int{last, end} {
		if i >= 0 && !t.Null(i, "rate") {
			place := "right"
			if i == last && end >= 0 {
				place = "bottom" // a rate that rises leaves room below
			}
			look := label(t.Text(i, "rate_text"), place)
			look["fontWeight"] = "bold"
			target := n
			if i == end {
				target = n + 1
			}
			s.set(fmt.Sprintf("series.%d.data.%d.label", target, i), look)
		}
	}
	d := s.add(panel, axis, charts.SingleSeries{
		Name: "预计", Type: "line", Data: coming, Symbol: "emptyCircle", SymbolSize: 6, ShowSymbol: opts.Bool(true), ConnectNulls: opts.Bool(false),
		LineStyle: &opts.LineStyle{Color: p.bar.light, Width: 2}, ItemStyle: &opts.ItemStyle{Color: p.bar.light},
	})
	s.set(fmt.Sprintf("series.%d.lineStyle.type", d), []int{6, 4})
	s.set(fmt.Sprintf("series.%d.showAllSymbol", d), true)
	s.set(fmt.Sprintf("series.%d.z", d), 3)
	q := s.add(panel, axis, charts.SingleSeries{
		Name: "序时进度", Type: "line", Data: schedule, Symbol: "none", ShowSymbol: opts.Bool(false),
		LineStyle: &opts.LineStyle{Color: inkSchedule.light, Width: 1.4}, ItemStyle: &opts.ItemStyle{Color: inkSchedule.light},
	})
	s.set(fmt.Sprintf("series.%d.lineStyle.type", q), []int{2, 3})
	for k, data := range [][]opts.LineData{low, spread} {
		b := s.add(panel, axis, charts.SingleSeries{
			Name: [...]string{"下沿", "最慢至最快"}[k], Type: "line", Data: data, Symbol: "none", ShowSymbol: opts.Bool(false), Stack: "band" + p.prefix,
			ItemStyle: &opts.ItemStyle{Color: inkBand.light},
		})
		s.set(fmt.Sprintf("series.%d.lineStyle", b), map[string]any{"width": 0, "opacity": 0})
		s.set(fmt.Sprintf("series.%d.z", b), 1)
		if k == 1 && end >= 0 {
			s.set(fmt.Sprintf("series.%d.areaStyle", b), map[string]any{"color": inkBand.light, "opacity": 1})
		}
	}
}
