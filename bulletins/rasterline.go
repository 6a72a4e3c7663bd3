package bulletins

import "math"

// polyline is a path's subpath made of straight steps.
type polyline struct {
	points [][2]float64
	closed bool
}

// flatten turns curves into straight steps short enough for a picture.
func flatten(path []segment) []polyline {
	var out []polyline
	var now polyline
	end := func() {
		if len(now.points) > 1 {
			out = append(out, now)
		}
		now = polyline{}
	}
	for _, s := range path {
		p := s.points
		switch s.op {
		case 'M':
			end()
			now.points = append(now.points, [2]float64{p[0], p[1]})
		case 'L':
			now.points = append(now.points, [2]float64{p[0], p[1]})
		case 'C':
			const steps = 12
			from := now.points[len(now.points)-1]
			for i := 1; i <= steps; i++ {
				t := float64(i) / steps
				u := 1 - t
				at := func(k int) float64 { return u*u*u*from[k] + 3*u*u*t*p[k] + 3*u*t*t*p[2+k] + t*t*t*p[4+k] }
				now.points = append(now.points, [2]float64{at(0), at(1)})
			}
		case 'Z':
			if len(now.points) > 0 {
				first := now.points[0]
				now.points = append(now.points, first)
				now.closed = true
				end()
				now.points = append(now.points, first)
			}
		}
	}
	end()
	return out
}

// dashed cuts a polyline into the pieces that show.
func dashed(l polyline, pattern []float64, offset float64) []polyline {
	total := 0.0
	for _, d := range pattern {
		total += d
	}
	if total <= 0 {
		return []polyline{l}
	}
	k, left, on := 0, 0.0, true
	for left = math.Mod(offset, 2*total); left >= pattern[k]; k = (k + 1) % len(pattern) {
		left, on = left-pattern[k], !on
	}
	left = pattern[k] - left
	var out []polyline
	var now polyline
	for i := 0; i+1 < len(l.points); i++ {
		a, b := l.points[i], l.points[i+1]
		length := math.Hypot(b[0]-a[0], b[1]-a[1])
		for at := 0.0; at < length; {
			step := min(left, length-at)
			point := func(d float64) [2]float64 {
				return [2]float64{a[0] + (b[0]-a[0])*d/length, a[1] + (b[1]-a[1])*d/length}
			}
			if on {
				if len(now.points) == 0 {
					now.points = append(now.points, point(at))
				}
				now.points = append(now.points, point(at+step))
			}
			at, left = at+step, left-step
			if left <= 1e-9 {
				if on {
					out = append(out, now)
					now = polyline{}
				}
				k, on = (k+1)%len(pattern), !on
				left = pattern[k]
			}
		}
	}
	if len(now.points) > 1 {
		out = append(out, now)
	}
	return out
}

// outlineOf is what a pen of the style's width leaves of a path: a strip for each
// step and a round for each corner, all turning the same way.
func outlineOf(path []segment, s style, scale float64) [][]segment {
	half := max(0.5, s.width*scale/2)
	pattern := make([]float64, len(s.dash))
	for i, d := range s.dash {
		pattern[i] = d * scale
	}
	if len(pattern)%2 == 1 {
		pattern = append(pattern, pattern...)
	}
	var shapes [][]segment
	for _, whole := range flatten(path) {
		pieces := []polyline{whole}
		if len(pattern) > 0 {
			pieces = dashed(whole, pattern, s.dashOffset*scale)
		}
		for _, l := range pieces {
			for i := 0; i+1 < len(l.points); i++ {
				if strip := stripOf(l.points[i], l.points[i+1], half, s.cap == 2 && !l.closed); strip != nil {
					shapes = append(shapes, strip)
				}
				if i > 0 && half > 0.7 || s.cap == 1 || l.closed && half > 0.7 {
					shapes = append(shapes, roundOf(l.points[i], half))
				}
			}
		}
	}
	return shapes
}

func stripOf(a, b [2]float64, half float64, square bool) []segment {
	length := math.Hypot(b[0]-a[0], b[1]-a[1])
	if length == 0 {
		return nil
	}
	ux, uy := (b[0]-a[0])/length, (b[1]-a[1])/length
	if square {
		a, b = [2]float64{a[0] - ux*half, a[1] - uy*half}, [2]float64{b[0] + ux*half, b[1] + uy*half}
	}
	nx, ny := -uy*half, ux*half
	return ring([][2]float64{{a[0] - nx, a[1] - ny}, {b[0] - nx, b[1] - ny}, {b[0] + nx, b[1] + ny}, {a[0] + nx, a[1] + ny}})
}

func roundOf(at [2]float64, half float64) []segment {
	const sides = 12
	points := make([][2]float64, sides)
	for i := range points {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / sides)
		points[i] = [2]float64{at[0] + cos*half, at[1] + sin*half}
	}
	return ring(points)
}

func ring(points [][2]float64) []segment {
	path := make([]segment, 0, len(points)+1)
	for i, p := range points {
		op := byte('L')
		if i == 0 {
			op = 'M'
		}
		path = append(path, segment{op: op, points: [6]float64{p[0], p[1]}})
	}
	return append(path, segment{op: 'Z'})
}
