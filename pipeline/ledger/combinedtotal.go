package ledger

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// notSupplied are the words that stand in a supply's cells when there is none.
func notSupplied(s string) bool {
	switch plainText(s) {
	case "-", "--", "—", "——", "–", "/", "无", "暂无", "未供", "未供地", "未供应", "尚未供地", "尚未供应", "待供", "待供地", "待定", "0", "0.0", "0.00", "0.000", "0.0000":
		return true
	}
	return false
}

var (
	totalWord = regexp.MustCompile(`^(总计|合计|小计|共计|累计|本页合计|其中)`)
	totalOnly = regexp.MustCompile(`^(总计|合计|小计|共计|其中):?$`)
	totalTail = regexp.MustCompile(`(合计|小计|总计):?$`)
	noteWord  = regexp.MustCompile(`^(注|备注|说明|填表|制表|审核|填报|单位负责人|数据来源|填表说明)(人|单位|日期|时间)?[一二三四1-9]?:`)
)

// special stages a line of totals at each level that it gives an area of, and a
// note or repeated header once, at the batch level.
func (t *combinedTable) special(line int) (done bool, err error) {
	b := t.levels[batchLevel]
	no := b.cell(t.cells, "approval_no")
	if no != "" && no == t.title(b.fields[b.kind.fieldIndex("approval_no")]) {
		return true, t.stageWhole(line, batchLevel, "", "")
	}
	if first := t.first(); noteWord.MatchString(plainText(first)) {
		return true, t.stageWhole(line, batchLevel, "approval_no", first)
	}
	label := t.totalLabel(no)
	if label == "" {
		return false, nil
	}
	names := []string{"batch_name", "parcel_name", "contract_no"}
	for i, l := range t.levels {
		if l.hasArea(t.cells) {
			if err := t.stageWhole(line, i, names[i], label); err != nil {
				return true, err
			}
			done = true
		}
	}
	if !done {
		err = t.stageWhole(line, batchLevel, names[batchLevel], label)
	}
	return true, err
}

// first is the line's first cell with content.
func (t *combinedTable) first() string {
	for _, c := range t.cells {
		if !blankCell(c) {
			return string(c)
		}
	}
	return ""
}

// totalLabel is the word that makes the line one of totals: 合计 in a column
// that names an entity, or alone in one that no level knows.
func (t *combinedTable) totalLabel(no string) string {
	for c, text := range t.cells {
		word := plainText(string(text))
		if c >= len(t.unknown) || t.unknown[c] {
			if totalOnly.MatchString(word) {
				return string(text)
			}
			continue
		}
		switch t.fieldName(c) {
		case "approval_no", "batch_name", "parcel_id", "parcel_name", "contract_no", "supervision_no":
			if totalWord.MatchString(word) || no == "" && totalTail.MatchString(word) {
				return string(text)
			}
		}
	}
	return ""
}

func (l *levelTable) hasArea(cells [][]byte) bool {
	for c, f := range l.columns {
		if f >= 0 && l.kind.Fields[f].Role == Area && c < len(cells) && !blankCell(cells[c]) {
			return true
		}
	}
	return false
}

// stageWhole stages a line as it is at one level: with label in the field that
// SQL tells totals and notes by, the rest of the cells in extra.
func (t *combinedTable) stageWhole(line, level int, field, label string) error {
	l := t.levels[level]
	r := l.newRecord(line)
	for c, text := range t.cells {
		if blankCell(text) || string(text) == label {
			continue
		}
		f := -1
		if c < len(l.columns) {
			f = l.columns[c]
		}
		if f >= 0 && r.values[f] == "" && (field == "" || l.kind.Fields[f].Role == Area || l.kind.Fields[f].Role == Money) {
			r.values[f] = string(text)
			continue
		}
		r.add(t.title(c), string(text))
	}
	if field != "" {
		l.put(r, field, label)
	}
	l.staged++
	return l.stageRecord(r)
}

// plainText is a cell as entities are compared: half width, without spaces,
// brackets of one kind, a number without zeros after its last decimal.
func plainText(s string) string {
	s = strings.Join(strings.Fields(norm.NFKC.String(s)), "")
	s = titleBrackets.Replace(s)
	if strings.Contains(s, ".") && !slices.ContainsFunc([]byte(s), func(b byte) bool { return b != '.' && (b < '0' || b > '9') }) {
		s = strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	}
	return s
}
