package ledger

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
)

// rowSource gives the rows of one sheet in order. Cells are valid until the
// following call; plain cells need no quotes in a CSV. At the end err is io.EOF.
type rowSource interface {
	next() (line int, cells [][]byte, plain bool, err error)
}

// Sheet is one worksheet or text file that holds rows.
type Sheet struct {
	ID           int
	Snapshot     string // the quarter
	File         string // relative to the root, with /
	Name         string // the worksheet; empty for a text file
	Kind         string // empty when not placed
	HeaderLine   int
	Measure      string // of areas, from a note above the header: 公顷, 亩, 平方米 or empty
	MoneyMeasure string // 万元, 元 or empty
	UnitHint     string // texts that may name the responsible unit, joined by |
	Format       string
	Encoding     string
	RowsRead     int // rows below the header, blank ones between rows counted
	RowsBlank    int // of these, rows that hold nothing: blank, or a title or header again
	SHA256       string
	Status       string // ok or unplaced
	Message      string

	columns []sheetColumn
}

type sheetColumn struct {
	position                       int
	letter, field, title, measured string
}

// Statuses of files and sheets.
const (
	StatusOK         = "ok"
	StatusUnplaced   = "unplaced"
	StatusNote       = "note" // words on a page of their own, no ledger
	StatusUnreadable = "unreadable"
	StatusIgnored    = "ignored"
)

// sheetReader reads one sheet: finds its header among the first rows, then
// stages the rest as it streams by.
type sheetReader struct {
	ctx    context.Context
	v      Vocabulary
	stage  *stage
	merges []mergedRange
	// date1904 says that the workbook counts days from 1904.
	date1904 bool
	// gaps says that line numbers left out are blank rows (worksheets).
	gaps bool
	// skip says that sheets of a kind are not wanted from this file; passed are the
	// titles of those that stood below another table.
	skip   func(kind string) bool
	passed []string
}

// bufferedRow is a row kept while the header is searched.
type bufferedRow struct {
	line  int
	plain bool
	cells [][]byte
}

// errSkipped says that the sheet's kind is given by another file.
var errSkipped = errors.New("ledger: sheet of a kind that the quarter has of its own")

// sink stages the rows below a header. finish adds to each sheet the rows that
// were read but not staged of their own.
type sink interface {
	write(line int, cells [][]byte, plain bool) error
	finish(sheets []Sheet) error
}

// read gives the sheet with all that is known of it, or one for each level of a
// combined ledger; none for a sheet without any row.
func (r *sheetReader) read(src rowSource, s Sheet) (sheets []Sheet, err error) {
	head, err := bufferHead(src)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	ended := err != nil
	g := grid{merges: mergesWithin(r.merges, head)}
	for _, row := range head {
		if gr := row.grid(); !gr.blank() {
			g.rows = append(g.rows, gr)
		}
	}
	if len(g.rows) == 0 {
		return nil, nil
	}
	m, reason := r.v.findHeader(g)
	if returnCover(g) { // its cells name columns and tables, and are no header
		m, reason = match{}, noHeader
	}
	t := &sections{r: r, base: s, above: g.rows}
	if m.kind != nil && m.complete() {
		t.above = g.rows[:m.start]
	}
	if err := t.open(g, m, reason, s); err != nil {
		return t.now, err
	}
	for _, row := range head {
		if err := t.take(row.line, row.cells, row.plain); err != nil {
			return t.now, err
		}
	}
	if !ended {
		if err := r.stream(src, t); err != nil {
			return t.now, err
		}
	}
	if err := errors.Join(t.settle(), t.close()); err != nil {
		return t.now, err
	}
	if s := &t.done[0]; t.reason == noHeader && len(t.done) == 1 && (explanatory.MatchString(s.Name) || s.Format == formatTXT && words(head)) {
		s.Status, s.Message = StatusNote, fmt.Sprintf("按说明页处理，没有读（有内容的行 %d 行）；若是台账，请保留列名一行，工作表不要叫“说明”一类的名称", s.RowsRead-s.RowsBlank)
	}
	return t.done, nil
}

// returnCover knows the first page of a return workbook that came back: a list of
// problems, no ledger.
func returnCover(g grid) bool {
	return slices.ContainsFunc(g.rows, func(row gridRow) bool {
		return slices.Contains(row.cells, "原来写的") && slices.Contains(row.cells, "问题和改法")
	})
}

// mergesWithin are the merged cells that begin among the first rows: a ledger
// may have a hundred thousand further down.
func mergesWithin(merges []mergedRange, head []bufferedRow) (list []mergedRange) {
	if len(head) == 0 {
		return nil
	}
	for _, m := range merges {
		if m.top <= head[len(head)-1].line {
			list = append(list, m)
		}
	}
	return list
}

// stream takes the rows after those that were kept for the header.
func (r *sheetReader) stream(src rowSource, c *sections) error {
	for n := 0; ; n++ {
		line, cells, plain, err := src.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if n&0xFFF == 0 && r.ctx.Err() != nil {
			return r.ctx.Err()
		}
		if err := c.take(line, cells, plain); err != nil {
			return err
		}
	}
}

// bufferHead keeps rows until headerRows of them have content.
func bufferHead(src rowSource) ([]bufferedRow, error) {
	var head []bufferedRow
	for content := 0; content < headerRows; {
		line, cells, plain, err := src.next()
		if err != nil {
			return head, err
		}
		row := bufferedRow{line: line, plain: plain, cells: make([][]byte, len(cells))}
		blank := true
		for i, c := range cells {
			row.cells[i] = append([]byte(nil), c...)
			blank = blank && blankCell(c)
		}
		if !blank {
			content++
		} else if len(head) > 100*headerRows {
			continue // a sheet of nothing but blanks
		}
		head = append(head, row)
	}
	return head, nil
}

func (row bufferedRow) grid() gridRow {
	g := gridRow{line: row.line, cells: make([]string, len(row.cells))}
	for i, c := range row.cells {
		g.cells[i] = string(c)
	}
	return g
}

// place settles the kind and columns of the sheet, or of the sheets that a
// combined ledger makes. A reason is why it is none, and the sheet given back
// is then without kind; errSkipped means that it is not wanted.
func (r *sheetReader) place(g grid, m match, reason string, s Sheet) ([]Sheet, string, error) {
	if m.kind == nil || !m.complete() {
		return []Sheet{s}, unplacedReason(m), nil
	}
	var sheets []Sheet
	for i, level := range m.placed() {
		area, money, why := r.noteMeasure(g.rows[:m.start], s.Name, level)
		if reason == "" {
			reason = why
		}
		p := s
		p.ID = s.ID + i
		p.Status, p.Kind, p.HeaderLine = StatusOK, level.kind.ID, g.rows[m.start].line
		p.Measure, p.MoneyMeasure = area, money
		p.UnitHint = unitHint(s.Name, s.File, g.rows[:m.start])
		p.columns = level.sheetColumns()
		if r.skip != nil && r.skip(p.Kind) && reason == "" {
			return []Sheet{p}, "", errSkipped
		}
		sheets = append(sheets, p)
	}
	if reason != "" {
		return []Sheet{s}, reason + "。请核对表头（第" + itoa(g.rows[m.start].line) + "行）", nil
	}
	return sheets, "", nil
}

// sheetColumns lists the header's columns as one kind reads them.
func (m match) sheetColumns() []sheetColumn {
	var list []sheetColumn
	for i, c := range m.columns {
		col := sheetColumn{position: i + 1, letter: columnLetter(i + 1), title: c.title}
		if f := m.fields[i]; f >= 0 {
			col.field, col.measured = m.kind.Fields[f].ID, m.measures[i].name
		}
		list = append(list, col)
	}
	return list
}

// sink makes what stages the rows of the placed sheets.
func (r *sheetReader) sink(sheets []Sheet, m match, g grid) sink {
	end := g.rows[m.end-1].line
	var tables []*table
	for i, level := range m.placed() {
		file := r.stage.kinds[r.v.kindIndex(level.kind.ID)]
		table := newTable(file, sheets[i].ID, level, end, r.merges)
		if r.date1904 {
			table.count1904(level.kind)
		}
		tables = append(tables, table)
	}
	if len(tables) == 1 {
		return tables[0]
	}
	return newCombinedTable(m, tables)
}

// noteMeasure takes the measures from the rows above the header and the sheet's
// name. Two different ones, where a column does not say its own, are a reason
// not to place the sheet.
func (r *sheetReader) noteMeasure(above []gridRow, sheet string, m match) (area, money, reason string) {
	texts := []string{sheet}
	for _, row := range above {
		texts = append(texts, row.cells...)
	}
	clash := map[Role]bool{}
	for _, text := range texts {
		found, unsupported := r.v.noteMeasures(text)
		if unsupported != "" {
			return "", "", "表头上方注明的计量单位“" + unsupported + "”不能换算，请改为公顷、亩、平方米或万元、元"
		}
		for _, f := range found {
			at := &area
			if f.role == Money {
				at = &money
			}
			clash[f.role] = clash[f.role] || *at != "" && *at != f.name
			*at = f.name
		}
	}
	for i, f := range m.fields {
		if f >= 0 && m.measures[i].name == "" && clash[m.kind.Fields[f].Role] {
			return "", "", "表头上方注明了两种计量单位，而“" + m.columns[i].title + "”一列没有注明用哪一种"
		}
	}
	return area, money, ""
}

// words says that no row has two cells: a text that somebody wrote, no table.
func words(head []bufferedRow) bool {
	return !slices.ContainsFunc(head, func(row bufferedRow) bool {
		filled := 0
		for _, c := range row.cells {
			if !blankCell(c) {
				filled++
			}
		}
		return filled > 1
	})
}

// explanatory are the names of worksheets that hold words, not rows.
var explanatory = regexp.MustCompile(`^(说明|填报说明|填表说明|使用说明|编制说明|目录|封面|填报须知|填表须知|须知|备注|附注|更新记录|修订记录)$`)

// rowCounter counts rows below the header. Blank rows count only once a row
// with content follows them.
type rowCounter struct {
	out                  sink // nil when the sheet was not placed
	after                int  // last line of the header
	gaps                 bool
	read, blank, pending int
	last                 int
}

// leaveOut counts a row that is neither a ledger's row nor blank: a title or a
// header written again.
func (c *rowCounter) leaveOut(line int) {
	if c.gaps && c.last > 0 && line > c.last+1 {
		c.pending += line - c.last - 1
	}
	c.last = line
	c.read += c.pending + 1
	c.blank += c.pending + 1
	c.pending = 0
}

// take counts a row and stages it when the sheet was placed. Lines that the
// source leaves out (empty rows of a worksheet) count as blank.
func (c *rowCounter) take(line int, cells [][]byte, plain bool) error {
	if len(cells) > maxSheetColumns {
		return fmt.Errorf("第%d行有%d列，超过%d列。请核对分隔符，删去多余的列后重新放入", line, len(cells), maxSheetColumns)
	}
	if c.out != nil && line <= c.after {
		c.last = line
		return nil
	}
	if c.out != nil && c.gaps && c.last > 0 && line > c.last+1 {
		c.pending += line - c.last - 1
	}
	c.last = line
	for _, cell := range cells {
		if !blankCell(cell) {
			c.blank += c.pending
			c.read += c.pending + 1
			c.pending = 0
			if c.out == nil {
				return nil
			}
			return c.out.write(line, cells, plain)
		}
	}
	c.pending++
	return nil
}
