package ledger

import (
	"slices"
)

// The levels of a combined ledger, in the order of vocabulary.toml.
const (
	batchLevel = iota
	parcelLevel
	supplyLevel
)

// maxKept bounds the text that lines without an entity of their own may add to
// the one above them.
const maxKept = 64 << 10

// combinedTable splits the rows of a combined ledger by level into batch, parcel
// and supply rows.
//
// A blank cell means as above, but only within its level: a batch's cells hold
// for the batch, a parcel's for the parcel, and a new 批准文号 or 批次名称 ends
// the parcel. A batch or parcel that is repeated on further lines with the same
// areas is one row, at its first line; with another area it is a row again, for
// SQL to judge (A02, U02). Areas are never carried to another entity. Every line
// with a supply's own cells is a supply row.
//
// A parcel without 地块编号 is given 批准文号#地块名称 as one, in the parcel
// row and in its supplies.
//
// What no level knows, and 备注, goes with the lowest entity of its line.
// Totals, notes and repeated headers are staged for SQL to leave out. A line
// that stages no row at a level counts at that level as a blank one. A batch or
// parcel is staged when it ends, with its first line's number: lines need not
// rise in the staged file.
type combinedTable struct {
	columns []headerColumn
	levels  []*levelTable
	unknown []bool // columns that no level knows, and 备注
	cells   [][]byte
	filled  [3][][]byte

	seen map[string]*record // batches of the sheet, by key
	unit map[string]string  // the last unit and department within the batch
}

func newCombinedTable(m match, tables []*table) *combinedTable {
	t := &combinedTable{columns: m.columns, unknown: make([]bool, len(m.columns)),
		seen: map[string]*record{}, unit: map[string]string{}}
	for i, level := range m.levels {
		l := &levelTable{table: tables[i], kind: level.kind, columns: level.fields, own: make([]bool, len(m.columns))}
		for c, f := range level.fields {
			l.own[c] = f >= 0 && !sharedColumn(m, c)
		}
		t.levels = append(t.levels, l)
	}
	for c := range m.columns {
		t.unknown[c] = m.fields[c] < 0 || t.levels[batchLevel].fieldAt(c) == "remark" || t.levels[parcelLevel].fieldAt(c) == "remark"
	}
	return t
}

// sharedColumn says that more than one level reads the column.
func sharedColumn(m match, c int) bool {
	n := 0
	for _, level := range m.levels {
		if level.fields[c] >= 0 {
			n++
		}
	}
	return n > 1
}

// write takes one line of the sheet.
func (t *combinedTable) write(line int, cells [][]byte, _ bool) error {
	t.cells = cells
	for i, l := range t.levels {
		t.filled[i] = cells
		if len(l.merges) > 0 || l.row != nil {
			t.filled[i] = l.table.filled(line, cells)
		}
	}
	if done, err := t.special(line); done || err != nil {
		return err
	}
	newBatch, err := t.batch(line)
	if err != nil {
		return err
	}
	newParcel, err := t.parcel(line, newBatch)
	if err != nil {
		return err
	}
	supplied, err := t.supply(line, newParcel)
	if err != nil || supplied {
		return err
	}
	return t.keep(line, newBatch || newParcel)
}

// batch opens a batch when the line begins one, and otherwise adds what the
// line knows of the open one.
func (t *combinedTable) batch(line int) (begun bool, err error) {
	l := t.levels[batchLevel]
	cells := t.filled[batchLevel]
	no, name := l.cell(cells, "approval_no"), l.cell(cells, "batch_name")
	begun = l.open == nil || l.differs("approval_no", no) || l.differs("batch_name", name)
	if !begun && !l.conflict(l.open, cells) {
		l.addTo(l.open, cells)
		t.note(line, l, cells)
		return false, nil
	}
	if l.open == nil && no == "" && name == "" && !l.any(cells) {
		return false, nil
	}
	r := l.newRecord(line)
	l.addTo(r, cells)
	if begun {
		t.unit = map[string]string{}
	}
	// Another batch of the same document, or another area of this one.
	if l.open != nil && (no == "" || !begun) {
		l.inherit(r, "approval_no", "approved_on")
	}
	if !begun {
		l.inherit(r, "batch_name")
	}
	key := plainText(l.get(r, "approval_no")) + "\x00" + plainText(l.get(r, "batch_name"))
	if err := t.flush(l); err != nil {
		return begun, err
	}
	if old := t.seen[key]; old != nil && begun && !l.conflict(old, cells) {
		l.open = old // a batch that was listed above: its row is staged
		return true, nil
	}
	l.open, t.seen[key] = r, r
	l.staged++
	return begun, nil
}

// parcel does the same one level down; a new batch closes the parcel.
func (t *combinedTable) parcel(line int, newBatch bool) (begun bool, err error) {
	l := t.levels[parcelLevel]
	cells := t.filled[parcelLevel]
	if newBatch {
		if err := t.flush(l); err != nil {
			return false, err
		}
		l.open = nil
	}
	id, name := l.cell(cells, "parcel_id"), l.cell(cells, "parcel_name")
	if l.open != nil && !l.differs("parcel_id", id) && !l.differs("parcel_name", name) && !l.conflict(l.open, cells) {
		l.addTo(l.open, cells)
		t.note(line, l, cells)
		return false, nil
	}
	if id == "" && name == "" && !l.any(t.cells) {
		return false, nil
	}
	r := l.newRecord(line)
	l.addTo(r, cells)
	if l.open != nil && id == "" && name == "" {
		l.inherit(r, "parcel_id", "parcel_name")
	}
	if b := t.levels[batchLevel]; b.open != nil {
		l.put(r, "approval_no", b.get(b.open, "approval_no"))
		l.put(r, "batch_name", b.get(b.open, "batch_name"))
	}
	if name := l.get(r, "parcel_name"); l.get(r, "parcel_id") == "" && name != "" {
		l.put(r, "parcel_id", l.get(r, "approval_no")+"#"+name)
	}
	for _, f := range []string{"unit", "department"} {
		if own := l.cell(cells, f); own != "" {
			t.unit[f] = own
		}
		l.put(r, f, t.unit[f])
	}
	if err := t.flush(l); err != nil {
		return false, err
	}
	l.open = r
	l.staged++
	return true, nil
}

// supplyCells are the fields of which one makes a line a supply; the numbers
// come first. A planned use or way alone is not one.
var supplyCells = []string{"supervision_no", "contract_no", "signed_on", "land_user", "supply_area", "allocated_area", "price", "revoked_on"}

// supply stages a row when the line has cells of its own at this level, or when
// a merged cell carries the supply above on to another parcel.
func (t *combinedTable) supply(line int, newParcel bool) (staged bool, err error) {
	l := t.levels[supplyLevel]
	cells := t.filled[supplyLevel]
	present := false
	for c, own := range l.own {
		if !own || c >= len(t.cells) || !slices.Contains(supplyCells, l.fieldAt(c)) {
			continue
		}
		present = present || !blankCell(t.cells[c]) && !notSupplied(string(t.cells[c]))
		merged := c < len(cells) && blankCell(t.cells[c]) && !blankCell(cells[c])
		present = present || merged && newParcel && slices.Contains(supplyCells[:2], l.fieldAt(c))
	}
	if !present {
		return false, nil
	}
	r := l.newRecord(line)
	l.addTo(r, cells)
	if b := t.levels[batchLevel]; b.open != nil {
		l.put(r, "approval_no", b.get(b.open, "approval_no"))
		l.put(r, "batch_name", b.get(b.open, "batch_name"))
	}
	if p := t.levels[parcelLevel]; p.open != nil {
		l.put(r, "parcel_id", p.get(p.open, "parcel_id"))
	}
	for c, text := range t.loose(false) {
		r.add(t.title(c), text)
	}
	l.staged++
	return true, l.stageRecord(r)
}

// keep puts what no level took with the lowest entity of the line. Where there
// is none, or where it would grow without end, the line is staged as it is.
func (t *combinedTable) keep(line int, begun bool) error {
	r, l := t.lowest()
	for c, text := range t.loose(true) {
		if r == nil || r.line == 0 || len(r.extra) > maxKept {
			return t.stageWhole(line, batchLevel, "", "")
		}
		if field := l.fieldAt(c); field == "remark" && l.get(r, field) == "" {
			l.put(r, field, text)
			continue
		}
		title := t.title(c)
		if !begun {
			title += "(第" + itoa(line) + "行)"
		}
		r.add(title, text)
	}
	return nil
}

// lowest is the open parcel, or else the open batch.
func (t *combinedTable) lowest() (*record, *levelTable) {
	if l := t.levels[parcelLevel]; l.open != nil {
		return l.open, l
	}
	return t.levels[batchLevel].open, t.levels[batchLevel]
}

// note keeps a text that differs from the open entity's own, which holds: no
// reason to stage the entity twice, but nothing to lose.
func (t *combinedTable) note(line int, l *levelTable, cells [][]byte) {
	for c, own := range l.own {
		if !own || c >= len(cells) || blankCell(cells[c]) || l.open.line == 0 {
			continue
		}
		if text := string(cells[c]); plainText(text) != plainText(l.open.values[l.columns[c]]) && len(l.open.extra) < maxKept {
			l.open.add(t.title(c)+"(第"+itoa(line)+"行)", text)
		}
	}
}

// loose gives the line's cells that no entity took: those that no level knows,
// a unit other than the entity's and, for a line that is no supply, what stands
// in a supply's columns (未供, a planned use).
func (t *combinedTable) loose(unsupplied bool) func(yield func(int, string) bool) {
	return func(yield func(int, string) bool) {
		for c, cell := range t.cells {
			if blankCell(cell) {
				continue
			}
			loose := c >= len(t.unknown) || t.unknown[c] || t.strayUnit(c) || unsupplied && t.levels[supplyLevel].own[c]
			if loose && !yield(c, string(cell)) {
				return
			}
		}
	}
}

func (t *combinedTable) strayUnit(c int) bool {
	f := t.fieldName(c)
	if f != "unit" && f != "department" {
		return false
	}
	r, l := t.lowest()
	return r == nil || plainText(l.get(r, f)) != plainText(string(t.cells[c]))
}

// title is a column's name in extra.
func (t *combinedTable) title(c int) string {
	switch {
	case c >= len(t.columns):
		return "多出的第" + itoa(c+1) + "列"
	case t.columns[c].title == "":
		return "无列名的" + columnLetter(c+1) + "列"
	}
	return t.columns[c].title
}

// finish stages what is still open and counts, at each level, the lines that
// were no row of it.
func (t *combinedTable) finish(sheets []Sheet) error {
	for i, l := range t.levels {
		if err := t.flush(l); err != nil {
			return err
		}
		sheets[i].RowsBlank = sheets[i].RowsRead - l.staged
	}
	return nil
}

func (t *combinedTable) fieldName(c int) string {
	for _, l := range t.levels {
		if f := l.fieldAt(c); f != "" {
			return f
		}
	}
	return ""
}
