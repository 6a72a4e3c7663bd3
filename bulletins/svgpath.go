package bulletins

import (
	"errors"
	"fmt"
	"math"
	"strconv"
)

// matrix maps (x, y) to (a·x + c·y + e, b·x + d·y + f), as SVG and PDF write it.
type matrix struct{ a, b, c, d, e, f float64 }

var identity = matrix{1, 0, 0, 1, 0, 0}

func (m matrix) apply(x, y float64) (float64, float64) {
	return m.a*x + m.c*y + m.e, m.b*x + m.d*y + m.f
}

// then is m first and o after it.
func (m matrix) then(o matrix) matrix {
	e, f := o.apply(m.e, m.f)
	return matrix{
		a: o.a*m.a + o.c*m.b, b: o.b*m.a + o.d*m.b,
		c: o.a*m.c + o.c*m.d, d: o.b*m.c + o.d*m.d, e: e, f: f,
	}
}

// scale is by how much the matrix enlarges.
func (m matrix) scale() float64 { return math.Sqrt(math.Abs(m.a*m.d - m.b*m.c)) }

// path moves a whole path.
func (m matrix) path(path []segment) []segment {
	out := make([]segment, len(path))
	for i, s := range path {
		out[i].op = s.op
		for k := 0; k < s.count(); k += 2 {
			out[i].points[k], out[i].points[k+1] = m.apply(s.points[k], s.points[k+1])
		}
	}
	return out
}

// segment is one step of a path: M and L with one point, C with three, Z with none.
type segment struct {
	op     byte
	points [6]float64
}

type bounds struct{ x1, y1, x2, y2 float64 }

func boundsOf(path []segment) bounds {
	b := bounds{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, s := range path {
		for i := 0; i < s.count(); i += 2 {
			b.x1, b.x2 = min(b.x1, s.points[i]), max(b.x2, s.points[i])
			b.y1, b.y2 = min(b.y1, s.points[i+1]), max(b.y2, s.points[i+1])
		}
	}
	return b
}

func (s segment) count() int {
	switch s.op {
	case 'C':
		return 6
	case 'Z':
		return 0
	}
	return 2
}

// scanner reads the numbers and letters of path data and transforms.
type scanner struct {
	text string
	at   int
}

func (s *scanner) skip() {
	for s.at < len(s.text) && (s.text[s.at] == ' ' || s.text[s.at] == ',' || s.text[s.at] == '\n' || s.text[s.at] == '\t') {
		s.at++
	}
}

func (s *scanner) number() (float64, error) {
	s.skip()
	from := s.at
	dot, digits := false, false
	for ; s.at < len(s.text); s.at++ {
		switch b := s.text[s.at]; {
		case b >= '0' && b <= '9':
			digits = true
			continue
		case (b == '-' || b == '+') && (s.at == from || s.text[s.at-1] == 'e'):
			continue
		case b == '.' && !dot:
			dot = true
			continue
		case b == 'e' && digits:
			dot = true
			continue
		}
		break
	}
	f, err := strconv.ParseFloat(s.text[from:s.at], 64)
	if err != nil {
		return 0, fmt.Errorf("第%d个字符处应有数字：%q", from+1, s.text)
	}
	return f, nil
}

func (s *scanner) numbers(into []float64) error {
	for i := range into {
		f, err := s.number()
		if err != nil {
			return err
		}
		into[i] = f
	}
	return nil
}

// more says whether another number follows before the next letter.
func (s *scanner) more() bool {
	s.skip()
	return s.at < len(s.text) && (s.text[s.at] == '-' || s.text[s.at] == '.' || s.text[s.at] == '+' || s.text[s.at] >= '0' && s.text[s.at] <= '9')
}

// pathBuilder turns relative steps absolute and arcs into curves.
type pathBuilder struct {
	path           []segment
	x, y           float64
	startX, startY float64
}

func (b *pathBuilder) add(op byte, points ...float64) {
	s := segment{op: op}
	copy(s.points[:], points)
	b.path = append(b.path, s)
	if n := len(points); n > 0 {
		b.x, b.y = points[n-2], points[n-1]
	}
	if op == 'M' {
		b.startX, b.startY = b.x, b.y
	}
	if op == 'Z' {
		b.x, b.y = b.startX, b.startY
	}
}

// parsePath reads path data.
func parsePath(d string) ([]segment, error) {
	s := &scanner{text: d}
	var b pathBuilder
	for s.skip(); s.at < len(d); s.skip() {
		op := d[s.at]
		s.at++
		if op == 'Z' || op == 'z' {
			b.add('Z')
			continue
		}
		for first := true; first || s.more(); first = false {
			if err := b.step(s, op); err != nil {
				return nil, fmt.Errorf("路径 %q：%w", d, err)
			}
			switch op { // more points after a move are lines
			case 'M':
				op = 'L'
			case 'm':
				op = 'l'
			}
		}
	}
	return b.path, nil
}

func (b *pathBuilder) step(s *scanner, op byte) error {
	var v [7]float64
	need := map[byte]int{'M': 2, 'L': 2, 'H': 1, 'V': 1, 'C': 6, 'Q': 4, 'A': 7}
	upper := op &^ 0x20
	n, ok := need[upper]
	if !ok {
		return fmt.Errorf("不认识的指令 %q", op)
	}
	if err := s.numbers(v[:n]); err != nil {
		return err
	}
	dx, dy := 0.0, 0.0
	if op != upper {
		dx, dy = b.x, b.y
	}
	switch upper {
	case 'M', 'L':
		b.add(upper, v[0]+dx, v[1]+dy)
	case 'H':
		b.add('L', v[0]+dx, b.y)
	case 'V':
		b.add('L', b.x, v[0]+dy)
	case 'C':
		b.add('C', v[0]+dx, v[1]+dy, v[2]+dx, v[3]+dy, v[4]+dx, v[5]+dy)
	case 'Q':
		cx, cy, x, y := v[0]+dx, v[1]+dy, v[2]+dx, v[3]+dy
		b.add('C', b.x+(cx-b.x)*2/3, b.y+(cy-b.y)*2/3, x+(cx-x)*2/3, y+(cy-y)*2/3, x, y)
	case 'A':
		b.arc(v[0], v[1], v[2], v[3] != 0, v[4] != 0, v[5]+dx, v[6]+dy)
	}
	return nil
}

// arc adds an elliptic arc as curves of at most a quarter turn, after the
// conversion from end points to centre in the SVG recommendation, appendix F.6.
func (b *pathBuilder) arc(rx, ry, rotation float64, large, sweep bool, x2, y2 float64) {
	rx, ry = math.Abs(rx), math.Abs(ry)
	if rx == 0 || ry == 0 || (b.x == x2 && b.y == y2) {
		b.add('L', x2, y2)
		return
	}
	sin, cos := math.Sincos(rotation * math.Pi / 180)
	dx, dy := (b.x-x2)/2, (b.y-y2)/2
	px, py := cos*dx+sin*dy, -sin*dx+cos*dy
	if over := px*px/(rx*rx) + py*py/(ry*ry); over > 1 {
		rx, ry = rx*math.Sqrt(over), ry*math.Sqrt(over)
	}
	k := math.Sqrt(max(0, (rx*rx*ry*ry-rx*rx*py*py-ry*ry*px*px)/(rx*rx*py*py+ry*ry*px*px)))
	if large == sweep {
		k = -k
	}
	qx, qy := k*rx*py/ry, -k*ry*px/rx
	cx, cy := cos*qx-sin*qy+(b.x+x2)/2, sin*qx+cos*qy+(b.y+y2)/2
	from := math.Atan2((py-qy)/ry, (px-qx)/rx)
	turn := math.Atan2((-py-qy)/ry, (-px-qx)/rx) - from
	if sweep && turn < 0 {
		turn += 2 * math.Pi
	} else if !sweep && turn > 0 {
		turn -= 2 * math.Pi
	}
	// at is the point at an angle, moved along the tangent.
	at := func(t, along float64) (float64, float64) {
		s, c := math.Sincos(t)
		ex, ey := rx*(c-along*s), ry*(s+along*c)
		return cx + cos*ex - sin*ey, cy + sin*ex + cos*ey
	}
	pieces := int(math.Ceil(math.Abs(turn)/(math.Pi/2) - 1e-9))
	step := turn / float64(pieces)
	handle := 4.0 / 3 * math.Tan(step/4)
	for i := range pieces {
		t := from + float64(i)*step
		x1, y1 := at(t, handle)
		x3, y3 := at(t+step, -handle)
		x, y := at(t+step, 0)
		if i == pieces-1 {
			x, y = x2, y2
		}
		b.add('C', x1, y1, x3, y3, x, y)
	}
}

// parseTransform reads translate, matrix, scale and rotate.
func parseTransform(t string) (matrix, error) {
	s := &scanner{text: t}
	m := identity
	for s.skip(); s.at < len(t); s.skip() {
		from := s.at
		for s.at < len(t) && t[s.at] != '(' {
			s.at++
		}
		if s.at == len(t) {
			return m, fmt.Errorf("transform %q 不完整", t)
		}
		name := t[from:s.at]
		s.at++
		var v []float64
		for s.more() {
			f, err := s.number()
			if err != nil {
				return m, err
			}
			v = append(v, f)
		}
		if s.skip(); s.at == len(t) || t[s.at] != ')' {
			return m, fmt.Errorf("transform %q 不完整", t)
		}
		s.at++
		own, err := transformOf(name, v)
		if err != nil {
			return m, fmt.Errorf("transform %q：%w", t, err)
		}
		m = own.then(m)
	}
	return m, nil
}

func transformOf(name string, v []float64) (matrix, error) {
	switch {
	case name == "translate" && len(v) == 1:
		return matrix{1, 0, 0, 1, v[0], 0}, nil
	case name == "translate" && len(v) == 2:
		return matrix{1, 0, 0, 1, v[0], v[1]}, nil
	case name == "scale" && len(v) == 1:
		return matrix{v[0], 0, 0, v[0], 0, 0}, nil
	case name == "scale" && len(v) == 2:
		return matrix{v[0], 0, 0, v[1], 0, 0}, nil
	case name == "rotate" && len(v) == 1:
		sin, cos := math.Sincos(v[0] * math.Pi / 180)
		return matrix{cos, sin, -sin, cos, 0, 0}, nil
	case name == "matrix" && len(v) == 6:
		return matrix{v[0], v[1], v[2], v[3], v[4], v[5]}, nil
	}
	return identity, errors.New("不认识")
}
