package bulletins

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func wordFile(t *testing.T, doc Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteDOCX(&b, doc, builtInFaces(t)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// wordPart is one part of a package as text.
func wordPart(t *testing.T, data []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// Every word of the document is in the Word file, a paragraph in one piece, names
// that look like markup as text.
func TestWordHoldsEveryWord(t *testing.T) {
	c := sampleContent()
	c.Annexes[3].Rows[2][3].String = `</w:t><w:p>&"石龙`
	doc := compose(t, c)
	text, err := DocxText(wordFile(t, doc))
	if err != nil {
		t.Fatal(err)
	}
	lines := "\n" + text
	for _, line := range words(doc) {
		if !strings.HasPrefix(line, "[") && !strings.Contains(lines, "\n"+line+"\n") {
			t.Errorf("the Word file lacks the paragraph %s", line)
		}
	}
	squeezed := squeeze(text)
	for _, a := range doc.Annexes {
		for _, s := range append(gridTexts(a.Table), a.Table.Notes...) {
			if !strings.Contains(squeezed, squeeze(s)) {
				t.Errorf("the Word file lacks %q of %s", s, a.Title)
			}
		}
	}
	for _, s := range []string{doc.Head, doc.Number, doc.Title, doc.Addressee + "：", doc.Signature, doc.Date, "（" + doc.Contact + "）", "附件：1. 批而未供处置进展表", "2024年7月12日印发", "（示例数据）"} {
		if !strings.Contains(squeezed, squeeze(s)) {
			t.Errorf("the Word file lacks %s", s)
		}
	}
}

// The form: faces by their office names, the grid's line height, two kinds of
// footers, headings that repeat, rows that hold together, wide annexes on their side.
func TestWordKeepsTheForm(t *testing.T) {
	data := wordFile(t, sampleDocument(t))
	body := wordPart(t, data, "word/document.xml")
	for _, want := range []string{
		`w:eastAsia="方正小标宋简体"`, `w:eastAsia="仿宋_GB2312"`, `w:eastAsia="楷体_GB2312"`, `w:eastAsia="黑体"`, `w:line="579" w:lineRule="exact"`, `w:firstLineChars="200"`,
		`w:orient="landscape"`, `<w:tblHeader>`, `<w:cantSplit>`, `<w:vMerge w:val="restart">`, `<w:gridSpan w:val="3">`,
		`w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"`, `w:val="E60012"`, `r:embed="rIdFigure6"`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the document lacks %s", want)
		}
	}
	if !strings.Contains(wordPart(t, data, "word/footer1.xml"), `<w:jc w:val="right">`) || !strings.Contains(wordPart(t, data, "word/footer2.xml"), `<w:jc w:val="left">`) ||
		!strings.Contains(wordPart(t, data, "word/settings.xml"), "evenAndOddHeaders") {
		t.Error("odd and even page numbers are not told apart")
	}
	// The charts as pictures, for readers without vectors: some ink, mostly paper.
	for i := range 6 {
		picture, err := png.Decode(strings.NewReader(wordPart(t, data, fmt.Sprintf("word/media/figure%d.png", i+1))))
		if err != nil || picture.Bounds().Dx() != 1240 {
			t.Fatalf("figure %d: %v", i+1, err)
		}
		if dark := inked(picture); dark < 0.005 || dark > 0.6 {
			t.Errorf("figure %d: a share of %.4f is inked", i+1, dark)
		}
	}
	relations := wordPart(t, data, "word/_rels/document.xml.rels")
	for _, id := range []string{"rIdOdd", "rIdEven", "rIdPicture1", "rIdFigure1"} {
		if !strings.Contains(relations, `Id="`+id+`"`) || !strings.Contains(body, `"`+id+`"`) {
			t.Errorf("%s is not related and used", id)
		}
	}
}

// inked is the share of a picture that is not white.
func inked(p image.Image) float64 {
	n, b := 0, p.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if r, g, bl, _ := p.At(x, y).RGBA(); r+g+bl < 3*0xf000 {
				n++
			}
		}
	}
	return float64(n) / float64(b.Dx()*b.Dy())
}

// A draft is marked across every page, and only a draft.
func TestWordMarksDrafts(t *testing.T) {
	doc := sampleDocument(t)
	doc.Draft = "征求意见稿"
	data := wordFile(t, doc)
	if header := wordPart(t, data, "word/header1.xml"); !strings.Contains(header, `string="征求意见稿"`) || !strings.Contains(header, "rotation:315") {
		t.Errorf("the draft's header: %s", header)
	}
	body := wordPart(t, data, "word/document.xml")
	if sections := strings.Count(body, "<w:sectPr>"); sections < 3 || strings.Count(body, `r:id="rIdDraft"`) != 2*sections {
		t.Errorf("%d sections, %d marked", sections, strings.Count(body, `r:id="rIdDraft"`)/2)
	}
	if strings.Contains(wordPart(t, wordFile(t, sampleDocument(t)), "word/document.xml"), "rIdDraft") {
		t.Error("a paper that goes out is marked as a draft")
	}
}

func TestWordSameBytes(t *testing.T) {
	if !bytes.Equal(wordFile(t, sampleDocument(t)), wordFile(t, sampleDocument(t))) {
		t.Error("two runs gave different Word files")
	}
	if _, err := DocxText([]byte("PK")); err == nil {
		t.Error("half a package passed")
	}
}

// Where LibreOffice is at hand, it opens the file and gives the text back.
func TestWordOpens(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("没有 LibreOffice，不试开 Word 文件")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "bulletin.docx")
	if err := os.WriteFile(path, wordFile(t, sampleDocument(t)), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(office, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "pdf", "--outdir", dir, path).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if text := squeeze(poppler(t, "pdftotext", "-raw", filepath.Join(dir, "bulletin.pdf"), "-")); !strings.Contains(text, "进展情况的通报") {
		t.Errorf("LibreOffice reads %.200s", text)
	}
}
