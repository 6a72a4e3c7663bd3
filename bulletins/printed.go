package bulletins

import (
	"strings"
	"unicode/utf8"
)

// printed is a number, or a short text with numbers, as it stands on a page.
type printed struct {
	page   int
	place  string // 正文, 附件4第12行, 图3
	text   string
	source Source
}

// teller is where numbers of the text being set come from; nil while what is set
// has no figures.
type teller func(from int, number string) Source

// record keeps the numbers of a text that was set: one by one where somebody
// tells where they come from, else the text as a whole.
func (c *canvas) record(text string) {
	if c.silent || !strings.ContainsAny(text, "0123456789") {
		return
	}
	if c.teller == nil {
		c.printed = append(c.printed, printed{page: c.page(), place: c.place, text: text})
		return
	}
	for _, m := range numberToken.FindAllStringIndex(text, -1) {
		number := text[m[0]:m[1]]
		c.printed = append(c.printed, printed{c.page(), c.place, number, c.teller(utf8.RuneCountInString(text[:m[0]]), number)})
	}
}

// telling sets texts whose numbers have sources.
func (c *canvas) telling(place string, from teller, set func()) {
	oldPlace, oldTold := c.place, c.teller
	c.place, c.teller = place, from
	set()
	c.place, c.teller = oldPlace, oldTold
}

// lineOf tells of the numbers of a line that begins at a place of its block.
func lineOf(sources []Sourced, start int) teller {
	return func(from int, _ string) Source {
		for _, s := range sources {
			if s.At == start+from {
				return s.Source
			}
		}
		return Source{}
	}
}

// oneOf tells of numbers by how they are printed: the marks of a chart, each in
// its turn where several are printed alike.
func oneOf(sources []Source) teller {
	used := make([]bool, len(sources))
	return func(_ int, number string) (found Source) {
		for i, s := range sources {
			if s.Text != number || s.Indicator == "" {
				continue
			}
			if !used[i] {
				used[i] = true
				return s
			}
			found = s
		}
		return found
	}
}

// Numbers are the numbers of a text, without their signs.
func Numbers(text string) []string { return numberToken.FindAllString(text, -1) }

// cell keeps a table's cell as one: its lines together, under the row's place.
func (c *canvas) cell(lines cellLines, source Source) {
	var text strings.Builder
	for i, l := range lines {
		part := l.text()
		if i > 0 && text.Len() > 0 && part != "" && text.String()[text.Len()-1] < 0x80 && part[0] < 0x80 {
			text.WriteByte(' ') // 2024 and 06 on two lines are two numbers
		}
		text.WriteString(part)
	}
	if s := text.String(); strings.ContainsAny(s, "0123456789") {
		c.printed = append(c.printed, printed{c.page(), c.place, s, source})
	}
}
