package bulletins

import (
	"math"
	"unicode/utf8"
)

// headLayout is page one down to the title, measured before the body is paged.
type headLayout struct {
	head      []string
	size      float64 // of the red head
	scale     float64 // its width in percent, below 100 for long names
	pitch     float64
	numberRow int
	title     []string
	titleRow  int
	firstRow  int // where 主送 stands
}

const (
	headTop   = 35 * mm // below the type area's top
	titleSize = 22.0    // 2号
)

// layoutHead makes the red head as large as its name allows. Long names of
// offices go on two lines and are condensed down to 70 %, as printers of red
// heads do.
func (t *typesetter) layoutHead() headLayout {
	h := headLayout{scale: 100}
	if t.doc.Head == "" {
		return t.layoutPlain(h)
	}
	for _, try := range []struct {
		lines       int
		size, scale float64
	}{{1, 54, 100}, {1, 46, 90}, {1, 40, 80}, {2, 44, 90}, {2, 40, 85}, {2, 36, 80}, {2, 32, 75}, {3, 32, 75}} {
		h.size, h.scale = try.size, try.scale
		h.head = t.faces.balance(t.doc.Head, Song, h.size, areaWidth*100/h.scale)
		if len(h.head) <= try.lines {
			break
		}
	}
	h.pitch = h.size * 1.25
	bottom := headTop + h.size + float64(len(h.head)-1)*h.pitch
	row := 0
	for float64(row)*pitchY < bottom-0.35*pitchY {
		row++
	}
	h.numberRow = row + 2
	// The rule lies 4 mm under the number, which is within the number's own
	// pitch; two blank rows, then the title.
	h.titleRow = h.numberRow + 3
	h.title = t.faces.balance(t.doc.Title, Song, titleSize, areaWidth-titleSize)
	h.firstRow = h.titleRow + len(h.title) + len(t.remarks()) + 1
	return h
}

// layoutPlain is the paper without a red head: the title on the second row, the
// number under it.
func (t *typesetter) layoutPlain(h headLayout) headLayout {
	h.titleRow = 1
	h.title = t.faces.balance(t.doc.Title, Song, titleSize, areaWidth-titleSize)
	h.firstRow = h.titleRow + len(h.title) + len(t.remarks()) + 1
	return h
}

// remarks are the lines in parentheses under the title: what the paper is short
// of being final, or real.
func (t *typesetter) remarks() []string {
	var list []string
	if t.doc.Head == "" && t.doc.Number != "" {
		list = append(list, t.doc.Number)
	}
	for _, text := range []string{t.doc.Draft, t.doc.Notice} {
		if text != "" {
			list = append(list, "（"+text+"）")
		}
	}
	return list
}

// sheet starts a page. A draft says so across it, under the text, in a grey that
// copies through; as an artifact it stays out of the text that is read back.
func (t *typesetter) sheet(landscape bool) {
	c := t.canvas
	c.addPage(landscape)
	if t.doc.Draft == "" {
		return
	}
	c.note(t.doc.Draft)
	across, _ := c.pdf.GetPageSize()
	text := t.doc.Draft
	size := min(96, math.Hypot(across, c.height)*0.62/float64(max(1, utf8.RuneCountInString(text))))
	width := t.faces.textWidth(Hei, text, size)
	angle := math.Atan2(c.height, across)
	sin, cos := math.Sincos(angle)
	c.group(func() {
		c.raw("/Artifact <</Type /Pagination /Subtype /Watermark>> BDC /Span <</ActualText <FEFF>>> BDC")
		c.ink(colour{0.90, 0.90, 0.90})
		c.raw("%.4f %.4f %.4f %.4f %.3f %.3f cm", cos, sin, -sin, cos, across/2, c.height/2)
		c.pen(-width/2, c.height+(emAbove-0.5)*size, size, Hei, text)
		c.raw("EMC EMC")
		c.ink(black)
	})
}

func (t *typesetter) drawHead(h headLayout) {
	c := t.canvas
	c.place = "版头"
	defer func() { c.place = "" }()
	if t.doc.Notice != "" {
		width := t.faces.textWidth(Hei, t.doc.Notice, bodySize)
		c.text(areaLeft+areaWidth-width, baseline(areaTop, bodySize), bodySize, Hei, t.doc.Notice)
	}
	if t.doc.Head != "" {
		t.drawRed(h)
	}
	c.bookmark(t.doc.Title, 0, rowTop(h.titleRow))
	for i, text := range h.title {
		t.centred(text, Song, titleSize, baseline(rowTop(h.titleRow+i), titleSize))
	}
	for i, text := range t.remarks() {
		t.centred(text, Kai, bodySize, baseline(rowTop(h.titleRow+len(h.title)+i), bodySize))
	}
}

// drawRed sets 发文机关标志, 发文字号 and the red rule.
func (t *typesetter) drawRed(h headLayout) {
	c := t.canvas
	c.ink(red)
	ink := t.faces.inkTop(Song, h.head[0]) * h.size / 1000
	for i, text := range h.head {
		width := t.faces.textWidth(Song, text, h.size) * h.scale / 100
		c.raw("%.1f Tz", h.scale)
		c.text(areaLeft+(areaWidth-width)/2, areaTop+headTop+ink+float64(i)*h.pitch, h.size, Song, text)
		c.raw("100 Tz")
	}
	c.ink(black)
	top := rowTop(h.numberRow)
	t.centred(t.doc.Number, Fang, bodySize, baseline(top, bodySize))
	y := top + bodySize + 4*mm
	c.rule(areaLeft, y, areaLeft+areaWidth, y, 1.5, red)
}

// centred sets a text in the middle of the type area of a portrait page.
func (t *typesetter) centred(text string, role Role, size, base float64) {
	width := t.faces.textWidth(role, text, size)
	t.canvas.text(areaLeft+(areaWidth-width)/2, base, size, role, text)
}
