package bulletins

import "strings"

// imprintBlocks are the lines of 抄送, after that word, and of 印发机关, which leaves
// room for the date. Each group of offices that a full stop closes begins a line
// of its own.
func (fs Faces) imprintBlocks(im Imprint) (copies []line, printer []string) {
	const size = 14.0
	inner := areaWidth - 2*size
	for group := range strings.SplitSeq(im.Copies, "。") {
		if group = strings.TrimSpace(group); group != "" {
			copies = append(copies, breakLines(fs.pieces([]Run{{Fang, group + "。"}}, size), inner-3*size, 0, 0)...)
		}
	}
	return copies, fs.balance(im.Printer, Fang, size, inner-fs.textWidth(Fang, im.Date+"印发", size)-size)
}

// imprintLines are the same as texts.
func (fs Faces) imprintLines(im Imprint) (copies, printer []string) {
	lines, printer := fs.imprintBlocks(im)
	for _, l := range lines {
		copies = append(copies, l.text())
	}
	return copies, printer
}

// imprint sets the 版记 at the foot of the last page, its last rule on the type
// area's bottom edge; on a page of its own where the last one is full or lies on
// its side. 抄送 and a long 印发机关 go on as many lines as they need.
func (t *typesetter) imprint() {
	const size, pitch, pad = 14.0, 20.0, 4.0 // 4号
	im := t.doc.Imprint
	if im.Printer == "" {
		return
	}
	c := t.canvas
	inner := areaWidth - 2*size
	date := im.Date + "印发"
	dateWidth := t.faces.textWidth(Fang, date, size)
	copies, printer := t.faces.imprintBlocks(im)
	block := func(lines int) float64 {
		if lines == 0 {
			return 0
		}
		return float64(lines)*pitch + 2*pad
	}
	height := block(len(copies)) + block(len(printer))
	bottom := areaTop + areaHeight
	if t.lying || t.foot+pitchY > bottom-height {
		t.turn(upright)
	}
	c.place = "版记"
	y := bottom - height
	ruleAt := func(y, width float64) { c.rule(areaLeft, y, areaLeft+areaWidth, y, width, black) }
	base := func(i int) float64 { return y + pad + (float64(i)+0.5)*pitch + (emAbove-0.5)*size }
	ruleAt(y, 0.35*mm)
	if len(copies) > 0 {
		c.text(areaLeft+size, base(0), size, Fang, "抄送：")
		for i, l := range copies { // under the first name, after 抄送：
			c.setLine(l, areaLeft+4*size, base(i), size, lineGap(l, inner-3*size, 0))
		}
		y += block(len(copies))
		ruleAt(y, 0.25*mm)
	}
	for i, text := range printer {
		c.text(areaLeft+size, base(i), size, Fang, text)
	}
	c.text(areaLeft+areaWidth-size-dateWidth, base(len(printer)-1), size, Fang, date)
	ruleAt(bottom, 0.35*mm)
}
