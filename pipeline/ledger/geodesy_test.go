package ledger

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// The expected numbers were computed by other programs: coordinates by PROJ's
// extended transverse Mercator (proj4js, etmerc), areas by GeographicLib with
// the edges cut into 50 to 200 pieces that are straight in longitude and latitude.
func TestGaussKrueger(t *testing.T) {
	for _, c := range []struct {
		about       string
		text        string
		east, north float64
		lon, lat    float64
	}{
		{"CGCS2000, 3° zone 38", "EPSG:4526", 38395480.438405, 3753144.194595, 112.87, 33.9},
		{"CGCS2000, no prefix, 1.4° off", "EPSG:4547", 628963.309926, 3792279.455556, 115.4, 34.25},
		{"西安80, zone 38", "Xian_1980_3_Degree_GK_Zone_38", 38395480.389163, 3753145.944165, 112.87, 33.9},
		{"北京54, 6° zone 19, 2.9° off", "Beijing_1954_GK_Zone_19", 19768277.538543, 3756424.549333, 113.9, 33.9},
	} {
		how, problem, err := parseCRS(c.text).placingOf(c.east, c.north, false)
		if err != nil || problem != "" {
			t.Fatalf("%s: %q %v", c.about, problem, err)
		}
		lon, lat := how.lonLat(c.east, c.north)
		// 1e-10 degrees are a hundredth of a millimetre.
		if math.Abs(lon-c.lon) > 1e-10 || math.Abs(lat-c.lat) > 1e-10 {
			t.Errorf("%s: %.12f %.12f, want %v %v", c.about, lon, lat, c.lon, c.lat)
		}
	}
}

func TestRingArea(t *testing.T) {
	for _, c := range []struct {
		about string
		on    ellipsoid
		ring  ring
		want  float64
	}{
		{"a parcel", grs80, ring{{112.86437135, 33.90165945}, {112.86476340, 33.90144543}, {112.86602207, 33.90145797}, {112.86602994, 33.90236626}, {112.86445383, 33.90231405}}, 14376.2909},
		{"a 1:10 000 sheet", grs80, ring{{112.5, 33 + 50.0/60}, {112.5625, 33 + 50.0/60}, {112.5625, 33 + 52.5/60}, {112.5, 33 + 52.5/60}}, 26731187.08},
		{"the same on 西安80", iag75, ring{{112.5, 33 + 50.0/60}, {112.5, 33 + 52.5/60}, {112.5625, 33 + 52.5/60}, {112.5625, 33 + 50.0/60}}, 26731212.18},
	} {
		if got := c.on.ringArea(c.ring); math.Abs(got-c.want) > 1e-8*c.want {
			t.Errorf("%s: %.4f m², want %.4f", c.about, got, c.want)
		}
	}
}

// A 200 m by 100 m square of the grid is 19 994.58 m² on the ellipsoid there.
func TestPlace(t *testing.T) {
	square := ring{{38395000, 3753000}, {38395200, 3753000}, {38395200, 3753100}, {38395000, 3753100}, {38395000, 3753000}}
	swapped := func(r ring, dx float64) (out ring) {
		for _, p := range r {
			out = append(out, [2]float64{p[1], p[0] + dx})
		}
		return out
	}
	for name, c := range map[string]struct {
		crs        string
		ring       ring
		northFirst bool
		area       string
		problems   string
	}{
		"with prefix":       {"CGCS2000_3_Degree_GK_Zone_38", square, false, "19994.58", ""},
		"says nothing":      {"", square, false, "19994.58", ""},
		"north first":       {"", swapped(square, 0), true, "19994.58", ""},
		"swapped":           {"", swapped(square, 0), false, "19994.58", "坐标轴颠倒（纵坐标、横坐标写反）"},
		"no prefix, zone":   {"带号=38", swapped(square, -38e6), true, "19994.58", ""},
		"no prefix, CM":     {"EPSG:4547", swapped(square, -38e6), true, "19994.58", ""},
		"no prefix, none":   {"", swapped(square, -38e6), true, "", "横坐标 395000.000 没有带号，文件也没有注明带号或中央经线；请在文件里写明（如“带号=38”），或在横坐标前加带号"},
		"other zone":        {"带号=37", square, false, "", "横坐标 38395000 的带号 38 与注明的分带不符；请核对带号"},
		"open":              {"", square[:4], false, "19994.58", "边界没有闭合"},
		"bow tie":           {"", ring{square[0], square[2], square[1], square[3], square[0]}, false, "0.00", "边界自相交"},
		"too few":           {"", ring{square[0], square[1], square[0]}, false, "0.00", "不足三个不同的界址点；边界自相交"},
		"xian":              {"Xian_1980_3_Degree_GK_Zone_38", square, false, "19994.58", "坐标系是西安80，未转换到CGCS2000，位置有几十至上百米偏差"},
		"degrees":           {"EPSG:4490", ring{{112.5, 33.9}, {112.501, 33.9}, {112.5, 33.901}, {112.5, 33.9}}, false, "5129.66", ""},
		"degrees swapped":   {"", ring{{33.9, 112.5}, {33.9, 112.501}, {33.901, 112.5}, {33.9, 112.5}}, false, "5129.66", "坐标轴颠倒（经度、纬度写反）"},
		"outside":           {"", ring{{2.5, 48.9}, {2.501, 48.9}, {2.5, 48.901}, {2.5, 48.9}}, false, "4076.75", "坐标在中国范围之外"},
		"degrees as metres": {"高斯克吕格", ring{{112.5, 33.9}, {112.501, 33.9}, {112.5, 33.901}, {112.5, 33.9}}, false, "", "坐标（112.5，33.9）是经纬度，而文件注明是高斯克吕格平面坐标；请改正坐标系的说明后重新导出"},
		"no points":         {"", nil, false, "", "没有面"},
	} {
		var o outline
		if c.ring != nil {
			o = outline{[]polygon{{c.ring}}, c.northFirst}
		}
		got := parseCRS(c.crs).place(o)
		equal(t, name, got.area+"|"+strings.Join(got.problems, "；"), c.area+"|"+c.problems)
	}
	hole := ring{{38395050, 3753050}, {38395060, 3753050}, {38395060, 3753060}, {38395050, 3753060}, {38395050, 3753050}}
	got := parseCRS("").place(outline{polygons: []polygon{{square, hole}}})
	equal(t, "hole of 100 m²", got.area+strings.Join(got.problems, ""), "19894.60")
	equal(t, "geometry", geoJSON(got.polygons)[:74], `{"type":"Polygon","coordinates":[[[112.864823918,33.898652524],[112.866985`)
}

func TestCrosses(t *testing.T) {
	star := ring{{0, 0}, {4, 0}, {0, 3}, {2, -2}, {4, 3}, {0, 0}}
	comb := ring{{0, 0}}
	for i := range 2000 {
		x := float64(i)
		comb = append(comb, [2]float64{x + .25, 1 + float64(i%2)}, [2]float64{x + .5, .5})
	}
	comb = append(comb, [2]float64{2001, 0}, [2]float64{0, 0})
	for name, c := range map[string]struct {
		rings polygon
		want  bool
	}{
		"square": {polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}}}, false}, "star": {polygon{star}, true},
		"comb of 4000 sides": {polygon{comb}, false}, "spike": {polygon{{{0, 0}, {2, 0}, {1, 0}, {1, 1}, {0, 0}}}, true},
		"vertex on a side": {polygon{{{0, 0}, {4, 0}, {4, 4}, {2, 0}, {0, 4}, {0, 0}}}, true},
		"hole crosses":     {polygon{{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}}, {{3, 1}, {5, 1}, {5, 2}, {3, 1}}}, true},
		"hole touches":     {polygon{{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}}, {{4, 1}, {3, 1}, {3, 2}, {4, 1}}}, false},
		"doubled point":    {polygon{{{0, 0}, {1, 0}, {1, 0}, {1, 1}, {0, 0}}}, false},
	} {
		equal(t, name, fmt.Sprint(crosses(c.rings)), fmt.Sprint(c.want))
	}
}
