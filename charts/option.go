package charts

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/opts"

	"tongbao/queries"
)

// finish is the option as JSON with sorted keys and nothing random in it.
func (s *sketch) finish() (json.RawMessage, error) {
	animate := s.layout != Print
	s.bar.XAxisList, s.bar.YAxisList, s.bar.GridList = s.x, s.y, s.grids
	if len(s.x) == 0 { // Validate wants one; it goes below
		s.bar.XAxisList = []opts.XAxis{{}}
	} else {
		s.bar.SetXAxis(s.x[0].Data) // which Validate writes back into the first axis
	}
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
	if len(s.grids) == 0 { // a flow or a treemap has no axes
		for _, unused := range []string{"grid", "xAxis", "yAxis"} {
			delete(doc, unused)
		}
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
		"show": true, "trigger": s.trigger, "confine": true, "formatter": "row",
		"axisPointer": map[string]any{"type": "shadow"}, "padding": 10, "borderWidth": 1,
		"backgroundColor": inkPaper.light, "borderColor": inkRule.light,
		"textStyle": map[string]any{"color": inkText.light, "fontSize": fontSize},
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
