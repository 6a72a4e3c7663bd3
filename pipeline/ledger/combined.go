package ledger

import (
	"slices"
	"strings"
)

// combinedForm says what the hand ledger of three levels is called and what
// tells it from a ledger of one kind (vocabulary.toml).
type combinedForm struct {
	Title    string   `toml:"title"`
	Levels   []string `toml:"levels"`   // kinds, the upper first
	Shared   []string `toml:"shared"`   // fields whose column belongs to several levels
	Required []string `toml:"required"` // kind.field, a|b for one of them
}

// matchCombined reads a header as that of a combined ledger: each column goes
// to the first level that knows it, those that name a batch, a parcel or a unit
// to every level. ok is false when something is missing of a level.
func (v Vocabulary) matchCombined(columns []headerColumn) (m match, ok bool) {
	form := v.combined
	if len(form.Levels) == 0 {
		return match{}, false
	}
	n := len(columns)
	m = match{kind: &Kind{ID: "combined", Title: form.Title}, columns: columns,
		fields: make([]int, n), measures: make([]measure, n), own: make([]bool, n)}
	for i := range m.fields {
		m.fields[i] = -1
	}
	free := slices.Clone(columns)
	for _, id := range form.Levels {
		level := v.matchKind(&v.kinds[v.kindIndex(id)], free)
		level.columns = columns
		for i, f := range level.fields {
			if f < 0 {
				continue
			}
			if m.fields[i] < 0 {
				m.fields[i], m.measures[i], m.own[i] = f, level.measures[i], level.own[i]
				m.recognised++
				if level.own[i] {
					m.measured++
				}
			}
			if !slices.Contains(form.Shared, level.kind.Fields[f].ID) {
				free[i].readings = nil
			}
		}
		for _, title := range level.twice {
			if !slices.Contains(m.twice, title) {
				m.twice = append(m.twice, title)
			}
		}
		m.levels = append(m.levels, level)
	}
	for _, group := range form.Required {
		if !slices.ContainsFunc(strings.Split(group, "|"), m.hasField) {
			return match{}, false
		}
	}
	return m, !v.claimedByOther(m)
}

// claimedByOther says that a kind outside the levels is whole and needs a column
// that no level knows: a ledger of idle land may tell of its batch and supply
// too, and is one of idle land all the same.
func (v Vocabulary) claimedByOther(m match) bool {
	for i := range v.kinds {
		k := &v.kinds[i]
		if k.ID == "shape" || slices.Contains(v.combined.Levels, k.ID) {
			continue
		}
		if other := v.matchKind(k, m.columns); other.complete() && other.needsMoreThan(m) {
			return true
		}
	}
	return false
}

// hasField says whether a combined header has a column for kind.field.
func (m match) hasField(name string) bool {
	kind, field, _ := strings.Cut(name, ".")
	for _, level := range m.levels {
		if level.kind.ID == kind {
			return slices.Contains(level.fields, level.kind.fieldIndex(field))
		}
	}
	return false
}

// placed is the matches whose rows a sheet is staged as: one, or one a level.
func (m match) placed() []match {
	if len(m.levels) > 0 {
		return m.levels
	}
	return []match{m}
}
