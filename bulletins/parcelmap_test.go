package bulletins

import (
	"fmt"
	"strings"
	"testing"

	"tongbao/queries"
)

// square is a GeoJSON square of a hundredth of a degree with its corner at x, y.
func square(corner string) string {
	var x, y float64
	if _, err := fmt.Sscan(corner, &x, &y); err != nil {
		panic(err)
	}
	return fmt.Sprintf(`{"type":"Polygon","coordinates":[[[%[1]g,%[2]g],[%[3]g,%[2]g],[%[3]g,%[4]g],[%[1]g,%[4]g],[%[1]g,%[2]g]]]}`, x, y, x+0.01, y+0.01)
}

func mapped(geometries ...[3]string) Content {
	c := sampleContent()
	var rows [][]string
	for _, g := range geometries {
		rows = append(rows, []string{"地块", g[0], "", "高庄街道", "", map[string]string{"supplied": "已供应", "unsupplied": "征而未供", "idle": "闲置"}[g[1]], g[1], "1.0000", g[2]})
	}
	c.ParcelMap = queries.NewTable("mart.parcel_map", []string{"kind", "id", "name", "unit", "batch", "status", "status_code", "area_text", "geometry"}, rows...)
	return c
}

// Two squares, three hundredths of a degree apart from west to east at 33.9° N:
// by the ellipsoid a degree of longitude is 92 488 m there, one of latitude 110 920 m.
func TestMapIsInMetres(t *testing.T) {
	c := mapped([3]string{"P1", "unsupplied", square("112.86 33.90")}, [3]string{"41040400000000003", "supplied", square("112.89 33.90")})
	m, err := c.parcelMap()
	if err != nil {
		t.Fatal(err)
	}
	near(t, "the width", m.Width, 0.04*92488, 3)
	near(t, "the height", m.Height, 0.01*110920, 3)
	if len(m.Legend) != 2 || m.Legend[0].Words != "征而未供" || m.Legend[1].Words != "已供应" {
		t.Errorf("legend %v", m.Legend)
	}
	if m.Parcels[0].Status != "supplied" {
		t.Error("what is settled does not lie below")
	}
}

// The page lies on its side, names its statuses, its scale and its north, and the
// drawn squares have the colours of theirs; the text leads to it.
func TestMapPage(t *testing.T) {
	c := mapped([3]string{"410404000000000", "unsupplied", square("112.86 33.90")}, [3]string{"P2", "supplied", square("112.89 33.90")})
	doc := compose(t, c)
	if last := doc.Annexes[len(doc.Annexes)-1]; last.Map == nil || last.Title != "地块分布示意图" {
		t.Fatalf("the last annex is %s", last.Title)
	}
	if text := strings.Join(words(doc), ""); !strings.Contains(text, "具体地块见附件4，位置见附件7。") {
		t.Error("the text does not lead to the map")
	}
	path, stats := typeset(t, doc)
	page := stats.Pages
	for !strings.Contains(stats.Text[page-1], "地块分布示意图") {
		page--
	}
	// 3.7 km on 197 mm: 1∶20000 would leave 185 mm, 1∶15000 not fit.
	for _, want := range []string{"征而未供", "已供应", "北", "1∶20000", "500米"} {
		if !strings.Contains(stats.Text[page-1], want) {
			t.Errorf("the map lacks %s in %s", want, stats.Text[page-1])
		}
	}
	p := draw(t, path, page)
	blue := func(r, g, b byte) bool { return near8(r, 0xa8) && near8(g, 0xc3) && near8(b, 0xdd) }
	left, right := p.columns(70, 160, blue)
	near(t, "the supplied square's width", right-left, 924.88/20, 0.5)
	near(t, "its right edge from the middle", right-(35+225.0/2), 0.02*92488/20, 0.5)
}

func near8(v byte, want int) bool { return int(v)-want < 6 && want-int(v) < 6 }

// A shape that cannot be read names its parcel; one that is no area is left out.
func TestMapRefusesBadShapes(t *testing.T) {
	for text, says := range map[string]string{
		`{"type":"Polygon","coordinates":[[["a",1]]]}`:                 "地块P9 的图形：坐标读不通",
		`{"type":"Polygon","coordinates":[[[500000,33],[1,2],[3,4]]]}`: "不是经度和纬度",
		`{"type"`: "不是 GeoJSON",
	} {
		if _, err := Compose(mapped([3]string{"P9", "supplied", text})); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", text, err)
		}
	}
	doc := compose(t, mapped([3]string{"P9", "supplied", `{"type":"Point","coordinates":[112,33]}`}))
	if doc.Annexes[len(doc.Annexes)-1].Map != nil {
		t.Error("a point made a map")
	}
}
