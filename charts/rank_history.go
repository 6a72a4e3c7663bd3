package charts

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"tongbao/queries"
)

// unitSymbols tell the lines of units apart without colour.
var unitSymbols = []string{"circle", "rect", "triangle", "diamond", "roundRect", "pin"}

// newRankHistory draws the rank of each unit, quarter by quarter: the first at the top.
func newRankHistory(t queries.Table) (Chart, error) {
	c := Chart{ID: "rank_history", Title: "历次名次", Empty: t.Len() == 0, page: true}
	if err := need(t, "quarter", "label", "unit", "rank", "rank_text", "score_text", "source_text"); err != nil {
		return c, err
	}
	c.Table = behind(t, c.Title, head{"unit", "单位", gap}, head{"label", "季度", gap}, head{"rank_text", "名次", noTask},
		head{"score_text", "综合得分", noTask}, head{"source_text", "来源", gap})
	c.Description = describeRankHistory(t)
	err := c.finishAll(func(s *sketch) { drawRankHistory(s, t) })
	return c, err
}

// groups lists the rows of each value of a column, in the order they first come.
func groups(t queries.Table, column string) (names []string, rows map[string][]int) {
	rows = map[string][]int{}
	for i := range t.Len() {
		name := t.Text(i, column)
		if rows[name] == nil {
			names = append(names, name)
		}
		rows[name] = append(rows[name], i)
	}
	return names, rows
}

func describeRankHistory(t queries.Table) string {
	if t.Len() == 0 {
		return "暂无数据。"
	}
	units, rows := groups(t, "unit")
	var parts []string
	for _, u := range units {
		var ranks []string
		for _, i := range rows[u] {
			ranks = append(ranks, words(t, i, "rank_text", noTask))
		}
		list := rows[u]
		parts = append(parts, fmt.Sprintf("%s由%s到%s依次为%s", u, t.Text(list[0], "label"), t.Text(list[len(list)-1], "label"), strings.Join(ranks, "、")))
	}
	return "各季度名次：" + strings.Join(parts, "；") + "。"
}

func drawRankHistory(s *sketch, t queries.Table) {
	const top, bottom = 20, 46
	units, rows := groups(t, "unit")
	plot := max(150, 30*len(units))
	s.height, s.trigger = top+plot+bottom, "item"
	x := opts.XAxis{
		Type: "category", Data: quarterLabels(firstGroup(t, units, rows)),
		AxisLine: &opts.AxisLine{Show: opts.Bool(false)}, AxisTick: &opts.AxisTick{Show: opts.Bool(false)},
		AxisLabel: &opts.AxisLabel{Show: opts.Bool(true), Color: inkMute.light, FontSize: fontSize},
	}
	y := opts.YAxis{
		Type: "value", Min: 1, Max: max(2, len(units)),
		AxisLine:  &opts.AxisLine{Show: opts.Bool(false)},
		AxisLabel: &opts.AxisLabel{Color: inkMute.light, FontSize: fontSize, Formatter: "第{value}名"},
		SplitLine: &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: inkGrid.light}},
	}
	panel, axis := s.panel(opts.Grid{Left: "56", Right: "128", Top: strconv.Itoa(top), Height: strconv.Itoa(plot)}, x, y)
	s.set("xAxis.0.boundaryGap", false)
	s.set("yAxis.0.inverse", true)
	s.set("yAxis.0.interval", 1)
	s.set("yAxis.0.axisTick.show", false)
	s.set("xAxis.0.axisLabel.interval", 0)
	s.set("xAxis.0.axisLabel.lineHeight", 15)
	s.set("xAxis.0.axisLabel.margin", 14)
	ends := endShifts(t, units, rows)
	for k, u := range units {
		ink := unitInks[k%len(unitInks)]
		var data []map[string]any
		for _, i := range rows[u] {
			data = append(data, map[string]any{"value": number(t, i, "rank"), "row": i})
		}
		if shift, ok := ends[u]; ok {
			look := label("{a}", "right") // the series' name: a name itself would be a template
			look["distance"], look["offset"] = 10, []int{0, shift}
			data[len(data)-1]["label"] = look
		}
		n := s.add(panel, axis, charts.SingleSeries{
			Name: u, Type: "line", Data: data, Symbol: unitSymbols[k%len(unitSymbols)], SymbolSize: 9, ShowSymbol: opts.Bool(true),
			ConnectNulls: opts.Bool(false), LineStyle: &opts.LineStyle{Color: ink.light, Width: 2.2}, ItemStyle: &opts.ItemStyle{Color: ink.light},
		})
		s.set(fmt.Sprintf("series.%d.showAllSymbol", n), true)
		s.set(fmt.Sprintf("series.%d.clip", n), false)
	}
}

// firstGroup is the rows of the first unit: the quarters.
func firstGroup(t queries.Table, units []string, rows map[string][]int) queries.Table {
	out := queries.Table{Name: t.Name, Columns: t.Columns}
	for _, i := range rows[units[0]] {
		out.Rows = append(out.Rows, t.Rows[i])
	}
	return out
}

// endShifts says which lines have their name at the end and how far above or
// below it: two units that share the last rank stand above each other, of more
// the table tells.
func endShifts(t queries.Table, units []string, rows map[string][]int) map[string]int {
	holders := map[string][]string{}
	for _, u := range units {
		if rank := t.Text(rows[u][len(rows[u])-1], "rank"); rank != "" {
			holders[rank] = append(holders[rank], u)
		}
	}
	shifts := map[string]int{}
	for _, list := range holders {
		shifts[list[0]] = 0
		if len(list) > 1 {
			shifts[list[0]], shifts[list[1]] = -7, 7
		}
	}
	return shifts
}
