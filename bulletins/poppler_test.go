package bulletins

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// poppler runs one of its tools. The tests that measure pages need it; a machine
// without it must say so rather than pass.
func poppler(t testing.TB, tool string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(tool); err != nil {
		t.Fatalf("%s 不在：量页面的测试要用 poppler-utils 和 qpdf（apt-get install poppler-utils qpdf，或 make test）", tool)
	}
	out, err := exec.Command(tool, args...).Output()
	if err != nil {
		t.Fatalf("%s %v: %v", tool, args, err)
	}
	return string(out)
}

// typeset writes a document to a file and gives its path.
func typeset(t testing.TB, doc Document) (string, Stats) {
	t.Helper()
	var b bytes.Buffer
	stats, err := WritePDF(&b, doc, builtInFaces(t))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "bulletin.pdf")
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return path, stats
}

// sampleDocument is the sample edition with charts that ECharts drew.
func sampleDocument(t testing.TB) Document {
	t.Helper()
	c := sampleContent()
	for id, file := range map[string]string{"trend": "line", "approval_year": "bar", "stock_flow": "heat", "disposal_way": "pie", "ranking": "line", "rate": "bar"} {
		c.Charts = append(c.Charts, Figure{ID: id, Caption: "图 " + id, SVG: chartFile(t, file)})
	}
	return compose(t, c)
}

func chartFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name+".svg"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\f' {
			return -1
		}
		return r
	}, s)
}

// word is a word as pdftotext -bbox places it, in millimetres.
type word struct {
	page       int
	text       string
	x1, y1, x2 float64
}

var wordForm = regexp.MustCompile(`<(page) |<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="[\d.-]+">([^<]*)</word>`)

func placedWords(t testing.TB, path string) []word {
	t.Helper()
	var out []word
	page := 0
	for _, m := range wordForm.FindAllStringSubmatch(poppler(t, "pdftotext", "-bbox", path, "-"), -1) {
		if m[1] != "" {
			page++
			continue
		}
		var v [3]float64
		for i := range v {
			f, err := strconv.ParseFloat(m[2+i], 64)
			if err != nil {
				t.Fatal(err)
			}
			v[i] = f * 25.4 / 72
		}
		out = append(out, word{page, m[5], v[0], v[1], v[2]})
	}
	return out
}

// picture is a page drawn at 10 pixels a millimetre.
type picture struct {
	width, height int
	pixels        []byte
}

func draw(t testing.TB, path string, page int) picture {
	t.Helper()
	n := strconv.Itoa(page)
	data := poppler(t, "pdftoppm", "-r", "254", "-f", n, "-l", n, path)
	var p picture
	var depth int
	if _, err := fmt.Sscanf(data, "P6\n%d %d\n%d\n", &p.width, &p.height, &depth); err != nil || depth != 255 {
		t.Fatalf("pdftoppm wrote no picture: %v", err)
	}
	p.pixels = []byte(data[len(data)-3*p.width*p.height:])
	return p
}

// band is a strip of a page one millimetre wide from x on, drawn at 1200 dpi: for
// the weight of rules.
func band(t testing.TB, path string, page int, x float64) picture {
	t.Helper()
	n, dot := strconv.Itoa(page), func(mm float64) string { return strconv.Itoa(int(mm * 1200 / 25.4)) }
	data := poppler(t, "pdftoppm", "-r", "1200", "-f", n, "-l", n, "-x", dot(x), "-y", "0", "-W", dot(1), "-H", dot(297), path)
	var p picture
	var depth int
	if _, err := fmt.Sscanf(data, "P6\n%d %d\n%d\n", &p.width, &p.height, &depth); err != nil || depth != 255 {
		t.Fatalf("pdftoppm wrote no picture: %v", err)
	}
	p.pixels = []byte(data[len(data)-3*p.width*p.height:])
	return p
}

// bar is ink across the whole width of a band, in mm.
type bar struct{ top, weight float64 }

// bars are the rules a band crosses.
func (p picture) bars(is func(r, g, b byte) bool) (out []bar) {
	from := -1
	for y := range p.height + 1 {
		inked := y < p.height
		for x := 0; inked && x < p.width; x++ {
			i := 3 * (y*p.width + x)
			inked = is(p.pixels[i], p.pixels[i+1], p.pixels[i+2])
		}
		switch {
		case inked && from < 0:
			from = y
		case !inked && from >= 0:
			out = append(out, bar{float64(from) * 25.4 / 1200, float64(y-from) * 25.4 / 1200})
			from = -1
		}
	}
	return out
}

// rows gives the first and last row, in mm, with ink of a kind between two heights.
func (p picture) rows(from, to float64, is func(r, g, b byte) bool) (first, last float64) {
	first = -1
	for y := int(from * 10); y < min(p.height, int(to*10)); y++ {
		for x := range p.width {
			i := 3 * (y*p.width + x)
			if is(p.pixels[i], p.pixels[i+1], p.pixels[i+2]) {
				if first < 0 {
					first = float64(y) / 10
				}
				last = float64(y) / 10
				break
			}
		}
	}
	return first, last
}

// columns is the same for columns within a band of rows.
func (p picture) columns(from, to float64, is func(r, g, b byte) bool) (first, last float64) {
	first = -1
	for x := range p.width {
		for y := int(from * 10); y < min(p.height, int(to*10)); y++ {
			i := 3 * (y*p.width + x)
			if is(p.pixels[i], p.pixels[i+1], p.pixels[i+2]) {
				if first < 0 {
					first = float64(x) / 10
				}
				last = float64(x) / 10
				break
			}
		}
	}
	return first, last
}

func isRed(r, g, b byte) bool  { return r > 180 && g < 90 && b < 90 }
func isDark(r, g, b byte) bool { return r < 110 && g < 110 && b < 110 }
