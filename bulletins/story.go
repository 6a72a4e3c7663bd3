package bulletins

import (
	"fmt"
	"slices"
	"strconv"
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
	return few(names)
}

// A sentence names no more than mostNames units; of more it names the first and
// says how many there are, as the annexes list them all.
const mostNames, firstNames = 8, 3

func few(names []string) string {
	if len(names) <= mostNames {
		return strings.Join(names, "、")
	}
	return strings.Join(names[:firstNames], "、") + "等" + strconv.Itoa(len(names)) + "个单位"
}

// moves is A上升2位，B上升1位; of many, who and how many.
func moves(us []unit, verb string) string {
	if len(us) > mostNames {
		return joinNames(us) + "位次" + verb
	}
	var parts []string
	for _, u := range us {
		parts = append(parts, u.Name+verb+tagged(ofMove, u.row)+strings.TrimPrefix(u.Change, "-")+"位")
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

// Charts refers to charts by the numbers they will get: 图1、图2, without those
// that are not there.
func (s *story) Charts(ids ...string) string {
	var there []string
	for _, id := range ids {
		if s.content.chart(id) != nil {
			there = append(there, reference(id))
		}
	}
	return strings.Join(there, "、")
}

// See is （见图1、图2）, or nothing.
func (s *story) See(ids ...string) string {
	if charts := s.Charts(ids...); charts != "" {
		return "（见" + charts + "）"
	}
	return ""
}

// Task is the sentence on the year's task. That it is missed is said in the
// last quarter only: before, the year is not over.
func (s *story) Task(id string) string {
	f := s.Fig(id)
	if !f.Has {
		return ""
	}
	text := "年度处置任务完成率" + f.Value()
	switch {
	case f.Beyond():
		text += "，超额完成年度任务"
	case f.Met():
		text += "，完成年度任务"
	case f.Missed() && strings.HasSuffix(s.Head["quarter"], "Q4"):
		text += "，未完成年度任务"
	}
	return text + "。"
}

// HasSchedule is true when any unit is held to a schedule.
func (s *story) HasSchedule() bool {
	supply, _ := judged(s.content.Figure, "supply_rate")
	idle, _ := judged(s.content.Figure, "idle_disposal_rate")
	return len(supply)+len(idle) > 0
}

// Laggards says which units are behind schedule in what, each unit once: those
// behind in both, then those behind in one.
func (s *story) Laggards() string {
	supplyUnits, supply := judged(s.content.Figure, "supply_rate")
	idleUnits, idle := judged(s.content.Figure, "idle_disposal_rate")
	var both, supplyOnly, idleOnly []string
	for _, name := range supply {
		if slices.Contains(idle, name) {
			both = append(both, name)
		} else {
			supplyOnly = append(supplyOnly, name)
		}
	}
	for _, name := range idle {
		if !slices.Contains(supply, name) {
			idleOnly = append(idleOnly, name)
		}
	}
	var parts []string
	for _, p := range []struct {
		what  string
		names []string
		units []string
	}{{"供地率、闲置土地处置率均", both, append(supplyUnits[:len(supplyUnits):len(supplyUnits)], idleUnits...)}, {"供地率", supplyOnly, supplyUnits}, {"闲置土地处置率", idleOnly, idleUnits}} {
		everyone := len(p.names) > 1 && !slices.ContainsFunc(p.units, func(u string) bool { return !slices.Contains(p.names, u) })
		switch {
		case len(p.names) == 0:
		case everyone && len(p.names) == len(supply)+len(idle)-len(both):
			return "各单位" + strings.TrimSuffix(p.what, "均") + "均低于序时进度"
		default:
			parts = append(parts, p.what+"低于序时进度的"+few(p.names))
		}
	}
	return strings.Join(parts, "，")
}

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

// MapAnnex is the annex with the map, empty when there is none.
func (s *story) MapAnnex() string {
	for _, a := range s.annexes {
		if a.Map != nil {
			return s.Annex(a.Title)
		}
	}
	return ""
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

// Several is true when more than one unit is named.
func (p problem) Several() bool { return strings.Contains(p.Names, "、") }

// CountOf is the count with its measure.
func (p problem) CountOf(measure string) string {
	return marked(ofCount, p.row, measured(p.Count, measure))
}

// AreaOf is the area in 公顷.
func (p problem) AreaOf() string { return marked(ofArea, p.row, measured(p.Area, "公顷")) }

// DetailOf is the detail with a measure where it is a bare number.
func (p problem) DetailOf(measure string) string {
	return marked(ofDetail, p.row, measured(p.Detail, measure))
}

// DetailText is the detail without a full stop, to stand inside a sentence.
func (p problem) DetailText() string {
	return marked(ofDetail, p.row, strings.TrimRight(p.Detail, "。；"))
}

// Refused says whether rows were refused.
func (p problem) Refused() bool { return strings.Trim(p.Count, "0条") != "" }

// Pair is the first and the last units of an imbalance, parted by a semicolon.
func (p problem) Pair() [2]string {
	first, last, _ := strings.Cut(p.Names, "；")
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
	Still, New    []unit // in the same place; ranked for the first time
	Streaks       []unit // low in two editions or more running
	HasPrevious   bool
}

// Rates is 供地率81.20%，闲置土地处置率90.00%, or that there was no task in a part.
func (u unit) Rates() string {
	supply, idle := "没有批而未供土地处置任务", "没有闲置土地处置任务"
	if u.Supply != "" {
		supply = "供地率" + tagged(ofSupply, u.row) + measured(u.Supply, "%")
	}
	if u.Idle != "" {
		idle = "闲置土地处置率" + tagged(ofIdle, u.row) + measured(u.Idle, "%")
	}
	return supply + "，" + idle
}

// Count is how many are ranked, for a sentence.
func (r ranks) Count() string { return tagged(ofRanked, 0) + strconv.Itoa(len(r.Ranked)) }

// AllEqual is true when all share the first rank.
func (r ranks) AllEqual() bool { return len(r.First) == len(r.Ranked) }

// TiedScores is true when printed scores are equal and places are not: the text
// then says what decided (R11).
func (r ranks) TiedScores() bool {
	for i := 1; i < len(r.Ranked); i++ {
		if a, b := r.Ranked[i-1], r.Ranked[i]; a.Score == b.Score && a.Rank != b.Rank {
			return true
		}
	}
	return false
}

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
		case !u.HasPrevious || u.Change == "":
			r.New = append(r.New, u)
		case u.Change == "0":
			r.Still = append(r.Still, u)
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
