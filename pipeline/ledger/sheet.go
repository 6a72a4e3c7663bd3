package ledger

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
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
	RowsBlank    int
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
	// gaps says that line numbers left out are blank rows (worksheets).
	gaps bool
	// skip says that sheets of a kind are not wanted from this file.
	skip func(kind string) bool
}

// bufferedRow is a row kept while the header is searched.
type bufferedRow struct {
	line  int
	plain bool
	cells [][]byte
}

// errSkipped says that the sheet's kind is given by another file.
var errSkipped = errors.New("ledger: sheet of a kind that the quarter has of its own")

// read fills in the sheet. ok is false for a sheet without any row.
func (r *sheetReader) read(src rowSource, s *Sheet) (ok bool, err error) {
	head, err := bufferHead(src)
	if err != nil && !errors.Is(err, io.EOF) {
		return false, err
	}
	ended := err != nil
	g := grid{merges: r.merges}
	for _, row := range head {
		if gr := row.grid(); !gr.blank() {
			g.rows = append(g.rows, gr)
		}
	}
	if len(g.rows) == 0 {
		return false, nil
	}
	m, reason := r.v.findHeader(g)
	t, reason := r.place(g, m, reason, s)
	if t != nil && r.skip != nil && r.skip(s.Kind) {
		return false, errSkipped
	}
	c := rowCounter{gaps: r.gaps}
	for _, row := range head {
		if err := c.take(t, row.line, row.cells, row.plain); err != nil {
			return true, err
		}
	}
	for n := 0; !ended; n++ {
		line, cells, plain, err := src.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return true, err
		}
		if n&0xFFF == 0 && r.ctx.Err() != nil {
			return true, r.ctx.Err()
		}
		if err := c.take(t, line, cells, plain); err != nil {
			return true, err
		}
	}
	s.RowsRead, s.RowsBlank = c.read, c.blank
	switch {
	case t != nil:
	case reason == noHeader && explanatory.MatchString(s.Name):
		s.Status, s.Message = StatusNote, fmt.Sprintf("按说明页处理，没有读（有内容的行 %d 行）；若是台账，请改工作表的名称并保留列名一行", c.read-c.blank)
	default:
		s.Status, s.Message = StatusUnplaced, fmt.Sprintf("未能识别为哪类台账（有内容的行 %d 行）：%s", c.read-c.blank, reason)
	}
	return true, nil
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

// place settles the sheet's kind and columns; the table is nil when it has none.
func (r *sheetReader) place(g grid, m match, reason string, s *Sheet) (*table, string) {
	if m.kind == nil || !m.complete() {
		return nil, unplacedReason(m)
	}
	area, money, why := r.noteMeasure(g.rows[:m.start], s.Name, m)
	if reason == "" {
		reason = why
	}
	if reason != "" {
		return nil, reason + "。请核对表头（第" + itoa(g.rows[m.start].line) + "行）"
	}
	s.Status, s.Kind, s.HeaderLine = StatusOK, m.kind.ID, g.rows[m.start].line
	s.Measure, s.MoneyMeasure = area, money
	s.UnitHint = unitHint(s.Name, s.File, g.rows[:m.start])
	for i, c := range m.columns {
		col := sheetColumn{position: i + 1, letter: columnLetter(i + 1), title: c.title}
		if f := m.fields[i]; f >= 0 {
			col.field, col.measured = m.kind.Fields[f].ID, m.measures[i].name
		}
		s.columns = append(s.columns, col)
	}
	file := r.stage.kinds[r.v.kindIndex(m.kind.ID)]
	return newTable(file, s.ID, m, g.rows[m.end-1].line, r.merges), ""
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

// noHeader is said of a sheet in which no row looks like a ledger's header.
const noHeader = "前30行中没有找到台账表头。若是台账，请保留列名一行，或在设置的同义词中加上所用列名"

// explanatory are the names of worksheets that hold words, not rows.
var explanatory = regexp.MustCompile(`^(说明|填报说明|填表说明|使用说明|编制说明|目录|封面|填报须知|填表须知|须知|备注|附注|更新记录|修订记录)$`)

// unplacedReason tells what was recognised, the nearest kind and what it misses.
func unplacedReason(m match) string {
	if m.kind == nil || m.recognised < 2 {
		return noHeader
	}
	var have []string
	for i, f := range m.fields {
		if f >= 0 {
			have = append(have, m.columns[i].title)
		}
	}
	return "认出的列有“" + strings.Join(have, "”“") + "”，最接近" + m.kind.Title +
		"，缺少必需的列：" + strings.Join(m.missing, "、") + "。请补上该列，或在设置的同义词中加上所用列名"
}

// rowCounter counts rows below the header. Blank rows count only once a row
// with content follows them.
type rowCounter struct {
	gaps                 bool
	read, blank, pending int
	last                 int
}

// take counts a row and stages it when the sheet has a table. Lines that the
// source leaves out (empty rows of a worksheet) count as blank.
func (c *rowCounter) take(t *table, line int, cells [][]byte, plain bool) error {
	if t != nil && line <= t.headerEnd {
		c.last = line
		return nil
	}
	if t != nil && c.gaps && c.last > 0 && line > c.last+1 {
		c.pending += line - c.last - 1
	}
	c.last = line
	for _, cell := range cells {
		if !blankCell(cell) {
			c.blank += c.pending
			c.read += c.pending + 1
			c.pending = 0
			if t == nil {
				return nil
			}
			return t.write(line, cells, plain)
		}
	}
	c.pending++
	return nil
}
