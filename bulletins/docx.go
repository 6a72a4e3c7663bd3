package bulletins

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// WriteDOCX writes the document once more for Word and WPS: the same words and
// tables under the offices' own font names, to be worked on before it goes out.
// The faces only measure the tables' columns. The same document gives the same
// bytes. The map is left to the PDF; charts are pictures, and vectors (SVG) beside them.
func WriteDOCX(w io.Writer, doc Document, faces Faces) error {
	b := &wordBook{t: &typesetter{faces: faces, doc: doc}, doc: doc, relations: map[string][2]string{
		"rIdOdd": {"footer", "footer1.xml"}, "rIdEven": {"footer", "footer2.xml"}, "rIdSettings": {"settings", "settings.xml"}, "rIdStyles": {"styles", "styles.xml"}}}
	if doc.Draft != "" {
		b.relations["rIdDraft"] = [2]string{"header", "header1.xml"}
	}
	b.head()
	if err := b.text(); err != nil {
		return err
	}
	b.closing()
	for i := range doc.Annexes {
		b.annex(i)
	}
	b.imprint()
	b.add(wordSection(b.page, b.doc.Draft != ""))
	return b.save(w)
}

// wordBook gathers the parts of a Word document.
type wordBook struct {
	t         *typesetter
	doc       Document
	body      []element
	page      sheet // of the section being filled
	relations map[string][2]string
	media     []file
	figures   int
}

type file struct {
	name string
	data []byte
}

func (b *wordBook) add(e ...element) { b.body = append(b.body, e...) }

// head is the red head, or nothing; title, remarks and 主送.
func (b *wordBook) head() {
	b.page = upright
	h := b.t.layoutHead()
	if b.doc.Head != "" {
		red := []element{val("w:color", "E60012"), val("w:w", strconv.Itoa(int(h.scale)))}
		for i, text := range h.head {
			before := 0.0
			if i == 0 {
				before = headTop
			}
			b.add(wordPara{align: "center", before: before, line: h.pitch}.of(wordRun(Song, h.size, text, red...)))
		}
		b.add(wordPara{}.of())
		b.add(wordPara{align: "center", rule: el("w:bottom", []string{"w:val", "single", "w:sz", "12", "w:space", "11", "w:color", "E60012"})}.of(wordRun(Fang, bodySize, b.doc.Number)))
		b.add(wordPara{}.of(), wordPara{}.of())
	}
	for _, text := range h.title {
		b.add(wordPara{align: "center", level: 1}.of(wordRun(Song, titleSize, text)))
	}
	for _, text := range b.t.remarks() {
		b.add(wordPara{align: "center"}.of(wordRun(Kai, bodySize, text)))
	}
	b.add(wordPara{}.of(), wordPara{}.of(wordRun(Fang, bodySize, b.doc.Addressee+"：")))
}

// text is the body.
func (b *wordBook) text() error {
	for i, block := range b.doc.Body {
		var runs []element
		for _, r := range block.Runs {
			runs = append(runs, bodyRun(r.Role, r.Text))
		}
		switch block.Kind {
		case Paragraph:
			b.add(wordPara{first: true, keep: i == len(b.doc.Body)-1}.of(runs...))
		case Heading1, Heading2, Heading3:
			alone := len(block.Runs) == 1
			level := 0
			if alone {
				level = int(block.Kind-Heading1) + 2
			}
			b.add(wordPara{first: true, keep: alone || i == len(b.doc.Body)-1, level: level}.of(runs...))
		case FigureBlock:
			drawing, err := parseSVG(block.Figure.SVG)
			if err != nil {
				return fmt.Errorf("图“%s”：%w", block.Figure.Caption, err)
			}
			b.figures++
			name := fmt.Sprintf("media/figure%d.svg", b.figures)
			b.relations[fmt.Sprintf("rIdFigure%d", b.figures)] = [2]string{"image", name}
			picture, err := drawing.picture(b.t.faces, 1240) // 200 points of light to the inch
			if err != nil {
				return fmt.Errorf("图“%s”：%w", block.Figure.Caption, err)
			}
			shown := fmt.Sprintf("media/figure%d.png", b.figures)
			b.relations[fmt.Sprintf("rIdPicture%d", b.figures)] = [2]string{"image", shown}
			b.media = append(b.media, file{"word/" + shown, picture}, file{"word/" + name, block.Figure.SVG})
			b.add(wordFigure(drawing, b.figures, block.Figure.Caption)...)
		case TableBlock:
			b.add(wordPara{align: "center", keep: true, line: 20}.of(wordRun(Hei, 12, block.Table.Caption)))
			b.add(wordTable(b.t.faces.layoutTable(*block.Table, areaWidth)), wordPara{line: 10}.of())
		default:
			return fmt.Errorf("正文第%d块的种类%d不认识", i+1, block.Kind)
		}
	}
	return nil
}

// closing is 附件说明, 署名, 成文日期, 附注.
func (b *wordBook) closing() {
	for i, a := range b.doc.Annexes {
		para, lead, number := wordPara{left: 6 * bodySize, hang: bodySize, keep: true}, "", ""
		if len(b.doc.Annexes) > 1 {
			number = fmt.Sprintf("%d. ", i+1)
		}
		if i == 0 {
			b.add(wordPara{keep: true}.of())
			para.hang, lead = 4*bodySize, "附件："
		}
		b.add(para.of(wordRun(Fang, bodySize, lead+number+a.Title)))
	}
	const inset = 2 * bodySize
	b.add(wordPara{keep: true}.of(), wordPara{keep: true}.of())
	lines := b.t.faces.balance(b.doc.Signature, Fang, bodySize, areaWidth-2*inset)
	for _, text := range lines {
		b.add(wordPara{align: "right", right: inset, keep: true}.of(wordRun(Fang, bodySize, text)))
	}
	b.add(wordPara{align: "right", right: 2 * inset, keep: b.doc.Contact != ""}.of(wordRun(Fang, bodySize, b.doc.Date)))
	if b.doc.Contact != "" {
		b.add(wordPara{first: true}.of(wordRun(Fang, bodySize, "（"+b.doc.Contact+"）")))
	}
}

// annex is one 附件 on a page of its own; where it lies the other way than what
// went before, it opens a section.
func (b *wordBook) annex(i int) {
	a := b.doc.Annexes[i]
	page, layout := upright, tableLayout{}
	if a.Map == nil {
		page, layout = b.t.choose(a.Table)
	}
	mark := "附件"
	if len(b.doc.Annexes) > 1 {
		mark += strconv.Itoa(i + 1)
	}
	first := wordPara{newPage: page == b.page, level: 2}
	if page != b.page {
		end := wordSection(b.page, b.doc.Draft != "")
		b.add(wordPara{line: 1, sectionEnd: &end}.of())
		b.page = page
	}
	heading := []element{wordRun(Hei, bodySize, mark)}
	if b.doc.Notice != "" { // as on the pages of the PDF, flush right
		first.align, first.tabRight = "left", page.width
		heading = append(heading, el("w:r", nil, el("w:tab", nil)), wordRun(Hei, bodySize, b.doc.Notice))
	}
	b.add(first.of(heading...), wordPara{}.of())
	for _, text := range b.t.faces.balance(a.Title, Song, titleSize, page.width-titleSize) {
		b.add(wordPara{align: "center"}.of(wordRun(Song, titleSize, text)))
	}
	if a.Map != nil {
		b.add(wordPara{align: "center", before: bodySize}.of(wordRun(Fang, bodySize, "（图见通报的 PDF 文件）")))
		return
	}
	const small = 10.5
	for _, text := range a.Lead {
		b.add(wordPara{first: true, line: 20}.of(wordRun(Fang, 12, text)))
	}
	rest := a.Rest
	if len(a.Index) > 0 {
		rest = append(rest[:len(rest):len(rest)], figureIndex(a, nil))
	}
	layout.loosen(page.height - 4*pitchY - float64(len(a.Table.Notes))*2*bodySize - b.t.faces.below(a, page))
	b.grid(layout, a.Table)
	for _, g := range rest {
		b.add(wordPara{align: "center", keep: true, before: small}.of(wordRun(Hei, 12, g.Caption)))
		b.grid(b.t.faces.layoutTable(g, page.width), g)
	}
}

// grid is a table with its measure above and its notes below.
func (b *wordBook) grid(l tableLayout, g Grid) {
	const small = 10.5
	if g.Measure != "" {
		b.add(wordPara{align: "right", keep: true, line: 16}.of(wordRun(Fang, small, g.Measure)))
	}
	b.add(wordTable(l))
	for _, text := range g.Notes {
		b.add(wordPara{align: "left", line: 16}.of(wordRun(Fang, small, text)))
	}
	if len(g.Notes) == 0 {
		b.add(wordPara{line: 6}.of())
	}
}

// imprint is the 版记 in a box at the foot of the page, whatever stands above
// it. Rules reach from edge to edge, so lines begin with full-width blanks, not
// with an indent, and are broken here as in the PDF.
func (b *wordBook) imprint() {
	const size, pitch = 14.0, 20.0
	im := b.doc.Imprint
	if im.Printer == "" {
		return
	}
	if b.page != upright {
		end := wordSection(b.page, b.doc.Draft != "")
		b.add(wordPara{line: 1, sectionEnd: &end}.of())
		b.page = upright
	}
	rule := func(side, eighths string) element {
		return el("w:"+side, []string{"w:val", "single", "w:sz", eighths, "w:space", "3", "w:color", "000000"})
	}
	var lines []element
	copies, printer := b.t.faces.imprintLines(im)
	for i, text := range copies {
		para := wordPara{line: pitch, align: "left"}
		if i == 0 {
			para.rule, text = rule("top", "8"), "　抄送："+text
		} else {
			text = "　　　　" + text
		}
		lines = append(lines, para.of(wordRun(Fang, size, text)))
	}
	for i, text := range printer {
		para := wordPara{line: pitch, align: "left", tabRight: areaWidth - size}
		runs := []element{wordRun(Fang, size, "　"+text)}
		switch {
		case i == 0 && len(copies) > 0:
			para.rule = rule("top", "6")
		case i == 0:
			para.rule = rule("top", "8")
		}
		if i == len(printer)-1 {
			para.ruleBelow = rule("bottom", "8")
			runs = append(runs, el("w:r", nil, el("w:tab", nil)), wordRun(Fang, size, im.Date+"印发"))
		}
		lines = append(lines, para.of(runs...))
	}
	const air = 8.0 // a rule with what stands between it and the text
	b.add(wordFoot(1000, float64(len(lines))*pitch+3*air, lines...))
}

// save writes the package. Its entries carry the day of signature.
func (b *wordBook) save(w io.Writer) error {
	files, err := b.files()
	if err != nil {
		return err
	}
	z := zip.NewWriter(w)
	for _, f := range files {
		entry, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: b.doc.Created})
		if err != nil {
			return err
		}
		if _, err := entry.Write(f.data); err != nil {
			return err
		}
	}
	return z.Close()
}

// files are the parts in the order a reader expects them: what is in the package first.
func (b *wordBook) files() ([]file, error) {
	var files []file
	var faults []error
	part := func(name string, e element) {
		data, err := e.part()
		faults = append(faults, err)
		files = append(files, file{name, data})
	}
	part("[Content_Types].xml", contentTypes(len(b.media) > 0, b.doc.Draft != ""))
	part("_rels/.rels", relationships(map[string][2]string{"rId1": {"officeDocument", "word/document.xml"}, "rId2": {"core", "docProps/core.xml"}}))
	part("docProps/core.xml", b.properties())
	part("word/document.xml", el("w:document", wordSpaces, el("w:body", nil, b.body...)))
	part("word/_rels/document.xml.rels", relationships(b.relations))
	part("word/styles.xml", el("w:styles", wordSpaces[:2], el("w:docDefaults", nil, el("w:rPrDefault", nil, el("w:rPr", nil,
		el("w:rFonts", []string{"w:ascii", wordFaces[Fang], "w:hAnsi", wordFaces[Fang], "w:eastAsia", wordFaces[Fang], "w:cs", wordFaces[Fang]}), val("w:sz", "32"), el("w:lang", []string{"w:val", "en-US", "w:eastAsia", "zh-CN"}))))))
	part("word/settings.xml", el("w:settings", wordSpaces[:2], el("w:evenAndOddHeaders", nil), val("w:characterSpacingControl", "doNotCompress")))
	part("word/footer1.xml", wordFooter("right"))
	part("word/footer2.xml", wordFooter("left"))
	if b.doc.Draft != "" {
		part("word/header1.xml", wordDraft(b.t.faces, b.doc.Draft))
	}
	return append(files, b.media...), errors.Join(faults...)
}

func (b *wordBook) properties() element {
	said := func(name, text string, attrs ...string) element {
		return element{name: name, attrs: attrs, text: text}
	}
	day := b.doc.Created.UTC().Format(time.RFC3339)
	return el("cp:coreProperties", []string{"xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties", "xmlns:dc", "http://purl.org/dc/elements/1.1/",
		"xmlns:dcterms", "http://purl.org/dc/terms/", "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"},
		said("dc:title", b.doc.Title), said("dc:creator", b.doc.Signature), said("dc:subject", b.doc.Number),
		said("dcterms:created", day, "xsi:type", "dcterms:W3CDTF"), said("dcterms:modified", day, "xsi:type", "dcterms:W3CDTF"))
}

// DocxText reads a Word document back: the text of its paragraphs, one a line. A
// package that is not whole, or whose text is no XML, is an error.
func DocxText(data []byte) (string, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", err
	}
	var text strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return "", fmt.Errorf("%s：%w", f.Name, err)
		}
		content, err := io.ReadAll(r)
		if err = errors.Join(err, r.Close()); err != nil {
			return "", fmt.Errorf("%s：%w", f.Name, err)
		}
		if !strings.HasSuffix(f.Name, ".xml") && !strings.HasSuffix(f.Name, ".rels") {
			continue
		}
		if err := readWords(content, f.Name == "word/document.xml", &text); err != nil {
			return "", fmt.Errorf("%s：%w", f.Name, err)
		}
	}
	if text.Len() == 0 {
		return "", errors.New("没有正文")
	}
	return text.String(), nil
}

func readWords(content []byte, keep bool, text *strings.Builder) error {
	x := xml.NewDecoder(bytes.NewReader(content))
	inside := false
	for {
		token, err := x.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			inside = t.Name.Local == "t"
		case xml.EndElement:
			if inside = false; keep && t.Name.Local == "p" {
				text.WriteByte('\n')
			}
		case xml.CharData:
			if keep && inside {
				text.Write(t)
			}
		}
	}
}
