package bulletins

import (
	"slices"
	"strings"
	"unicode"
)

// Lines are broken by this project's own rules, which are those of Chinese
// official papers (and of the W3C's clreq): a few signs may not begin a line, a
// few may not end one, numbers and Latin words are never split, and a full stop
// that no longer fits hangs over the right edge. The Unicode algorithm splits
// １２３ and 1—9 and lets —— begin a line, so it would need as many overrides
// as there are rules here.

const (
	noStart = "、，。．：；？！）〕］｝》〉」』】〗〙’”…—～‖·％%‰℃℉′″),.:;?!]}>々-–~"
	noEnd   = "（〔［｛《〈「『【〖〘‘“￥＄$¥£([{<№"
	hanging = "、，。．：；？！"
	// Signs that join the number or word they stand by: 12.5%, ±0.01, 2008-2018.
	joining = ".,%‰℃+-±/:'_#&@=*~×$¥"
)

// piece is the least that a line takes or leaves: one full-width character, or a
// number or word with its signs.
type piece struct {
	role    Role
	text    string
	runes   []drawn
	width   float64
	space   bool // a blank: a break may follow, and it vanishes at a line's end
	word    bool // half-width: never stretched inside
	noStart bool
	noEnd   bool
	hangs   bool
}

// drawn is one character with the face that has it; a nil face is a missing glyph.
type drawn struct {
	face    *Face
	code    rune
	r       rune
	advance float64
}

// line is a row of pieces ready to be set.
type line struct {
	pieces []piece
	indent float64
	hang   bool // the last piece hangs over the edge
	last   bool // the paragraph's last: not justified
}

// pieces cuts runs into pieces at a size in points.
func (fs Faces) pieces(runs []Run, size float64) []piece {
	var out []piece
	for _, run := range runs {
		text := []rune(run.Text)
		for i := 0; i < len(text); {
			n := pieceLength(text[i:])
			out = append(out, fs.piece(run.Role, text[i:i+n], size))
			i += n
		}
	}
	return out
}

func (fs Faces) piece(role Role, text []rune, size float64) piece {
	first, last := text[0], text[len(text)-1]
	p := piece{
		role: role, text: string(text),
		space:   first == ' ',
		word:    len(text) > 1 || first < 0x2000,
		noStart: strings.ContainsRune(noStart, first),
		noEnd:   strings.ContainsRune(noEnd, last),
		hangs:   len(text) == 1 && strings.ContainsRune(hanging, first),
	}
	for _, r := range text {
		face, g := fs.find(role, r)
		d := drawn{face: face, code: g.code, r: r, advance: g.advance * size / 1000}
		p.runes = append(p.runes, d)
		p.width += d.advance
	}
	return p
}

// pieceLength is the number of characters at the head of the text that stay together.
func pieceLength(text []rune) int {
	same := func(in func(rune) bool) int {
		n := 1
		for n < len(text) && in(text[n]) {
			n++
		}
		return n
	}
	switch r := text[0]; {
	case isWord(r) || (strings.ContainsRune(joining, r) && len(text) > 1 && isWord(text[1])):
		n := same(func(r rune) bool { return isWord(r) || strings.ContainsRune(joining, r) })
		// 1—9 and 2008—2018 are one number with a dash, not two.
		if n+1 < len(text) && (text[n] == '—' || text[n] == '–') && isWord(text[n+1]) {
			return n + 1 + pieceLength(text[n+1:])
		}
		return n
	case r == '—' || r == '…':
		return same(func(o rune) bool { return o == r })
	case isWideDigit(r):
		return same(func(r rune) bool { return isWideDigit(r) || r == '．' || r == '％' })
	case unicode.Is(unicode.Mn, r) || len(text) > 1 && unicode.Is(unicode.Mn, text[1]):
		return same(func(r rune) bool { return unicode.Is(unicode.Mn, r) })
	}
	return 1
}

func isWord(r rune) bool {
	return r < 0x2000 && r != ' ' && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

func isWideDigit(r rune) bool { return r >= '０' && r <= '９' }

// breakLines fills lines of a width with pieces set gap points apart (negative
// where the pitch is narrower than the size). No piece is lost: blanks at a
// line's end stay in it with no width.
func breakLines(pieces []piece, width, indent, gap float64) []line {
	var lines []line
	for len(pieces) > 0 {
		n, hang := fitting(pieces, width-indent, gap)
		if n == 0 { // one word wider than the line: cut it where it must be
			pieces = split(pieces, width-indent)
			n = forced(pieces, width-indent, gap)
		}
		l := line{pieces: pieces[:n:n], indent: indent, hang: hang, last: n == len(pieces)}
		lines = append(lines, l)
		pieces, indent = pieces[n:], 0
	}
	return accompany(lines, width, gap)
}

// boxed are pieces for a table's cell, over whose edge nothing hangs.
func boxed(pieces []piece) []piece {
	for i := range pieces {
		pieces[i].hangs = false
	}
	return pieces
}

// accompany gives a lonely character on a paragraph's last line company from the
// line above (孤字不成行): that line gives up to three pieces and is spread a little.
func accompany(lines []line, width, gap float64) []line {
	const most = 3
	n := len(lines)
	if n < 2 || !lonely(lines[n-1]) {
		return lines
	}
	above := lines[n-2]
	for k := len(above.pieces) - 1; k >= max(2, len(above.pieces)-most); k-- {
		if mayBreak(above.pieces[k-1], above.pieces[k]) && !above.pieces[k].space {
			last := line{pieces: append(slices.Clone(above.pieces[k:]), lines[n-1].pieces...), last: true}
			if natural, _ := last.natural(gap); natural <= width {
				lines[n-2], lines[n-1] = line{pieces: above.pieces[:k:k], indent: above.indent}, last
			}
			break
		}
	}
	return lines
}

// even lets the line above a loose one — a number with its brackets would not fit
// on it — give it its last characters, as long as that makes the looser of the
// two tighter; the line above may ask its own neighbour in turn.
func even(lines []line, width, gap float64) []line {
	slack := func(l line) float64 {
		natural, _ := l.natural(gap)
		return width - l.indent - natural
	}
	for i := len(lines) - 2; i > 0; i-- {
		for slack(lines[i]) > 2*bodySize {
			above := lines[i-1]
			k := len(above.pieces) - 1
			for k > 1 && (!mayBreak(above.pieces[k-1], above.pieces[k]) || above.pieces[k].space) {
				k--
			}
			if k < len(above.pieces)/2 {
				break
			}
			shorter := line{pieces: above.pieces[:k:k], indent: above.indent}
			fuller := lines[i]
			fuller.pieces = append(slices.Clone(above.pieces[k:]), fuller.pieces...)
			if slack(fuller) < 0 || slack(shorter) >= slack(lines[i]) {
				break
			}
			lines[i-1], lines[i] = shorter, fuller
		}
	}
	return lines
}

// lonely is true of a line that holds one character and at most signs besides.
func lonely(l line) bool {
	characters := 0
	for _, p := range l.pieces {
		switch {
		case p.word:
			return false
		case !p.noStart && !p.space:
			characters++
		}
	}
	return characters <= 1
}

// fitting is the number of pieces the next line takes, and whether the last one hangs.
func fitting(pieces []piece, width, gap float64) (n int, hang bool) {
	const slack = 0.01 // points; sums of pitches are not exact
	used, best := 0.0, 0
	for i, p := range pieces {
		if i > 0 {
			used += gap
		}
		fits := used+p.width <= width+slack || p.space
		breakable := i+1 == len(pieces) || mayBreak(p, pieces[i+1])
		if !fits {
			if p.hangs && i > 0 && !pieces[i-1].space && breakable {
				return i + 1, true
			}
			return best, false
		}
		if breakable {
			best = i + 1
		}
		used += p.width
	}
	return best, false
}

// forced is how many pieces fit where no break is allowed; at least one.
func forced(pieces []piece, width, gap float64) int {
	used := pieces[0].width
	n := 1
	for n < len(pieces) && used+gap+pieces[n].width <= width {
		used += gap + pieces[n].width
		n++
	}
	return n
}

func mayBreak(a, b piece) bool {
	return !b.noStart && !b.space && !a.noEnd
}

// split cuts a piece too wide for any line in two, the first filling the line. A
// run of pieces that may not be parted is parted all the same after the first.
func split(pieces []piece, width float64) []piece {
	p := pieces[0]
	used := 0.0
	for i, d := range p.runes {
		if used += d.advance; used > width && i > 0 {
			head, tail := p, p
			text := []rune(p.text)
			head.runes, head.text, head.width = p.runes[:i:i], string(text[:i]), used-d.advance
			tail.runes, tail.text, tail.width = p.runes[i:], string(text[i:]), p.width-head.width
			return append([]piece{head, tail}, pieces[1:]...)
		}
	}
	return pieces
}

// natural is the width of a line's pieces at a gap, without what hangs or blanks at the end.
func (l line) natural(gap float64) (width float64, gaps int) {
	counted := l.inside()
	for i, p := range counted {
		width += p.width
		if i > 0 {
			width += gap
		}
	}
	return width, max(0, len(counted)-1)
}

// inside are the pieces that take up width.
func (l line) inside() []piece {
	n := len(l.pieces)
	if l.hang {
		n--
	}
	for n > 0 && l.pieces[n-1].space {
		n--
	}
	return l.pieces[:n]
}

// text is the line as read.
func (l line) text() string {
	var b strings.Builder
	for _, p := range l.pieces {
		b.WriteString(p.text)
	}
	return b.String()
}

// textWidth is the width of a text set solid, in points.
func (fs Faces) textWidth(role Role, text string, size float64) float64 {
	width := 0.0
	for _, r := range text {
		_, g := fs.find(role, r)
		width += g.advance * size / 1000
	}
	return width
}
