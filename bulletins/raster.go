package bulletins

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	mix "image/draw"
	"image/png"
	"math"
	"strings"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"golang.org/x/image/vector"
)

// raster draws a chart in points of light, for programs that show no vectors:
// WPS and older Words take this picture out of bulletin.docx. It draws what the
// painter of the PDF draws, from the same marks.
type raster struct {
	picture *image.RGBA
	faces   Faces
	parsed  map[*Face]*font.Face
}

// picture is a chart as a PNG file so many points wide. The same drawing and
// faces give the same bytes.
func (d drawing) picture(fs Faces, width int) ([]byte, error) {
	scale := float64(width) / d.width
	r := raster{picture: image.NewRGBA(image.Rect(0, 0, width, int(math.Ceil(d.height*scale)))), faces: fs, parsed: map[*Face]*font.Face{}}
	mix.Draw(r.picture, r.picture.Bounds(), image.White, image.Point{}, mix.Src)
	for _, m := range d.marks {
		m.matrix = m.matrix.then(matrix{a: scale, d: scale})
		for i := range m.clips {
			m.clips = append(m.clips[:i:i], append([]clip{{m.clips[i].matrix.then(matrix{a: scale, d: scale}), m.clips[i].path}}, m.clips[i+1:]...)...)
		}
		if err := r.mark(m); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, r.picture)
	return b.Bytes(), err
}

func (r raster) mark(m mark) error {
	s := m.style
	path, fillBelow := m.matrix.path(m.path), false
	if m.text != "" {
		var err error
		if path, err = r.letters(m); err != nil {
			return err
		}
		fillBelow = s.halo
	}
	stroke := func() {
		if s.stroke != nil && s.width > 0 {
			r.fill(outlineOf(path, s, m.matrix.scale()), m.clips, s.stroke, s.opacity*s.stAlph)
		}
	}
	if fillBelow { // a halo lies under the letters
		stroke()
	}
	if s.fill != nil {
		r.fill([][]segment{path}, m.clips, s.fill, s.opacity*s.fillAlpha)
	}
	if !fillBelow {
		stroke()
	}
	return nil
}

// fill lays one colour over the union of shapes that all turn the same way. Of a
// gradient the middle colour is taken: marks in print have none.
func (r raster) fill(shapes [][]segment, clips []clip, p *paint, alpha float64) {
	k := p.colour
	if p.gradient != nil {
		k = p.gradient.stops[len(p.gradient.stops)/2].colour
	}
	box := bounds{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, path := range shapes {
		b := boundsOf(path)
		box = bounds{min(box.x1, b.x1), min(box.y1, b.y1), max(box.x2, b.x2), max(box.y2, b.y2)}
	}
	area := image.Rect(int(math.Floor(box.x1)), int(math.Floor(box.y1)), int(math.Ceil(box.x2)), int(math.Ceil(box.y2))).Intersect(r.picture.Bounds())
	if area.Empty() {
		return
	}
	mask := cover(shapes, area)
	for _, c := range clips {
		edge := cover([][]segment{c.matrix.path(c.path)}, area)
		for i := range mask.Pix {
			mask.Pix[i] = uint8(int(mask.Pix[i]) * int(edge.Pix[i]) / 255)
		}
	}
	ink := color.NRGBA{uint8(byte255(k.r)), uint8(byte255(k.g)), uint8(byte255(k.b)), uint8(byte255(min(1, max(0, alpha*p.alpha))))}
	mix.DrawMask(r.picture, area, image.NewUniform(ink), image.Point{}, mask, image.Point{}, mix.Over)
}

// cover is how far shapes cover each point of an area.
func cover(shapes [][]segment, area image.Rectangle) *image.Alpha {
	z := vector.NewRasterizer(area.Dx(), area.Dy())
	z.DrawOp = mix.Src
	at := func(s segment, i int) (float32, float32) {
		return float32(s.points[i] - float64(area.Min.X)), float32(s.points[i+1] - float64(area.Min.Y))
	}
	for _, path := range shapes {
		for _, s := range path {
			x, y := at(s, 0)
			switch s.op {
			case 'M':
				z.ClosePath()
				z.MoveTo(x, y)
			case 'L':
				z.LineTo(x, y)
			case 'C':
				bx, by := at(s, 2)
				cx, cy := at(s, 4)
				z.CubeTo(x, y, bx, by, cx, cy)
			}
		}
		z.ClosePath()
	}
	mask := image.NewAlpha(image.Rect(0, 0, area.Dx(), area.Dy()))
	z.Draw(mask, mask.Bounds(), image.Opaque, image.Point{})
	return mask
}

// letters are the outlines of a mark's text around its anchor, on the picture.
func (r raster) letters(m mark) ([]segment, error) {
	label := strings.TrimSpace(m.text)
	scale := m.matrix.scale()
	size := m.style.size
	width := r.faces.textWidth(Hei, label, size*scale) / scale
	x := map[string]float64{"start": 0, "middle": -width / 2, "end": -width}[m.style.anchor]
	y := (emAbove - 0.5) * size
	var path []segment
	for _, one := range r.faces.piece(Hei, []rune(label), size).runes {
		if one.face != nil {
			face, err := r.face(one.face)
			if err != nil {
				return nil, err
			}
			_, g := r.faces.find(Hei, one.r)
			outline, _ := face.GlyphDataOutline(opentype.GID(g.id))
			em := size / float64(face.Upem())
			path = append(path, m.matrix.path(glyphPath(outline, x, y, em))...)
		}
		x += one.advance
	}
	return path, nil
}

func (r raster) face(f *Face) (*font.Face, error) {
	if known := r.parsed[f]; known != nil {
		return known, nil
	}
	loader, err := opentype.NewLoader(bytes.NewReader(f.data))
	if err != nil {
		return nil, fmt.Errorf("字体%s：%w", f.Role, err)
	}
	parsed, err := font.NewFont(loader)
	if err != nil {
		return nil, fmt.Errorf("字体%s：%w", f.Role, err)
	}
	r.parsed[f] = font.NewFace(parsed)
	return r.parsed[f], nil
}

// glyphPath is a glyph as path steps; quadratic curves become cubic ones.
func glyphPath(outline font.GlyphOutline, x, y, em float64) []segment {
	var path []segment
	px, py := 0.0, 0.0
	for _, s := range outline.Segments {
		args := s.ArgsSlice()
		p := make([]float64, 0, 6)
		for _, a := range args {
			p = append(p, x+float64(a.X)*em, y-float64(a.Y)*em)
		}
		switch s.Op {
		case opentype.SegmentOpMoveTo:
			path = append(path, segment{op: 'M', points: [6]float64{p[0], p[1]}})
		case opentype.SegmentOpLineTo:
			path = append(path, segment{op: 'L', points: [6]float64{p[0], p[1]}})
		case opentype.SegmentOpQuadTo:
			path = append(path, segment{op: 'C', points: [6]float64{px + (p[0]-px)*2/3, py + (p[1]-py)*2/3, p[2] + (p[0]-p[2])*2/3, p[3] + (p[1]-p[3])*2/3, p[2], p[3]}})
		case opentype.SegmentOpCubeTo:
			path = append(path, segment{op: 'C', points: [6]float64(p)})
		}
		px, py = p[len(p)-2], p[len(p)-1]
	}
	return path
}
