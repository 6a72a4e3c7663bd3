package bulletins

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
)

// Map is the 挂图: parcels by status, in metres from the middle of the whole, east
// and north.
type Map struct {
	Parcels       []MapParcel
	Legend        []MapStatus // those that occur, in the order of the land's way
	Width, Height float64     // metres that all parcels span
	Notes         []string
}

// MapParcel is one parcel's rings, outer and inner alike.
type MapParcel struct {
	ID     string
	Status string // a code of MapStatus
	Label  string // its number in 附件4, where it stands there
	Rings  [][]mapPoint
}

// MapStatus is an entry of the legend.
type MapStatus struct{ Code, Words string }

type mapPoint struct{ x, y float64 }

// mapOrder is that of the legend; a code that is not in it comes last.
var mapOrder = []string{"unacquired", "unsupplied", "inuse", "unknown", "supplied", "writtenoff", "idle", "disposed"}

// parcelMap turns mart.parcel_map (GeoJSON, CGCS2000 degrees) into metres, nil
// when no parcel has a shape. A shape that cannot be read is an error that names
// the parcel.
func (c Content) parcelMap() (*Map, error) {
	t := c.ParcelMap
	m := &Map{}
	low, high := mapPoint{math.Inf(1), math.Inf(1)}, mapPoint{math.Inf(-1), math.Inf(-1)}
	labels := c.parcelNumbers()
	for i := range t.Len() {
		rings, err := geoRings([]byte(t.Text(i, "geometry")))
		if err != nil {
			return nil, fmt.Errorf("%s%s 的图形：%w", t.Text(i, "kind"), t.Text(i, "id"), err)
		}
		if len(rings) == 0 {
			continue
		}
		for _, ring := range rings {
			for _, p := range ring {
				low, high = mapPoint{min(low.x, p.x), min(low.y, p.y)}, mapPoint{max(high.x, p.x), max(high.y, p.y)}
			}
		}
		code := t.Text(i, "status_code")
		m.Parcels = append(m.Parcels, MapParcel{ID: t.Text(i, "id"), Status: code, Label: labels[t.Text(i, "id")], Rings: rings})
		if !slices.ContainsFunc(m.Legend, func(s MapStatus) bool { return s.Code == code }) {
			m.Legend = append(m.Legend, MapStatus{code, clean(t.Text(i, "status"))})
		}
	}
	if len(m.Parcels) == 0 {
		return nil, nil
	}
	place := func(code string) int {
		if i := slices.Index(mapOrder, code); i >= 0 {
			return i
		}
		return len(mapOrder)
	}
	slices.SortStableFunc(m.Legend, func(a, b MapStatus) int { return place(a.Code) - place(b.Code) })
	// What is settled lies below what is not.
	slices.SortStableFunc(m.Parcels, func(a, b MapParcel) int { return order(a.Status) - order(b.Status) })
	m.project(low, high)
	m.Notes = []string{"注：图上数字为附件4的序号；没有图形的地块不在图上；2000国家大地坐标系，图上距离仅供示意。"}
	return m, nil
}

func order(code string) int {
	return slices.Index([]string{"supplied", "writtenoff", "disposed", "unknown", "unacquired", "unsupplied", "inuse", "idle"}, code)
}

// parcelNumbers are the numbers of annex 4 by the parcel's id.
func (c Content) parcelNumbers() map[string]string {
	numbers := map[string]string{}
	if len(c.Annexes) < 4 || !c.Annexes[3].Has("序号") || !c.Annexes[3].Has("编号") {
		return numbers
	}
	t := c.Annexes[3]
	for i := range t.Len() {
		if id := t.Text(i, "编号"); id != "" && isNumber(t.Text(i, "序号")) {
			numbers[id] = t.Text(i, "序号")
		}
	}
	return numbers
}

// project turns degrees into metres on the ellipsoid at the map's middle.
func (m *Map) project(low, high mapPoint) {
	middle := mapPoint{(low.x + high.x) / 2, (low.y + high.y) / 2}
	phi := middle.y * math.Pi / 180
	east := 111412.84*math.Cos(phi) - 93.5*math.Cos(3*phi)
	north := 111132.92 - 559.82*math.Cos(2*phi) + 1.175*math.Cos(4*phi)
	m.Width, m.Height = (high.x-low.x)*east, (high.y-low.y)*north
	for _, p := range m.Parcels {
		for _, ring := range p.Rings {
			for k, at := range ring {
				ring[k] = mapPoint{(at.x - middle.x) * east, (at.y - middle.y) * north}
			}
		}
	}
}

// geoRings reads the rings of a Polygon, a MultiPolygon or a collection of them;
// other geometries have none.
func geoRings(text []byte) ([][]mapPoint, error) {
	var g struct {
		Type        string
		Coordinates json.RawMessage
		Geometries  []json.RawMessage
	}
	if err := json.Unmarshal(text, &g); err != nil {
		return nil, fmt.Errorf("不是 GeoJSON：%w", err)
	}
	var polygons [][][][]float64
	switch g.Type {
	case "Polygon":
		polygons = make([][][][]float64, 1)
		if err := json.Unmarshal(g.Coordinates, &polygons[0]); err != nil {
			return nil, fmt.Errorf("坐标读不通：%w", err)
		}
	case "MultiPolygon":
		if err := json.Unmarshal(g.Coordinates, &polygons); err != nil {
			return nil, fmt.Errorf("坐标读不通：%w", err)
		}
	}
	var rings [][]mapPoint
	for _, ring := range slices.Concat(polygons...) {
		var points []mapPoint
		for _, p := range ring {
			if len(p) < 2 || math.Abs(p[0]) > 180 || math.Abs(p[1]) > 90 {
				return nil, fmt.Errorf("坐标 %v 不是经度和纬度", p)
			}
			points = append(points, mapPoint{p[0], p[1]})
		}
		if len(points) >= 3 {
			rings = append(rings, points)
		}
	}
	for _, part := range g.Geometries {
		more, err := geoRings(part)
		if err != nil {
			return nil, err
		}
		rings = append(rings, more...)
	}
	return rings, nil
}
