package bulletins

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"

	"codeberg.org/go-pdf/fpdf"
)

// mm is a millimetre in points, the unit of everything that is drawn.
const mm = 72 / 25.4

// A4 in points, as the drawing library has it.
const (
	paperWidth  = 595.28
	paperHeight = 841.89
)

type colour struct{ r, g, b float64 } // 0 to 1

var (
	black = colour{}
	red   = colour{0.90, 0, 0.07}
)

// canvas is the drawing layer: a thin skin over the PDF library that places
// characters one by one, looks up each of them in the faces first, and keeps
// what it wrote on which page.
type canvas struct {
	pdf    *fpdf.Fpdf
	faces  Faces
	height float64 // of the current page
	loaded [roleCount]bool
	role   Role // of the font set
	size   float64
	isSet  bool
	bold   bool // letters get an outline of their own colour, as word processors embolden 仿宋
	pages  []strings.Builder
	links  []link
	coded  map[Role]map[rune]rune // private codes in the text, by face, and what they stand for
	lent   map[rune]Role          // characters a stand-in drew, by the role they were asked in
	where  string                 // 附件4第12行: what is being set, for errors
	// What was printed where, and how the next text's numbers are known.
	printed []printed
	place   string
	teller  teller
	silent  bool // what is set now was recorded as a whole
	err     error
}

// MissingGlyph is a character that no face of any role has.
type MissingGlyph struct {
	Page int
	Rune rune
	Text string
	Role Role
	At   string // 附件4第12行, where it is a row
}

func (m *MissingGlyph) Error() string {
	return fmt.Sprintf("第%d页%s“%s”中的字符“%c”（U+%04X）在%s及其他字体中都没有字形，请在设置的 fonts.spare 指定收有该字的字体，或改正台账中的字", m.Page, m.At, m.Text, m.Rune, m.Rune, m.Role)
}

func newCanvas(faces Faces, doc Document) *canvas {
	pdf := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: paperWidth, Ht: paperHeight}})
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	pdf.SetCatalogSort(true) // else fonts come in the order of a Go map
	pdf.SetCreationDate(doc.Created)
	pdf.SetModificationDate(doc.Created)
	pdf.SetTitle(doc.Title, true)
	pdf.SetAuthor(doc.Signature, true)
	pdf.SetSubject(doc.Number, true)
	pdf.SetCreator("tongbao", true)
	pdf.SetLang("zh-CN")
	return &canvas{pdf: pdf, faces: faces, lent: map[rune]Role{}, coded: map[Role]map[rune]rune{}}
}

// addPage starts a page; a landscape page lies on its side.
func (c *canvas) addPage(landscape bool) {
	size := fpdf.SizeType{Wd: paperWidth, Ht: paperHeight}
	orientation := "P"
	if landscape {
		orientation = "L"
	}
	c.pdf.AddPageFormat(orientation, size)
	_, c.height = c.pdf.GetPageSize()
	c.pages = append(c.pages, strings.Builder{})
	c.isSet = false
}

func (c *canvas) page() int { return len(c.pages) }

func (c *canvas) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

// raw writes drawing operators as they are.
func (c *canvas) raw(format string, args ...any) { c.pdf.RawWriteStr(fmt.Sprintf(format, args...)) }

// font sets a face and size. Outside a group the setting is remembered, inside
// one it ends with the group, so groups must call it afresh (group does).
func (c *canvas) font(role Role, size float64) {
	if c.isSet && c.role == role && c.size == size {
		return
	}
	if !c.loaded[role] {
		c.pdf.AddUTF8FontFromBytes(role.key(), "", c.faces.byRole[role].data)
		c.loaded[role] = true
	}
	c.pdf.SetFont(role.key(), "", size)
	c.role, c.size, c.isSet = role, size, true
}

// group draws with a graphics state of its own.
func (c *canvas) group(draw func()) {
	c.raw("q")
	c.isSet = false
	draw()
	c.raw("Q")
	c.isSet = false
}

// show writes characters of one face from x on the baseline y (points from the
// top left), spacing points apart. All text of the document passes here.
func (c *canvas) show(x, y, size, spacing float64, text []drawn) {
	if len(text) == 0 {
		return
	}
	var codes, read []rune
	private := false
	for _, d := range text {
		codes, read = append(codes, d.code), append(read, d.r)
		if d.code != d.r {
			private = true
			if c.coded[d.face.Role] == nil {
				c.coded[d.face.Role] = map[rune]rune{}
			}
			c.coded[d.face.Role][d.code] = d.r
		}
	}
	c.font(text[0].face.Role, size)
	if private {
		c.raw("/Span <</ActualText <FEFF%s>>> BDC", utf16Hex(read))
	}
	c.raw("%.4f Tc", spacing)
	if c.bold {
		c.raw("2 Tr %.3f w", size/36)
	}
	c.pdf.Text(x, y, string(codes))
	if c.bold {
		c.raw("0 Tr")
	}
	if private {
		c.raw("EMC")
	}
}

func utf16Hex(text []rune) string {
	var b strings.Builder
	for _, unit := range utf16.Encode(text) {
		fmt.Fprintf(&b, "%04X", unit)
	}
	return b.String()
}

// write sets characters that may come from several faces and gives the x after
// the last. Characters of one face go out together.
func (c *canvas) write(x, y, size, spacing float64, text []drawn, whole string, role Role) float64 {
	from, at := 0, x
	for i, d := range text {
		if d.face == nil {
			c.fail(&MissingGlyph{Page: c.page(), Rune: d.r, Text: whole, Role: role, At: c.where})
			return x
		}
		if d.face.Role != role && d.r >= 0x2E80 { // signs are lent by design, characters by need
			c.lent[d.r] = role
		}
		if i > from && d.face != text[from].face {
			c.show(at, y, size, spacing, text[from:i])
			from, at = i, x
		}
		x += d.advance + spacing
	}
	c.show(at, y, size, spacing, text[from:])
	return x
}

// text sets a short text solid from x on the baseline y.
func (c *canvas) text(x, y, size float64, role Role, text string) {
	if text == "" {
		return
	}
	c.pen(x, y, size, role, text)
	c.note(text)
}

// pen is text without the record.
func (c *canvas) pen(x, y, size float64, role Role, text string) {
	p := c.faces.piece(role, []rune(text), size)
	c.write(x, y, size, 0, p.runes, text, role)
}

// note keeps text for the page's record.
func (c *canvas) note(text string) {
	b := &c.pages[len(c.pages)-1]
	b.WriteString(text)
	b.WriteByte('\n')
	c.record(text)
}

// setLine sets a line with gap points between its pieces. Neighbouring full-width
// pieces go out as one string; a word is set solid.
func (c *canvas) setLine(l line, x, y, size, gap float64) {
	whole := l.text()
	x += l.indent
	for i := 0; i < len(l.pieces); {
		p := l.pieces[i]
		if p.word {
			c.write(x, y, size, 0, p.runes, whole, p.role)
			x += p.width + gap
			i++
			continue
		}
		run := p.runes[:len(p.runes):len(p.runes)]
		j := i + 1
		for j < len(l.pieces) && !l.pieces[j].word && l.pieces[j].role == p.role {
			run = append(run, l.pieces[j].runes...)
			j++
		}
		x = c.write(x, y, size, gap, run, whole, p.role)
		i = j
	}
	c.note(whole)
}

// link makes a body line's stretch lead to an annex.
func (c *canvas) link(x, top, width float64, annex int) {
	c.links = append(c.links, link{page: c.page(), x1: x, y1: c.height - top - bodySize - 2, x2: x + width, y2: c.height - top + 2, annex: annex})
}

func (c *canvas) ink(k colour) {
	c.pdf.SetTextColor(byte255(k.r), byte255(k.g), byte255(k.b))
}

func byte255(v float64) int { return int(v*255 + 0.5) }

// rule draws a straight line.
func (c *canvas) rule(x1, y1, x2, y2, width float64, k colour) {
	c.raw("q %.3f %.3f %.3f RG %.3f w 0 J %.3f %.3f m %.3f %.3f l S Q", k.r, k.g, k.b, width, x1, c.height-y1, x2, c.height-y2)
}

// bookmark names a place of the current page for the reader's outline. The
// library counts heights from the last page's top, which is always portrait.
func (c *canvas) bookmark(text string, level int, y float64) {
	c.font(Fang, 16) // titles are written in the coding of the face set
	c.pdf.Bookmark(text, level, y+paperHeight-c.height)
}

// drawn is the file as the drawing library writes it.
func (c *canvas) drawn() ([]byte, error) {
	if c.err != nil {
		return nil, c.err
	}
	var b bytes.Buffer
	if err := c.pdf.Output(&b); err != nil {
		return nil, errors.Join(errors.New("写出 PDF 失败"), err)
	}
	return b.Bytes(), nil
}
