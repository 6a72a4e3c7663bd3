package bulletins

import (
	"strings"
	"testing"
)

// The rules of the 版记: first and last 0.35 mm, between them 0.25 mm, as wide as
// the type area, the last on its bottom edge (262 mm).
func TestImprintRules(t *testing.T) {
	path, stats := typeset(t, sampleDocument(t))
	// Half a millimetre inside either edge no letter stands.
	for _, x := range []float64{28.2, 182.8} {
		rules := band(t, path, stats.Pages, x).bars(isDark)
		if len(rules) < 3 {
			t.Fatalf("%d rules cross the last page at %v mm", len(rules), x)
		}
		rules = rules[len(rules)-3:]
		for i, weight := range []float64{0.35, 0.25, 0.35} {
			near(t, "a rule's weight", rules[i].weight, weight, 0.03)
		}
		near(t, "the last rule", rules[2].top+rules[2].weight/2, 262, 0.5)
	}
	p := draw(t, path, stats.Pages)
	left, right := p.columns(261.9, 262.1, isDark)
	near(t, "the last rule's left end", left, 28, 0.3)
	near(t, "the last rule's right end", right, 184, 0.3)
}

// The red rule stands 4 mm below the number and is 156 mm wide.
func TestRedRuleWeight(t *testing.T) {
	path, _ := typeset(t, sampleDocument(t))
	rules := band(t, path, 1, 100).bars(isRed)
	var long []bar
	for _, r := range rules { // strokes of the head's characters are thicker, or above
		if r.top > 115 {
			long = append(long, r)
		}
	}
	if len(long) != 1 {
		t.Fatalf("%d red rules under the number: %v", len(long), rules)
	}
	near(t, "the red rule's weight", long[0].weight, 1.5/mm, 0.03)
}

// textLine is one line of a page put together from its words.
type textLine struct {
	page        int
	y, x1, x2   float64
	first, last rune
}

func textLines(t testing.TB, path string) []textLine {
	t.Helper()
	var lines []textLine
	for _, w := range placedWords(t, path) {
		runes := []rune(w.text)
		if len(runes) == 0 {
			continue
		}
		n := len(lines) - 1
		if n < 0 || lines[n].page != w.page || w.y1 < lines[n].y-1.5 || w.y1 > lines[n].y+1.5 {
			lines = append(lines, textLine{page: w.page, y: w.y1, x1: w.x1, x2: w.x2, first: runes[0], last: runes[len(runes)-1]})
			continue
		}
		if w.x2 > lines[n].x2 {
			lines[n].x2, lines[n].last = w.x2, runes[len(runes)-1]
		}
		if w.x1 < lines[n].x1 {
			lines[n].x1, lines[n].first = w.x1, runes[0]
		}
	}
	return lines
}

// Every line of a document of plain text begins at 28 mm, or two characters in,
// and ends at 184 mm unless it closes its paragraph; only a hanging sign goes
// over, by less than a character. No line begins or ends with a sign it may not.
func TestLinesKeepTheEdges(t *testing.T) {
	doc := sampleDocument(t)
	var plain []Block
	for _, b := range doc.Body {
		if b.Kind != FigureBlock && b.Kind != TableBlock {
			plain = append(plain, b)
		}
	}
	doc.Body, doc.Annexes, doc.Imprint, doc.Notice = plain, nil, Imprint{}, ""
	path, _ := typeset(t, doc)
	full, hung := 0, 0
	const character = pitchX / mm
	for _, l := range textLines(t, path) {
		if l.y > 262 || l.page == 1 && l.y < 150 {
			continue
		}
		switch {
		case l.x2 > 184.3 && strings.ContainsRune(hanging, l.last):
			hung++
			if l.x2 > 184+character+0.5 {
				t.Errorf("page %d: a sign hangs to %.2f mm", l.page, l.x2)
			}
		case l.x2 > 184.3:
			t.Errorf("page %d: a line ends at %.2f mm with %c", l.page, l.x2, l.last)
		case l.x2 >= 183.7:
			full++
		}
		if indent := l.x1 - 28; (indent < -0.3 || indent > 0.3) && (indent < 2*character-0.3 || indent > 2*character+0.3) && l.x2 > 183.7 {
			t.Errorf("page %d: a full line begins at %.2f mm", l.page, l.x1)
		}
		if strings.ContainsRune(noStart, l.first) {
			t.Errorf("page %d: a line begins with %c", l.page, l.first)
		}
		if strings.ContainsRune(noEnd, l.last) {
			t.Errorf("page %d: a line ends with %c", l.page, l.last)
		}
	}
	if full < 25 || hung == 0 {
		t.Errorf("%d full lines and %d with a hanging sign: too few to tell", full, hung)
	}
}

// The file is sound, its fonts are in it, with outlines (no Type 3) and a way
// back to characters.
func TestTheFileIsSound(t *testing.T) {
	path, _ := typeset(t, sampleDocument(t))
	if out := poppler(t, "qpdf", "--check", path); !strings.Contains(out, "No syntax or stream encoding errors found") {
		t.Errorf("qpdf finds fault: %s", out)
	}
	fonts := strings.Split(strings.TrimSpace(poppler(t, "pdffonts", path)), "\n")[2:]
	if len(fonts) < 5 {
		t.Errorf("%d fonts", len(fonts))
	}
	for _, l := range fonts {
		f := strings.Fields(l) // … emb sub uni object ID
		if n := len(f); strings.Contains(l, "Type 3") || !strings.Contains(l, "CID TrueType") || f[n-5] != "yes" || f[n-3] != "yes" {
			t.Errorf("a font is not embedded with outlines and a character map: %s", l)
		}
	}
}
