package ledger

import (
	"slices"
	"strconv"
)

// table writes the rows of a placed sheet into its kind's staged file.
type table struct {
	out       *stagedFile
	prefix    []byte // "sheet_id,"
	fields    []int  // per canonical field: the sheet's column, or -1
	extras    []extraColumn
	width     int // columns the header has
	headerEnd int // last line of the header

	// Vertical merges that begin below the header, by top row, and the value
	// each fillable column carries down.
	merges []mergedRange
	fills  []fillDown // per sheet column
	row    [][]byte
	// late says of each field that its bare serials are days of the 1904 system.
	late []bool

	scratch []byte
}

// extraColumn is an unrecognised column; key is its JSON name with the colon.
type extraColumn struct {
	column int
	key    []byte
}

// fillDown is the value of a merged cell for the rows below its first.
type fillDown struct {
	fillable bool
	until    int // last row of the merge
	value    []byte
}

func newTable(out *stagedFile, sheetID int, m match, headerEnd int, merges []mergedRange) *table {
	t := &table{
		out: out, prefix: append(strconv.AppendInt(nil, int64(sheetID), 10), ','),
		fields: make([]int, len(m.kind.Fields)), width: len(m.columns), headerEnd: headerEnd,
		fills: make([]fillDown, len(m.columns)),
	}
	for i := range t.fields {
		t.fields[i] = slices.Index(m.fields, i)
	}
	keys := map[string]bool{}
	for i, f := range m.fields {
		if f >= 0 {
			role := m.kind.Fields[f].Role
			t.fills[i].fillable = role != Area && role != Money
			continue
		}
		title := m.columns[i].title
		if title == "" {
			title = "无列名的" + columnLetter(i+1) + "列"
		}
		if keys[title] {
			title += "(" + columnLetter(i+1) + "列)"
		}
		keys[title] = true
		t.extras = append(t.extras, extraColumn{i, append(appendJSONString(nil, []byte(title)), ':')})
	}
	for _, r := range merges {
		if r.bottom > r.top && r.top > headerEnd && r.left <= t.width && t.fills[r.left-1].fillable {
			t.merges = append(t.merges, r)
		}
	}
	slices.SortStableFunc(t.merges, func(a, b mergedRange) int { return a.top - b.top })
	return t
}

// count1904 makes the table read bare serials in date columns as days of a
// workbook that counts from 1904.
func (t *table) count1904(k *Kind) {
	t.late = make([]bool, len(k.Fields))
	for i, f := range k.Fields {
		t.late[i] = f.Role == Date
	}
}

// from1904 turns a bare serial of the 1904 system into that of the 1900 system,
// which is what a number in a date column is read by.
func from1904(cell []byte) []byte {
	serial, err := strconv.Atoi(string(cell))
	if err != nil || serial < 18000 || serial > 58000 {
		return cell
	}
	return strconv.AppendInt(nil, int64(serial+1462), 10)
}

// finish has nothing to add: every row was staged.
func (t *table) finish([]Sheet) error { return nil }

// write stages one row with content.
func (t *table) write(line int, cells [][]byte, plain bool) error {
	if len(t.merges) > 0 || t.row != nil {
		cells = t.filled(line, cells)
	}
	b := append(t.out.buf, t.prefix...)
	b = strconv.AppendInt(b, int64(line), 10)
	for f, c := range t.fields {
		b = append(b, ',')
		if uint(c) < uint(len(cells)) {
			cell := cells[c]
			if t.late != nil && t.late[f] {
				cell = from1904(cell)
			}
			b = appendCell(b, cell, plain)
		}
	}
	b = append(b, ',')
	if extra := t.extra(cells); len(extra) > 0 {
		b = appendCell(b, extra, false)
	}
	t.out.buf = append(b, '\n')
	return t.out.flushIfFull()
}

// extra is the JSON object of the unrecognised columns that hold something. A
// cell beyond the header's columns is there too, under a name that tells it:
// the row may be shifted by a delimiter too many.
func (t *table) extra(cells [][]byte) []byte {
	b := t.scratch[:0]
	for _, e := range t.extras {
		if e.column < len(cells) && !blankCell(cells[e.column]) {
			b = append(b, ',')
			b = append(b, e.key...)
			b = appendJSONString(b, cells[e.column])
		}
	}
	for i := t.width; i < len(cells); i++ {
		if !blankCell(cells[i]) {
			b = append(b, `,"多出的第`...)
			b = strconv.AppendInt(b, int64(i+1), 10)
			b = append(b, `列":`...)
			b = appendJSONString(b, cells[i])
		}
	}
	t.scratch = b
	if len(b) == 0 {
		return nil
	}
	b[0] = '{'
	t.scratch = append(b, '}')
	return t.scratch
}

// filled puts the values of merged cells into the rows they cover.
func (t *table) filled(line int, cells [][]byte) [][]byte {
	t.row = append(t.row[:0], cells...)
	for len(t.row) < t.width {
		t.row = append(t.row, nil)
	}
	for len(t.merges) > 0 && t.merges[0].top <= line {
		r := t.merges[0]
		t.merges = t.merges[1:]
		f := &t.fills[r.left-1]
		f.until, f.value = r.bottom, f.value[:0]
		if r.top == line {
			f.value = append(f.value, t.row[r.left-1]...)
		}
	}
	for i := range t.fills {
		if f := &t.fills[i]; line <= f.until && len(t.row[i]) == 0 {
			t.row[i] = f.value
		}
	}
	return t.row
}
