package bulletins

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// look is how a status is drawn: apart by hatch as well as by colour, for grey
// copies and for eyes that do not tell red from green.
type look struct {
	fill, line colour
	hatch      string // none, slash, back, level, cross, dots
}

var looks = map[string]look{
	"supplied":   {rgb(0xa8c3dd), rgb(0x2a629c), ""},
	"unacquired": {rgb(0xf7e3b8), rgb(0x8a5a00), "dots"},
	"unsupplied": {rgb(0xf4cdb8), rgb(0xb04a12), "slash"},
	"inuse":      {rgb(0xe3d3ea), rgb(0x6b3f86), "cross"},
	"idle":       {rgb(0xefb8b4), rgb(0xb3261e), "back"},
	"disposed":   {rgb(0xc0e0da), rgb(0x1f7a6c), ""},
	"writtenoff": {rgb(0xe3e7ec), rgb(0x5b6675), "level"},
	"unknown":    {rgb(0xffffff), rgb(0x5b6675), ""},
}

func rgb(v int) colour {
	return colour{float64(v>>16) / 255, float64(v>>8&255) / 255, float64(v&255) / 255}
}

func lookOf(code string) look {
	if l, known := looks[code]; known {
		return l
	}
	return looks["unknown"]
}

const (
	mapLine   = 0.4 // points, of a parcel's outline
	mapText   = 10.5
	mapLabel  = 6.0 // numbers on parcels
	hatchStep = 2.6
)

// drawMap sets the map into the rest of a page from y down: the frame, the
// parcels, north arrow, scale bar and legend. It gives the y below its notes.
func (t *typesetter) drawMap(page sheet, m *Map, y float64) float64 {
	const small = 10.5
	legend := t.legendRows(page, m)
	bottom := page.bottom() - float64(len(m.Notes))*small*1.6 - float64(len(legend))*small*1.9 - 6
	frame := sheet{page.left, y, page.width, bottom - y}
	c := t.canvas
	c.raw("q 0 G %.2f w %.3f %.3f %.3f %.3f re S Q", thick, frame.left, c.height-frame.bottom(), frame.width, frame.height)
	const margin = 14.0
	ratio := roundScale(max(max(m.Width, 1)/(frame.width-2*margin), max(m.Height, 1)/(frame.height-2*margin)) * perMetre)
	scale := perMetre / ratio
	x0, y0 := frame.left+frame.width/2, frame.top+frame.height/2
	for _, p := range m.Parcels {
		t.parcel(lookOf(p.Status), mapPath(p.Rings, scale, x0, c.height-y0))
	}
	t.parcelLabels(m, scale, x0, y0)
	t.northArrow(frame)
	t.scaleBar(frame, scale, ratio)
	y = frame.bottom() + 6
	for _, row := range legend {
		x := page.left
		for _, s := range row {
			l := lookOf(s.Code)
			t.parcel(l, fmt.Sprintf("%.2f %.2f 18 9 re", x, c.height-y-small))
			c.text(x+22, y+emAbove*small, small, Fang, s.Words)
			x += 22 + t.faces.textWidth(Fang, s.Words, small) + 14
		}
		y += small * 1.9
	}
	for _, note := range m.Notes {
		y = t.note(page, note, small, y, 0)
	}
	return y
}

// legendRows lays the legend's entries on lines as wide as the page.
func (t *typesetter) legendRows(page sheet, m *Map) (rows [][]MapStatus) {
	x := page.width
	for _, s := range m.Legend {
		width := 36 + t.faces.textWidth(Fang, s.Words, mapText)
		if x+width > page.width {
			rows, x = append(rows, nil), 0
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], s)
		x += width
	}
	return rows
}

// mapPath is the rings as a path; points nearer than a tenth of a point to the
// last are left out.
func mapPath(rings [][]mapPoint, scale, x0, y0 float64) string {
	var b strings.Builder
	for _, ring := range rings {
		last := mapPoint{math.Inf(1), 0}
		for i, p := range ring {
			at := mapPoint{x0 + p.x*scale, y0 + p.y*scale}
			if i > 0 && math.Abs(at.x-last.x)+math.Abs(at.y-last.y) < 0.1 {
				continue
			}
			fmt.Fprintf(&b, "%s %s %s ", short(at.x), short(at.y), map[bool]string{true: "m", false: "l"}[i == 0])
			last = at
		}
		b.WriteString("h ")
	}
	return b.String()
}

func short(v float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", v), "0"), ".")
}

// parcel fills, hatches and outlines a path.
func (t *typesetter) parcel(l look, path string) {
	c := t.canvas
	fill := fmt.Sprintf("%.3f %.3f %.3f rg", l.fill.r, l.fill.g, l.fill.b)
	line := fmt.Sprintf("%.3f %.3f %.3f RG %.2f w 1 j", l.line.r, l.line.g, l.line.b, mapLine)
	if l.hatch == "" {
		c.raw("q %s %s %s B* Q", fill, line, path)
		return
	}
	c.raw("q %s %s %s B* Q q %s W* n %s %s S Q", fill, line, path, path, strings.Replace(line, fmt.Sprintf("%.2f w", mapLine), "0.25 w", 1), hatch(l.hatch, pathBox(path)))
}

// pathBox is the box of a path's numbers; rectangles come as x y w h.
func pathBox(path string) bounds {
	b := bounds{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	var pair []float64
	add := func(x, y float64) { b = bounds{min(b.x1, x), min(b.y1, y), max(b.x2, x), max(b.y2, y)} }
	for _, word := range strings.Fields(path) {
		var v float64
		if _, err := fmt.Sscanf(word, "%g", &v); err == nil {
			pair = append(pair, v)
			continue
		}
		if word == "re" && len(pair) == 4 {
			add(pair[0], pair[1])
			add(pair[0]+pair[2], pair[1]+pair[3])
		} else if len(pair) == 2 {
			add(pair[0], pair[1])
		}
		pair = nil
	}
	return b
}

// hatch is the lines of a pattern across a box, on a raster of the whole page so
// that neighbours join.
func hatch(kind string, b bounds) string {
	var out strings.Builder
	stroke := func(x1, y1, x2, y2 float64) {
		fmt.Fprintf(&out, "%s %s m %s %s l ", short(x1), short(y1), short(x2), short(y2))
	}
	first := func(v float64) float64 { return math.Floor(v/hatchStep) * hatchStep }
	height := b.y2 - b.y1
	if kind == "slash" || kind == "cross" {
		for x := first(b.x1 - b.y2); x <= b.x2-b.y1; x += hatchStep {
			stroke(x+b.y1, b.y1, x+b.y2, b.y2)
		}
	}
	if kind == "back" || kind == "cross" {
		for x := first(b.x1 + b.y1); x <= b.x2+b.y2; x += hatchStep {
			stroke(x-b.y1, b.y1, x-b.y1-height, b.y2)
		}
	}
	if kind == "level" || kind == "dots" {
		if kind == "dots" {
			fmt.Fprintf(&out, "[0.5 %s] 0 d ", short(hatchStep-0.5))
		}
		for y := first(b.y1); y <= b.y2; y += hatchStep {
			stroke(first(b.x1), y, b.x2, y)
		}
	}
	return out.String()
}

// parcelLabels sets the numbers of annex 4 on their parcels, with a white rim,
// where the parcel is as large as the number and no other number stands.
func (t *typesetter) parcelLabels(m *Map, scale, x0, y0 float64) {
	c := t.canvas
	var taken []bounds
	for _, p := range m.Parcels {
		if p.Label == "" {
			continue
		}
		box := bounds{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
		for _, at := range p.Rings[0] {
			box = bounds{min(box.x1, at.x), min(box.y1, at.y), max(box.x2, at.x), max(box.y2, at.y)}
		}
		width := t.faces.textWidth(Hei, p.Label, mapLabel)
		x, y := x0+(box.x1+box.x2)/2*scale-width/2, y0-(box.y1+box.y2)/2*scale
		own := bounds{x - 0.5, y - mapLabel/2, x + width + 0.5, y + mapLabel/2}
		if slices.ContainsFunc(taken, func(o bounds) bool { return own.x1 < o.x2 && o.x1 < own.x2 && own.y1 < o.y2 && o.y1 < own.y2 }) {
			continue
		}
		taken = append(taken, own)
		base := y + (emAbove-0.5)*mapLabel
		c.group(func() {
			c.raw("/Span <</ActualText <FEFF>>> BDC 1 Tr 1 1 1 RG 1.2 w 1 j")
			c.pen(x, base, mapLabel, Hei, p.Label)
			c.raw("0 Tr EMC")
		})
		c.text(x, base, mapLabel, Hei, p.Label)
	}
}

// northArrow stands in the frame's upper right corner.
func (t *typesetter) northArrow(frame sheet) {
	c := t.canvas
	x, y := frame.left+frame.width-22, frame.top+30.0
	c.raw("q 1 1 1 rg %.2f %.2f 28 52 re f 0 g 0 G 0.6 w %.2f %.2f m %.2f %.2f l %.2f %.2f l h f %.2f %.2f m %.2f %.2f l %.2f %.2f l h S Q",
		x-14, c.height-y-34, x, c.height-y+8, x-6, c.height-y-26, x, c.height-y-19, x, c.height-y+8, x+6, c.height-y-26, x, c.height-y-19)
	width := t.faces.textWidth(Hei, "北", mapText)
	c.text(x-width/2, y-11, mapText, Hei, "北")
}

// scaleBar stands in the lower left corner: a round length of about a fifth of
// the frame, in four parts, and the scale as a ratio.
func (t *typesetter) scaleBar(frame sheet, scale, ratio float64) {
	c := t.canvas
	length := roundLength(frame.width / 5 / scale)
	width := length * scale
	x, y := frame.left+14, frame.bottom()-14
	c.raw("q 1 1 1 rg %.2f %.2f %.2f 36 re f 0 g 0 G 0.5 w", x-6, c.height-y-8, width+60)
	for i := range 4 {
		operator := "f"
		if i%2 == 1 {
			operator = "S"
		}
		c.raw("%.2f %.2f %.2f 3 re %s", x+float64(i)*width/4, c.height-y, width/4, operator)
	}
	c.raw("Q")
	c.isSet = false
	words := fmt.Sprintf("%g千米", length/1000)
	if length < 1000 {
		words = fmt.Sprintf("%g米", length)
	}
	c.text(x-2, y-6, 7.5, Hei, "0")
	c.text(x+width-4, y-6, 7.5, Hei, words)
	c.text(x-2, y-16, 7.5, Hei, fmt.Sprintf("1∶%.0f", ratio))
}

// perMetre is the points of a metre of paper.
const perMetre = 1000 * mm

// roundScale is the next scale a map may have that is not larger than what fits:
// 1∶ one of the usual numbers.
func roundScale(least float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(least)))
	for _, step := range []float64{1, 1.5, 2, 2.5, 3, 4, 5, 6, 8} {
		if step*power >= least {
			return step * power
		}
	}
	return 10 * power
}

// roundLength is the largest of 1, 2, 5 times a power of ten that is no longer.
func roundLength(metres float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(metres)))
	for _, step := range []float64{5, 2} {
		if step*power <= metres {
			return step * power
		}
	}
	return power
}
