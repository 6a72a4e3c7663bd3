package bulletins

import (
	"errors"
	"fmt"
)

// shape turns an element into a path.
func shape(n *node) ([]segment, error) {
	get := func(names ...string) ([]float64, error) {
		out := make([]float64, len(names))
		for i, name := range names {
			if v, ok := n.attrs[name]; ok {
				f, err := length(v)
				if err != nil {
					return nil, fmt.Errorf("%s=%q：%w", name, v, err)
				}
				out[i] = f
			}
		}
		return out, nil
	}
	switch n.name {
	case "path":
		return parsePath(n.attrs["d"])
	case "rect":
		v, err := get("x", "y", "width", "height", "rx", "ry")
		if err != nil {
			return nil, err
		}
		return rectangle(v[0], v[1], v[2], v[3], v[4], v[5]), nil
	case "circle":
		v, err := get("cx", "cy", "r")
		if err != nil {
			return nil, err
		}
		return ellipse(v[0], v[1], v[2], v[2]), nil
	case "ellipse":
		v, err := get("cx", "cy", "rx", "ry")
		if err != nil {
			return nil, err
		}
		return ellipse(v[0], v[1], v[2], v[3]), nil
	case "line":
		v, err := get("x1", "y1", "x2", "y2")
		if err != nil {
			return nil, err
		}
		var b pathBuilder
		b.add('M', v[0], v[1])
		b.add('L', v[2], v[3])
		return b.path, nil
	case "polyline", "polygon":
		return polygon(n)
	}
	return nil, errors.New("不认识的元素")
}

func polygon(n *node) ([]segment, error) {
	s := &scanner{text: n.attrs["points"]}
	var b pathBuilder
	for op := byte('M'); s.more(); op = 'L' {
		var v [2]float64
		if err := s.numbers(v[:]); err != nil {
			return nil, err
		}
		b.add(op, v[0], v[1])
	}
	if s.at < len(s.text) {
		return nil, fmt.Errorf("points %q 不通", s.text)
	}
	if n.name == "polygon" && len(b.path) > 0 {
		b.add('Z')
	}
	return b.path, nil
}

func ellipse(cx, cy, rx, ry float64) []segment {
	var b pathBuilder
	b.add('M', cx+rx, cy)
	b.arc(rx, ry, 0, false, true, cx-rx, cy)
	b.arc(rx, ry, 0, false, true, cx+rx, cy)
	b.add('Z')
	return b.path
}

func rectangle(x, y, w, h, rx, ry float64) []segment {
	var b pathBuilder
	if rx == 0 {
		rx = ry
	}
	if ry == 0 {
		ry = rx
	}
	rx, ry = min(rx, w/2), min(ry, h/2)
	if rx <= 0 {
		b.add('M', x, y)
		b.add('L', x+w, y)
		b.add('L', x+w, y+h)
		b.add('L', x, y+h)
		b.add('Z')
		return b.path
	}
	b.add('M', x+rx, y)
	b.add('L', x+w-rx, y)
	b.arc(rx, ry, 0, false, true, x+w, y+ry)
	b.add('L', x+w, y+h-ry)
	b.arc(rx, ry, 0, false, true, x+w-rx, y+h)
	b.add('L', x+rx, y+h)
	b.arc(rx, ry, 0, false, true, x, y+h-ry)
	b.add('L', x, y+ry)
	b.arc(rx, ry, 0, false, true, x+rx, y)
	b.add('Z')
	return b.path
}
