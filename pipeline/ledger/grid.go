package ledger

import "strings"

// mergedRange is one merged area of a worksheet; rows and columns are 1-based
// and inclusive.
type mergedRange struct{ top, left, bottom, right int }

// grid is the beginning of a sheet, among whose rows the header is searched.
type grid struct {
	rows   []gridRow
	merges []mergedRange
}

type gridRow struct {
	line  int // physical line or sheet row
	cells []string
}

func (r gridRow) cell(c int) string {
	if c < len(r.cells) {
		return r.cells[c]
	}
	return ""
}

func (r gridRow) blank() bool {
	for _, c := range r.cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// width is the number of columns up to the last with a text in the given rows.
func (g grid) width(start, h int) int {
	n := 0
	for _, r := range g.rows[start : start+h] {
		for c := len(r.cells); c > n; c-- {
			if strings.TrimSpace(r.cells[c-1]) != "" {
				n = c
				break
			}
		}
		for _, m := range g.merges {
			if m.top == r.line && m.right > n && strings.TrimSpace(r.cell(m.left-1)) != "" {
				n = m.right
			}
		}
	}
	return n
}

// heading is the text that stands over column c in row r of a header that takes
// rows start to start+h: its own, that of its merged area, or, where the sheet
// has no merges (a text file), the group heading to its left.
func (g grid) heading(r, c, start, h int) string {
	row := g.rows[r]
	if text := row.cell(c); strings.TrimSpace(text) != "" {
		return text
	}
	for _, m := range g.merges {
		if m.top <= row.line && row.line <= m.bottom && m.left <= c+1 && c+1 <= m.right {
			return g.at(m.top, m.left)
		}
	}
	last := r == start+h-1
	if len(g.merges) > 0 || last || strings.TrimSpace(g.rows[r+1].cell(c)) == "" {
		return ""
	}
	for left := c - 1; left >= 0; left-- {
		if text := row.cell(left); strings.TrimSpace(text) != "" {
			return text
		}
	}
	return ""
}

func (g grid) at(line, column int) string {
	for _, r := range g.rows {
		if r.line == line {
			return r.cell(column - 1)
		}
	}
	return ""
}

// insideMerge says that the row continues a merged area from above, so that no
// header begins with it.
func (g grid) insideMerge(row int) bool {
	line := g.rows[row].line
	for _, m := range g.merges {
		if m.top < line && line <= m.bottom {
			return true
		}
	}
	return false
}

// minHeight is the number of grid rows a header that begins with this row must
// have to hold its merged cells.
func (g grid) minHeight(row int) int {
	line, h := g.rows[row].line, 1
	for _, m := range g.merges {
		if m.top != line || m.bottom == line {
			continue
		}
		for n := row + 1; n < len(g.rows) && g.rows[n].line <= m.bottom; n++ {
			h = max(h, n-row+1)
		}
	}
	return h
}
