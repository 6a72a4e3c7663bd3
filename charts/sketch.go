package charts

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"tongbao/queries"
)

// Sizes in px at the print width; 12 px print as 小五.
const (
	fontSize    = 12
	headingSize = 13
)

// blank is ECharts' word for a value that is not there: a gap, never a zero.
const blank = "-"

// noTask stands where a unit has nothing to measure a rate of.
const noTask = "无任务"

// gap is the text of any other NULL.
const gap = "—"

// sketch is one option while it is drawn. What go-echarts knows is typed; what
// it drops or cannot say is set on its JSON afterwards, by path.
type sketch struct {
	layout  Layout
	height  int
	trigger string // of the tooltip: axis, or item where marks stand for rows of their own
	bar     *charts.Bar
	x       []opts.XAxis
	y       []opts.YAxis
	grids   []opts.Grid
	series  []int
	edits   []edit
}

type edit struct {
	path  string
	value any
}

func newSketch(l Layout) *sketch {
	return &sketch{layout: l, trigger: "axis", bar: charts.NewBar()}
}

// set writes a value at a path of the finished option: "yAxis.1.axisTick.show".
func (s *sketch) set(path string, value any) { s.edits = append(s.edits, edit{path, value}) }

// setAll writes several values below one path.
func (s *sketch) setAll(path string, values map[string]any) { s.set(path, values) }

// panel adds a grid with its own axes and returns its number, which is also the
// number of its x axis; yAxis is the number of its y axis.
func (s *sketch) panel(g opts.Grid, x opts.XAxis, y opts.YAxis) (panel, yAxis int) {
	panel = len(s.grids)
	x.GridIndex, y.GridIndex = panel, panel
	s.grids = append(s.grids, g)
	s.x = append(s.x, x)
	s.y = append(s.y, y)
	return panel, len(s.y) - 1
}

// add appends one series of any rectangular kind and returns its number.
func (s *sketch) add(panel, yAxis int, one charts.SingleSeries) int {
	one.XAxisIndex, one.YAxisIndex = panel, yAxis
	s.bar.MultiSeries = append(s.bar.MultiSeries, one)
	s.series = append(s.series, panel)
	n := len(s.series) - 1
	s.set(fmt.Sprintf("series.%d.id", n), "s"+strconv.Itoa(n))
	return n
}

// free appends a series that has no axes and returns its number.
func (s *sketch) free(one charts.SingleSeries) int {
	s.bar.MultiSeries = append(s.bar.MultiSeries, one)
	s.series = append(s.series, -1)
	s.trigger = "item"
	n := len(s.series) - 1
	s.set(fmt.Sprintf("series.%d.id", n), "s"+strconv.Itoa(n))
	return n
}

// column writes texts beside the rows of a horizontal panel, as a column of a
// table: an axis of its own on the right, so that no label can meet a mark.
func (s *sketch) column(panel int, heading string, texts []string, offset int) {
	axis := len(s.y)
	s.y = append(s.y, opts.YAxis{
		Type: "category", GridIndex: panel, Position: "right", Inverse: opts.Bool(true), Data: texts,
		Name: heading, NameLocation: "start", NameGap: 10,
		AxisLine:  &opts.AxisLine{Show: opts.Bool(false)},
		AxisLabel: &opts.AxisLabel{Show: opts.Bool(true), Color: inkText.light, FontSize: fontSize, Align: "right"},
		SplitLine: &opts.SplitLine{Show: opts.Bool(false)},
	})
	at := fmt.Sprintf("yAxis.%d.", axis)
	s.set(at+"axisTick.show", false)
	s.set(at+"axisLabel.interval", 0)
	s.set(at+"axisLabel.margin", offset)
	s.setAll(at+"nameTextStyle", map[string]any{
		"align": "right", "color": inkMute.light, "fontSize": fontSize, "padding": []int{0, -offset, 0, 0},
	})
	s.setAll(at+"axisPointer", map[string]any{"show": false, "triggerTooltip": false})
}

// leading writes texts at the left edge, before the names of the rows.
func (s *sketch) leading(panel int, texts []string, offset int) {
	s.column(panel, "", texts, offset)
	at := fmt.Sprintf("yAxis.%d.", len(s.y)-1)
	s.set(at+"position", "left")
	s.set(at+"axisLabel.align", "left")
}

// names is the left axis of a horizontal panel: one row per name, read downwards.
func (s *sketch) names(names []string, heading string, width int) opts.YAxis {
	return opts.YAxis{
		Type: "category", Inverse: opts.Bool(true), Data: names,
		Name: heading, NameLocation: "start", NameGap: 10,
		AxisLine: &opts.AxisLine{LineStyle: &opts.LineStyle{Color: inkRule.light}},
		AxisLabel: &opts.AxisLabel{
			Show: opts.Bool(len(names) > 0 && width > 0), Color: inkText.light, FontSize: fontSize,
			Width: width, Overflow: "truncate", Ellipsis: "…",
		},
		SplitLine: &opts.SplitLine{Show: opts.Bool(false)},
	}
}

// heading sets the look of a panel's heading, which is the name of its y axis.
func (s *sketch) heading(yAxis int) {
	at := fmt.Sprintf("yAxis.%d.", yAxis)
	s.set(at+"axisTick.show", false)
	s.set(at+"axisLabel.interval", 0)
	s.setAll(at+"nameTextStyle", map[string]any{
		"align": "left", "color": inkText.light, "fontSize": headingSize, "fontWeight": "bold",
	})
}

// percent is the value axis of rates.
func percent() opts.XAxis {
	return opts.XAxis{
		Type: "value", Min: 0, Max: 100,
		AxisLine:  &opts.AxisLine{Show: opts.Bool(false)},
		AxisTick:  &opts.AxisTick{Show: opts.Bool(false)},
		AxisLabel: &opts.AxisLabel{Color: inkMute.light, FontSize: fontSize, Formatter: "{value}%"},
		SplitLine: &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: inkGrid.light}},
	}
}

// target draws a dashed line with words at a value of the x or the y axis.
func (s *sketch) target(series int, axis string, value any, words, position string) {
	s.setAll(fmt.Sprintf("series.%d.markLine", series), map[string]any{
		"silent": true, "animation": false, "symbol": []string{"none", "none"},
		"data": []any{map[string]any{axis: value}},
		"label": map[string]any{
			"show": true, "formatter": words, "position": position, "color": inkTarget.light, "fontSize": fontSize,
			"distance": 4,
		},
		"lineStyle": map[string]any{"color": inkTarget.light, "type": []int{5, 3}, "width": 1.2},
	})
}

// legend shows names with the given icons below the drawing.
func (s *sketch) legend(items ...any) {
	s.setAll("legend", map[string]any{
		"show": true, "bottom": 0, "left": "center", "itemGap": 22, "itemWidth": 16, "itemHeight": 10,
		"selectedMode": false, "data": items,
		"textStyle": map[string]any{"color": inkText.light, "fontSize": fontSize},
	})
}

// key is one entry of a legend; icon is a named shape or an SVG path.
func key(name, icon string) map[string]any { return map[string]any{"name": name, "icon": icon} }

// Icons of legends: a bar, a standing tick, a dotted line.
const (
	iconBar  = "rect"
	iconTick = "path://M6,0L10,0L10,10L6,10ZM0,4.9L16,4.9L16,5.1L0,5.1Z"
	iconDots = "path://M0,6L6,6L6,8L0,8ZM9,6L15,6L15,8L9,8ZM18,6L24,6L24,8L18,8Z"
)

// sample is a legend entry without marks of its own: it explains a look that
// single bars of another series have.
func (s *sketch) sample(panel, yAxis int, name string, style opts.ItemStyle) {
	style.Opacity = opts.Float(1)
	s.add(panel, yAxis, charts.SingleSeries{
		Name: name, Type: "scatter", Data: []opts.ScatterData{}, Symbol: "rect", ItemStyle: &style,
	})
}

// label is the look of a value beside its mark, with a halo of paper so that a
// line behind it does not strike it through.
func label(text, position string) map[string]any {
	return map[string]any{
		"show": true, "formatter": text, "position": position, "color": inkText.light, "fontSize": fontSize,
		"opacity": 1, "textBorderColor": inkPaper.light, "textBorderWidth": 2,
	}
}

// notes writes a rate's text at each of its values, in front of every line, and
// 无任务 at the foot where there is none. The series has no ink but its words.
func (s *sketch) notes(panel, yAxis int, t queries.Table, column string) int {
	var data []opts.ScatterData
	var labels []map[string]any
	for i := range t.Len() {
		value, text := number(t, i, column), t.Text(i, column+"_text")
		look := label(text, "top")
		if value == blank {
			value = json.Number("0")
			look = label(noTask, "top")
			look["color"] = inkMute.light
		}
		data, labels = append(data, opts.ScatterData{Value: value}), append(labels, look)
	}
	n := s.add(panel, yAxis, charts.SingleSeries{
		Name: "标注", Type: "scatter", Data: data, Symbol: "rect", SymbolSize: 1,
		ItemStyle: &opts.ItemStyle{Opacity: opts.Float(0)},
	})
	s.set(fmt.Sprintf("series.%d.z", n), 8)
	for i, look := range labels {
		s.set(fmt.Sprintf("series.%d.data.%d.label", n, i), look)
	}
	return n
}
