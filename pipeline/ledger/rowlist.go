package ledger

import "io"

// rowList is a sheet read whole, for the formats that say what is merged only
// as they go: web pages and XML tables that pass for workbooks. It is a
// rowSource.
type rowList struct {
	name   string
	rows   []listedRow
	merges []mergedRange
	at     int
}

type listedRow struct {
	line  int
	cells [][]byte
}

// maxListedCells bounds a sheet that is kept whole: more than any .xls can hold
// with ledger columns, far less than the memory of a small machine.
const maxListedCells = 4 << 20

func (l *rowList) next() (int, [][]byte, bool, error) {
	if l.at == len(l.rows) {
		return 0, nil, false, io.EOF
	}
	r := l.rows[l.at]
	l.at++
	return r.line, r.cells, false, nil
}

// lastLine is the line of the last row.
func (l *rowList) lastLine() int {
	if len(l.rows) == 0 {
		return 0
	}
	return l.rows[len(l.rows)-1].line
}

// listBuilder places the cells of one sheet after the other.
type listBuilder struct {
	list  *rowList
	cells int // of the whole file
	// open are cells merged downwards that still cover the following rows.
	open []mergedRange
	row  *listedRow
	// free is the next column that a cell of the current row may take.
	free int
}

// begin starts a row.
func (b *listBuilder) begin(line int) {
	b.list.rows = append(b.list.rows, listedRow{line: line})
	b.row, b.free = &b.list.rows[len(b.list.rows)-1], 1
	kept := b.open[:0]
	for _, m := range b.open {
		if m.bottom >= line {
			kept = append(kept, m)
		}
	}
	b.open = kept
}

// put gives the next free column a cell that takes across × down places; ok is
// false when the sheet grows too large.
func (b *listBuilder) put(text []byte, across, down int) (ok bool) {
	for moved := true; moved; {
		moved = false
		for _, m := range b.open {
			if m.left <= b.free && b.free <= m.right {
				b.free, moved = m.right+1, true
			}
		}
	}
	right := b.free + across - 1
	if right > maxSheetColumns || b.cells > maxListedCells {
		return false
	}
	if len(text) > 0 {
		b.cells += b.free - len(b.row.cells)
		for len(b.row.cells) < b.free {
			b.row.cells = append(b.row.cells, nil)
		}
		b.row.cells[b.free-1] = text
	}
	if across > 1 || down > 1 {
		m := mergedRange{b.row.line, b.free, b.row.line + down - 1, right}
		b.list.merges = append(b.list.merges, m)
		if down > 1 {
			b.open = append(b.open, m)
		}
		b.cells++
	}
	b.free = right + 1
	return true
}
