package bulletins

import (
	"encoding/binary"
	"math"

	"github.com/go-text/typesetting/font/opentype"
)

// outlinePoint is a point of a TrueType contour.
type outlinePoint struct {
	x, y int16
	on   bool
}

// quadratic encodes an outline of cubic curves as a TrueType glyph, within half a
// thousandth of the type's size. Unit is one thousandth in font units.
func quadratic(segments []opentype.Segment, unit float64) []byte {
	var contours [][]outlinePoint
	var at opentype.SegmentPoint
	add := func(x, y float64, on bool) {
		last := len(contours) - 1
		contours[last] = append(contours[last], outlinePoint{int16(math.Round(x)), int16(math.Round(y)), on})
	}
	for _, s := range segments {
		a := s.Args
		if s.Op == opentype.SegmentOpMoveTo || len(contours) == 0 {
			contours = append(contours, nil)
		}
		switch s.Op {
		case opentype.SegmentOpMoveTo, opentype.SegmentOpLineTo:
			add(float64(a[0].X), float64(a[0].Y), true)
			at = a[0]
		case opentype.SegmentOpQuadTo:
			add(float64(a[0].X), float64(a[0].Y), false)
			add(float64(a[1].X), float64(a[1].Y), true)
			at = a[1]
		case opentype.SegmentOpCubeTo:
			cubic(at, a, 0.5*unit, add)
			at = a[2]
		}
	}
	return encodeGlyph(contours)
}

// cubic lays quadratic pieces along a cubic curve: the error of one falls with
// the cube of their number.
func cubic(from opentype.SegmentPoint, a [3]opentype.SegmentPoint, tolerance float64, add func(x, y float64, on bool)) {
	p := [4][2]float64{{float64(from.X), float64(from.Y)}}
	for i, q := range a {
		p[i+1] = [2]float64{float64(q.X), float64(q.Y)}
	}
	third := [2]float64{}
	for k := range third {
		third[k] = p[3][k] - 3*p[2][k] + 3*p[1][k] - p[0][k]
	}
	n := int(math.Ceil(math.Cbrt(math.Sqrt(3) / 36 * math.Hypot(third[0], third[1]) / tolerance)))
	n = max(1, n)
	point := func(t float64) (q, slope [2]float64) {
		u := 1 - t
		for k := range q {
			q[k] = u*u*u*p[0][k] + 3*u*u*t*p[1][k] + 3*u*t*t*p[2][k] + t*t*t*p[3][k]
			slope[k] = 3 * (u*u*(p[1][k]-p[0][k]) + 2*u*t*(p[2][k]-p[1][k]) + t*t*(p[3][k]-p[2][k]))
		}
		return q, slope
	}
	start, startSlope := point(0)
	for i := 1; i <= n; i++ {
		end, endSlope := point(float64(i) / float64(n))
		var control [2]float64
		for k := range control {
			control[k] = (start[k]+end[k])/2 + (startSlope[k]-endSlope[k])/(4*float64(n))
		}
		add(control[0], control[1], false)
		add(end[0], end[1], true)
		start, startSlope = end, endSlope
	}
}

// encodeGlyph writes a simple glyph with plain two-byte coordinates.
func encodeGlyph(contours [][]outlinePoint) []byte {
	var ends []uint16
	var points []outlinePoint
	for _, c := range contours {
		if n := len(c); n > 1 && c[n-1].on && c[n-1].x == c[0].x && c[n-1].y == c[0].y {
			c = c[:n-1] // contours close by themselves
		}
		if len(c) < 2 {
			continue
		}
		points = append(points, c...)
		ends = append(ends, uint16(len(points)-1))
	}
	if len(points) == 0 {
		return nil
	}
	x1, y1, x2, y2 := points[0].x, points[0].y, points[0].x, points[0].y
	for _, p := range points {
		x1, x2, y1, y2 = min(x1, p.x), max(x2, p.x), min(y1, p.y), max(y2, p.y)
	}
	var out []byte
	for _, v := range append([]uint16{uint16(len(ends)), uint16(x1), uint16(y1), uint16(x2), uint16(y2)}, append(ends, 0)...) {
		out = binary.BigEndian.AppendUint16(out, v) // no instructions: a length of 0
	}
	for _, p := range points {
		flag := byte(0)
		if p.on {
			flag = 1
		}
		out = append(out, flag)
	}
	previous := outlinePoint{}
	for _, p := range points {
		out = binary.BigEndian.AppendUint16(out, uint16(p.x-previous.x))
		previous = p
	}
	previous = outlinePoint{}
	for _, p := range points {
		out = binary.BigEndian.AppendUint16(out, uint16(p.y-previous.y))
		previous = p
	}
	for len(out)%4 != 0 {
		out = append(out, 0)
	}
	return out
}
