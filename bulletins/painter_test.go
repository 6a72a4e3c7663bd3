package bulletins

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// painted draws an SVG of 400×200 px on a page, 1 px a quarter millimetre, its
// corner at (28, 37) mm, and gives the file.
func painted(t *testing.T, inner string) (string, error) {
	t.Helper()
	svg := `<svg width="400" height="200" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200">` + inner + `</svg>`
	d, err := parseSVG([]byte(svg))
	if err != nil {
		return "", err
	}
	c := newCanvas(builtInFaces(t), Document{Created: time.Date(2024, 7, 10, 0, 0, 0, 0, time.UTC)})
	c.addPage(false)
	if err := d.paint(c, areaLeft, areaTop, mm/4); err != nil {
		return "", err
	}
	pdf, err := c.drawn()
	if err != nil {
		return "", err
	}
	path := filepath.Join(t.TempDir(), "chart.pdf")
	return path, os.WriteFile(path, pdf, 0o644)
}

func mustPaint(t *testing.T, inner string) string {
	t.Helper()
	path, err := painted(t, inner)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// at gives the colour of a chart pixel.
func (p picture) at(x, y float64) [3]byte {
	px, py := int((28+x/4)*10), int((37+y/4)*10)
	i := 3 * (py*p.width + px)
	return [3]byte(p.pixels[i : i+3])
}

func TestPainterDrawsTheSubset(t *testing.T) {
	white, red, blue, green := [3]byte{255, 255, 255}, [3]byte{255, 0, 0}, [3]byte{0, 0, 255}, [3]byte{0, 128, 0}
	for _, c := range []struct {
		name, svg string
		spots     map[[2]float64][3]byte
	}{
		{"rect", `<rect x="10" y="20" width="30" height="40" fill="#f00"/>`, map[[2]float64][3]byte{{12, 22}: red, {38, 58}: red, {8, 22}: white, {42, 30}: white, {20, 62}: white}},
		{"rounded rect", `<rect x="0" y="0" width="80" height="80" rx="40" fill="#f00"/>`, map[[2]float64][3]byte{{40, 40}: red, {40, 2}: red, {4, 4}: white, {76, 76}: white}},
		{"circle", `<circle cx="50" cy="50" r="20" fill="rgb(255,0,0)"/>`, map[[2]float64][3]byte{{50, 32}: red, {66, 50}: red, {66, 66}: white}},
		{"polygon", `<polygon points="0,0 100,0 0 100" fill="red"/>`, map[[2]float64][3]byte{{10, 10}: red, {90, 90}: white}},
		{"polyline", `<polyline points="0 50 100 50" fill="none" stroke="#00f" stroke-width="6"/>`, map[[2]float64][3]byte{{50, 50}: blue, {50, 45}: white, {110, 50}: white}},
		{"line", `<line x1="50" y1="0" x2="50" y2="100" stroke="#00f" stroke-width="6"/>`, map[[2]float64][3]byte{{50, 50}: blue, {40, 50}: white}},
		{"ring", `<path d="M100 50A50 50 0 1 1 100 49.99ZM80 50A30 30 0 1 0 80 50.01Z" fill="#f00" fill-rule="evenodd"/>`, map[[2]float64][3]byte{{90, 50}: red, {50, 50}: white, {12, 50}: red}},
		{"relative path", `<path d="m10 10l20 0 0 20h-20v-20z" fill="#f00"/>`, map[[2]float64][3]byte{{20, 20}: red, {35, 20}: white}},
		{"curve", `<path d="M0 0C0 100 100 100 100 0Z" fill="#f00"/>`, map[[2]float64][3]byte{{50, 70}: red, {50, 80}: white, {50, 5}: red}},
		{"translate", `<g transform="translate(100 50)"><rect width="20" height="20" fill="#f00"/></g>`, map[[2]float64][3]byte{{110, 60}: red, {10, 10}: white}},
		{"matrix in translate", `<g transform="translate(100 50)"><rect transform="matrix(0,1,-1,0,0,0)" width="40" height="10" fill="#f00"/></g>`, map[[2]float64][3]byte{{95, 80}: red, {120, 55}: white}},
		{"clip", `<defs><clipPath id="c"><path d="M0 0L50 0L50 50L0 50Z" fill="#000"/></clipPath></defs><g clip-path="url(#c)"><rect width="100" height="100" fill="#f00"/></g>`, map[[2]float64][3]byte{{25, 25}: red, {75, 25}: white}},
		{"moved clip", `<defs><clipPath id="c"><rect transform="translate(50 0)" width="50" height="50"/></clipPath></defs><g clip-path="url(#c)"><rect width="200" height="100" fill="#f00"/></g>`, map[[2]float64][3]byte{{75, 25}: red, {25, 25}: white, {120, 25}: white}},
		{"opacity", `<g opacity="0.5"><rect width="50" height="50" fill="#f00" fill-opacity="0.5"/></g>`, map[[2]float64][3]byte{{25, 25}: {255, 191, 191}}},
		{"opacity ends", `<rect width="50" height="50" fill="rgba(255,0,0,0.2)"/><rect x="60" width="50" height="50" fill="#f00"/>`, map[[2]float64][3]byte{{25, 25}: {255, 204, 204}, {80, 25}: red}},
		{"none", `<rect width="50" height="50" fill="none"/><rect x="60" width="50" height="50" fill="transparent"/>`, map[[2]float64][3]byte{{25, 25}: white, {80, 25}: white}},
		{"default fill", `<rect width="50" height="50"/>`, map[[2]float64][3]byte{{25, 25}: {0, 0, 0}}},
		{"style attribute", `<rect width="50" height="50" style="fill:#008000;stroke:none"/>`, map[[2]float64][3]byte{{25, 25}: green}},
		{"dashes", `<line x1="0" y1="50" x2="400" y2="50" stroke="#00f" stroke-width="8" stroke-dasharray="40,40"/>`, map[[2]float64][3]byte{{20, 50}: blue, {60, 50}: white, {100, 50}: blue}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := draw(t, mustPaint(t, c.svg), 1)
			for at, want := range c.spots {
				got := p.at(at[0], at[1])
				for i := range got {
					if math.Abs(float64(got[i])-float64(want[i])) > 3 {
						t.Errorf("at %v the colour is %v, want %v", at, got, want)
						break
					}
				}
			}
		})
	}
}

func TestPainterShades(t *testing.T) {
	gradient := `<defs><linearGradient id="g" x1="0" y1="0" x2="0" y2="1"><stop offset="0%" stop-color="#f00"/><stop offset="50%" stop-color="#00f"/><stop offset="100%" stop-color="#0f0"/></linearGradient></defs>`
	p := draw(t, mustPaint(t, gradient+`<rect width="100" height="100" fill="url(#g)"/>`), 1)
	for _, c := range []struct {
		y    float64
		main int // the channel that leads
	}{{3, 0}, {50, 2}, {97, 1}} {
		k := p.at(50, c.y)
		if k[c.main] < 225 {
			t.Errorf("at %v the colour is %v", c.y, k)
		}
	}
	// Turned by a quarter, the gradient turns with its shape.
	p = draw(t, mustPaint(t, gradient+`<rect width="100" height="100" transform="matrix(0,-1,1,0,100,100)" fill="url(#g)"/>`), 1)
	if left, right := p.at(103, 50), p.at(197, 50); left[0] < 225 || right[1] < 225 {
		t.Errorf("the turned gradient runs from %v to %v", left, right)
	}
}

func TestPainterSetsText(t *testing.T) {
	const style = `dominant-baseline="central" style="font-size:20px;font-family:sans-serif;"`
	path := mustPaint(t, `<text `+style+` text-anchor="middle" transform="translate(200 100)" fill="#333" stroke="#fff" stroke-width="2" paint-order="stroke">供地率69.75%</text>`+
		`<text `+style+` text-anchor="end" x="400" y="20" fill="#f00">龙兴街道</text>`+
		`<text `+style+` transform="matrix(0,-1,1,0,40,195)" fill="#000">竖排</text>`)
	words := map[string]word{}
	for _, w := range placedWords(t, path) {
		words[w.text] = w
	}
	label := words["供地率69.75%"]
	if label.text == "" || len(words) != 3 && len(words) != 4 {
		t.Fatalf("words %v", words)
	}
	near(t, "the middle of the label", (label.x1+label.x2)/2, 28+50, 0.3)
	near(t, "the end of the label at the right", words["龙兴街道"].x2, 28+100, 0.3)
	p := draw(t, path, 1)
	first, last := p.rows(37+25-5, 37+25+5, isDark)
	near(t, "the label's middle height", (first+last)/2, 37+25, 0.5)
	if n := strings.Count(squeeze(poppler(t, "pdftotext", path, "-")), "供地率"); n != 1 {
		t.Errorf("the halo doubled the text: %d times", n)
	}
}

func TestPainterRefusesWhatItDoesNotKnow(t *testing.T) {
	for _, c := range []struct{ svg, says string }{
		{`<image href="x.png"/>`, "<image>"},
		{`<foreignObject/>`, "<foreignObject>"},
		{`<rect width="1" height="1" filter="url(#f)"/>`, "filter"},
		{`<rect width="1" height="1" fill="url(#f)"/>`, "url(#f)"},
		{`<rect width="1" height="1" fill="hsl(1,2%,3%)"/>`, "hsl"},
		{`<rect width="1" height="1" fill="#12345"/>`, "#12345"},
		{`<rect width="1" height="1" style="mix-blend-mode:multiply"/>`, "mix-blend-mode"},
		{`<rect width="1" height="1" transform="skewX(3)"/>`, "skewX"},
		{`<path d="M0 0S1 1 2 2"/>`, "S"},
		{`<path d="M0 0L1"/>`, "M0 0L1"},
		{`<text dominant-baseline="hanging">字</text>`, "hanging"},
		{`<text>字<tspan>字</tspan></text>`, "tspan"},
		{`<text stroke="#fff" stroke-width="2">字</text>`, "paint-order"},
		{`<style>.a { fill: red }</style>`, ".a"},
		{`<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#fff"/></linearGradient></defs>`, "渐变 g"},
		{`<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="#000" stop-opacity="0"/></linearGradient></defs><rect width="9" height="9" fill="url(#g)"/>`, "透明度"},
		{`<g clip-path="url(#nothing)"/>`, "nothing"},
		{`<rect width="abc" height="1"/>`, "abc"},
		{`<g>`, "SVG"},
	} {
		if _, err := painted(t, c.svg); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want an error that says %q", c.svg, err, c.says)
		}
	}
	if _, err := painted(t, `<style>.zr0-cls-0:hover { cursor: pointer }</style>`); err != nil {
		t.Errorf("a style for pointers was refused: %v", err)
	}
	if _, err := painted(t, "<text>字\U0001F600</text>"); err == nil || !strings.Contains(err.Error(), "U+1F600") {
		t.Errorf("a missing character in a chart: %v", err)
	}
}

// Points on an arc lie on its circle; the curves stand for it to 1/3000.
func TestArcsAreRound(t *testing.T) {
	for _, d := range []string{"M100 0A100 100 0 0 1 -100 0", "M100 0A100 100 0 1 0 0 100", "M100 0A100 100 0 0 0 70.7107 -70.7107", "M100 0A100 100 30 0 1 0 100"} {
		path, err := parsePath(d)
		if err != nil {
			t.Fatal(err)
		}
		x, y := 100.0, 0.0
		for _, s := range path[1:] {
			for k := 1; k <= 10; k++ {
				u := float64(k) / 10
				v := 1 - u
				px := v*v*v*x + 3*v*v*u*s.points[0] + 3*v*u*u*s.points[2] + u*u*u*s.points[4]
				py := v*v*v*y + 3*v*v*u*s.points[1] + 3*v*u*u*s.points[3] + u*u*u*s.points[5]
				if r := math.Hypot(px, py); math.Abs(r-100) > 0.04 {
					t.Errorf("%s: a point is %.3f from the centre", d, r)
				}
			}
			x, y = s.points[4], s.points[5]
		}
	}
}

// Real charts, as ECharts writes them.
func TestPainterDrawsECharts(t *testing.T) {
	for _, name := range []string{"bar", "line", "pie", "heat"} {
		d, err := parseSVG(chartFile(t, name))
		if err != nil {
			t.Fatal(err)
		}
		c := newCanvas(builtInFaces(t), Document{Created: time.Date(2024, 7, 10, 0, 0, 0, 0, time.UTC)})
		c.addPage(false)
		if err := d.paint(c, areaLeft, areaTop, areaWidth/d.width); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if len(d.marks) < 5 {
			t.Errorf("%s has only %d marks", name, len(d.marks))
		}
		for i, word := range []string{"bar/人民路街道", "line/24Q2", "pie/调整使用", "heat/10"} {
			if file, text, _ := strings.Cut(word, "/"); file == name && !strings.Contains(c.pages[0].String(), text) {
				t.Errorf("%s lacks %q (%d)", name, text, i)
			}
		}
	}
}

func BenchmarkPaint(b *testing.B) {
	svg := chartFile(b, "bar")
	faces := builtInFaces(b)
	for b.Loop() {
		d, err := parseSVG(svg)
		if err != nil {
			b.Fatal(err)
		}
		c := newCanvas(faces, Document{})
		c.addPage(false)
		if err := d.paint(c, 0, 0, 1); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(svg)), "bytes")
}
