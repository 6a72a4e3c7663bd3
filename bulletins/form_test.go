package bulletins

import (
	"strings"
	"testing"
)

// withHead is the sample edition with lines of its masthead replaced or added.
func withHead(t testing.TB, pairs ...string) Document {
	t.Helper()
	c := sampleContent()
	for i := 0; i+1 < len(pairs); i += 2 {
		for k := range c.Masthead.Rows {
			if c.Masthead.Text(k, "key") == pairs[i] {
				c.Masthead.Rows[k][1].String = "-"
				c.Masthead.Rows[k][0].String = "old " + pairs[i]
			}
		}
		c.Masthead.Rows = append(c.Masthead.Rows, tableRow(pairs[i], pairs[i+1]))
	}
	return compose(t, c)
}

// A draft says so under its title and across every page, has no number yet, and
// the words across the page stay out of the text.
func TestDraft(t *testing.T) {
	path, stats := typeset(t, withHead(t, "draft", "征求意见稿", "undated", "true"))
	text := squeeze(poppler(t, "pdftotext", "-raw", path, "-"))
	for _, want := range []string{"平龙盘活办〔2024〕号", "的通报（征求意见稿）（示例数据）各街道", "办公室2024年月日（联系人", "2024年月日印发"} {
		if !strings.Contains(text, want) {
			t.Errorf("the draft lacks %s", want)
		}
	}
	if n := strings.Count(text, "征求意见稿"); n != 1 {
		t.Errorf("征求意见稿 is read %d times, want once", n)
	}
	for i, page := range stats.Text {
		if !strings.Contains(page, "征求意见稿") {
			t.Errorf("page %d does not say that it is a draft", i+1)
		}
	}
	// On the blank lower half of a landscape annex there is grey ink.
	grey := func(r, g, b byte) bool { return r > 200 && r < 245 && r == g && g == b }
	p := draw(t, path, stats.Pages)
	if from, to := p.rows(40, 260, grey); to-from < 60 {
		t.Errorf("the words across the last page reach from %.0f to %.0f mm", from, to)
	}
	if final := squeeze(poppler(t, "pdftotext", "-raw", func() string { p, _ := typeset(t, sampleDocument(t)); return p }(), "-")); strings.Contains(final, "征求意见") {
		t.Error("a final paper says 征求意见")
	}
}

// Without a red head the title stands on the second row with the number under it.
func TestPlainForm(t *testing.T) {
	doc := withHead(t, "form", "plain", "head", "")
	path, _ := typeset(t, doc)
	p := draw(t, path, 1)
	if first, _ := p.rows(20, 297, isRed); first >= 0 {
		t.Errorf("there is red at %.1f mm", first)
	}
	title, _ := p.rows(43.5, 60, isDark) // below the notice on the first row
	near(t, "the title", title, 47, 1)
	if text := squeeze(poppler(t, "pdftotext", "-raw", path, "-")); !strings.Contains(text, "情况的通报平龙盘活办〔2024〕2号（示例数据）各街道办事处") {
		t.Errorf("the head reads %.80s", text)
	}
	if _, err := Compose(func() Content { c := sampleContent(); masthead1("head", "")(&c); return c }()); err == nil || !strings.Contains(err.Error(), "发文机关标志") {
		t.Errorf("a red form without a head: %v", err)
	}
}

// Each group of 抄送 that a full stop closes stands on a line of its own.
func TestCopiesInGroups(t *testing.T) {
	path, stats := typeset(t, withHead(t, "copies", "区委各部委，区人武部。区人大办公室，区政协办公室。"))
	lines := map[string]float64{}
	for _, w := range placedWords(t, path) {
		for _, start := range []string{"抄送：", "区委各部委", "区人大办公室"} {
			if w.page == stats.Pages && strings.Contains(w.text, start) {
				lines[start] = w.y1
			}
		}
	}
	if first, second := lines["区委各部委"], lines["区人大办公室"]; first == 0 || second-first < 6 || second-first > 8.5 {
		t.Errorf("the groups stand at %v", lines)
	}
	path, _ = typeset(t, withHead(t, "copies", ""))
	if strings.Contains(poppler(t, "pdftotext", path, "-"), "抄送") {
		t.Error("抄送 without anyone")
	}
}

// A table that goes on overleaf says so there, under its annex's number, with its
// headings and its measure again; no type in it is smaller than 小五 (9 pt).
func TestContinuedTables(t *testing.T) {
	c := sampleContent()
	c.Annexes[3] = parcels(200)
	doc := compose(t, c)
	_, stats := typeset(t, doc)
	pages := 0
	for i, text := range stats.Text {
		if !strings.Contains(text, "附件4（续表）") {
			continue
		}
		pages++
		for _, again := range []string{"单位：公顷", "责任单位", "超期天数"} {
			if !strings.Contains(squeeze(text), again) {
				t.Errorf("page %d goes on without %s", i+1, again)
			}
		}
	}
	if pages < 3 {
		t.Errorf("200 parcels go on over %d pages", pages)
	}
	for i, a := range doc.Annexes {
		fs := builtInFaces(t)
		ts := &typesetter{faces: fs, doc: doc}
		page, l := ts.choose(a.Table)
		if l.size < 9 {
			t.Errorf("附件%d is set in %.1f pt", i+1, l.size)
		}
		if w := l.span(0, len(l.widths)); w > page.width+0.01 {
			t.Errorf("附件%d is %.1f pt wide on %.1f", i+1, w, page.width)
		}
		for r, row := range l.rows {
			for k, cell := range row.cells {
				for _, line := range cell {
					width := l.widths[k]
					if row.joined && k < 2 {
						width = l.widths[0] + l.widths[1]
					}
					if natural, _ := line.natural(0); natural > width-2*cellSide+0.05 {
						t.Errorf("附件%d row %d: %q is wider than its cell", i+1, r+1, line.text())
					}
				}
			}
		}
	}
}
