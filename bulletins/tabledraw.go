package bulletins

import (
	"fmt"
	"math"
)

// drawHead draws the headings from y down and gives the y below them.
func (l tableLayout) drawHead(c *canvas, x, y float64) float64 {
	grouped := make([]bool, len(l.widths))
	for _, g := range l.groups {
		left := x + l.span(0, g.from)
		l.cell(c, g.lines, left, y, l.span(g.from, g.to), l.headTop, -1)
		c.rule(left, y+l.headTop, left+l.span(g.from, g.to), y+l.headTop, thin, black)
		for i := g.from; i < g.to; i++ {
			grouped[i] = true
		}
	}
	for i, lines := range l.heads {
		left, top, height := x+l.span(0, i), y, l.headHeight()
		if grouped[i] {
			top, height = y+l.headTop, l.headLow
		}
		l.cell(c, lines, left, top, l.widths[i], height, -1)
	}
	for i := 1; i < len(l.widths); i++ {
		left, top := x+l.span(0, i), y
		if grouped[i] && grouped[i-1] && l.grid.Columns[i].Group == l.grid.Columns[i-1].Group {
			top = y + l.headTop
		}
		c.rule(left, top, left, y+l.headHeight(), thin, black)
	}
	return y + l.headHeight()
}

// drawRow draws one row and gives the y below it.
func (l tableLayout) drawRow(c *canvas, r rowLayout, x, y float64) float64 {
	for i, lines := range r.cells {
		from, to := i, i+1
		if r.joined && i < 2 {
			if i == 0 {
				continue
			}
			from = 0
		}
		left := x + l.span(0, from)
		c.bold, c.silent = r.total && l.numeric[i], true
		l.cell(c, lines, left, y, l.span(from, to), r.height, i)
		c.bold, c.silent = false, false
		c.cell(lines, r.source(i))
		if from > 0 {
			c.rule(left, y, left, y+r.height, thin, black)
		}
	}
	return y + r.height
}

// cell sets lines in the middle of a box; in a numeric column they end where the
// column's widest number ends when that is centred, so that digits stand in
// ranks. Sentences begin at the left, as text does. Headings have column -1.
func (l tableLayout) cell(c *canvas, lines cellLines, x, y, width, height float64, column int) {
	lineHeight := l.size * leading
	base := y + (height-float64(len(lines))*lineHeight)/2 + lineHeight/2 + (emAbove-0.5)*l.size
	for i, line := range lines {
		natural, _ := line.natural(0)
		left := x + (width-natural)/2
		switch {
		case column >= 0 && l.numeric[column] && isNumber(line.text()):
			left = x + (width+l.wide[column])/2 - natural
		case column >= 0 && l.prose[column]:
			left = x + cellSide
		}
		c.setLine(line, left, base+float64(i)*lineHeight, l.size, 0)
	}
}

// frame draws the thick outline of a table part.
func (l tableLayout) frame(c *canvas, x, top, bottom float64) {
	right := x + l.span(0, len(l.widths))
	c.raw("q 0 G 0 j %.2f w %.3f %.3f %.3f %.3f re S Q", thick, x, c.height-bottom, right-x, bottom-top)
}

// draw sets a table that fits below y and gives the y below it.
func (l tableLayout) draw(c *canvas, x, y float64) float64 {
	top := y
	y = l.drawHead(c, x, y)
	for _, r := range l.rows {
		c.rule(x, y, x+l.span(0, len(l.widths)), y, thin, black)
		c.where = fmt.Sprintf("%s第%d行", l.grid.Caption, r.number)
		c.place = c.where
		y = l.drawRow(c, r, x, y)
		c.where, c.place = "", ""
	}
	l.frame(c, x, top, y)
	return y
}

// bodyTables is a table of the body under its caption: a slab that is not parted,
// or one for each page where the table is longer than that.
func (t *typesetter) bodyTables(g Grid) []slab {
	const captionSize, air = 12.0, 3.0
	most := float64(gridRows)*pitchY - bodySize - pitchY
	var slabs []slab
	caption := g.Caption
	for whole := t.faces.layoutTable(g, areaWidth); len(whole.rows) > 0 || len(slabs) == 0; caption = g.Caption + "（续）" {
		l := whole
		height, n := l.headHeight(), 0
		for n < len(whole.rows) && (n == 0 || height+whole.rows[n].height+air <= most) {
			whole.rows[n].height += air
			height += whole.rows[n].height
			n++
		}
		l.rows, whole.rows = whole.rows[:n], whole.rows[n:]
		title := caption
		slabs = append(slabs, slab{
			rows: int(math.Ceil((bodySize + height + 0.6*pitchY) / pitchY)), floats: true,
			draw: func(c *canvas, top float64) {
				t.centred(title, Hei, captionSize, baseline(top, captionSize))
				if g.Measure != "" {
					width := t.faces.textWidth(Fang, g.Measure, 10.5)
					c.text(areaLeft+areaWidth-width, baseline(top, 10.5), 10.5, Fang, g.Measure)
				}
				l.draw(c, areaLeft, top+bodySize+0.25*pitchY)
			},
		})
	}
	return slabs
}
