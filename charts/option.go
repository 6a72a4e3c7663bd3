package charts

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

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
	layout Layout
	height int
	bar    *charts.Bar
	x      []opts.XAxis
	y      []opts.YAxis
	grids  []opts.Grid
	series []int
	edits  []edit
}

type edit struct {
	path  string
	value any
}

func newSketch(l Layout) *sketch {
	return &sketch{layout: l, bar: charts.NewBar()}
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

// finish is the option as JSON with sorted keys and nothing random in it.
func (s *sketch) finish() (json.RawMessage, error) {
	animate := s.layout != Print
	s.bar.XAxisList, s.bar.YAxisList, s.bar.GridList = s.x, s.y, s.grids
	s.bar.SetXAxis(s.x[0].Data) // which Validate writes back into the first axis
	s.bar.Validate()
	typed, err := json.Marshal(s.bar.JSON())
	if err != nil {
		return nil, err
	}
	var doc map[string]any
	d := json.NewDecoder(strings.NewReader(string(typed)))
	d.UseNumber() // the exact digits of the rows, not their nearest floats
	if err := d.Decode(&doc); err != nil {
		return nil, err
	}
	for _, unused := range []string{"toolbox", "title", "color"} {
		delete(doc, unused)
	}
	doc["legend"] = map[string]any{"show": false}
	doc["animation"] = animate
	doc["animationDuration"] = 300
	doc["aria"] = map[string]any{"enabled": false} // the page carries its own words
	doc["textStyle"] = map[string]any{"fontFamily": "sans-serif", "fontSize": fontSize}
	doc["tooltip"] = s.tooltip()
	// Every margin is given, so ECharts need not lay labels out twice to find one.
	for i := range s.grids {
		s.set(fmt.Sprintf("grid.%d.outerBoundsMode", i), "none")
		s.set(fmt.Sprintf("xAxis.%d.nameMoveOverlap", i), false)
	}
	for i := range s.y {
		s.set(fmt.Sprintf("yAxis.%d.nameMoveOverlap", i), false)
	}
	for i := range s.series {
		s.set(fmt.Sprintf("series.%d.emphasis", i), map[string]any{"disabled": true})
		s.set(fmt.Sprintf("series.%d.silent", i), s.layout == Print)
	}
	for _, e := range s.edits {
		if err := put(doc, strings.Split(e.path, "."), e.value); err != nil {
			return nil, fmt.Errorf("option %s: %w", e.path, err)
		}
	}
	return json.Marshal(doc)
}

// tooltip names the page's formatter; the page never takes code from data.
func (s *sketch) tooltip() map[string]any {
	if s.layout == Print {
		return map[string]any{"show": false}
	}
	return map[string]any{
		"show": true, "trigger": "axis", "confine": true, "formatter": "row",
		"axisPointer": map[string]any{"type": "shadow"},
	}
}

// put writes a value below a node, making maps on the way.
func put(node any, path []string, value any) error {
	for i, step := range path {
		last := i == len(path)-1
		switch n := node.(type) {
		case map[string]any:
			if last {
				n[step] = value
				return nil
			}
			if n[step] == nil {
				n[step] = map[string]any{}
			}
			node = n[step]
		case []any:
			k, err := strconv.Atoi(step)
			if err != nil || k < 0 || k >= len(n) {
				return fmt.Errorf("no element %q among %d", step, len(n))
			}
			if last {
				n[k] = value
				return nil
			}
			node = n[k]
		default:
			return fmt.Errorf("%q is below a plain value", step)
		}
	}
	return nil
}

// number is a cell as the exact digits the database printed, or a blank.
func number(t queries.Table, row int, column string) any {
	if _, ok := t.Float(row, column); !ok {
		return blank
	}
	return json.Number(t.Text(row, column))
}

// words is a text cell, or what stands for NULL.
func words(t queries.Table, row int, column, null string) string {
	if t.Null(row, column) {
		return null
	}
	return t.Text(row, column)
}

// head is a column of a mart and its heading for people.
type head struct{ column, heading, null string }

// behind is the table behind a chart: the mart's columns under Chinese headings.
func behind(t queries.Table, title string, heads ...head) queries.Table {
	var columns []string
	for _, h := range heads {
		columns = append(columns, h.heading)
	}
	var rows [][]string
	for i := range t.Len() {
		var row []string
		for _, h := range heads {
			row = append(row, words(t, i, h.column, h.null))
		}
		rows = append(rows, row)
	}
	return queries.NewTable(title, columns, rows...)
}

// need reports the columns a mart lacks, so that a renamed column is an error
// at the door and not a panic inside.
func need(t queries.Table, columns ...string) error {
	for _, c := range columns {
		if !t.Has(c) {
			return fmt.Errorf("table %s has no column %s, only %q", t.Name, c, t.Columns)
		}
	}
	return nil
}

// finishAll draws a chart in every layout.
func (c *Chart) finishAll(draw func(*sketch)) error {
	for _, l := range layouts {
		s := newSketch(l)
		if c.Empty {
			nothing(s)
		} else {
			draw(s)
		}
		option, err := s.finish()
		if err != nil {
			return fmt.Errorf("chart %s: %w", c.ID, err)
		}
		c.options[l], c.heights[l], c.series = option, s.height, s.series
	}
	return nil
}

// nothing says in the drawing itself that there are no rows.
func nothing(s *sketch) {
	s.height = 80
	s.panel(opts.Grid{Show: opts.Bool(false)}, opts.XAxis{Show: opts.Bool(false)}, opts.YAxis{Show: opts.Bool(false)})
	s.setAll("title", map[string]any{
		"text": "暂无数据", "left": "center", "top": "middle",
		"textStyle": map[string]any{"color": inkMute.light, "fontSize": headingSize, "fontWeight": "normal"},
	})
}

// identity is the list 0, 1, … n-1.
func identity(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

// rowHeight keeps few rows airy and forty rows on one A4 page.
func rowHeight(rows int) int {
	switch {
	case rows <= 10:
		return 26
	case rows <= 20:
		return 21
	default:
		return 17
	}
}
