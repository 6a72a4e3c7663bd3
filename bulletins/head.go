package bulletins

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
	h.firstRow = h.titleRow + len(h.title) + 1
	if t.doc.Notice != "" {
		h.firstRow++
	}
	return h
}

func (t *typesetter) drawHead(h headLayout) {
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
	c.bookmark(t.doc.Title, 0, rowTop(h.titleRow))
	for i, text := range h.title {
		t.centred(text, Song, titleSize, baseline(rowTop(h.titleRow+i), titleSize))
	}
	if t.doc.Notice == "" {
		return
	}
	width := t.faces.textWidth(Hei, t.doc.Notice, bodySize)
	c.text(areaLeft+areaWidth-width, baseline(areaTop, bodySize), bodySize, Hei, t.doc.Notice)
	t.centred("（"+t.doc.Notice+"）", Kai, bodySize, baseline(rowTop(h.titleRow+len(h.title)), bodySize))
}

// centred sets a text in the middle of the type area of a portrait page.
func (t *typesetter) centred(text string, role Role, size, base float64) {
	width := t.faces.textWidth(role, text, size)
	t.canvas.text(areaLeft+(areaWidth-width)/2, base, size, role, text)
}
