package bulletins

import (
	"fmt"
	"html"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"tongbao/queries"
)

// dice makes awkward content: long and rare names, ties, empty parts, tables of
// any length, signs in any order.
type dice struct {
	*rand.Rand
	fs Faces
}

func (d dice) one(list ...string) string { return list[d.IntN(len(list))] }

func (d dice) number() string { return fmt.Sprintf("%d.%04d", d.IntN(400), d.IntN(10000)) }

func (d dice) rate() string { return fmt.Sprintf("%d.%02d%%", d.IntN(100), d.IntN(100)) }

// name is a unit's or parcel's.
func (d dice) name() string {
	return d.one("人民路街道", "龙河街道", "先进制造业开发区", "区住房和城乡建设局", "某某国家级经济技术开发区管理委员会（筹）", "𠮷䶮街道", "A-12号地块", "豫政土〔2018〕902号",
		"“一地一策”示范片", "石龙区2013年度第七批次乡镇建设用地项目（三）号地块", "甲、乙两宗") + d.one("", "", "（二）", "·北")
}

func (d dice) cell() string {
	switch d.IntN(6) {
	case 0:
		return ""
	case 1:
		return d.number()
	case 2:
		return d.rate()
	case 3:
		return "2024-03-31"
	case 4:
		text := []rune(randomParagraph(d.fs, d.Rand))
		return strings.TrimSpace(string(text[:min(len(text), 1+d.IntN(60))]))
	}
	return d.name()
}

// annex has the columns of the sample's, and rows of anything.
func (d dice) annex(t queries.Table) queries.Table {
	var rows [][]string
	for i := range d.IntN(14) {
		row := make([]string, len(t.Columns))
		for k := range row {
			if row[k] = d.number(); t.Len() == 0 || !isNumber(strings.TrimSuffix(t.Rows[0][k].String, "%")) {
				row[k] = d.cell()
			}
		}
		row[0] = fmt.Sprint(i + 1)
		rows = append(rows, row)
	}
	return queries.NewTable(t.Name, t.Columns, rows...)
}

func (d dice) content(t *testing.T) Content {
	c := sampleContent()
	for i := range c.Annexes[:6] {
		c.Annexes[i] = d.annex(c.Annexes[i])
	}
	var rows [][]string
	score := 100.0
	rank := 0
	for i := range d.IntN(14) {
		if i == 0 || d.IntN(4) > 0 {
			rank, score = i+1, score-float64(d.IntN(700))/100
		}
		text := fmt.Sprintf("%.2f", score)
		rows = append(rows, []string{fmt.Sprint(rank), fmt.Sprint(i), fmt.Sprintf("%s%d", d.name(), i), text, text, "", d.one("", d.rate()), "", d.one("", d.rate()), d.number(), d.number(), "参与排名",
			d.one("", "3"), d.one("", "0", "1", "-2"), d.one("0", "1", "2", "11"), "0"})
	}
	for range d.IntN(3) {
		rows = append(rows, []string{"", "z", d.name(), "", "", "", "", "", "", d.number(), d.number(), "无任务", "", "", "", ""})
	}
	c.Ranking = queries.NewTable(c.Ranking.Name, c.Ranking.Columns, rows...)
	var problems [][]string
	for i := range c.Problem.Rows {
		if d.IntN(2) == 0 {
			row := cells(c.Problem, i)
			if row[0] != "imbalance" {
				row[3] = d.one("", d.name(), d.name()+"、"+d.name())
			}
			problems = append(problems, row)
		}
	}
	c.Problem = queries.NewTable(c.Problem.Name, c.Problem.Columns, problems...)
	for _, id := range []string{"trend", "approval_year", "stock_flow", "disposal_way", "ranking", "rate"} {
		if d.IntN(3) == 0 {
			c.Charts = append(c.Charts, Figure{ID: id, Caption: "示意" + id, SVG: chartFile(t, d.one("line", "bar", "heat", "pie"))})
		}
	}
	c.Narrative = Narrative{Name: "n", Text: "`" + strings.ReplaceAll(d.paragraphs(), "\n", "`\n`") + "`\n"}
	for _, pair := range [][2]string{{"form", d.one("red", "plain")}, {"draft", d.one("", "", "征求意见稿")}, {"contact", d.one("", "联系人：王某")}, {"synthetic", d.one("true", "false")},
		{"copies", d.one("", "区委各部委，区人武部。区法院。", strings.Repeat("某某单位，", 40))}, {"issuer", d.one("某局", "石龙区批而未供和闲置土地盘活整治专项行动领导小组办公室")},
		{"addressees", d.one("各单位", strings.Repeat("某某街道办事处，", 12)+"有关部门")}} {
		for i := range c.Masthead.Rows {
			if c.Masthead.Text(i, "key") == pair[0] {
				c.Masthead.Rows[i][0].String = "old"
			}
		}
		c.Masthead.Rows = append(c.Masthead.Rows, tableRow(pair[0], pair[1]))
	}
	return c
}

func (d dice) paragraphs() string {
	var list []string
	for range d.IntN(6) {
		list = append(list, clean(randomParagraph(d.fs, d.Rand)), "")
	}
	return "说明。\n\n" + strings.Join(list, "\n")
}

// A hundred editions of anything: no line begins or ends with a sign it may not,
// nothing stands outside the type area, no heading closes a page, no signature is
// without text, no character of text or table is lost, and what was set is what
// is read back.
func TestHundredRandomEditions(t *testing.T) {
	fs := builtInFaces(t)
	for seed := range uint64(100) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			d := dice{rand.New(rand.NewPCG(seed, 9704)), fs}
			doc := compose(t, d.content(t))
			path, stats := typeset(t, doc)
			v := verdict{t: t, doc: doc, stats: stats, words: placedWords(t, path)}
			v.signs()
			v.edges()
			v.company()
			v.nothingLost()
			v.readBack()
		})
	}
}

// verdict looks at one typeset document.
type verdict struct {
	t     *testing.T
	doc   Document
	stats Stats
	words []word
}

// sources are all texts of the document that may stand on several lines.
func (v verdict) sources() (texts, cells []string) {
	d := v.doc
	texts = append(texts, d.Title, d.Head, d.Addressee+"：", d.Signature, d.Date, d.Imprint.Printer)
	for _, b := range d.Body {
		var text strings.Builder
		for _, r := range b.Runs {
			text.WriteString(r.Text)
		}
		texts = append(texts, text.String())
		if b.Table != nil {
			cells = append(cells, gridTexts(*b.Table)...)
		}
	}
	for _, a := range d.Annexes {
		texts = append(texts, a.Title)
		cells = append(append(cells, gridTexts(a.Table)...), a.Table.Notes...)
	}
	for group := range strings.SplitSeq(d.Imprint.Copies, "。") {
		if group != "" {
			texts = append(texts, group+"。")
		}
	}
	return texts, cells
}

func gridTexts(g Grid) (out []string) {
	for _, c := range g.Columns {
		out = append(out, c.Group, c.Name)
	}
	for _, r := range g.Rows {
		out = append(out, r.Cells...)
	}
	return out
}

// signs: a line that does not open its text may not begin with a closing sign,
// nor one that does not close it end with an opening one.
func (v verdict) signs() {
	texts, cells := v.sources()
	opens := func(line string) bool {
		for _, s := range append(texts, cells...) {
			if strings.HasPrefix(s, line) {
				return true
			}
		}
		return strings.HasPrefix(line, "—")
	}
	closes := func(line string) bool {
		for _, s := range append(texts, cells...) {
			if strings.HasSuffix(s, line) {
				return true
			}
		}
		return false
	}
	for page, text := range v.stats.Text {
		for line := range strings.SplitSeq(text, "\n") {
			first, _ := utf8.DecodeRuneInString(line)
			last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(line, " "))
			// A cell narrower than signs in a heap has no choice.
			if narrow := utf8.RuneCountInString(line) < 14; line == "" || narrow {
				continue
			}
			if strings.ContainsRune("、，。；：？！）》」』】〕”", first) && !opens(line) {
				v.t.Errorf("page %d: a line begins with %c: %s", page+1, first, line)
			}
			if strings.ContainsRune("（《「『【〔“", last) && !closes(line) {
				v.t.Errorf("page %d: a line ends with %c: %s", page+1, last, line)
			}
		}
	}
}

// edges: every word stands in the type area of its page, but for page numbers,
// the words across a draft, and a sign that hangs.
func (v verdict) edges() {
	lyingPages := map[int]bool{}
	ts := &typesetter{faces: builtInFaces(v.t), doc: v.doc}
	for k, a := range v.doc.Annexes {
		page, _ := ts.choose(a.Table)
		for i, text := range v.stats.Text {
			if page == lying && (strings.HasPrefix(strings.TrimPrefix(strings.TrimPrefix(text, v.doc.Draft+"\n"), fmt.Sprintf("— %d —\n", i+1)), fmt.Sprintf("附件%d", k+1))) {
				lyingPages[i+1] = true
			}
		}
	}
	for _, w := range v.words {
		right, bottom := 184.3, 262.0
		if lyingPages[w.page] {
			right, bottom = 35+225.3, 28+156.0
		}
		last, _ := utf8.DecodeLastRuneInString(w.text)
		if strings.ContainsRune(hanging, last) {
			right += 6.5
		}
		if w.y1 > bottom && !strings.ContainsAny(w.text, "—0123456789") || w.x2 > right && w.y1 < bottom {
			v.t.Errorf("page %d: %q stands at %.1f–%.1f, %.1f mm", w.page, w.text, w.x1, w.x2, w.y1)
		}
	}
}

// company: no heading closes a page, and the date has text of the body above it
// on its page.
func (v verdict) company() {
	headings := map[string]bool{}
	last := ""
	for _, b := range v.doc.Body {
		switch {
		case b.Kind != Paragraph && len(b.Runs) == 1:
			headings[b.Runs[0].Text] = true
		case len(b.Runs) > 0:
			last = b.Runs[len(b.Runs)-1].Text
		}
	}
	signed := 0
	for i, text := range v.stats.Text {
		lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		if n := len(lines); n > 1 && headings[lines[n-2]] { // after it the page number
			v.t.Errorf("page %d ends with the heading %s", i+1, lines[n-2])
		}
		at := slices.Index(lines, v.doc.Date)
		if at < 0 {
			continue
		}
		signed++
		if !slices.ContainsFunc(lines[:at], func(l string) bool { return utf8.RuneCountInString(l) > 1 && strings.HasSuffix(last, l) }) {
			v.t.Errorf("page %d has the date and no end of the text: %s", i+1, text)
		}
	}
	if signed != 1 {
		v.t.Errorf("the date stands on %d pages", signed)
	}
}

// nothingLost: each paragraph is the lines set one after the other, with figures
// and page numbers between; each cell is there whole.
func (v verdict) nothingLost() {
	texts, cells := v.sources()
	lines := strings.Split(strings.Join(v.stats.Text, ""), "\n")
	for i, l := range lines {
		lines[i] = squeeze(l)
	}
	for _, text := range texts {
		whole, reached := squeeze(text), map[int]bool{0: true}
		for _, l := range lines {
			for at := range maps.Clone(reached) {
				if l != "" && strings.HasPrefix(whole[at:], l) {
					reached[at+len(l)] = true
				}
			}
		}
		if !reached[len(whole)] {
			v.t.Errorf("%s is not there whole", text)
		}
	}
	all := squeeze(strings.Join(lines, ""))
	for _, cell := range cells {
		if !strings.Contains(all, squeeze(cell)) {
			v.t.Errorf("the cell %q is lost", cell)
		}
	}
}

// readBack: page by page, the characters that pdftotext finds are those set.
func (v verdict) readBack() {
	pages := make([][]rune, len(v.stats.Text))
	for _, w := range v.words {
		pages[w.page-1] = append(pages[w.page-1], []rune(squeeze(html.UnescapeString(w.text)))...)
	}
	for i, text := range v.stats.Text {
		if v.doc.Draft != "" {
			text = strings.TrimPrefix(text, v.doc.Draft+"\n") // drawn, not read
		}
		want, got := []rune(squeeze(text)), pages[i]
		slices.Sort(want)
		slices.Sort(got)
		if string(want) != string(got) {
			v.t.Errorf("page %d: set %d characters, read %d: %s", i+1, len(want), len(got), missing(want, got))
		}
	}
}

// missing tells two sorted texts' first differences.
func missing(want, got []rune) string {
	count := map[rune]int{}
	for _, r := range want {
		count[r]++
	}
	for _, r := range got {
		count[r]--
	}
	var out []string
	for r, n := range count {
		if n != 0 {
			out = append(out, fmt.Sprintf("%q %+d", r, n))
		}
	}
	slices.Sort(out)
	return strings.Join(out[:min(len(out), 8)], ", ")
}
