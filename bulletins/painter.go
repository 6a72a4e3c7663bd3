package bulletins

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

// paint draws a chart with its top left corner at (x, y), scale points a pixel,
// as vectors; its text is text, in 黑体.
func (d drawing) paint(c *canvas, x, y, scale float64) error {
	place := matrix{scale, 0, 0, scale, x, y}
	for _, m := range d.marks {
		m.matrix = m.matrix.then(place)
		p := painter{canvas: c, mark: m}
		var err error
		c.group(func() {
			for _, k := range m.clips {
				p.outline(k.path, k.matrix.then(place))
				c.raw("W n")
			}
			if m.text != "" {
				err = p.text()
				return
			}
			err = p.shape()
		})
		if err != nil {
			return err
		}
	}
	c.pdf.SetAlpha(1, "Normal")
	return nil
}

// ink is the first and the last height of a drawing, in its pixels, with
// something to see.
func (d drawing) ink() (top, bottom float64) {
	top, bottom = d.height, 0
	for _, m := range d.marks {
		box := m.box
		s := m.style
		if m.text != "" {
			if strings.TrimSpace(m.text) == "" {
				continue
			}
			box = bounds{0, -0.6 * s.size, 0, 0.6 * s.size}
		} else if s.stroke == nil && (s.fill == nil || s.fill.gradient == nil && s.fill.colour == colour{1, 1, 1}) {
			continue // white paper is not ink
		}
		for _, y := range []float64{box.y1, box.y2} {
			_, at := m.matrix.apply(box.x1, y)
			top, bottom = min(top, at), max(bottom, at)
		}
	}
	if top >= bottom {
		return 0, d.height
	}
	return max(0, top-1), min(d.height, bottom+1)
}

type painter struct {
	canvas *canvas
	mark   mark
}

// outline writes a path in page coordinates.
func (p painter) outline(path []segment, m matrix) {
	var b strings.Builder
	point := func(x, y float64) {
		px, py := m.apply(x, y)
		b.WriteString(decimal(px))
		b.WriteByte(' ')
		b.WriteString(decimal(p.canvas.height - py))
		b.WriteByte(' ')
	}
	for _, s := range path {
		for i := 0; i < s.count(); i += 2 {
			point(s.points[i], s.points[i+1])
		}
		b.WriteString(map[byte]string{'M': "m ", 'L': "l ", 'C': "c ", 'Z': "h "}[s.op])
	}
	p.canvas.raw("%s", strings.TrimSuffix(b.String(), " "))
}

func (p painter) shape() error {
	s := p.mark.style
	// A line has nothing to fill, and some readers would draw a hair for it.
	if box := p.mark.box; s.fill != nil && box.x2 > box.x1 && box.y2 > box.y1 {
		if err := p.fill(s); err != nil {
			return err
		}
	}
	if s.stroke == nil || s.width == 0 {
		return nil
	}
	if err := p.strokeStyle(s); err != nil {
		return err
	}
	p.outline(p.mark.path, p.mark.matrix)
	p.canvas.raw("S")
	return nil
}

func (p painter) fill(s style) error {
	end := "f"
	if s.evenOdd {
		end = "f*"
	}
	if s.fill.gradient != nil {
		return p.shade(s)
	}
	p.alpha(s.opacity * s.fillAlpha * s.fill.alpha)
	k := s.fill.colour
	p.canvas.raw("%s %s %s rg", decimal(k.r), decimal(k.g), decimal(k.b))
	p.outline(p.mark.path, p.mark.matrix)
	p.canvas.raw("%s", end)
	return nil
}

// strokeStyle sets line colour, width, dashes, caps and joins. A gradient along a
// line is taken when it is in truth one colour.
func (p painter) strokeStyle(s style) error {
	k, alpha := s.stroke.colour, s.stroke.alpha
	if g := s.stroke.gradient; g != nil {
		k, alpha = g.stops[0].colour, g.stops[0].alpha
		for _, stop := range g.stops {
			if stop.colour != k || stop.alpha != alpha {
				return errors.New("线条用了渐变色，打印图只支持单色线条")
			}
		}
	}
	p.alpha(s.opacity * s.stAlph * alpha)
	scale := p.mark.matrix.scale()
	var dash strings.Builder
	for _, d := range s.dash {
		dash.WriteString(decimal(d*scale) + " ")
	}
	p.canvas.raw("%s %s %s RG %s w %d J %d j %s M [%s] %s d", decimal(k.r), decimal(k.g), decimal(k.b),
		decimal(s.width*scale), s.cap, s.join, decimal(max(1, s.miter)), strings.TrimSpace(dash.String()), decimal(s.dashOffset*scale))
	return nil
}

func (p painter) alpha(a float64) {
	p.canvas.pdf.SetAlpha(min(1, max(0, a)), "Normal")
}

// shade fills a path with a linear gradient: the path clips, and each stretch
// between two stops is laid over the rest of the box, so that no seam shows.
func (p painter) shade(s style) error {
	g, c := s.fill.gradient, p.canvas
	alpha := g.stops[0].alpha
	for _, stop := range g.stops {
		if math.Abs(stop.alpha-alpha) > 1e-6 {
			return errors.New("渐变的透明度有变化，打印图只支持不透明度一致的渐变")
		}
	}
	box := p.mark.box
	x1, y1, x2, y2 := g.x1, g.y1, g.x2, g.y2
	if g.ofBox {
		w, h := box.x2-box.x1, box.y2-box.y1
		x1, x2, y1, y2 = box.x1+x1*w, box.x1+x2*w, box.y1+y1*h, box.y1+y2*h
	}
	if box.x2-box.x1 <= 0 || box.y2-box.y1 <= 0 || (x1 == x2 && y1 == y2) {
		return nil
	}
	p.alpha(s.opacity * s.fillAlpha * alpha)
	p.outline(p.mark.path, p.mark.matrix)
	c.raw("W n")
	// The library flips y by the page height; the matrix is turned to its view.
	m := matrix{1, 0, 0, -1, 0, c.height}.then(p.mark.matrix).then(matrix{1, 0, 0, -1, 0, c.height})
	c.raw("%s %s %s %s %s %s cm", decimal(m.a), decimal(m.b), decimal(m.c), decimal(m.d), decimal(m.e), decimal(m.f))
	stops := plainStops(g.stops)
	for i := 0; i+1 < len(stops); i++ {
		p.stretch(box, x1, y1, x2, y2, stops[i], stops[i+1])
	}
	return nil
}

// stretch lays one stretch of a gradient from its first stop to the far side.
func (p painter) stretch(box bounds, x1, y1, x2, y2 float64, a, b stop) {
	w, h := box.x2-box.x1, box.y2-box.y1
	ax, ay := x1+(x2-x1)*a.at, y1+(y2-y1)*a.at
	bx, by := x1+(x2-x1)*b.at, y1+(y2-y1)*b.at
	part := box
	if a.at > 0 {
		switch {
		case x2 > x1:
			part.x1 = max(box.x1, ax)
		case x2 < x1:
			part.x2 = min(box.x2, ax)
		case y2 > y1:
			part.y1 = max(box.y1, ay)
		default:
			part.y2 = min(box.y2, ay)
		}
		w, h = part.x2-part.x1, part.y2-part.y1
	}
	if w <= 0 || h <= 0 {
		return
	}
	// Shares of the part, counted from its lower left corner.
	p.canvas.pdf.LinearGradient(part.x1, part.y1, w, h,
		byte255(a.colour.r), byte255(a.colour.g), byte255(a.colour.b), byte255(b.colour.r), byte255(b.colour.g), byte255(b.colour.b),
		(ax-part.x1)/w, (part.y2-ay)/h, (bx-part.x1)/w, (part.y2-by)/h)
}

// plainStops leaves out stops that lie on the straight way between their
// neighbours: ECharts writes a hundred where three would do.
func plainStops(stops []stop) []stop {
	if len(stops) == 1 {
		return []stop{stops[0], stops[0]}
	}
	out := []stop{stops[0]}
	for from, i := 0, 1; i < len(stops); i++ {
		if i == len(stops)-1 || !straight(stops[from:i+2]) {
			out = append(out, stops[i])
			from = i
		}
	}
	return out
}

func straight(stops []stop) bool {
	a, b := stops[0], stops[len(stops)-1]
	if b.at == a.at {
		return false
	}
	for _, s := range stops {
		t := (s.at - a.at) / (b.at - a.at)
		near := func(x, y, z float64) bool { return math.Abs(x+(y-x)*t-z) < 1.5/255 }
		if !near(a.colour.r, b.colour.r, s.colour.r) || !near(a.colour.g, b.colour.g, s.colour.g) || !near(a.colour.b, b.colour.b, s.colour.b) {
			return false
		}
	}
	return true
}

// text sets a label around its anchor, its middle on the mark's origin. A halo
// is the outline of the letters drawn first, kept out of text extraction.
func (p painter) text() error {
	c, s, m := p.canvas, p.mark.style, p.mark.matrix
	label := strings.TrimSpace(p.mark.text)
	scale := m.scale()
	size := s.size * scale
	width := c.faces.textWidth(Hei, label, size)
	shift := map[string]float64{"start": 0, "middle": -width / 2, "end": -width}[s.anchor]
	unit := matrix{m.a / scale, m.b / scale, m.c / scale, m.d / scale, m.e, m.f}
	x, y := unit.apply(shift, (emAbove-0.5)*size)
	set := func() {
		c.raw("q %s %s %s %s %s %s cm", decimal(unit.a), decimal(-unit.b), decimal(-unit.c), decimal(unit.d), decimal(x), decimal(c.height-y))
		c.isSet = false
		piece := c.faces.piece(Hei, []rune(label), size)
		c.write(0, c.height, size, 0, piece.runes, label, Hei)
		c.raw("Q")
		c.isSet = false
	}
	if s.stroke != nil && s.width > 0 {
		if !s.halo {
			return errors.New("文字描边不在文字之下（缺 paint-order=stroke）")
		}
		if err := p.strokeStyle(s); err != nil {
			return err
		}
		c.raw("/Span <</ActualText <FEFF>>> BDC 1 Tr 1 j")
		set()
		c.raw("0 Tr EMC")
	}
	if s.fill == nil {
		return nil
	}
	if s.fill.gradient != nil {
		return errors.New("文字用了渐变色")
	}
	p.alpha(s.opacity * s.fillAlpha * s.fill.alpha)
	k := s.fill.colour
	c.ink(k)
	set()
	c.ink(black)
	c.note(label)
	return nil
}

// decimal writes a number as PDF has it: no exponent, no more digits than show.
func decimal(v float64) string {
	if math.Abs(v) < 0.00005 {
		return "0"
	}
	return strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(v, 'f', 4, 64), "0"), ".")
}
