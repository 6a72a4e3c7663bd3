package charts

import (
	"fmt"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"

	"tongbao/queries"
)

// flowInks are the colours of the flow's nodes; others are grey.
var flowInks = map[string]ink{
	"批准": inkSupplyHi, "已征": inkSupply, "已供": inkTake, "已竣工": inkTake, "已动工": inkTake, "未动工": inkIdle,
	"批而未征": inkAdd, "征而未供": inkAdd, "未供即用": inkPurple,
}

// newFlow draws approved, acquired, supplied and used land (hectares) as a flow;
// what comes into a node leaves it or stays there.
func newFlow(t queries.Table) (Chart, error) {
	c := Chart{ID: "flow", Title: "批、征、供、用各走到哪一步", Empty: t.Len() == 0, page: true}
	if err := need(t, "source", "target", "area", "area_text", "share_text", "source_text"); err != nil {
		return c, err
	}
	c.Table = behind(t, c.Title, head{"source", "由", gap}, head{"target", "到", gap}, head{"area_text", "面积（公顷）", gap}, head{"share_text", "占批准面积", gap})
	var parts []string
	for i := range t.Len() {
		parts = append(parts, fmt.Sprintf("%s到%s%s公顷（占批准面积%s）", t.Text(i, "source"), t.Text(i, "target"), t.Text(i, "area_text"), words(t, i, "share_text", gap)))
	}
	c.Description = strings.Join(parts, "；") + "。"
	if c.Empty {
		c.Description = "暂无数据。"
	}
	err := c.finishAll(func(s *sketch) { drawFlow(s, t) })
	return c, err
}

func drawFlow(s *sketch, t queries.Table) {
	s.height = 320
	right := 112
	if s.layout == Phone {
		s.height = 400
		right = 82
	}
	// A node's name is what stands beside it; no formatter, which is a template.
	var nodes, links []map[string]any
	names := map[string]string{}
	node := func(name, text string) {
		if names[name] != "" {
			return
		}
		names[name] = name + "\n" + text
		ink, known := flowInks[name]
		if !known {
			ink = inkStock
		}
		nodes = append(nodes, map[string]any{"name": names[name], "itemStyle": map[string]any{"color": ink.light, "borderWidth": 0}})
	}
	for i := range t.Len() {
		node(t.Text(i, "source"), t.Text(i, "source_text"))
		node(t.Text(i, "target"), t.Text(i, "area_text"))
		links = append(links, map[string]any{
			"source": names[t.Text(i, "source")], "target": names[t.Text(i, "target")], "value": number(t, i, "area"), "row": i,
		})
	}
	n := s.free(charts.SingleSeries{Name: "批征供用", Type: "sankey", Data: nodes})
	at := fmt.Sprintf("series.%d", n)
	for key, value := range map[string]any{
		"links": links, "left": 4, "right": right, "top": 12, "bottom": 12, "nodeWidth": 14, "nodeGap": 22, "nodeAlign": "left", "draggable": false,
		"label":     map[string]any{"show": true, "position": "right", "color": inkText.light, "fontSize": fontSize, "lineHeight": 15, "textBorderColor": inkPaper.light, "textBorderWidth": 2},
		"lineStyle": map[string]any{"color": inkStock.light, "opacity": 0.28, "curveness": 0.5},
	} {
		s.set(at+"."+key, value)
	}
}
