package bulletins

import (
	"fmt"
	"strings"
	"text/template"
)

// story is what the templates see.
type story struct {
	Head    masthead
	content Content
	annexes []Annex
	part    int
}

var proseFuncs = template.FuncMap{
	"names": func(us []unit) string { return joinNames(us) },
	"moves": moves,
}

func joinNames(us []unit) string {
	var names []string
	for _, u := range us {
		names = append(names, u.Name)
	}
	return strings.Join(names, "、")
}

// moves is A上升2位，B上升1位.
func moves(us []unit, verb string) string {
	var parts []string
	for _, u := range us {
		parts = append(parts, u.Name+verb+strings.TrimPrefix(u.Change, "-")+"位")
	}
	return strings.Join(parts, "，")
}

// Fig is the district's current figure of an indicator.
func (s *story) Fig(id string) indicator {
	return find(s.content.Figure, id, "district", "", "current")
}

// BaseDate is the day the stock is counted from (T0).
func (s *story) BaseDate() string {
	t := s.content.Figure
	for i := range t.Len() {
		if t.Text(i, "period") == "base" {
			return chineseDate(t.Text(i, "as_of"))
		}
	}
	return "专项行动开始时"
}

// Parts is 供应1.0000公顷、核销2.0000公顷 from pairs of word and indicator,
// without the parts that are nothing.
func (s *story) Parts(pairs ...string) string {
	var parts []string
	for i := 0; i+1 < len(pairs); i += 2 {
		if f := s.Fig(pairs[i+1]); f.Has && !f.Zero() {
			parts = append(parts, pairs[i]+f.Value())
		}
	}
	return strings.Join(parts, "、")
}

// See refers to a chart by the number it will get.
func (s *story) See(id string) string { return reference(id) }

// Below are the units behind schedule in an indicator.
func (s *story) Below(id string) string { return belowSchedule(s.content.Figure, id) }

// Annex is 附件3 for a title.
func (s *story) Annex(title string) string {
	for i, a := range s.annexes {
		if a.Title == title {
			if len(s.annexes) == 1 {
				return "附件"
			}
			return fmt.Sprintf("附件%d", i+1)
		}
	}
	return "附件"
}

// Adjusted says whether earlier figures were corrected (R15): annex 7 has rows.
func (s *story) Adjusted() bool {
	for _, a := range s.annexes {
		if a.Title == annexTitles[6] {
			return true
		}
	}
	return false
}

// Next numbers the second-level headings of a section: （一）, （二） … It starts
// afresh with the problems and with the demands, by way of Restart.
func (s *story) Next() string {
	s.part++
	return "（" + chineseNumber(s.part) + "）"
}

// Restart begins a new count of second-level headings.
func (s *story) Restart() string {
	s.part = 0
	return ""
}

func chineseNumber(n int) string {
	digits := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch {
	case n < 10:
		return digits[n]
	case n < 20:
		return "十" + digits[n-10]
	}
	return digits[n/10%10] + "十" + digits[n%10]
}

// Problem is a problem by code, nil when there is nothing to say of it.
func (s *story) Problem(code string) *problem {
	p, ok := s.content.problems()[code]
	if !ok {
		return nil
	}
	return &p
}

// HasProblems is false in a quarter without any.
func (s *story) HasProblems() bool { return s.content.Problem.Len() > 0 }

// CountOf is the count with its measure.
func (p problem) CountOf(measure string) string { return measured(p.Count, measure) }

// AreaOf is the area in 公顷.
func (p problem) AreaOf() string { return measured(p.Area, "公顷") }

// DetailOf is the detail with a measure where it is a bare number.
func (p problem) DetailOf(measure string) string { return measured(p.Detail, measure) }

// DetailText is the detail without a full stop, to stand inside a sentence.
func (p problem) DetailText() string { return strings.TrimRight(p.Detail, "。；") }

// Refused says whether rows were refused.
func (p problem) Refused() bool { return strings.Trim(p.Count, "0条") != "" }

// Pair is the first and the last unit of an imbalance.
func (p problem) Pair() [2]string {
	first, last, _ := strings.Cut(p.Names, "、")
	return [2]string{first, last}
}

// actions in the order they are announced, with the words around the names.
var actions = []struct{ action, before, after string }{
	{"用地支持", "对完成阶段任务且排名靠前的", "给予用地政策支持"},
	{"约谈", "对多次通报排名靠后的", "进行约谈"},
	{"曝光停供", "对闲置土地问题突出的", "公开曝光，停止新供建设用地"},
}

// Consequences are the confirmed ones (R12), as one sentence without its full stop.
func (s *story) Consequences() string {
	var parts []string
	for _, a := range actions {
		if names := s.content.confirmed(a.action); names != "" {
			parts = append(parts, a.before+names+a.after)
		}
	}
	return strings.Join(parts, "；")
}

// HasConsequences is true when one of them was confirmed.
func (s *story) HasConsequences() bool { return s.Consequences() != "" }

// ranks is mart.ranking sorted into what is said of it.
type ranks struct {
	Ranked, Idle  []unit // with a rank; without a task
	First, Last   []unit
	Risen, Fallen []unit
	Streaks       []unit // low in two editions or more running
	HasPrevious   bool
}

// Rates is 供地率81.20%，闲置土地处置率90.00%, or that there was no task in a part.
func (u unit) Rates() string {
	supply, idle := "没有批而未供土地处置任务", "没有闲置土地处置任务"
	if u.Supply != "" {
		supply = "供地率" + measured(u.Supply, "%")
	}
	if u.Idle != "" {
		idle = "闲置土地处置率" + measured(u.Idle, "%")
	}
	return supply + "，" + idle
}

// AllEqual is true when all share the first rank.
func (r ranks) AllEqual() bool { return len(r.First) == len(r.Ranked) }

// Ranks sorts the ranking.
func (s *story) Ranks() ranks {
	var r ranks
	for _, u := range s.content.units() {
		if !u.Ranked {
			r.Idle = append(r.Idle, u)
			continue
		}
		r.Ranked = append(r.Ranked, u)
		r.HasPrevious = r.HasPrevious || u.HasPrevious
		switch {
		case !u.HasPrevious || u.Change == "" || u.Change == "0":
		case strings.HasPrefix(u.Change, "-"):
			r.Fallen = append(r.Fallen, u)
		default:
			r.Risen = append(r.Risen, u)
		}
		if len(u.Streak) > 1 || u.Streak >= "2" {
			r.Streaks = append(r.Streaks, u)
		}
	}
	for _, u := range r.Ranked {
		if u.Rank == r.Ranked[0].Rank {
			r.First = append(r.First, u)
		}
		if u.Rank == r.Ranked[len(r.Ranked)-1].Rank {
			r.Last = append(r.Last, u)
		}
	}
	return r
}
