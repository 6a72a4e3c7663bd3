package ledger

import (
	"cmp"
	"slices"
	"strings"
)

const (
	headerRows   = 30 // rows with content among which the header is searched
	headerHeight = 3  // rows a header may have
)

// headerColumn is one column of a header: the texts that stand over each other.
type headerColumn struct {
	title    string  // as people see it; 组/列 when two levels differ
	measure  measure // of its own, on a row below the name
	group    measure // of the heading above: 批准面积（亩） over 耕地
	readings []reading
}

// reading is one way to read a column's title; level 1 leaves the group
// heading out and so yields to a reading that needs it.
type reading struct {
	titleForm
	level int
}

// match is how a header fits a kind.
type match struct {
	kind       *Kind
	start, end int // rows of the header in the grid, end exclusive
	columns    []headerColumn
	fields     []int     // per column: the field, or -1
	measures   []measure // per column: its own measure or that of its group
	own        []bool    // per column: the measure is its own
	recognised int
	measured   int      // recognised columns with a measure of their own
	missing    []string // required columns not found, in Chinese
	lacking    []string // the ids of the fields that would do
	twice      []string // titles of two columns for one field
	levels     []match  // of a combined ledger: batch, parcel, supply
}

func (m match) complete() bool { return len(m.missing) == 0 }

// headerSearch is one search; texts come up again at each height and start, so
// the ways to read them are kept.
type headerSearch struct {
	Vocabulary
	memo map[string][]titleForm
}

func (s *headerSearch) forms(text string) []titleForm {
	list, ok := s.memo[text]
	if !ok {
		list = s.Vocabulary.forms(text)
		s.memo[text] = list
	}
	return list
}

// knows says that the row has a cell which is a column name of some kind; a
// header without any is not worth matching.
func (s *headerSearch) knows(r gridRow) bool {
	for _, text := range r.cells {
		for _, f := range s.forms(text) {
			for _, k := range s.kinds {
				if _, ok := k.index[f.name]; ok {
					return true
				}
			}
		}
	}
	return false
}

// findHeader looks for the rows of the grid that fit a kind best. When more than
// one kind fits, or a field has two equal columns, reason says so and the sheet
// is not placed; when none fits, the nearest is returned with what it misses.
func (v Vocabulary) findHeader(g grid) (best match, reason string) {
	var nearest match
	found := false
	s := &headerSearch{v, map[string][]titleForm{}}
	known := make([]bool, len(g.rows))
	for i, row := range g.rows {
		known[i] = s.knows(row)
	}
	for start := range g.rows {
		if found && start >= best.end {
			break // below the first header there are rows, and none may be lost to a later one
		}
		if g.insideMerge(start) {
			continue
		}
		for h := g.minHeight(start); h <= headerHeight && start+h <= len(g.rows); h++ {
			if !slices.Contains(known[start:start+h], true) {
				continue
			}
			if last := start + h - 1; last > start && known[last] && !g.insideMerge(last) && v.headerAlone(s, g, last) {
				break // a header of its own, not the lower part of one
			}
			m, why := v.resolve(s.headerColumns(g, start, h))
			m.start, m.end = start, start+h
			if m.kind == nil {
				continue
			}
			if m.complete() && (!found || better(m, best)) {
				best, reason, found = m, why, true
			}
			if better(m, nearest) || nearest.kind == nil {
				nearest = m
			}
		}
	}
	if !found {
		return nearest, ""
	}
	if reason == "" && len(best.twice) > 0 {
		reason = "“" + strings.Join(best.twice, "”“") + "”重复出现，分不清用哪一列；请只留一列，或把另一列改名"
	}
	return best, reason
}

// headerAlone says whether one row is a whole header by itself.
func (v Vocabulary) headerAlone(s *headerSearch, g grid, row int) bool {
	m, _ := v.resolve(s.headerColumns(g, row, 1))
	return m.kind != nil && m.complete()
}

// better prefers more recognised columns, then more measures, then the lower
// header (a title row above adds nothing), then the earlier row.
func better(a, b match) bool {
	if b.kind == nil {
		return true
	}
	return cmp.Or(
		cmp.Compare(a.recognised, b.recognised),
		cmp.Compare(a.measured, b.measured),
		cmp.Compare(b.end-b.start, a.end-a.start),
	) > 0
}

// resolve picks the kind a header is of. Kinds share columns, so all required
// columns must be there; then the number of recognised columns decides, unless
// the loser's required columns would be lost (reason).
func (v Vocabulary) resolve(columns []headerColumn) (best match, reason string) {
	if m, ok := v.matchCombined(columns); ok {
		return m, ""
	}
	var all []match
	for i := range v.kinds {
		if k := &v.kinds[i]; k.ID != "shape" {
			if m := v.matchKind(k, columns); m.recognised > 0 {
				all = append(all, m)
			}
		}
	}
	if len(all) == 0 {
		return match{columns: columns}, ""
	}
	slices.SortStableFunc(all, func(a, b match) int {
		if a.complete() != b.complete() {
			if a.complete() {
				return -1
			}
			return 1
		}
		return cmp.Or(
			cmp.Compare(b.recognised, a.recognised),
			cmp.Compare(len(a.missing), len(b.missing)))
	})
	best = all[0]
	if !best.complete() {
		return best, ""
	}
	for _, other := range all[1:] {
		if !other.complete() && len(other.missing) == 1 && other.recognised >= best.recognised+2 {
			return other, "" // a ledger that lost a column, not a poor one of another kind
		}
		if other.complete() && other.needsMoreThan(best) {
			reason = "既像" + best.kind.Title + "又像" + other.kind.Title + "，一张表只放一类台账；请分成两张表"
		}
	}
	return best, reason
}

// needsMoreThan says whether m uses, for its required columns, one that the
// winner does not recognise: reading the sheet as the winner would lose it.
func (m match) needsMoreThan(winner match) bool {
	if m.recognised == winner.recognised {
		return true
	}
	for i, f := range m.fields {
		if f < 0 || winner.fields[i] >= 0 {
			continue
		}
		id := m.kind.Fields[f].ID
		for _, group := range m.kind.Required {
			if slices.Contains(strings.Split(group, "|"), id) {
				return true
			}
		}
	}
	return false
}

// claim is a column's bid for a field; the lowest wins.
type claim struct {
	column, level, rank, measure int
}

func (c claim) less(d claim) int {
	return cmp.Or(cmp.Compare(c.level, d.level), cmp.Compare(c.rank, d.rank), cmp.Compare(c.measure, d.measure))
}

// matchKind assigns the columns to the kind's fields.
func (v Vocabulary) matchKind(k *Kind, columns []headerColumn) match {
	n := len(columns)
	m := match{kind: k, columns: columns, fields: make([]int, n), measures: make([]measure, n), own: make([]bool, n)}
	claims := make([][]claim, len(k.Fields))
	for i, c := range columns {
		m.fields[i] = -1
		for _, r := range c.readings {
			at, ok := k.index[r.name]
			if !ok {
				continue
			}
			own := cmp.Or(r.measure, c.measure)
			role := k.Fields[at.field].Role
			if own.name != "" && own.role != role {
				continue
			}
			if own.name != "" {
				m.own[i] = true
			} else if c.group.role == role {
				own = c.group
			}
			claims[at.field] = append(claims[at.field], claim{i, r.level, at.rank, measureRank(own)})
			m.measures[i] = own
			break
		}
	}
	for f, list := range claims {
		if len(list) == 0 {
			continue
		}
		slices.SortStableFunc(list, claim.less)
		if len(list) > 1 && list[0].less(list[1]) == 0 && !mayRepeat(k.Fields[f]) {
			m.twice = append(m.twice, columns[list[0].column].title)
		}
		m.fields[list[0].column] = f
		m.recognised++
		if m.own[list[0].column] {
			m.measured++
		}
	}
	m.missing, m.lacking = k.missing(m.fields)
	return m
}

// mayRepeat says that a second column of the same title loses nothing: it is
// kept among the unrecognised columns.
func mayRepeat(f Field) bool { return f.ID == "remark" }

// measureRank prefers the hectare column where a ledger gives an area twice.
func measureRank(m measure) int {
	switch m.name {
	case "公顷", "万元":
		return 0
	case "":
		return 1
	}
	return 2
}

// missing names the required columns that no column was assigned to, and the
// fields of which each group would need one.
func (k *Kind) missing(fields []int) (list, ids []string) {
	for _, group := range k.Required {
		var titles []string
		have := false
		for id := range strings.SplitSeq(group, "|") {
			f := k.fieldIndex(id)
			have = have || slices.Contains(fields, f)
			titles = append(titles, k.Fields[f].Title())
		}
		if !have {
			list = append(list, strings.Join(titles, "或"))
			first, _, _ := strings.Cut(group, "|")
			ids = append(ids, first)
		}
	}
	return list, ids
}

// headerColumns reads rows start..start+h as one header.
func (s *headerSearch) headerColumns(g grid, start, h int) []headerColumn {
	columns := make([]headerColumn, g.width(start, h))
	for c := range columns {
		var parts []string
		for r := start; r < start+h; r++ {
			text := strings.TrimSpace(g.heading(r, c, start, h))
			if text == "" || len(parts) > 0 && parts[len(parts)-1] == text {
				continue
			}
			if m, ok := s.measureOnly(text); ok && len(parts) > 0 {
				columns[c].measure = m
				continue
			}
			// A measure stands under a name, not above it (单位：亩 in a note).
			columns[c].measure = measure{}
			if len(parts) > 0 {
				_, columns[c].group, _ = s.splitMeasure(normalTitle(parts[len(parts)-1]))
			}
			parts = append(parts, text)
		}
		columns[c].title = cleanTitle(strings.Join(parts, "/"))
		columns[c].readings = s.readings(parts)
	}
	return columns
}

// readings lists the ways to read a column whose titles stand over each other:
// 批准 over 日期 is 批准日期; 批次 over 批准文号 is 批准文号.
func (s *headerSearch) readings(parts []string) []reading {
	var list []reading
	add := func(text string, level int) {
		for _, f := range s.forms(text) {
			list = append(list, reading{f, level})
		}
	}
	if len(parts) == 0 {
		return nil
	}
	last := parts[len(parts)-1]
	if len(parts) > 1 {
		add(strings.Join(parts, ""), 0)
		group := normalTitle(parts[len(parts)-2])
		add(group+last, 0)
		for _, tail := range s.groupTails {
			if cut, ok := strings.CutSuffix(group, tail); ok {
				add(cut+last, 0)
			}
		}
	}
	add(last, len(parts)-1)
	return list
}

// cleanTitle is a title on one line.
func cleanTitle(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0xFEFF {
			return -1
		}
		return r
	}, s)
}
