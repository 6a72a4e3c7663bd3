package ledger

// levelTable is one level: where its rows go and the entity that is open.
type levelTable struct {
	*table
	kind    *Kind
	columns []int  // per sheet column: the field, or -1
	own     []bool // per sheet column: it belongs to this level alone
	open    *record
	staged  int
}

// record is one entity, kept until the next one of its level begins.
type record struct {
	line   int
	values []string // per field
	extra  []byte   // JSON members, each with a comma before it
	keys   map[string]bool
}

func (l *levelTable) fieldAt(c int) string {
	if c < len(l.columns) && l.columns[c] >= 0 {
		return l.kind.Fields[l.columns[c]].ID
	}
	return ""
}

// cell is the row's text for a field, blank when the sheet has no such column.
func (l *levelTable) cell(cells [][]byte, field string) string {
	c := l.fields[l.kind.fieldIndex(field)]
	if c < 0 || c >= len(cells) || blankCell(cells[c]) {
		return ""
	}
	return string(cells[c])
}

func (l *levelTable) get(r *record, field string) string { return r.values[l.kind.fieldIndex(field)] }

func (l *levelTable) put(r *record, field, value string) { r.values[l.kind.fieldIndex(field)] = value }

func (l *levelTable) newRecord(line int) *record {
	return &record{line: line, values: make([]string, len(l.kind.Fields))}
}

// add puts a text into the record's extra members.
func (r *record) add(key, text string) {
	if r.keys == nil {
		r.keys = map[string]bool{}
	}
	for r.keys[key] {
		key += "+"
	}
	r.keys[key] = true
	r.extra = append(appendJSONString(append(r.extra, ','), []byte(key)), ':')
	r.extra = appendJSONString(r.extra, []byte(text))
}

// differs says that a key given on the line is not the open entity's.
func (l *levelTable) differs(field, text string) bool {
	have := l.get(l.open, field)
	if field == "parcel_id" && !l.hasColumn(field) {
		return false
	}
	return text != "" && have != "" && plainText(text) != plainText(have) || field == "parcel_name" && text != "" && have == ""
}

func (l *levelTable) hasColumn(field string) bool { return l.fields[l.kind.fieldIndex(field)] >= 0 }

// conflict says that the line gives an area, or the approval another date, that
// the entity already has otherwise; anything other, when its row is staged.
func (l *levelTable) conflict(r *record, cells [][]byte) bool {
	for c, own := range l.own {
		if !own || c >= len(cells) || blankCell(cells[c]) {
			continue
		}
		f := l.kind.Fields[l.columns[c]]
		have := r.values[l.columns[c]]
		if plainText(have) != plainText(string(cells[c])) && (r.line == 0 || have != "" && (f.Role == Area || f.ID == "approved_on")) {
			return true
		}
	}
	return false
}

// inherit fills fields that the line leaves blank from the open entity.
func (l *levelTable) inherit(r *record, fields ...string) {
	for _, f := range fields {
		if l.get(r, f) == "" {
			l.put(r, f, l.get(l.open, f))
		}
	}
}

// any says that the line has a cell that only this level reads.
func (l *levelTable) any(cells [][]byte) bool {
	for c, own := range l.own {
		if own && c < len(cells) && !blankCell(cells[c]) {
			return true
		}
	}
	return false
}

// addTo fills what the record does not know yet from the line.
func (l *levelTable) addTo(r *record, cells [][]byte) {
	for c, f := range l.columns {
		if f >= 0 && c < len(cells) && !blankCell(cells[c]) && r.values[f] == "" && l.kind.Fields[f].ID != "remark" {
			r.values[f] = string(cells[c])
		}
	}
}

// flush stages the open entity; one taken up again (line 0) is staged already.
func (t *combinedTable) flush(l *levelTable) error {
	if l.open == nil || l.open.line == 0 {
		return nil
	}
	err := l.stageRecord(l.open)
	l.open.line, l.open.extra, l.open.keys = 0, nil, nil
	return err
}

func (l *levelTable) stageRecord(r *record) error {
	b := append(l.out.buf, l.prefix...)
	b = append(b, itoa(r.line)...)
	for _, v := range r.values {
		b = appendCell(append(b, ','), []byte(v), false)
	}
	b = append(b, ',')
	if len(r.extra) > 0 {
		b = appendCell(b, append([]byte("{"+string(r.extra[1:])), '}'), false)
	}
	l.out.buf = append(b, '\n')
	return l.out.flushIfFull()
}
