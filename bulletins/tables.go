package bulletins

import "regexp"

// Tables are set no larger than 小4 and never below 小5.
var tableSizes = []float64{12, 11, 10.5, 10, 9.5, 9}

const (
	cellSide = 3.0  // points between a cell's edge and its text
	cellTop  = 4.0  // the same above and below
	leading  = 1.25 // of lines in a cell, in sizes
	thick    = 1.0  // the table's frame
	thin     = 0.5
)

// tableLayout is a table cut into lines and measured.
type tableLayout struct {
	grid    Grid
	size    float64
	widths  []float64
	numeric []bool
	wide    []float64   // of numeric columns, the widest cell: such columns align right around their middle
	prose   []bool      // columns of sentences: all cells begin at the left
	solid   [][]float64 // of each row's cells, the width on one line
	ease    float64     // how near to the wished widths the columns came, 0 to 1
	two     bool        // two-level headings
	heads   []cellLines
	groups  []headGroup
	headTop float64 // height of the group row
	headLow float64 // height of the name row
	rows    []rowLayout
}

type cellLines []line

type headGroup struct {
	from, to int // columns, to excluded
	lines    cellLines
}

type rowLayout struct {
	cells  []cellLines
	height float64
	total  bool
	number int  // counted from 1; a row parted over pages keeps its number
	joined bool // the first two cells are one
	origin []Source
}

// source is where the number in a cell comes from.
func (r rowLayout) source(cell int) Source {
	if cell < len(r.origin) {
		return r.origin[cell]
	}
	return Source{}
}

func (l tableLayout) headHeight() float64 { return l.headTop + l.headLow }

// height of the whole table when it is not parted.
func (l tableLayout) height() float64 {
	h := l.headHeight()
	for _, r := range l.rows {
		h += r.height
	}
	return h
}

// layoutTable fits a table to a width: the largest size at which the columns come
// near the widths they wish for; failing that, the largest at which numbers, dates
// and short names stay on one line. Long lists are set in 五号 at most.
func (fs Faces) layoutTable(g Grid, width float64) tableLayout {
	const long = 20
	easy := 0.65
	if len(g.Rows) > long { // a long list gains more from rows of one line than from large type
		easy = 0.98
	}
	var l, fits tableLayout
	for _, size := range tableSizes {
		if len(g.Rows) > long && size > 10.5 {
			continue
		}
		l = tableLayout{grid: g, size: size}
		if !l.fit(fs, width) {
			continue
		}
		if l.ease >= easy {
			fits = l
			break
		}
		if fits.size == 0 || len(g.Rows) > long {
			fits = l
		}
	}
	if fits.size > 0 {
		l = fits
	}
	l.cut(fs)
	return l
}

var numberForm = regexp.MustCompile(`^[-+−±]?[\d,]+(\.\d+)?[%‰]?$`)

// blankCell is how an empty figure is printed.
const blankCell = "—"

func isNumber(cell string) bool { return numberForm.MatchString(cell) }

// fit chooses column widths and says whether the size does.
func (l *tableLayout) fit(fs Faces, width float64) bool {
	n := len(l.grid.Columns)
	l.solid = make([][]float64, len(l.grid.Rows))
	least, wish, full := make([]float64, n), make([]float64, n), make([]float64, n)
	l.numeric, l.wide, l.prose = make([]bool, n), make([]float64, n), make([]bool, n)
	for i, col := range l.grid.Columns {
		l.two = l.two || col.Group != ""
		least[i], wish[i] = fs.headWidths(col.Name, l.size)
		numbers, texts := 0, 0
		for k, row := range l.grid.Rows {
			cell := row.Cells[i]
			one := fs.textWidth(cellRole(row, cell), cell, l.size)
			l.solid[k] = append(l.solid[k], one)
			switch {
			case isNumber(cell):
				numbers++
				least[i], wish[i] = max(least[i], one), max(wish[i], one)
				l.wide[i] = max(l.wide[i], one)
			case cell != "" && cell != blankCell:
				texts++
				l.prose[i] = l.prose[i] || one > shortText*l.size
				least[i] = max(least[i], leastOf(one, l.size), fs.longestWord(cellRole(row, cell), cell, l.size))
				wish[i] = max(wish[i], min(one, 16*l.size))
				full[i] = max(full[i], one)
			}
		}
		l.numeric[i] = numbers > 0 && texts == 0
	}
	l.widenForGroups(fs, least, wish)
	return l.share(least, wish, full, width)
}

// Texts up to oneLine ems (a date, the name of a 街道) stay on one line; from
// shortText ems on a cell is a sentence.
const oneLine, shortText = 7.05, 10.0

func leastOf(width, size float64) float64 {
	if width <= oneLine*size {
		return width
	}
	return min(width, 5*size)
}

// headWidths is the least and the wished width of a heading: it may stand on up
// to three lines, or on two where there is room.
func (fs Faces) headWidths(name string, size float64) (least, wish float64) {
	one := fs.textWidth(Hei, name, size)
	least = max(fs.longestWord(Hei, name, size), min(one, 2*size))
	for len(breakLines(fs.pieces([]Run{{Hei, name}}, size), least, 0, 0)) > 3 {
		least += size / 2
	}
	wish = one
	if one > 4*size {
		wish = max(4*size, one/2+size/2)
	}
	return least, wish
}

// widenForGroups gives a group's columns the room its own heading needs.
func (l *tableLayout) widenForGroups(fs Faces, least, wish []float64) {
	l.groups = nil
	for i := 0; i < len(l.grid.Columns); {
		j := i + 1
		for j < len(l.grid.Columns) && l.grid.Columns[i].Group != "" && l.grid.Columns[j].Group == l.grid.Columns[i].Group {
			j++
		}
		if group := l.grid.Columns[i].Group; group != "" {
			l.groups = append(l.groups, headGroup{from: i, to: j})
			need := fs.textWidth(Hei, group, l.size) / float64(j-i)
			for k := i; k < j; k++ {
				wish[k] = max(wish[k], need)
				least[k] = max(least[k], min(need, 3*l.size))
			}
		}
		i = j
	}
}

// longestWord is the width of the widest part of a text that may not be parted:
// a number, a word, 〔2018〕 — up to eight characters' width, beyond which a column
// need not follow.
func (fs Faces) longestWord(role Role, text string, size float64) float64 {
	longest, sum := 0.0, 0.0
	pieces := fs.pieces([]Run{{role, text}}, size)
	for i, p := range pieces {
		sum += p.width
		if i+1 == len(pieces) || mayBreak(p, pieces[i+1]) {
			longest, sum = max(longest, sum), 0
		} else if pieces[i+1].hangs {
			longest = max(longest, sum)
		}
	}
	return max(min(longest, 8*size), longestPiece(pieces))
}

func longestPiece(pieces []piece) float64 {
	longest := 0.0
	for _, p := range pieces {
		longest = max(longest, p.width)
	}
	return longest
}

// cellRole is 黑体 for the words of a total. Its numbers stay in 仿宋, in bold, so
// that they stand in rank with those above them.
func cellRole(r Row, cell string) Role {
	if r.Total && !isNumber(cell) {
		return Hei
	}
	return Fang
}

// cut breaks every cell's text into lines and measures the rows.
func (l *tableLayout) cut(fs Faces) {
	lineHeight := l.size * leading
	l.heads = make([]cellLines, len(l.grid.Columns))
	for i, col := range l.grid.Columns {
		l.heads[i] = evenLines(fs, Hei, col.Name, l.size, l.widths[i]-2*cellSide)
	}
	for i, g := range l.groups {
		l.groups[i].lines = evenLines(fs, Hei, l.grid.Columns[g.from].Group, l.size, l.span(g.from, g.to)-2*cellSide)
		l.headTop = max(l.headTop, float64(len(l.groups[i].lines))*lineHeight+2*cellTop)
	}
	for i, col := range l.grid.Columns {
		need := float64(len(l.heads[i]))*lineHeight + 2*cellTop
		if col.Group == "" {
			need -= l.headTop // an ungrouped heading has both rows
		}
		l.headLow = max(l.headLow, need, lineHeight+2*cellTop)
	}
	for _, row := range l.grid.Rows {
		r := l.cutRow(fs, row)
		r.number = len(l.rows) + 1
		l.rows = append(l.rows, r)
	}
}

func (l *tableLayout) cutRow(fs Faces, row Row) rowLayout {
	lineHeight := l.size * leading
	r := rowLayout{cells: make([]cellLines, len(row.Cells)), height: lineHeight + 2*cellTop, total: row.Total, origin: row.Sources}
	// 合计 stands across the number and the name of a row that has no number.
	r.joined = row.Total && len(row.Cells) > 1 && row.Cells[0] == "" && row.Cells[1] == "合计"
	for i, cell := range row.Cells {
		if cell == "" {
			cell = blankCell
		}
		width := l.widths[i] - 2*cellSide
		if l.prose[i] {
			r.cells[i] = breakLines(boxed(fs.pieces([]Run{{cellRole(row, cell), cell}}, l.size)), width, 0, 0)
		} else {
			r.cells[i] = evenLines(fs, cellRole(row, cell), cell, l.size, width)
		}
		r.height = max(r.height, float64(len(r.cells[i]))*lineHeight+2*cellTop)
	}
	return r
}

// parted are the rows, with those taller than a page cut between lines.
func (l *tableLayout) parted(most float64) []rowLayout {
	lineHeight := l.size * leading
	lines := int((most - 2*cellTop) / lineHeight)
	var out []rowLayout
	for _, r := range l.rows {
		longest := 1
		for r.height > most && longest > 0 {
			head, tail := r, r
			head.cells, tail.cells = make([]cellLines, len(r.cells)), make([]cellLines, len(r.cells))
			longest = 0
			for i, cell := range r.cells {
				n := min(lines, len(cell))
				head.cells[i], tail.cells[i] = cell[:n], cell[n:]
				longest = max(longest, len(cell)-n)
			}
			head.height, tail.height = most, float64(longest)*lineHeight+2*cellTop
			out = append(out, head)
			r = tail
		}
		if longest > 0 {
			out = append(out, r)
		}
	}
	return out
}

// loosen gives short tables the airy rows of a typed sheet.
func (l *tableLayout) loosen(height float64) {
	const most = 7.0
	if len(l.rows) == 0 {
		return
	}
	more := min(most, (height*0.8-l.height())/float64(len(l.rows)+1))
	if more <= 0 {
		return
	}
	for i := range l.rows {
		l.rows[i].height += more
	}
	if l.two {
		l.headTop += more / 2
		l.headLow += more / 2
	} else {
		l.headLow += more
	}
}

// evenLines breaks a heading into lines of nearly the same length.
func evenLines(fs Faces, role Role, text string, size, width float64) cellLines {
	var lines cellLines
	for _, part := range fs.balance(text, role, size, width) {
		lines = append(lines, line{pieces: fs.pieces([]Run{{role, part}}, size), last: true})
	}
	return lines
}

// span is the width of columns from to to, the latter excluded.
func (l tableLayout) span(from, to int) float64 {
	w := 0.0
	for _, width := range l.widths[from:to] {
		w += width
	}
	return w
}
