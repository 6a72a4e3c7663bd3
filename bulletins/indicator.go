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
}

// find looks an indicator up; without a row the zero indicator answers, whose
// phrases are empty.
func find(t queries.Table, id, kind, unitName, period string) indicator {
	for i := range t.Len() {
		if t.Text(i, "indicator") != id || t.Text(i, "unit_kind") != kind || t.Text(i, "period") != period {
			continue
		}
		if unitName == "" || t.Text(i, "unit") == unitName {
			return indicatorAt(t, i)
		}
	}
	return indicator{}
}

func indicatorAt(t queries.Table, i int) indicator {
	return indicator{
		Has: !t.Null(i, "text"), Text: t.Text(i, "text"), Measure: t.Text(i, "measure"), AsOf: chineseDate(t.Text(i, "as_of")),
		change: t.Text(i, "change_text"), direction: t.Text(i, "change_direction"),
		target: t.Text(i, "target_text"), targetMet: t.Text(i, "target_met"),
		schedule: t.Text(i, "schedule_text"), scheduleMet: t.Text(i, "schedule_met"), NearMiss: t.True(i, "near_miss"),
	}
}

// belowSchedule are the territorial units whose indicator lags (R13).
func belowSchedule(t queries.Table, id string) string {
	var names []string
	for i := range t.Len() {
		if t.Text(i, "indicator") == id && t.Text(i, "unit_kind") == "territorial" && t.Text(i, "period") == "current" && t.Text(i, "schedule_met") == "false" {
			names = append(names, clean(t.Text(i, "unit")))
		}
	}
	return strings.Join(names, "、")
}

// Zero is true of a missing figure and of one that is nothing.
func (f indicator) Zero() bool { return strings.Trim(f.Text, "0.") == "" }

// Value is the figure with its measure, and with the note of R3 when rounding
// alone carries it to the target: 80.00%（未达80%）.
func (f indicator) Value() string {
	if !f.Has {
		return "—"
	}
	v := measured(f.Text, f.Measure)
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
	case f.direction == "up":
		return "较上季度" + up + f.change + measure
	case f.direction == "down":
		return "较上季度" + down + f.change + measure
	}
	return ""
}

// Schedule is 高于序时进度（62.27%）, 低于序时进度（…）, 与序时进度（…）持平, or empty.
func (f indicator) Schedule() string {
	if f.schedule == "" {
		return ""
	}
	at := "序时进度（" + measured(f.schedule, f.Measure) + "）"
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
func (f indicator) Target() string { return measured(trimZeros(f.target), f.Measure) }

// Met and Missed tell whether the target is reached; both are false without one.
func (f indicator) Met() bool    { return f.targetMet == "true" }
func (f indicator) Missed() bool { return f.targetMet == "false" }

// Behind is true when the schedule is not met.
func (f indicator) Behind() bool { return f.scheduleMet == "false" }

// Beyond is true when a target is exceeded, not just met to the digit.
func (f indicator) Beyond() bool { return f.Met() && trimZeros(f.Text) != trimZeros(f.target) }

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
