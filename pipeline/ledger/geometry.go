package ledger

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
)

// ring is a line of points, polygons are outer rings with their holes.
type (
	ring    = [][2]float64
	polygon = []ring
)

// outline is a feature's polygons as the file gives them, and how.
type outline struct {
	polygons   []polygon
	northFirst bool // the order of coordinates that the format prescribes
}

// placed is an outline in lon, lat with what is to be said of it.
type placedOutline struct {
	polygons []polygon
	area     string // m² on the ellipsoid, 0.01
	problems []string
	changed  bool // something else than the file's own coordinates
}

func (p *placedOutline) tell(problem string) {
	if problem != "" && !slices.Contains(p.problems, problem) {
		p.problems = append(p.problems, problem)
	}
}

// place turns an outline into lon, lat degrees, closes its rings and measures
// it. Problems are told, not mended away: unclosed and crossing rings (G04),
// swapped axes and places outside China (G02).
func (c crs) place(o outline) placedOutline {
	var out placedOutline
	out.tell(c.datumProblem())
	if len(o.polygons) == 0 || len(o.polygons[0]) == 0 || len(o.polygons[0][0]) == 0 {
		out.tell("没有面")
		return out
	}
	first := o.polygons[0][0][0]
	how, problem, err := c.placingOf(first[0], first[1], o.northFirst)
	out.tell(problem)
	if err != nil {
		out.tell(err.Error())
		return out
	}
	out.changed = how.swap || how.grid != nil
	total := 0.0
	for _, poly := range o.polygons {
		var rings polygon
		for i, r := range poly {
			placed := make(ring, 0, len(r)+1)
			for _, p := range r {
				lon, lat := how.lonLat(p[0], p[1])
				placed = append(placed, [2]float64{lon, lat})
				if !inChina(lon, lat) && problem == "" {
					out.tell("坐标在中国范围之外")
				}
			}
			placed = out.close(placed)
			area := c.figure.ringArea(placed)
			if i > 0 {
				area = -area
			}
			total += area
			rings = append(rings, placed)
		}
		out.polygons = append(out.polygons, rings)
		if crosses(rings) {
			out.tell("边界自相交")
		}
	}
	out.area = areaText(max(0, total))
	return out
}

// close ends a ring where it began and tells when it had to.
func (p *placedOutline) close(r ring) ring {
	if n := len(r); n > 0 && r[0] != r[n-1] {
		// Coordinates that agree to 0.1 mm are the same point.
		if math.Abs(r[0][0]-r[n-1][0]) > 1e-9 || math.Abs(r[0][1]-r[n-1][1]) > 1e-9 {
			p.tell("边界没有闭合")
			r = append(r, r[0])
		} else {
			r[n-1] = r[0]
		}
		p.changed = true
	}
	if len(slices.Compact(slices.Clone(r))) < 4 {
		p.tell("不足三个不同的界址点")
	}
	return r
}

// edge is one side of a ring.
type edge struct {
	a, b     [2]float64
	ring, at int
	last     int // edges of the ring
}

// crosses says whether two sides of the rings cross, overlap, or touch without
// being neighbours; points that repeat are one.
func crosses(rings polygon) bool {
	var edges []edge
	for n, r := range rings {
		r = slices.Compact(slices.Clone(r))
		for i := 0; i+1 < len(r); i++ {
			edges = append(edges, edge{r[i], r[i+1], n, i, len(r) - 1})
		}
	}
	left := func(e edge) float64 { return min(e.a[0], e.b[0]) }
	slices.SortFunc(edges, func(x, y edge) int { return cmp.Compare(left(x), left(y)) })
	for i, e := range edges {
		right := max(e.a[0], e.b[0])
		for _, f := range edges[i+1:] {
			if left(f) > right {
				break
			}
			if e.meets(f) {
				return true
			}
		}
	}
	return false
}

// meets says that two sides have a point in common that they should not.
func (e edge) meets(f edge) bool {
	if e.ring == f.ring {
		gap := e.at - f.at
		if gap < 0 {
			gap = -gap
		}
		if gap == 1 || gap == e.last-1 {
			return e.folds(f)
		}
	}
	d1, d2 := turn(e.a, e.b, f.a), turn(e.a, e.b, f.b)
	d3, d4 := turn(f.a, f.b, e.a), turn(f.a, f.b, e.b)
	if d1*d2 < 0 && d3*d4 < 0 {
		return true
	}
	if e.ring != f.ring {
		return false // a hole may touch the outer ring in a point
	}
	return d1 == 0 && e.holds(f.a) || d2 == 0 && e.holds(f.b) || d3 == 0 && f.holds(e.a) || d4 == 0 && f.holds(e.b)
}

// folds says that a side runs back over its neighbour.
func (e edge) folds(f edge) bool {
	if e.b != f.a {
		e, f = f, e
	}
	if e.b != f.a || turn(e.a, e.b, f.b) != 0 {
		return false
	}
	return (e.b[0]-e.a[0])*(f.b[0]-f.a[0])+(e.b[1]-e.a[1])*(f.b[1]-f.a[1]) < 0
}

func (e edge) holds(p [2]float64) bool {
	return min(e.a[0], e.b[0]) <= p[0] && p[0] <= max(e.a[0], e.b[0]) && min(e.a[1], e.b[1]) <= p[1] && p[1] <= max(e.a[1], e.b[1])
}

func turn(a, b, c [2]float64) float64 {
	return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0])
}

// inside says whether a point lies in a ring.
func inside(r ring, p [2]float64) bool {
	in := false
	for i, j := 0, len(r)-1; i < len(r); j, i = i, i+1 {
		a, b := r[i], r[j]
		if a[1] > p[1] != (b[1] > p[1]) && p[0] < (b[0]-a[0])*(p[1]-a[1])/(b[1]-a[1])+a[0] {
			in = !in
		}
	}
	return in
}

// gather makes polygons of rings that come without saying which is a hole: a
// ring inside an outer one is its hole.
func gather(rings []ring) []polygon {
	var out []polygon
next:
	for _, r := range rings {
		if len(r) == 0 {
			continue
		}
		for i := range out {
			if inside(out[i][0], r[0]) && inside(out[i][0], r[len(r)/2]) {
				out[i] = append(out[i], r)
				continue next
			}
		}
		out = append(out, polygon{r})
	}
	return out
}

// geoJSON writes the polygons as a GeoJSON geometry with 9 decimals (0.1 mm).
func geoJSON(polygons []polygon) string {
	if len(polygons) == 0 {
		return ""
	}
	var b strings.Builder
	if len(polygons) == 1 {
		b.WriteString(`{"type":"Polygon","coordinates":`)
		writePolygon(&b, polygons[0])
	} else {
		b.WriteString(`{"type":"MultiPolygon","coordinates":[`)
		for i, p := range polygons {
			if i > 0 {
				b.WriteByte(',')
			}
			writePolygon(&b, p)
		}
		b.WriteByte(']')
	}
	b.WriteByte('}')
	return b.String()
}

func writePolygon(b *strings.Builder, p polygon) {
	for i, r := range p {
		b.WriteByte("[,"[min(i, 1)])
		for j, point := range r {
			b.WriteByte("[,"[min(j, 1)])
			b.WriteByte('[')
			b.WriteString(strconv.FormatFloat(point[0], 'f', 9, 64))
			b.WriteByte(',')
			b.WriteString(strconv.FormatFloat(point[1], 'f', 9, 64))
			b.WriteByte(']')
		}
		b.WriteByte(']')
	}
	b.WriteByte(']')
}
