package charts

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"tongbao/queries"
)

// drawAll draws every chart of the tables in its natural print size.
func drawAll(t testing.TB, tables map[string]queries.Table) map[string][]byte {
	t.Helper()
	svgs, err := mustNew(t, tables).SVGs(NewRenderer())
	if err != nil {
		t.Fatal(err)
	}
	return svgs
}

// samples are the tables the drawings are judged on.
func samples() map[string]map[string]queries.Table {
	long := marts()
	var rows [][]string
	for q := range 13 { // the whole programme, 2022Q4 to 2025Q4
		row := append([]string(nil), trendRows()[q%7]...)
		row[0] = fmt.Sprintf("%dQ%d", 2022+(q+3)/4, (q+3)%4+1)
		rows = append(rows, row)
	}
	long["mart.trend"] = queries.NewTable("mart.trend", trendColumns, rows...)
	for _, quarter := range []int{1, 2, 6} {
		long["mart.trend"].Rows[quarter][9].Valid, long["mart.trend"].Rows[quarter][10].Valid = false, false
	}
	first := marts()
	first["mart.trend"] = queries.NewTable("mart.trend", trendColumns, trendRows()[0])
	return map[string]map[string]queries.Table{
		"five units": marts(), "one unit": units(1), "forty units": units(40), "thirteen quarters": long, "one quarter": first,
	}
}

func TestSVGIsStableAndConcurrent(t *testing.T) {
	want := drawAll(t, marts())
	r := NewRenderer()
	set := mustNew(t, marts())
	var wg sync.WaitGroup
	for range 2 {
		for _, c := range set {
			wg.Go(func() {
				w, h := c.Size(Print)
				got, err := c.SVG(r, w, h)
				if err != nil || !bytes.Equal(got, want[c.ID]) {
					t.Errorf("%s: the same rows gave another drawing (%v)", c.ID, err)
				}
			})
		}
	}
	wg.Wait()
}

// TestSVGHasItsMarks counts the filled shapes of a chart by colour.
func TestSVGHasItsMarks(t *testing.T) {
	svgs := drawAll(t, marts())
	for _, want := range []struct {
		id    string
		fill  ink
		marks int
	}{
		{"rate", inkSupply, 4 + 1}, // four of five units have a rate, and the legend
		{"rate", inkSupplyHi, 1},   // the district
		{"rate", inkIdle, 4 + 1},
		{"ranking", inkSupply, 3 + 1},
		{"stock_flow", inkStock, 4 + 1},
		{"stock_flow", inkAdd, 2 + 1},
		{"stock_flow", inkTakeLo, 5 + 1},
		{"approval_year", inkSupplyLo, 6 + 1},
		{"approval_year", inkSupply, 4 + 1},
		{"disposal_way", inkIdle, 4 + 4},
		{"trend", inkSupply, 7 + 1},
		{"trend", inkIdle, 6 + 1}, // the first quarter has none
	} {
		fill := []byte(`fill="` + want.fill.light + `"`)
		if got := bytes.Count(svgs[want.id], fill); got != want.marks {
			t.Errorf("%s has %d marks of %s, want %d", want.id, got, want.fill.light, want.marks)
		}
	}
	for id, text := range map[string]string{"rate": "目标90.00%", "trend": "目标80.00%", "approval_year": "无任务",
		"ranking": "升1位", "stock_flow": "−18.1000", "disposal_way": "延长动工期限"} {
		if !bytes.Contains(svgs[id], []byte(text)) {
			t.Errorf("%s does not say %s", id, text)
		}
	}
}

// box is the place of a text on the drawing, in px.
type box struct {
	text                   string
	left, top, right, foot float64
}

// boxes measures the words as 黑体 sets them: a Chinese character is as wide as
// its size, a digit or a letter 0.56 of it.
func boxes(t *testing.T, svg []byte) []box {
	t.Helper()
	var doc struct {
		Texts []struct {
			X         float64 `xml:"x,attr"`
			Y         float64 `xml:"y,attr"`
			Transform string  `xml:"transform,attr"`
			Anchor    string  `xml:"text-anchor,attr"`
			Size      string  `xml:"font-size,attr"`
			Text      string  `xml:",chardata"`
		} `xml:"text"`
	}
	if err := xml.Unmarshal(svg, &doc); err != nil {
		t.Fatal(err)
	}
	var list []box
	for _, e := range doc.Texts {
		size, err := strconv.ParseFloat(strings.TrimSuffix(e.Size, "px"), 64)
		if err != nil || size < fontSize {
			t.Errorf("%q is set in %q, under 小五", e.Text, e.Size)
		}
		x, y := e.X, e.Y
		if e.Transform != "" {
			var dx, dy float64
			if _, err := fmt.Sscanf(e.Transform, "translate(%g %g)", &dx, &dy); err != nil {
				t.Fatalf("%q: transform %q", e.Text, e.Transform)
			}
			x, y = x+dx, y+dy
		}
		width := 0.0
		for _, r := range e.Text {
			if r < utf8.RuneSelf {
				width += 0.56 * size
			} else {
				width += size
			}
		}
		switch e.Anchor {
		case "end":
			x -= width
		case "middle":
			x -= width / 2
		}
		list = append(list, box{e.Text, x, y - 0.45*size, x + width, y + 0.45*size})
	}
	return list
}

// TestWordsDoNotMeet: on no sample do two texts overlap or leave the drawing.
func TestWordsDoNotMeet(t *testing.T) {
	for name, tables := range samples() {
		for id, svg := range drawAll(t, tables) {
			c, _ := mustNew(t, tables).Chart(id)
			w, h := c.Size(Print)
			if h > 848 {
				t.Errorf("%s, %s: %d px is higher than the type area of an A4 page (848)", name, id, h)
			}
			list := boxes(t, svg)
			if len(list) < 8 {
				t.Errorf("%s, %s: only %d texts", name, id, len(list))
			}
			for i, a := range list {
				if a.left < -0.5 || a.top < -0.5 || a.right > float64(w)+0.5 || a.foot > float64(h)+0.5 {
					t.Errorf("%s, %s: %q leaves the drawing: %+v", name, id, a.text, a)
				}
				for _, b := range list[i+1:] {
					if a.left < b.right && b.left < a.right && a.top < b.foot && b.top < a.foot {
						t.Errorf("%s, %s: %q and %q overlap: %+v %+v", name, id, a.text, b.text, a, b)
					}
				}
			}
		}
	}
}

// TestCanonicalRefuses: what the painter does not know is an error, not a hole.
func TestCanonicalRefuses(t *testing.T) {
	for _, raw := range []string{
		`<svg><image href="data:,"/></svg>`, `<svg><radialGradient id="g"/></svg>`, `<svg><path d="M0 0" filter="url(#f)"/></svg>`,
		`<svg><text style="text-shadow:1px 1px">字</text></svg>`, `<svg><script>1</script></svg>`, `<svg><path d="M0 0" onclick="1"/></svg>`,
	} {
		if out, err := canonical(raw, "x"); err == nil {
			t.Errorf("%s passed as %s", raw, out)
		}
	}
}

func TestCanonicalRewrites(t *testing.T) {
	raw := `<svg width="9" class="zr0-cls-0"><style><![CDATA[.a:hover{}]]></style><rect width="9" fill="none"></rect>
<defs><clipPath id="zr0-c0"><path d="M0 0l1 0Z"></path></clipPath></defs><g clip-path="url(#zr0-c0)">
<polygon points="0 0 5 0 5 5" fill="red"></polygon><path d="M0 0" fill="rgb(0,0,0)" fill-opacity="0"></path>
<text style="font-size:12px;font-family:sans-serif;" fill="#000">&lt;zr0-c0&gt;</text></g></svg>`
	want := `<svg width="9"><defs><clipPath id="rate-c0"><path d="M0 0l1 0Z"></path></clipPath></defs><g clip-path="url(#rate-c0)">` +
		`<path d="M0 0L5 0L5 5Z" fill="red"></path><text font-size="12px" font-family="sans-serif" fill="#000">&lt;zr0-c0&gt;</text></g></svg>`
	got, err := canonical(raw, "rate")
	if err != nil || string(got) != want {
		t.Errorf("%v\n got %s\nwant %s", err, got, want)
	}
}

// TestStrangeCharacters: whatever a cell held, the drawing is sound XML.
func TestStrangeCharacters(t *testing.T) {
	tables := marts()
	for i, name := range []string{"竖\vtab", "非\uFFFE字符", "𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷镇", "<a> & \"b\" 'c'", "{a|富}{b}", ""} {
		tables["mart.rate"].Rows[i][0].String = name
	}
	svg := drawAll(t, tables)["rate"]
	if err := xml.Unmarshal(svg, new(struct{})); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"竖\uFFFDtab", "&lt;a&gt; &amp; &#34;b&#34; &#39;c", "{a|富}{b}"} {
		if !bytes.Contains(svg, []byte(want)) {
			t.Errorf("the drawing does not say %q", want)
		}
	}
}

func BenchmarkSVGs(b *testing.B) {
	set, r := mustNew(b, marts()), NewRenderer()
	for b.Loop() {
		if _, err := set.SVGs(r); err != nil {
			b.Fatal(err)
		}
	}
}

// TestDrawingLeavesNothingBehind draws each chart in a fresh renderer, then all of
// them twice, the last first, in one: the bytes are the same.
func TestDrawingLeavesNothingBehind(t *testing.T) {
	set := mustNew(t, marts())
	used := NewRenderer()
	draw := func(r *Renderer, c Chart) string {
		w, h := c.Size(Print)
		svg, err := c.SVG(r, w, h)
		if err != nil {
			t.Fatal(err)
		}
		return string(svg)
	}
	for range 2 {
		for _, c := range slices.Backward(set) {
			if fresh := draw(NewRenderer(), c); draw(used, c) != fresh {
				t.Errorf("%s depends on what was drawn before it", c.ID)
			}
		}
	}
}
