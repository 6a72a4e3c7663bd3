package charts

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"tongbao/queries"
)

// part is one of the two rates: F1 and I1.
type part struct {
	prefix, title string
	bar, district ink
}

var parts = [...]part{
	{"supply", "供地率", inkSupply, inkSupplyHi},
	{"idle", "闲置土地处置率", inkIdle, inkIdleHi},
}

// newRate draws F1 and I1 of the district and of each unit as bars against the
// target (dashed line) and the scheduled rate (tick, R13). Rates in %.
func newRate(t queries.Table) (Chart, error) {
	c := Chart{ID: "rate", Title: "各单位供地率、闲置土地处置率与目标、序时进度", Empty: t.Len() == 0}
	heads := []head{{"unit", "单位", gap}}
	for _, p := range parts {
		for _, s := range []string{"rate", "schedule", "target"} {
			if err := need(t, p.prefix+"_"+s, p.prefix+"_"+s+"_text"); err != nil {
				return c, err
			}
		}
		heads = append(heads, head{p.prefix + "_rate_text", p.title, noTask},
			head{p.prefix + "_schedule_text", p.title + "序时进度", gap}, head{p.prefix + "_target_text", p.title + "目标", gap})
	}
	if err := need(t, "unit"); err != nil {
		return c, err
	}
	c.Table = behind(t, c.Title, heads...)
	c.Description = describeRate(t)
	c.rows = [][]int{identity(t.Len()), identity(t.Len())}
	err := c.finishAll(func(s *sketch) { drawRate(s, t) })
	return c, err
}

func describeRate(t queries.Table) string {
	if t.Len() == 0 {
		return "暂无数据。"
	}
	var b strings.Builder
	for i := range t.Len() {
		fmt.Fprintf(&b, "%s供地率%s，闲置土地处置率%s", t.Text(i, "unit"),
			words(t, i, "supply_rate_text", noTask), words(t, i, "idle_rate_text", noTask))
		if i == 0 {
			fmt.Fprintf(&b, "，供地率序时进度%s、目标%s，处置率序时进度%s、目标%s",
				words(t, i, "supply_schedule_text", gap), words(t, i, "supply_target_text", gap),
				words(t, i, "idle_schedule_text", gap), words(t, i, "idle_target_text", gap))
		}
		b.WriteString("；")
	}
	return strings.TrimSuffix(b.String(), "；") + "。"
}

func drawRate(s *sketch, t queries.Table) {
	row := rowHeight(t.Len())
	plot := row * t.Len()
	const top, between, legend = 40, 66, 56
	const left, right = 110, 60
	var units []string
	for i := range t.Len() {
		units = append(units, t.Text(i, "unit"))
	}
	for k, p := range parts {
		g := opts.Grid{Top: strconv.Itoa(top), Height: strconv.Itoa(plot)}
		label := left - 10
		switch {
		case s.layout == Phone:
			g.Top = strconv.Itoa(top + k*(plot+between))
			g.Left, g.Right = strconv.Itoa(left), strconv.Itoa(right)
		case k == 0:
			g.Left, g.Width = strconv.Itoa(left), "29%"
		default:
			g.Right, g.Width = strconv.Itoa(right), "29%"
			label = 0
		}
		drawRatePanel(s, t, p, g, units, label)
	}
	s.height = top + plot + legend
	if s.layout == Phone {
		s.height += plot + between
	}
	s.legend(key(parts[0].title, iconBar), key(parts[1].title, iconBar), key("序时进度", iconTick))
}

func drawRatePanel(s *sketch, t queries.Table, p part, g opts.Grid, units []string, label int) {
	panel, y := s.panel(g, percent(), s.names(units, p.title, label))
	s.heading(y)
	s.set(fmt.Sprintf("xAxis.%d.interval", panel), 20)
	var rates []opts.BarData
	var ticks []opts.ScatterData
	var texts []string
	var target any = blank
	targetText := ""
	for i := range t.Len() {
		colour := p.bar.light
		if i == 0 && t.Len() > 1 {
			colour = p.district.light
		}
		rates = append(rates, opts.BarData{
			Value: number(t, i, p.prefix+"_rate"), ItemStyle: &opts.ItemStyle{Color: colour},
		})
		tick := opts.ScatterData{Value: blank} // no schedule where there is no task
		if !t.Null(i, p.prefix+"_rate") {
			tick.Value = number(t, i, p.prefix+"_schedule")
		}
		ticks = append(ticks, tick)
		texts = append(texts, words(t, i, p.prefix+"_rate_text", noTask))
		if target == blank {
			target, targetText = number(t, i, p.prefix+"_target"), t.Text(i, p.prefix+"_target_text")
		}
	}
	s.column(panel, "", texts, 56)
	bars := s.add(panel, y, charts.SingleSeries{
		Name: p.title, Type: "bar", Data: rates, BarWidth: "52%", ShowBackground: opts.Bool(true),
		ItemStyle: &opts.ItemStyle{Color: p.bar.light},
	})
	s.set(fmt.Sprintf("series.%d.backgroundStyle.color", bars), inkTrack.light)
	if target != blank {
		s.target(bars, "xAxis", target, "目标"+targetText, "start")
	}
	n := s.add(panel, y, charts.SingleSeries{
		Name: "序时进度", Type: "scatter", Data: ticks, Symbol: "rect", SymbolSize: []float64{3, 0.86 * float64(rowHeight(t.Len()))},
		ItemStyle: &opts.ItemStyle{Color: inkSchedule.light, Opacity: opts.Float(1)},
	})
	s.set(fmt.Sprintf("series.%d.z", n), 4)
}
