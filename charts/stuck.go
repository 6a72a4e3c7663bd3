package charts

import (
	"fmt"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"

	"tongbao/queries"
)

// stageInks are the grounds of the stages, pale enough for dark words.
var stageInks = map[string]ink{"批而未征": inkIdleLo, "征而未供": inkAddLo, "未供即用": inkBand}

// newStuck draws the unsupplied area of the district (hectares) by stage and, in
// it, by reason, as areas of a treemap. Rows of single units are for the table.
func newStuck(t queries.Table) (Chart, error) {
	c := Chart{ID: "stuck", Title: "未供土地卡在哪里", page: true}
	if err := need(t, "unit", "stage", "reason", "area", "area_text", "parcels_text", "share_text", "stage_text"); err != nil {
		return c, err
	}
	c.Empty = len(inDistrict(t)) == 0
	c.Table = behind(t, c.Title, head{"unit", "单位", gap}, head{"stage", "阶段", gap}, head{"reason", "原因", gap}, head{"area_text", "未供面积（公顷）", gap},
		head{"parcels_text", "宗数", gap}, head{"share_text", "占未供面积", gap})
	c.Description = describeStuck(t)
	err := c.finishAll(func(s *sketch) { drawStuck(s, t) })
	return c, err
}

func inDistrict(t queries.Table) []int {
	var rows []int
	for i := range t.Len() {
		if t.Text(i, "unit") == district {
			rows = append(rows, i)
		}
	}
	return rows
}

// stages lists the district's rows by stage.
func stages(t queries.Table) (names []string, rows map[string][]int) {
	rows = map[string][]int{}
	for _, i := range inDistrict(t) {
		stage := t.Text(i, "stage")
		if rows[stage] == nil {
			names = append(names, stage)
		}
		rows[stage] = append(rows[stage], i)
	}
	return names, rows
}

func describeStuck(t queries.Table) string {
	names, rows := stages(t)
	if len(names) == 0 {
		return "暂无数据。"
	}
	var sentences []string
	for _, stage := range names {
		var reasons []string
		for _, i := range rows[stage] {
			reasons = append(reasons, fmt.Sprintf("%s%s公顷", t.Text(i, "reason"), t.Text(i, "area_text")))
		}
		sentences = append(sentences, fmt.Sprintf("%s%s公顷，其中%s", stage, t.Text(rows[stage][0], "stage_text"), strings.Join(reasons, "、")))
	}
	return strings.Join(sentences, "；") + "。"
}

// drawStuck writes the words as the nodes' names: a formatter is a template, in
// which a name from a ledger would not stay what it is.
func drawStuck(s *sketch, t queries.Table) {
	s.height = 330
	if s.layout == Phone {
		s.height = 460
	}
	names, rows := stages(t)
	var tree []map[string]any
	for _, stage := range names {
		ground, known := stageInks[stage]
		if !known {
			ground = inkTrack
		}
		var leaves []map[string]any
		for _, i := range rows[stage] {
			leaves = append(leaves, map[string]any{
				"name": t.Text(i, "reason") + "\n" + t.Text(i, "area_text"), "value": number(t, i, "area"), "row": i, "itemStyle": map[string]any{"color": ground.light},
			})
		}
		tree = append(tree, map[string]any{
			"name": stage + "　" + t.Text(rows[stage][0], "stage_text") + "公顷", "children": leaves,
			"itemStyle": map[string]any{"color": ground.light, "borderColor": inkStock.light},
		})
	}
	n := s.free(charts.SingleSeries{Name: "未供面积", Type: "treemap", Data: tree})
	at := fmt.Sprintf("series.%d", n)
	for key, value := range map[string]any{
		"left": 0, "right": 0, "top": 0, "bottom": 0, "roam": false, "nodeClick": false, "sort": false, "breadcrumb": map[string]any{"show": false},
		"label":      map[string]any{"show": true, "color": inkText.light, "fontSize": fontSize, "lineHeight": 16, "overflow": "truncate"},
		"upperLabel": map[string]any{"show": true, "height": 24, "color": inkPaper.light, "fontSize": headingSize, "fontWeight": "bold"},
		"itemStyle":  map[string]any{"borderColor": inkPaper.light, "borderWidth": 2, "gapWidth": 2},
		"levels": []any{
			map[string]any{"itemStyle": map[string]any{"borderColor": inkPaper.light, "borderWidth": 0, "gapWidth": 6}, "upperLabel": map[string]any{"show": false}},
			map[string]any{"itemStyle": map[string]any{"borderWidth": 2, "gapWidth": 2}},
			map[string]any{"itemStyle": map[string]any{"borderColor": inkPaper.light, "borderWidth": 1, "gapWidth": 1}},
		},
	} {
		s.set(at+"."+key, value)
	}
}
