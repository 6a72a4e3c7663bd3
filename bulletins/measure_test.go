package bulletins

import (
	"bytes"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/go-text/typesetting/font/opentype"

	"tongbao/queries"
)

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if got < want-tolerance || got > want+tolerance {
		t.Errorf("%s is at %.2f mm, want %.2f ± %.1f", what, got, want, tolerance)
	}
}

// The millimetres of GB/T 9704-2012, measured on the drawn page.
func TestPageOneIsWhereTheStandardWantsIt(t *testing.T) {
	doc := sampleDocument(t)
	path, _ := typeset(t, doc)
	p := draw(t, path, 1)
	top, _ := p.rows(40, 120, isRed)
	near(t, "the red head's top", top, 72, 0.5)
	head, headEnd := p.columns(70, 100, isRed)
	near(t, "the middle of the red head", (head+headEnd)/2, 106, 0.5)
	ruleTop, ruleEnd := p.rows(115, 145, isRed)
	near(t, "the thickness of the red rule", ruleEnd-ruleTop, 0.5, 0.2)
	left, right := p.columns(ruleTop, ruleTop+0.3, isRed)
	near(t, "the red rule's left end", left, 28, 0.3)
	near(t, "the red rule's right end", right, 184, 0.3)
	_, number := p.rows(100, ruleTop-1, isDark)
	near(t, "the red rule below the number", ruleTop-number, 4, 0.8)
	dash, _ := p.rows(264, 285, isDark)
	_, digitEnd := p.columns(266, 275, isDark)
	if dash < 266.5 || dash > 269.3 { // the digit rises above the dash
		t.Errorf("the page number begins at %.2f mm", dash)
	}
	near(t, "the end of an odd page's number", digitEnd, 184-14/mm, 0.6)
	p = draw(t, path, 2)
	start, _ := p.columns(266, 275, isDark)
	near(t, "the start of an even page's number", start, 28+14/mm, 0.6)
}

// The dashes' ink lies 7 mm below the type area, whatever the digit does.
func TestPageNumberDashes(t *testing.T) {
	path, _ := typeset(t, Document{Title: "标题", Head: "机关", Signature: "机关", Created: time.Date(2024, 7, 10, 0, 0, 0, 0, time.UTC)})
	p := draw(t, path, 1)
	_, right := p.columns(266, 275, isDark)
	first := -1.0
	for y := 264.0; y < 275 && first < 0; y += 0.1 {
		x := int((right - 1) * 10)
		if i := 3 * (int(y*10)*p.width + x); isDark(p.pixels[i], p.pixels[i+1], p.pixels[i+2]) {
			first = y
		}
	}
	near(t, "the dash", first, 269, 0.3)
}

func TestBodyLinesKeepTheGrid(t *testing.T) {
	var doc Document
	doc.Head, doc.Title, doc.Signature, doc.Date, doc.Number = "机关文件", "标题", "机关", "2024年7月10日", "字〔2024〕1号"
	doc.Created = time.Date(2024, 7, 10, 0, 0, 0, 0, time.UTC)
	for range 12 {
		doc.Body = append(doc.Body, Block{Runs: []Run{{Fang, strings.Repeat("批而未供和闲置土地盘活整治", 20)}}})
	}
	path, stats := typeset(t, doc)
	lines := map[float64]int{}
	full := 0
	for _, w := range placedWords(t, path) {
		if w.page != 2 || w.y1 > 262 {
			continue
		}
		lines[w.y1]++
		if n := utf8.RuneCountInString(w.text); n == 28 {
			full++
			near(t, "a full line's left edge", w.x1, 28, 0.3)
			near(t, "a full line's right edge", w.x2, 184, 0.3)
		} else if n > 28 {
			t.Errorf("a line holds %d characters: %s", n, w.text)
		}
	}
	if len(lines) != 22 {
		t.Errorf("page 2 of %d has %d lines, want 22", stats.Pages, len(lines))
	}
	if full < 15 {
		t.Errorf("only %d of the page's lines hold 28 characters", full)
	}
	p := draw(t, path, 2)
	first, last := p.rows(30, 263, isDark)
	near(t, "the first line's top", first, 37, 1)
	near(t, "the last line's foot", last, 261.7, 0.6)
}

var folioForm = regexp.MustCompile(`(?m)^ *— ?\d+ ?—$`)

// What pdftotext reads back is what was written, character for character, rare
// surnames beyond U+FFFF included.
func TestTextSurvivesThePDF(t *testing.T) {
	r := rand.New(rand.NewPCG(2024, 2))
	doc := Document{Head: "某某机关文件", Number: "字〔2024〕1号", Title: "关于字符的通报", Addressee: "各单位", Signature: "某某机关", Date: "2024年7月10日",
		Created: time.Date(2024, 7, 10, 0, 0, 0, 0, time.UTC)}
	want := doc.Head + doc.Number + doc.Title + doc.Addressee + "："
	for range 50 {
		text := randomParagraph(builtInFaces(t), r)
		doc.Body = append(doc.Body, Block{Runs: []Run{{Fang, text}}})
		want += text
	}
	want += doc.Signature + doc.Date
	path, _ := typeset(t, doc)
	got := squeeze(folioForm.ReplaceAllString(poppler(t, "pdftotext", "-raw", path, "-"), ""))
	if want = squeeze(want); got != want {
		a, b := []rune(got), []rune(want)
		for i := range min(len(a), len(b)) {
			if a[i] != b[i] {
				t.Fatalf("character %d of %d:\n got …%s\nwant …%s", i, len(b), string(a[max(0, i-10):min(len(a), i+20)]), string(b[max(0, i-10):min(len(b), i+20)]))
			}
		}
		t.Fatalf("%d characters read back, %d written", len(a), len(b))
	}
	fonts := poppler(t, "pdffonts", path)
	for _, l := range strings.Split(strings.TrimSpace(fonts), "\n")[2:] {
		if !strings.Contains(l, "yes no  yes") { // embedded, not a named subset, with a character map
			t.Errorf("a font is not embedded with a character map: %s", l)
		}
	}
}

func TestEveryCellIsInThePDF(t *testing.T) {
	doc := sampleDocument(t)
	path, stats := typeset(t, doc)
	got := squeeze(poppler(t, "pdftotext", "-raw", path, "-"))
	for i, a := range doc.Annexes {
		for _, row := range a.Table.Rows {
			for _, cell := range row.Cells {
				if !strings.Contains(got, squeeze(cell)) {
					t.Errorf("附件%d lacks the cell %q", i+1, cell)
				}
			}
		}
		for _, note := range append(a.Table.Notes, a.Title, a.Table.Measure) {
			if !strings.Contains(got, squeeze(note)) {
				t.Errorf("附件%d lacks %q", i+1, note)
			}
		}
	}
	for _, text := range []string{"示例数据", "（示例数据）", "抄送：区委各部委", "2024年7月12日印发", "图6　图rate", "人民路街道"} {
		if !strings.Contains(got, squeeze(text)) {
			t.Errorf("the PDF lacks %q", text)
		}
	}
	if n := strings.Count(poppler(t, "pdfinfo", path), doc.Title+"\n"); n != 1 {
		t.Error("the PDF's title is not the bulletin's")
	}
	if len(stats.Text) != stats.Pages || !strings.Contains(stats.Text[0], doc.Number) || strings.Contains(strings.Join(stats.Text, ""), "\x00") {
		t.Errorf("the record of %d pages has %d texts", stats.Pages, len(stats.Text))
	}
}

func TestSameDocumentSameBytes(t *testing.T) {
	var once, twice bytes.Buffer
	for _, b := range []*bytes.Buffer{&once, &twice} {
		if _, err := WritePDF(b, sampleDocument(t), builtInFaces(t)); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(once.Bytes(), twice.Bytes()) {
		t.Error("two runs gave different PDFs")
	}
	if !bytes.Contains(once.Bytes(), []byte("D:20240710")) {
		t.Error("the PDF is not dated with the day of signature")
	}
}

func TestMissingGlyphIsNamed(t *testing.T) {
	doc := sampleDocument(t)
	doc.Body = append(doc.Body, Block{Runs: []Run{{Fang, "张\U0001F600同志"}}})
	_, err := WritePDF(new(bytes.Buffer), doc, builtInFaces(t))
	if err == nil || !strings.Contains(err.Error(), "U+1F600") || !strings.Contains(err.Error(), "张\U0001F600同志") || !regexp.MustCompile(`第\d+页`).MatchString(err.Error()) {
		t.Errorf("the missing character is not named: %v", err)
	}
}

// In a table the row is named too, and a spare face that has the character mends it.
func TestMissingGlyphInARow(t *testing.T) {
	c := sampleContent()
	c.Annexes[3].Rows[11][10].String = "张갂" // Hangul, in none of the built-in faces
	_, err := WritePDF(new(bytes.Buffer), compose(t, c), builtInFaces(t))
	if err == nil || !strings.Contains(err.Error(), "附件4表中第12行“张갂”中的字符“갂”（U+AC02）") {
		t.Fatalf("the row is not named: %v", err)
	}
	fs, err := builtInFaces(t).With(Spare, FontFile{Name: "spare.ttf", Data: recoded(t, '石', '갂')})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	stats, err := WritePDF(&b, compose(t, c), fs)
	if err != nil || !slices.Contains(stats.Lent, "갂(仿宋)") {
		t.Fatalf("the spare face is not asked: %v %v", err, stats.Lent)
	}
	path := t.TempDir() + "/spare.pdf"
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(squeeze(poppler(t, "pdftotext", "-raw", path, "-")), "张갂") {
		t.Error("the spare character is not read back")
	}
}

// recoded is the embedded 黑体 with one character's glyph under another code only.
func recoded(t *testing.T, from, to rune) []byte {
	t.Helper()
	fs := builtInFaces(t)
	ld, err := opentype.NewLoader(bytes.NewReader(embedded(t, "hei.ttf")))
	if err != nil {
		t.Fatal(err)
	}
	tables := map[string][]byte{}
	for _, tag := range ld.Tables() {
		raw, err := ld.RawTable(tag)
		if err != nil {
			t.Fatal(err)
		}
		tables[tag.String()] = raw
	}
	tables["cmap"] = writeCmap(map[rune]uint16{to: fs.Face(Hei).glyphs[from].id})
	return assemble(tables)
}

func BenchmarkWritePDF(b *testing.B) {
	doc, faces := sampleDocument(b), builtInFaces(b)
	for b.Loop() {
		if _, err := WritePDF(new(bytes.Buffer), doc, faces); err != nil {
			b.Fatal(err)
		}
	}
}

// Long things are parted, not run off the page.
func TestNothingRunsOffThePage(t *testing.T) {
	c := sampleContent()
	long := strings.Repeat("逐宗核查的情况说明，", 400)
	c.Annexes[4].Rows[1][2].String = long
	columns := c.Ranking.Columns
	rows := make([][]string, 0, 60)
	for range 60 {
		rows = append(rows, cells(c.Ranking, 4))
	}
	c.Ranking = queries.NewTable("mart.ranking", columns, rows...)
	path, stats := typeset(t, compose(t, c))
	for _, w := range placedWords(t, path) {
		if low := w.y1 > 262 && w.x1 > 40 && !strings.ContainsAny(w.text, "—0123456789"); low && w.page < stats.Pages {
			t.Errorf("page %d: %q stands at %.1f mm", w.page, w.text, w.y1)
		}
	}
	got := squeeze(poppler(t, "pdftotext", "-raw", path, "-"))
	if n := strings.Count(got, "逐宗核查的情况说明"); n < 390 { // a page number may stand in a few
		t.Errorf("%d of 400 sentences of the long cell are there", n)
	}
	if !strings.Contains(got, "表1各单位综合排名（续）") {
		t.Error("the long ranking has no continuation")
	}
}
