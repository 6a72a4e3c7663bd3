package charts

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"tongbao/queries"
)

// heatQuarters is how many quarters fit the drawing; the table has them all.
const heatQuarters = 13

// heatBands are what a cell's colour and mark say; the place is the cell's value.
var heatBands = []struct {
	band, mark string
	ground     ink
}{
	{"低于序时", "△", inkAddLo},
	{"达到序时", "○", inkBand},
	{"达到目标", "✓", inkTakeLo},
}

// newHeat draws both rates of every unit in every quarter as a table of tinted cells.
func newHeat(t queries.Table) (Chart, error) {
	c := Chart{ID: "heat", Title: "各单位各季度两率", Empty: t.Len() == 0, page: true}
	if err := need(t, "unit", "quarter", "label", "supply_rate_text", "supply_cell_text", "supply_band", "idle_rate_text", "idle_cell_text", "idle_band"); err != nil {
		return c, err
	}
	c.Table = behind(t, c.Title, head{"unit", "单位", gap}, head{"label", "季度", gap}, head{"supply_rate_text", "供地率", noTask}, head{"supply_band", "供地率情况", gap},
		head{"idle_rate_text", "闲置土地处置率", noTask}, head{"idle_band", "处置率情况", gap})
	c.Description = describeHeat(t)
	err := c.finishAll(func(s *sketch) { drawHeat(s, t) })
	return c, err
}

func describeHeat(t queries.Table) string {
	if t.Len() == 0 {
		return "暂无数据。"
	}
	units, rows := groups(t, "unit")
	var parts []string
	for _, u := range units {
		i := rows[u][len(rows[u])-1]
		parts = append(parts, fmt.Sprintf("%s供地率%s（%s）、处置率%s（%s）", u, words(t, i, "supply_rate_text", noTask), words(t, i, "supply_band", gap),
			words(t, i, "idle_rate_text", noTask), words(t, i, "idle_band", gap)))
	}
	return t.Text(rows[units[0]][len(rows[units[0]])-1], "label") + "：" + strings.Join(parts, "；") + "。以前各季度见数据表。"
}

func drawHeat(s *sketch, t queries.Table) {
	units, rows := groups(t, "unit")
	quarters := heatQuarters
	if s.layout == Phone {
		quarters = 6
	}
	const top, between, bottom = 34, 66, 74
	row := 32
	if len(units) > 12 {
		row = 26
	}
	plot := row * len(units)
	s.height = top + 2*plot + between + bottom
	s.trigger = "item"
	for k, p := range parts {
		g := opts.Grid{Left: "116", Right: "12", Top: strconv.Itoa(top + k*(plot+between)), Height: strconv.Itoa(plot)}
		drawHeatPanel(s, t, p, units, rows, quarters, g)
	}
	var pieces []map[string]any
	for k, b := range heatBands {
		pieces = append(pieces, map[string]any{"value": k, "label": b.mark + " " + b.band, "color": b.ground.light})
	}
	s.setAll("visualMap", map[string]any{
		"type": "piecewise", "show": true, "orient": "horizontal", "left": "center", "bottom": 0, "itemWidth": 16, "itemHeight": 12, "itemGap": 22,
		"pieces": pieces, "hoverLink": false, "selectedMode": false, "textStyle": map[string]any{"color": inkText.light, "fontSize": fontSize},
	})
}

func drawHeatPanel(s *sketch, t queries.Table, p part, units []string, rows map[string][]int, quarters int, g opts.Grid) {
	shown := queries.Table{Name: t.Name, Columns: t.Columns}
	var data []map[string]any
	for y, u := range units {
		list := rows[u]
		list = list[max(0, len(list)-quarters):]
		for x, i := range list {
			if y == 0 {
				shown.Rows = append(shown.Rows, t.Rows[i])
			}
			for value, b := range heatBands {
				if b.band != t.Text(i, p.prefix+"_band") {
					continue
				}
				words := t.Text(i, p.prefix+"_cell_text") + "\n" + b.mark
				data = append(data, map[string]any{"value": []int{x, y, value}, "label": map[string]any{"formatter": words}, "row": i})
			}
		}
	}
	x := opts.XAxis{
		Type: "category", Data: quarterLabels(shown), AxisLine: &opts.AxisLine{Show: opts.Bool(false)}, AxisTick: &opts.AxisTick{Show: opts.Bool(false)},
		AxisLabel: &opts.AxisLabel{Show: opts.Bool(true), Color: inkMute.light, FontSize: fontSize},
	}
	panel, axis := s.panel(g, x, s.names(units, p.title, 104))
	s.heading(axis)
	s.set(fmt.Sprintf("xAxis.%d.axisLabel.interval", panel), 0)
	s.set(fmt.Sprintf("xAxis.%d.axisLabel.lineHeight", panel), 15)
	s.set(fmt.Sprintf("yAxis.%d.axisLine.show", axis), false)
	n := s.add(panel, axis, charts.SingleSeries{
		Name: p.title, Type: "heatmap", Data: data, ItemStyle: &opts.ItemStyle{BorderColor: inkPaper.light, BorderWidth: 2},
	})
	s.setAll(fmt.Sprintf("series.%d.label", n), map[string]any{"show": true, "color": inkText.light, "fontSize": fontSize, "lineHeight": 14})
}
