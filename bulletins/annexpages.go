package bulletins

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

// sheet is the type area of the current page: upright, or lying on its side with
// the binding edge above.
type sheet struct {
	left, top, width, height float64
}

var (
	upright = sheet{areaLeft, areaTop, areaWidth, areaHeight}
	lying   = sheet{paperHeight - areaTop - areaHeight, areaLeft, areaHeight, areaWidth}
)

func (s sheet) bottom() float64 { return s.top + s.height }

// annex sets one 附件 on pages of its own: its number on the first line, its title
// on the third, then the table, whose headings are repeated on each page.
func (t *typesetter) annex(i int) {
	a := t.doc.Annexes[i]
	page, layout := upright, tableLayout{}
	switch {
	case a.Map == nil:
		page, layout = t.choose(a.Table)
	case a.Map.Width > a.Map.Height:
		page = lying
	}
	t.turn(page)
	c := t.canvas
	mark := "附件"
	if len(t.doc.Annexes) > 1 {
		mark += strconv.Itoa(i + 1)
	}
	t.mark = mark
	c.place = mark
	t.landings = append(t.landings, landing{c.page(), c.height - page.top + bodySize})
	c.bookmark(mark+"　"+a.Title, 1, page.top)
	c.text(page.left, baseline(page.top, bodySize), bodySize, Hei, mark)
	y := page.top + 2*pitchY
	for _, text := range t.faces.balance(a.Title, Song, titleSize, page.width-titleSize) {
		width := t.faces.textWidth(Song, text, titleSize)
		c.text(page.left+(page.width-width)/2, baseline(y, titleSize), titleSize, Song, text)
		y += pitchY
	}
	if t.doc.Notice != "" {
		width := t.faces.textWidth(Hei, t.doc.Notice, bodySize)
		c.text(page.left+page.width-width, baseline(page.top, bodySize), bodySize, Hei, t.doc.Notice)
	}
	y += 0.35 * pitchY
	if a.Map != nil {
		t.foot = t.drawMap(page, a.Map, y)
		return
	}
	for _, text := range a.Lead {
		y = t.note(page, text, 12, y, 2)
	}
	layout.loosen(page.bottom() - y - float64(len(a.Table.Notes))*2*bodySize - t.faces.below(a, page))
	y = t.table(page, layout, a.Table, y)
	rest := a.Rest
	if len(a.Index) > 0 {
		rest = append(rest[:len(rest):len(rest)], figureIndex(a, c.printed))
	}
	for _, g := range rest {
		more := t.faces.layoutTable(g, page.width)
		y += 0.5 * pitchY
		if y+bodySize+more.headHeight()+2*pitchY > page.bottom() {
			y = t.turn(page)
		}
		width := t.faces.textWidth(Hei, g.Caption, 12)
		c.text(page.left+(page.width-width)/2, baseline(y, 12), 12, Hei, g.Caption)
		y = t.table(page, more, g, y+0.8*pitchY)
	}
	t.foot = y
}

// below is the room that the tables under an annex's main one take, where they
// may stand on the same page: the main table must not spread itself over it.
func (fs Faces) below(a Annex, page sheet) float64 {
	height := 0.0
	for _, g := range a.Rest {
		height += 1.5*pitchY + fs.layoutTable(g, page.width).height() + 2*bodySize
	}
	if len(a.Index) > 0 || height > page.height/2 {
		return page.height // they go overleaf, or begin here and go on there
	}
	return height * 1.25 // loosening fills four fifths of what it is given
}

// choose lays a table out upright where 五号 or larger fits, else on its side. A
// table with more columns than an upright page reads well goes on its side too.
func (t *typesetter) choose(g Grid) (sheet, tableLayout) {
	const readable = 8
	if len(g.Columns) <= readable {
		if layout := t.faces.layoutTable(g, upright.width); layout.size >= 10.5 {
			return upright, layout
		}
	}
	return lying, t.faces.layoutTable(g, lying.width)
}

// turn starts a page with its number and gives the top of its type area.
func (t *typesetter) turn(page sheet) float64 {
	t.lying = page == lying
	t.sheet(t.lying)
	t.folio(t.lying)
	return page.top
}

// table draws a table from y down over as many pages as it needs, with the
// measure above it and the notes below.
func (t *typesetter) table(page sheet, l tableLayout, g Grid, y float64) float64 {
	const small = 10.5 // 5号
	c := t.canvas
	if g.Measure != "" {
		width := t.faces.textWidth(Fang, g.Measure, small)
		c.text(page.left+page.width-width, y+emAbove*small, small, Fang, g.Measure)
		y += small * 1.5
	}
	top := y
	y = l.drawHead(c, page.left, y)
	for i, r := range l.parted(page.height - l.headHeight() - continuedHeight) {
		if y+r.height > page.bottom()+0.01 && i > 0 {
			l.frame(c, page.left, top, y)
			top = t.continued(page, g)
			y = l.drawHead(c, page.left, top)
		}
		c.rule(page.left, y, page.left+page.width, y, thin, black)
		c.where = fmt.Sprintf("%s表中第%d行", t.mark, r.number)
		c.place = c.where
		y = l.drawRow(c, r, page.left, y)
		c.where, c.place = "", ""
	}
	l.frame(c, page.left, top, y)
	y += 4
	for i, text := range g.Notes {
		var sources []Sourced
		if i < len(g.NoteSources) {
			sources = g.NoteSources[i]
		}
		y = t.sourcedNote(page, text, sources, small, y, 0)
	}
	return y
}

// continuedHeight is what the mark over a table's continuation takes.
const continuedHeight = 10.5 * 1.5

// continued turns the page within a table: 续表 stands over it on the left, its
// measure again on the right. It gives the y of the headings.
func (t *typesetter) continued(page sheet, g Grid) float64 {
	const small = 10.5
	y := t.turn(page)
	t.canvas.text(page.left, y+emAbove*small, small, Hei, t.mark+"（续表）")
	if g.Measure != "" {
		width := t.faces.textWidth(Fang, g.Measure, small)
		t.canvas.text(page.left+page.width-width, y+emAbove*small, small, Fang, g.Measure)
	}
	return y + continuedHeight
}

// note sets a small paragraph and gives the y below it.
func (t *typesetter) note(page sheet, text string, size, y float64, indent int) float64 {
	return t.sourcedNote(page, text, nil, size, y, indent)
}

// sourcedNote is a note whose numbers have sources.
func (t *typesetter) sourcedNote(page sheet, text string, sources []Sourced, size, y float64, indent int) float64 {
	at := 0
	for _, l := range breakLines(t.faces.pieces([]Run{{Fang, text}}, size), page.width, float64(indent)*size, 0) {
		if y+size > page.bottom() {
			y = t.turn(page)
		}
		t.canvas.telling(t.mark+"注", lineOf(sources, at), func() {
			t.canvas.setLine(l, page.left, y+emAbove*size, size, lineGap(l, page.width, 0))
		})
		at += utf8.RuneCountInString(l.text())
		y += size * 1.45
	}
	return y
}
