package charts

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"tongbao/queries"
)

// perDegree: coordinates travel as whole millionths of a degree, about 0.1 m.
const perDegree = 1e6

// mapStatuses are the codes of mart.dash_map in the order of the legend.
var mapStatuses = []string{"supplied", "unacquired", "unsupplied", "inuse", "idle", "disposed", "writtenoff", "unknown"}

// parcelData is the map as the page's canvas reads it: words once in lists,
// rings as differences of whole numbers.
type parcelData struct {
	Origin   [2]int        `json:"origin"`   // millionths of a degree
	Ratio    float64       `json:"ratio"`    // cos(latitude): how much a degree of longitude is shorter
	Statuses [][2]string   `json:"statuses"` // code, words
	Units    []string      `json:"units"`
	Batches  []string      `json:"batches"`
	Kinds    []string      `json:"kinds"`
	Years    []string      `json:"years"`
	Words    []string      `json:"words"`   // why, overdue, days, events
	Sources  []string      `json:"sources"` // files and sheets
	Items    []parcelEntry `json:"items"`
	Bounds   []boundEntry  `json:"bounds"` // outlines of units, where given
}

// boundEntry is the outline of a unit.
type boundEntry struct {
	Unit  string  `json:"n"`
	Rings [][]int `json:"r"`
}

type parcelEntry struct {
	Kind   int     `json:"k"`
	Status int     `json:"s"`
	Unit   int     `json:"u"`
	Batch  int     `json:"b"`
	ID     string  `json:"i"`
	Name   string  `json:"n"`
	Area   string  `json:"a"`
	Year   int     `json:"y"`
	Late   int     `json:"o"`           // word, -1 for not overdue
	Why    int     `json:"w"`           // word, -1 for none
	Rings  [][]int `json:"r"`           // x, y of the first point, then differences
	Life   [][]int `json:"l,omitempty"` // day, event, source, line, 1 when still ahead
}

// mapView is what the template says around the map.
type mapView struct {
	Empty   bool
	Skipped string // ids whose shape is no area, joined by 、
}

// ring is a closed line of longitude and latitude in degrees.
type ring [][2]float64

// encodeParcels turns the map's rows (GeoJSON polygons, CGCS2000 degrees) into
// the page's data. A geometry that is no JSON is an error; one that is no area
// is left out and named.
func encodeParcels(t, life, bounds queries.Table) (parcelData, mapView, error) {
	d := parcelData{Ratio: 1, Statuses: [][2]string{}, Items: []parcelEntry{}, Bounds: []boundEntry{}}
	if t.Len() == 0 {
		return d, mapView{Empty: true}, nil
	}
	if err := need(t, "kind", "id", "name", "unit", "batch", "status", "status_code", "area_text", "year_text",
		"overdue_text", "why_text", "geometry"); err != nil {
		return d, mapView{}, err
	}
	if err := need(life, "kind", "id", "day_text", "ahead", "what", "source", "line"); err != nil {
		return d, mapView{}, err
	}
	if err := need(bounds, "unit", "geometry"); err != nil {
		return d, mapView{}, err
	}
	var skipped []string
	shapes := make([][]ring, t.Len())
	low, high := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
	for i := range t.Len() {
		rings, err := ringsOf(t.Text(i, "geometry"))
		if err != nil {
			return d, mapView{}, fmt.Errorf("%s, %s %s: %w", t.Name, t.Text(i, "kind"), t.Text(i, "id"), err)
		}
		if len(rings) == 0 {
			skipped = append(skipped, t.Text(i, "id"))
			continue
		}
		shapes[i] = rings
		for _, r := range rings {
			for _, p := range r {
				for k := range p {
					low[k], high[k] = min(low[k], p[k]), max(high[k], p[k])
				}
			}
		}
	}
	if len(skipped) == t.Len() {
		return d, mapView{Empty: true, Skipped: strings.Join(skipped, "、")}, nil
	}
	d.Origin = [2]int{whole(low[0]), whole(low[1])}
	d.Ratio = math.Round(math.Cos((low[1]+high[1])/2*math.Pi/180)*1e6) / 1e6
	d.fill(t, shapes, lives(life))
	for i := range bounds.Len() {
		rings, err := ringsOf(bounds.Text(i, "geometry"))
		if err != nil {
			return d, mapView{}, fmt.Errorf("%s, %s: %w", bounds.Name, bounds.Text(i, "unit"), err)
		}
		b := boundEntry{Unit: bounds.Text(i, "unit")}
		for _, r := range rings {
			b.Rings = append(b.Rings, d.delta(r))
		}
		if len(rings) > 0 {
			d.Bounds = append(d.Bounds, b)
		}
	}
	return d, mapView{Skipped: strings.Join(skipped, "、")}, nil
}

// fill adds the entries, with every repeated word in a list.
func (d *parcelData) fill(t queries.Table, shapes [][]ring, events map[[2]string][]record) {
	var codes []string
	for i := range t.Len() {
		codes = append(codes, t.Text(i, "status_code"))
	}
	known := append(slices.Clone(mapStatuses), codes...) // an unknown code still gets a place, after the known
	place := map[string]int{}
	for _, code := range known {
		i := slices.Index(codes, code)
		if _, done := place[code]; done || i < 0 {
			continue
		}
		place[code] = len(d.Statuses)
		d.Statuses = append(d.Statuses, [2]string{code, t.Text(i, "status")})
	}
	units, batches, kinds := newLister(&d.Units), newLister(&d.Batches), newLister(&d.Kinds)
	years, words, sources := newLister(&d.Years), newLister(&d.Words), newLister(&d.Sources)
	for i, rings := range shapes {
		if rings == nil {
			continue
		}
		e := parcelEntry{
			Kind: kinds.at(t.Text(i, "kind")), Status: place[codes[i]],
			Unit: units.at(cmp.Or(t.Text(i, "unit"), gap)), Batch: batches.at(cmp.Or(t.Text(i, "batch"), gap)),
			ID: t.Text(i, "id"), Name: cmp.Or(t.Text(i, "name"), t.Text(i, "id")), Area: cmp.Or(t.Text(i, "area_text"), gap),
			Year: years.at(cmp.Or(t.Text(i, "year_text"), gap)), Late: words.at(t.Text(i, "overdue_text")), Why: words.at(t.Text(i, "why_text")),
		}
		for _, event := range events[[2]string{t.Text(i, "kind"), e.ID}] {
			line, ahead := 0, 0
			fmt.Sscan(event["line"], &line)
			if event["ahead"] == "true" {
				ahead = 1
			}
			e.Life = append(e.Life, []int{words.at(event["day_text"]), words.at(event["what"]), sources.at(event["source"]), line, ahead})
		}
		for _, r := range rings {
			e.Rings = append(e.Rings, d.delta(r))
		}
		d.Items = append(d.Items, e)
	}
}

// lives are the events of each parcel, by kind and id, in order.
func lives(t queries.Table) map[[2]string][]record {
	byParcel := map[[2]string][]record{}
	for _, r := range records(t, nil) {
		key := [2]string{r["kind"], r["id"]}
		byParcel[key] = append(byParcel[key], r)
	}
	return byParcel
}

// lister numbers words in the order they first come.
type lister struct {
	list  *[]string
	place map[string]int
}

func newLister(list *[]string) lister {
	*list = []string{}
	return lister{list, map[string]int{}}
}

// at is the word's number, -1 for no word.
func (l lister) at(word string) int {
	if word == "" {
		return -1
	}
	n, ok := l.place[word]
	if !ok {
		n = len(*l.list)
		l.place[word] = n
		*l.list = append(*l.list, word)
	}
	return n
}

func whole(degrees float64) int { return int(math.Round(degrees * perDegree)) }

// delta is a ring as its first point from the origin and differences after it.
// Points that coincide at 0.1 m are dropped, and the last, which repeats the
// first: the page closes its paths.
func (d *parcelData) delta(r ring) []int {
	last := d.Origin
	var out []int
	if r[0] == r[len(r)-1] {
		r = r[:len(r)-1]
	}
	for i, p := range r {
		x, y := whole(p[0]), whole(p[1])
		if i > 0 && x == last[0] && y == last[1] {
			continue
		}
		out = append(out, x-last[0], y-last[1])
		last = [2]int{x, y}
	}
	return out
}

// ringsOf reads a GeoJSON geometry: the rings of a Polygon, a MultiPolygon or a
// GeometryCollection of them; other geometries have none.
func ringsOf(text string) ([]ring, error) {
	if text == "" {
		return nil, nil
	}
	var g struct {
		Type        string
		Coordinates json.RawMessage
		Geometries  []json.RawMessage
	}
	if err := json.Unmarshal([]byte(text), &g); err != nil {
		return nil, fmt.Errorf("图形不是 GeoJSON：%w", err)
	}
	var rings []ring
	var err error
	switch g.Type {
	case "Polygon":
		err = json.Unmarshal(g.Coordinates, &rings)
	case "MultiPolygon":
		var polygons [][]ring
		err = json.Unmarshal(g.Coordinates, &polygons)
		rings = slices.Concat(polygons...)
	case "GeometryCollection":
		for _, part := range g.Geometries {
			more, err := ringsOf(string(part))
			if err != nil {
				return nil, err
			}
			rings = append(rings, more...)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("图形坐标不可读：%w", err)
	}
	return slices.DeleteFunc(rings, func(r ring) bool { return len(r) < 3 }), nil
}
