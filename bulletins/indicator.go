package bulletins

import (
	"strings"

	"tongbao/queries"
)

// indicator is a row of mart.figure with the words that depend on it. Which word
// it is — 增长 or 下降, 高于 or 低于 — is decided by columns, never typed.
type indicator struct {
	Has         bool // the row exists and its value is not NULL
	Text        string
	Measure     string
	AsOf        string
	change      string
	direction   string
	target      string
	targetMet   string
	schedule    string
	scheduleMet string
	NearMiss    bool
	fromNothing bool // the quarter before stood at exactly nothing
	row         int  // in mart.figure, where marked
	marked      bool // its numbers carry marks of where they come from
}

// tag is the mark before a number of this figure; empty where nobody asked.
func (f indicator) tag(aspect rune) string {
	if !f.marked {
		return ""
	}
	return tagged(aspect, f.row)
}

// find looks an indicator up; without a row the zero indicator answers, whose
// phrases are empty.
func find(t queries.Table, id, kind, unitName, period string) indicator {
	for i := range t.Len() {
		if t.Text(i, "indicator") != id || t.Text(i, "unit_kind") != kind || t.Text(i, "period") != period {
			continue
		}
		if unitName == "" || t.Text(i, "unit") == unitName {
			f := indicatorAt(t, i)
			f.row, f.marked = i, true
			f.fromNothing = period == "current" && stoodAtNothing(t, id, t.Text(i, "unit"))
			return f
		}
	}
	return indicator{}
}

// stoodAtNothing says whether the figure of the quarter before is exactly zero;
// a rate that only rounds to zero is not.
func stoodAtNothing(t queries.Table, id, unitName string) bool {
	for i := range t.Len() {
		if t.Text(i, "indicator") == id && t.Text(i, "unit") == unitName && t.Text(i, "period") == "previous" {
			return !t.Null(i, "value") && strings.Trim(t.Text(i, "value"), "0.") == "" && strings.Trim(t.Text(i, "numerator"), "0.") == ""
		}
	}
	return false
}

func indicatorAt(t queries.Table, i int) indicator {
	return indicator{
		Has: !t.Null(i, "text"), Text: t.Text(i, "text"), Measure: t.Text(i, "measure"), AsOf: chineseDate(t.Text(i, "as_of")),
		change: t.Text(i, "change_text"), direction: t.Text(i, "change_direction"),
		target: t.Text(i, "target_text"), targetMet: t.Text(i, "target_met"),
		schedule: t.Text(i, "schedule_text"), scheduleMet: t.Text(i, "schedule_met"), NearMiss: t.True(i, "near_miss"),
	}
}

// judged are the territorial units an indicator has a schedule for (R13), and
// those of them that lag.
func judged(t queries.Table, id string) (all, lagging []string) {
	for i := range t.Len() {
		if t.Text(i, "indicator") != id || t.Text(i, "unit_kind") != "territorial" || t.Text(i, "period") != "current" || t.Text(i, "schedule_met") == "" {
			continue
		}
		name := clean(t.Text(i, "unit"))
		all = append(all, name)
		if t.Text(i, "schedule_met") == "false" {
			lagging = append(lagging, name)
		}
	}
	return all, lagging
}

// Zero is true of a missing figure and of one that is nothing.
func (f indicator) Zero() bool { return strings.Trim(f.Text, "-0.") == "" }

// Value is the figure with its measure, and with the note of R3 when rounding
// alone carries it to the target: 80.00%（未达80%）.
func (f indicator) Value() string {
	if !f.Has {
		return "—"
	}
	v := f.tag(ofFigure) + measured(f.Text, f.Measure)
	if f.NearMiss {
		v += "（未达" + f.Target() + "）"
	}
	return v
}

// Change is 较上季度增长2.35个百分点, 较上季度下降…, 与上季度持平, or empty in a
// first edition. Rates change in 个百分点 (R4), amounts in their own measure.
func (f indicator) Change() string {
	measure, up, down := f.Measure, "增加", "减少"
	if f.Measure == "%" {
		measure, up, down = "个百分点", "增长", "下降"
	}
	small := strings.Trim(f.change, "0.") == ""
	switch {
	case f.direction == "flat":
		return "与上季度持平"
	case f.direction == "up" && small, f.direction == "down" && small:
		return "与上季度基本持平"
	case f.direction == "up" && f.fromNothing && f.Measure == "%":
		return "较上季度" + up + f.tag(ofChange) + f.change + measure + "，实现零的突破"
	case f.direction == "up":
		return "较上季度" + up + f.tag(ofChange) + f.change + measure
	case f.direction == "down":
		return "较上季度" + down + f.tag(ofChange) + f.change + measure
	}
	return ""
}

// Schedule is 高于序时进度（62.27%）, 低于序时进度（…）, 与序时进度（…）持平, or empty.
func (f indicator) Schedule() string {
	if f.schedule == "" {
		return ""
	}
	at := "序时进度（" + f.tag(ofSchedule) + measured(f.schedule, f.Measure) + "）"
	same := f.schedule == f.Text
	switch {
	case f.scheduleMet == "true" && same:
		return "与" + at + "持平"
	case f.scheduleMet == "true":
		return "高于" + at
	case f.scheduleMet == "false" && same:
		return "略低于" + at
	case f.scheduleMet == "false":
		return "低于" + at
	}
	return ""
}

// Target is the target as people write it: 80%.
func (f indicator) Target() string { return f.tag(ofTarget) + measured(trimZeros(f.target), f.Measure) }

// Met and Missed tell whether the target is reached; both are false without one.
func (f indicator) Met() bool    { return f.targetMet == "true" }
func (f indicator) Missed() bool { return f.targetMet == "false" }

// Behind is true when the schedule is not met.
func (f indicator) Behind() bool { return f.scheduleMet == "false" }

// Beyond is true when a target is exceeded, not just met to the digit.
func (f indicator) Beyond() bool { return f.Met() && trimZeros(f.Text) != trimZeros(f.target) }

// Verdict is what a rate's target says of it, with a leading comma: reached, or
// missed and by how many 公顷 where a gap is given.
func (f indicator) Verdict(gap string) string {
	switch {
	case f.Met():
		return "，已达到" + f.Target() + "以上的目标"
	case f.Missed() && gap != "" && gap != blankCell:
		return "，距" + f.Target() + "的目标尚差" + gap
	case f.Missed():
		return "，尚未达到" + f.Target() + "的目标"
	}
	return ""
}

// Negative and Size are for flows that may run backwards.
func (f indicator) Negative() bool { return strings.HasPrefix(f.Text, "-") && !f.Zero() }

// Size is the figure with its measure and without its sign.
func (f indicator) Size() string {
	return f.tag(ofFigure) + measured(strings.TrimPrefix(f.Text, "-"), f.Measure)
}

// Phrases joins what there is to say of a rate after its value, each with a
// leading comma.
func (f indicator) Phrases() string {
	var b strings.Builder
	for _, p := range []string{f.Change(), f.Schedule()} {
		if p != "" {
			b.WriteString("，" + p)
		}
	}
	return b.String()
}

// measured puts the measure behind a text that ends in a digit; a text that
// carries its own measure stays as it is.
func measured(text, measure string) string {
	if text == "" || !isDigit(text[len(text)-1]) {
		return text
	}
	return text + measure
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// trimZeros turns 80.00% and 80.00 into 80.
func trimZeros(s string) string {
	s = strings.TrimSuffix(s, "%")
	if strings.Contains(s, ".") {
		s = strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	}
	return s
}
