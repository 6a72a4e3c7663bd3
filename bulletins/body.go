package bulletins

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// body turns everything between the title and the annexes into slabs.
func (t *typesetter) body() ([]slab, error) {
	slabs := t.paragraph([]Run{{Fang, t.doc.Addressee + "："}}, nil, 0, 0)
	figures := 0
	for i, b := range t.doc.Body {
		switch b.Kind {
		case Paragraph:
			slabs = append(slabs, t.paragraph(b.Runs, b.Sources, 2*pitchX, 0)...)
		case Heading1, Heading2, Heading3:
			heading := t.paragraph(b.Runs, b.Sources, 2*pitchX, utf8.RuneCountInString(b.Runs[0].Text))
			heading[0].draw = t.marked(heading[0].draw, b)
			slabs = append(slabs, heading...)
		case FigureBlock:
			figures++
			s, err := t.figure(*b.Figure, figures)
			if err != nil {
				return nil, err
			}
			slabs = append(slabs, s)
		case TableBlock:
			slabs = append(slabs, t.bodyTables(*b.Table)...)
		default:
			return nil, fmt.Errorf("正文第%d块的种类%d不认识", i+1, b.Kind)
		}
	}
	return append(slabs, t.closing(slabs)...), nil
}

// marked adds a bookmark to what a heading draws.
func (t *typesetter) marked(draw func(*canvas, float64), b Block) func(*canvas, float64) {
	var title strings.Builder
	for _, r := range b.Runs {
		if r.Role != Fang || b.Kind == Heading3 {
			title.WriteString(r.Text)
		}
	}
	level := 1
	if b.Kind != Heading1 {
		level = 2
	}
	return func(c *canvas, top float64) {
		if b.Kind != Heading3 {
			c.bookmark(title.String(), level, top)
		}
		draw(c, top)
	}
}

// paragraph is one slab a line. The first characters may be its heading: lines of
// nothing but heading stay with the line after them. A heading that text follows
// on its own line needs no more company, and pages keep their 22 lines.
func (t *typesetter) paragraph(runs []Run, sources []Sourced, indent float64, heading int) []slab {
	const gap = pitchX - bodySize
	lines := even(breakLines(t.faces.pieces(runs, bodySize), areaWidth, indent, gap), areaWidth, gap)
	slabs := make([]slab, 0, len(lines))
	at := 0
	for i, l := range lines {
		start := at
		at += utf8.RuneCountInString(l.text())
		heading -= utf8.RuneCountInString(l.text())
		slabs = append(slabs, slab{rows: 1, keep: heading >= 0, inner: i > 0, draw: func(c *canvas, top float64) {
			spread := lineGap(l, areaWidth, gap)
			c.telling("正文", lineOf(sources, start), func() {
				c.setLine(l, areaLeft, baseline(top, bodySize), bodySize, spread)
			})
			t.linkAnnexes(c, l, top, spread)
		}})
	}
	return slabs
}

var annexMention = regexp.MustCompile(`附件(\d*)`)

// linkAnnexes makes every 附件3 of a line lead there. A mention parted between
// two lines stays plain.
func (t *typesetter) linkAnnexes(c *canvas, l line, top, gap float64) {
	for _, m := range annexMention.FindAllStringSubmatchIndex(l.text(), -1) {
		number := l.text()[m[2]:m[3]]
		i := 0
		if n, err := strconv.Atoi(number); err == nil {
			i = n - 1
		} else if len(t.doc.Annexes) != 1 {
			continue
		}
		at, x, from := 0, areaLeft+l.indent, 0.0
		for _, p := range l.pieces {
			if at == m[0] {
				from = x
			}
			at += len(p.text)
			if x += p.width; at == m[1] && from > 0 {
				c.link(from, top, x-from, i)
			}
			x += gap
		}
	}
}

// closing is 附件说明, 署名, 成文日期 and 附注. All of it is bound together and to
// the last two lines of the text, for a signature without text on its page is a
// fault in an official paper; the price is some white at the foot of the page before.
func (t *typesetter) closing(before []slab) []slab {
	for i := max(0, len(before)-2); i < len(before); i++ {
		before[i].keep = true
	}
	slabs := append(t.attachments(), t.signature()...)
	slabs[0].wall = true
	for i := range slabs[:len(slabs)-1] {
		slabs[i].keep = true
	}
	return slabs
}

// attachments is the list 附件：1. … with the names aligned under each other.
func (t *typesetter) attachments() []slab {
	var slabs []slab
	const gap = pitchX - bodySize
	lead := 5 * pitchX // two characters in, then 附件：
	for i, a := range t.doc.Annexes {
		number := ""
		if len(t.doc.Annexes) > 1 {
			number = fmt.Sprintf("%d. ", i+1)
		}
		name := lead + t.faces.textWidth(Fang, number, bodySize)
		for k, l := range breakLines(t.faces.pieces([]Run{{Fang, a.Title}}, bodySize), areaWidth-name, 0, gap) {
			s := slab{rows: 1, draw: func(c *canvas, top float64) {
				base := baseline(top, bodySize)
				if i == 0 && k == 0 {
					c.text(areaLeft+2*pitchX, base, bodySize, Fang, "附件：")
				}
				if k == 0 && number != "" {
					c.text(areaLeft+lead, base, bodySize, Fang, strings.TrimSpace(number))
				}
				c.setLine(l, areaLeft+name, base, bodySize, gap)
				width, _ := l.natural(gap)
				c.link(areaLeft+name, top, width, i)
			}}
			slabs = append(slabs, s)
		}
	}
	if len(slabs) > 0 {
		slabs[0].before = 1
	}
	return slabs
}

// signature sets the issuer two characters in from the right. A name that fits
// one line has the date under it, its first character two to the right of the
// name's; a longer one stands in balanced lines with the date under their middle.
func (t *typesetter) signature() []slab {
	const inset = 2 * pitchX
	lines := t.faces.balance(t.doc.Signature, Fang, bodySize, areaWidth-2*inset)
	width := 0.0
	for _, l := range lines {
		width = max(width, t.faces.textWidth(Fang, l, bodySize))
	}
	date := t.faces.textWidth(Fang, t.doc.Date, bodySize)
	right := areaLeft + areaWidth - inset
	block := right - width // left edge of the block
	dateX := block + (width-date)/2
	if len(lines) == 1 {
		dateX = min(block+2*bodySize, right-date)
		block = dateX - 2*bodySize // a date longer than the name moves the name in
	}
	var slabs []slab
	add := func(x float64, text string) {
		slabs = append(slabs, slab{rows: 1, draw: func(c *canvas, top float64) {
			c.text(x, baseline(top, bodySize), bodySize, Fang, text)
		}})
	}
	for _, l := range lines {
		add(block+(width-t.faces.textWidth(Fang, l, bodySize))/2, l)
	}
	add(dateX, t.doc.Date)
	slabs[0].before = 2
	if t.doc.Contact != "" {
		slabs = append(slabs, t.paragraph([]Run{{Fang, "（" + t.doc.Contact + "）"}}, nil, 2*pitchX, 0)...)
	}
	return slabs
}

// figure is a chart as wide as the type area, or somewhat less where that saves
// a page from standing half empty (ease), with its caption underneath. White at
// the drawing's own head and foot is cut off.
func (t *typesetter) figure(f Figure, number int) (slab, error) {
	drawing, err := parseSVG(f.SVG)
	if err != nil {
		return slab{}, fmt.Errorf("图%d“%s”（%s）：%w", number, f.Caption, f.ID, err)
	}
	const size, above, between, below = 12.0, 6.0, 7.0, 14.0 // caption in 小4号
	inkTop, inkBottom := drawing.ink()
	scale := areaWidth / drawing.width * t.ease
	height := (inkBottom - inkTop) * scale
	if most := 19 * pitchY; height > most {
		scale, height = scale*most/height, most
	}
	left := areaLeft + (areaWidth-drawing.width*scale)/2
	caption := fmt.Sprintf("图%d　%s", number, f.Caption)
	whole := above + height + between + size + below
	rows := int(math.Ceil(whole / pitchY))
	air := (float64(rows)*pitchY - whole) / 2
	return slab{rows: rows, floats: true, draw: func(c *canvas, top float64) {
		top += air/2 + above
		c.telling(fmt.Sprintf("图%d", number), oneOf(f.Sources), func() {
			if err := drawing.paint(c, left, top-inkTop*scale, scale); err != nil {
				c.fail(fmt.Errorf("%s（%s）：%w", caption, f.ID, err))
			}
		})
		t.centred(caption, Hei, size, top+height+between+air/2+emAbove*size)
	}}, nil
}
