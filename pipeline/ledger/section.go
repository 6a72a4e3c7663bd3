package ledger

import (
	"errors"
	"fmt"
	"slices"
)

const (
	// heldRows are as many rows without a number as may be titles and a header.
	heldRows = 16
	// plainlyHeader columns that are known by name make a row a header, even one
	// that lacks what its kind requires.
	plainlyHeader = 4
)

// sections is one sheet as its rows stream by: the table that its first header
// began and, where another header stands further down, each table after that. A
// title or a header written again is left out and counted. Rows that may be
// either are held until a row with numbers follows them.
type sections struct {
	r     *sheetReader
	base  Sheet     // what every table of the sheet begins as
	above []gridRow // rows above the first header

	done   []Sheet // tables that are over
	now    []Sheet // the current table: one sheet, or one for each level
	head   match
	reason string // why the current table is not placed
	count  rowCounter
	held   []bufferedRow
}

// take gives a row to the current table, or holds it.
func (s *sections) take(line int, cells [][]byte, plain bool) error {
	if s.count.out == nil && len(s.done) == 0 || line <= s.count.after {
		return s.count.take(line, cells, plain)
	}
	switch rowLooks(cells) {
	case looksBlank:
		if len(s.held) == 0 {
			return s.count.take(line, cells, plain)
		}
	case looksData:
		if err := s.settle(); err != nil {
			return err
		}
		return s.count.take(line, cells, plain)
	}
	row := bufferedRow{line: line, plain: plain, cells: make([][]byte, len(cells))}
	for i, c := range cells {
		row.cells[i] = append([]byte(nil), c...)
	}
	s.held = append(s.held, row)
	if len(s.held) <= heldRows {
		return nil
	}
	oldest := s.held[0]
	s.held = s.held[1:]
	return s.give(oldest)
}

const (
	looksBlank = iota
	looksTitle // one cell, or words alone: a title, a header or a poor row
	looksData  // two cells and more, a number in one of them
)

func rowLooks(cells [][]byte) int {
	filled, number := 0, false
	for _, c := range cells {
		if blankCell(c) {
			continue
		}
		filled++
		number = number || slices.ContainsFunc(c, func(b byte) bool { return '0' <= b && b <= '9' })
		if number && filled > 1 {
			return looksData
		}
	}
	switch {
	case filled == 0:
		return looksBlank
	case len(cells) > maxSheetColumns:
		return looksData // refused where rows are counted
	}
	return looksTitle
}

func (s *sections) give(row bufferedRow) error { return s.count.take(row.line, row.cells, row.plain) }

// settle decides about the rows held: a header known already, one that begins
// another table, or rows after all.
func (s *sections) settle() error {
	if len(s.held) == 0 {
		return nil
	}
	held := s.held
	s.held = nil
	var g grid
	for _, row := range held {
		if gr := row.grid(); !gr.blank() {
			g.rows = append(g.rows, gr)
		}
	}
	for _, m := range s.r.merges {
		if m.top >= held[0].line && m.bottom <= held[len(held)-1].line {
			g.merges = append(g.merges, m)
		}
	}
	m, reason, ok := s.header(g)
	if !ok {
		return s.rows(held)
	}
	top := m.start
	for top > 0 && g.rows[top-1].single() {
		top-- // titles and notes stand above their header
	}
	from, to := g.rows[top].line, g.rows[m.end-1].line
	var after []bufferedRow
	for _, row := range held {
		switch {
		case row.line > to:
			after = append(after, row)
		case row.line < from || row.grid().blank():
			if err := s.give(row); err != nil {
				return err
			}
		default:
			s.count.leaveOut(row.line)
		}
	}
	titles := g.rows[top:m.start]
	if !s.same(m, titles) {
		if err := s.begin(m, reason, titles, g.rows[m.start:m.end]); err != nil {
			return err
		}
	}
	return s.rows(after)
}

// header finds one among the held rows: whole, or plainly one that lacks a column.
func (s *sections) header(g grid) (m match, reason string, ok bool) {
	known := &headerSearch{s.r.v, map[string][]titleForm{}}
	if !slices.ContainsFunc(g.rows, known.knows) {
		return match{}, "", false
	}
	m, reason = s.r.v.findHeader(g)
	return m, reason, m.kind != nil && (m.complete() || m.recognised >= plainlyHeader)
}

// rows gives held rows to the current table; titles of the sheet are left out.
func (s *sections) rows(held []bufferedRow) error {
	for _, row := range held {
		if s.isTitle(row.grid()) {
			s.count.leaveOut(row.line)
		} else if err := s.give(row); err != nil {
			return err
		}
	}
	return nil
}

// isTitle says that the row stands above the first header too, word for word.
func (s *sections) isTitle(row gridRow) bool {
	return !row.blank() && slices.ContainsFunc(s.above, func(a gridRow) bool { return slices.Equal(a.filled(), row.filled()) })
}

// same says that a header is the current one again: the same columns, and no
// other measure in the notes above it.
func (s *sections) same(m match, titles []gridRow) bool {
	if s.count.out == nil || !slices.Equal(m.titles(), s.head.titles()) {
		return false
	}
	area, money, reason := s.r.noteMeasure(titles, "", m)
	return reason == "" && (area == "" || area == s.now[0].Measure) && (money == "" || money == s.now[0].MoneyMeasure)
}

// begin ends the current table and begins another. A measure noted above the
// first header holds for a table that notes none.
func (s *sections) begin(m match, reason string, titles, header []gridRow) error {
	if err := s.close(); err != nil {
		return err
	}
	above := titles
	if area, money, why := s.r.noteMeasure(titles, "", m); area == "" && money == "" && why == "" {
		above = append(slices.Clone(s.above), titles...)
	}
	g := grid{rows: append(slices.Clone(above), header...)}
	m.start, m.end = len(above), len(g.rows)
	base := s.base
	base.ID += len(s.done)
	return s.open(g, m, reason, base)
}

// open places a table and makes what its rows go to.
func (s *sections) open(g grid, m match, reason string, base Sheet) error {
	after := s.count.last
	s.count = rowCounter{gaps: s.r.gaps, last: after}
	var err error
	s.now, s.reason, err = s.r.place(g, m, reason, base)
	switch {
	case errors.Is(err, errSkipped) && len(s.done) > 0:
		k, _ := s.r.v.Kind(s.now[0].Kind)
		s.r.passed = append(s.r.passed, k.Title)
		s.now, s.count.out = nil, nowhere{}
		return nil
	case err != nil:
		return err
	}
	s.head = m
	if s.reason == "" {
		s.count.out, s.count.after = s.r.sink(s.now, m, g), g.rows[m.end-1].line
	} else if m.kind != nil && len(s.done) > 0 {
		s.now[0].HeaderLine = g.rows[m.start].line
	}
	return nil
}

// close ends the current table: its rows are counted.
func (s *sections) close() error {
	for i := range s.now {
		s.now[i].RowsRead, s.now[i].RowsBlank = s.count.read, s.count.blank
	}
	if s.reason != "" {
		s.now[0].Status, s.now[0].Message = StatusUnplaced, fmt.Sprintf("未能识别为哪类台账（有内容的行 %d 行）：%s", s.count.read-s.count.blank, s.reason)
	} else if err := s.count.out.finish(s.now); err != nil {
		return err
	}
	s.done = append(s.done, s.now...)
	return nil
}

// nowhere takes the rows of a table that is not wanted.
type nowhere struct{}

func (nowhere) write(int, [][]byte, bool) error { return nil }
func (nowhere) finish([]Sheet) error            { return nil }

// single says that the row has one text: a title, a note, a section's name.
func (r gridRow) single() bool { return len(r.filled()) == 1 }

// filled are the row's texts, blanks left out.
func (r gridRow) filled() (list []string) {
	for _, c := range r.cells {
		if !blankCell([]byte(c)) {
			list = append(list, c)
		}
	}
	return list
}

// titles are the header's columns as people see them, up to the last named.
func (m match) titles() (list []string) {
	for _, c := range m.columns {
		list = append(list, c.title)
	}
	for len(list) > 0 && list[len(list)-1] == "" {
		list = list[:len(list)-1]
	}
	return list
}
