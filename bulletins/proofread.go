package bulletins

import (
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"

	"tongbao/queries"
)

// proofreader holds sentences that a person wrote to the figures. It knows the
// words for indicators, the units' names, and the words that say which way a
// figure went; what it can neither confirm nor refute, a number with a measure
// of the figures, is refused as well.
type proofreader struct {
	figures queries.Table
	ranking queries.Table
	units   []string // longest first
	gap     string   // in 个百分点, between the highest and the lowest rate
	rows    map[[3]string]int
}

// spoken are the words for indicators, longest first where one holds another.
var spoken = []struct{ words, indicator string }{
	{"按宗数计算处置率", "idle_disposal_rate_count"}, {"闲置土地处置率", "idle_disposal_rate"}, {"闲置处置率", "idle_disposal_rate"},
	{"存量消化率", "stock_clearance_rate"}, {"存量供地率", "stock_supply_rate"}, {"批而未供率", "unsupplied_rate"},
	{"毛供地率", "supply_rate_gross"}, {"供地率", "supply_rate"}, {"任务完成率", "task_completion_rate"}, {"处置率", "idle_disposal_rate"},
	{"批准面积", "approved_ha"}, {"应供面积", "due_ha"}, {"已供面积", "supplied_ha"}, {"未供面积", "unsupplied_ha"},
	{"闲置土地存量", "idle_closing"}, {"闲置存量", "idle_closing"},
}

func newProofreader(c Content) proofreader {
	p := proofreader{figures: c.Figure, ranking: c.Ranking, rows: map[[3]string]int{}}
	p.gap = c.problems()["imbalance"].Detail
	seen := map[string]bool{}
	for i := range c.Figure.Len() {
		name := c.Figure.Text(i, "unit")
		key := [3]string{c.Figure.Text(i, "indicator"), name, c.Figure.Text(i, "period")}
		if _, known := p.rows[key]; !known {
			p.rows[key] = i
		}
		if !seen[name] {
			seen[name] = true
			p.units = append(p.units, name)
		}
	}
	slices.SortFunc(p.units, func(a, b string) int { return len(b) - len(a) })
	return p
}

// remarks reads the editor's paragraphs and checks every one. All contradictions
// are told together, each with what was written and what the figures say.
func (c Content) remarks() (map[string][]string, error) {
	list, err := c.Narrative.remarks()
	if err != nil {
		return nil, err
	}
	p := newProofreader(c)
	out := map[string][]string{}
	var faults []error
	for _, r := range list {
		for _, fault := range p.read(r.checked()) {
			faults = append(faults, fmt.Errorf("%s 第%d行起的一段：%s", c.Narrative.Name, r.line, fault))
		}
		out[r.section] = append(out[r.section], r.printed())
	}
	return out, errors.Join(faults...)
}

// subject is what the words read so far speak of.
type subject struct {
	units     []string
	indicator string
}

var sentenceEnd, clauseEnd = regexp.MustCompile(`[。！？]`), regexp.MustCompile(`[，；：]`)

// read gives the faults of a paragraph.
func (p proofreader) read(text string) (faults []string) {
	for _, sentence := range sentenceEnd.Split(text, -1) {
		var s subject
		for _, clause := range clauseEnd.Split(sentence, -1) {
			s = p.follow(s, clause)
			faults = append(faults, p.clause(s, clause)...)
		}
	}
	return faults
}

// follow takes the units and the indicator a clause names; what it does not name
// holds on from the clause before.
func (p proofreader) follow(s subject, clause string) subject {
	type named struct {
		at   int
		name string
	}
	var units []named
	rest := clause
	for _, u := range p.units {
		for at := strings.Index(rest, u); at >= 0; at = strings.Index(rest, u) {
			units = append(units, named{at, u})
			rest = rest[:at] + strings.Repeat("\x00", len(u)) + rest[at+len(u):]
		}
	}
	if len(units) > 0 {
		slices.SortFunc(units, func(a, b named) int { return a.at - b.at })
		s = subject{}
		for _, u := range units {
			s.units = append(s.units, u.name)
		}
	}
	last := -1
	for _, w := range spoken {
		if at := strings.LastIndex(rest, w.words); at > last {
			last, s.indicator = at, w.indicator
		}
		rest = strings.ReplaceAll(rest, w.words, strings.Repeat("\x00", len(w.words)))
	}
	return s
}

var (
	quantity  = regexp.MustCompile(`(\d[\d,]*(?:\.\d+)?)\s*(个百分点|%|％|公顷|亩|宗|平方米)`)
	direction = regexp.MustCompile(`(增长|上升|提高|提升|增加|扩大|回升|反升)|(下降|降低|回落|减少|下滑|缩小)|(持平|不变)`)
	negated   = regexp.MustCompile(`(?:没有|未|不|防止|避免|遏制|控制)\s*(?:出现)?(?:增长|上升|提高|提升|增加|扩大|回升|下降|降低|回落|减少|下滑|缩小)|不降|不增`)
	schedule  = regexp.MustCompile(`(高于|超过|快于|达到|符合)序时进度|(低于|慢于|落后于|滞后于|未达到|达不到)序时进度`)
	goal      = regexp.MustCompile(`(未达到|没有达到|未完成|达不到)[^，。]{0,12}目标|(达到|完成|实现)[^，。]{0,12}目标`)
	planned   = regexp.MustCompile(`力争|确保|争取|预计|计划|必须|应当|尽快|加快|继续|(?:单位|街道|开发区|部门|^)要`)
	earlier   = regexp.MustCompile(`上季|上期|上一季|由|从|期初|季度初|起点`)
	apart     = regexp.MustCompile(`相差|差距|高出|低出`)
	place     = regexp.MustCompile(`(首位|第一位|第一名|榜首|排名第一)|(末位|最后一位|最后一名|倒数第一)|第(\d+)[位名]`)
)

// clause checks every claim of one clause.
func (p proofreader) clause(s subject, clause string) (faults []string) {
	says := func(format string, args ...any) {
		faults = append(faults, "“"+strings.TrimSpace(clause)+"”与指标不符："+fmt.Sprintf(format, args...))
	}
	units := s.units
	if len(units) == 0 {
		units = []string{p.district()}
	}
	future := planned.MatchString(clause)
	wordAt := direction.FindStringSubmatchIndex(negated.ReplaceAllStringFunc(clause, func(m string) string { return strings.Repeat("\x00", len(m)) }))
	going := ""
	if wordAt != nil && len(direction.FindAllString(clause, -1)) == 1 {
		going = []string{"up", "down", "flat"}[slices.IndexFunc([]int{wordAt[2], wordAt[4], wordAt[6]}, func(i int) bool { return i >= 0 })]
	}
	points := false
	found := quantity.FindAllStringSubmatchIndex(clause, -1)
	for k, m := range found {
		q := amount{number: strings.ReplaceAll(clause[m[2]:m[3]], ",", ""), measure: strings.Replace(clause[m[4]:m[5]], "％", "%", 1), change: changed(clause, m[0])}
		q.direction = going
		of := units
		if strings.Contains(clause, "分别") && len(units) == len(found) {
			of = units[k : k+1]
		}
		points = points || q.measure == "个百分点" || q.change
		q.where = clause
		if !future && !p.known(s.indicator, of, q) {
			says("%s", p.truth(s.indicator, of, q))
		}
	}
	if future || s.indicator == "" {
		return append(faults, p.places(s, clause)...)
	}
	for _, u := range units {
		i, there := p.rows[[3]string{s.indicator, u, "current"}]
		if !there {
			continue
		}
		if now := p.figures.Text(i, "change_direction"); going != "" && !points && now != "" && now != going && !strings.Contains(clause, "同比") {
			says("%s", p.whole(i))
		}
		if m := schedule.FindStringSubmatch(clause); m != nil {
			if met := p.figures.Text(i, "schedule_met"); met == "" || (m[1] != "") != (met == "true") {
				says("%s", p.whole(i))
			}
		}
		if m := goal.FindStringSubmatch(clause); m != nil {
			if met := p.figures.Text(i, "target_met"); met != "" && (m[1] == "") != (met == "true") {
				says("%s", p.whole(i))
			}
		}
	}
	return append(faults, p.places(s, clause)...)
}

// places checks who is said to stand where.
func (p proofreader) places(s subject, clause string) (faults []string) {
	m := place.FindStringSubmatch(clause)
	if m == nil || len(s.units) == 0 || strings.Contains(clause, "率") {
		return nil
	}
	last := ""
	for i := range p.ranking.Len() {
		if rank := p.ranking.Text(i, "rank"); rank != "" {
			last = rank
		}
	}
	for i := range p.ranking.Len() {
		name, rank := p.ranking.Text(i, "unit"), p.ranking.Text(i, "rank")
		if !slices.Contains(s.units, name) {
			continue
		}
		if want := map[bool]string{m[1] != "": "1", m[2] != "": last, m[3] != "": m[3]}[true]; rank != want {
			told := "不参与排名"
			if rank != "" {
				told = "综合排名第" + rank + "位"
			}
			faults = append(faults, fmt.Sprintf("“%s”与指标不符：%s%s", strings.TrimSpace(clause), name, told))
		}
	}
	return faults
}

// amount is a number with its measure as written.
type amount struct {
	number, measure, direction string
	change                     bool   // a difference: 增长3.2公顷
	where                      string // the clause it stands in
}

var changeWord = regexp.MustCompile(direction.String() + `(?:了|约)?$`)

// changed says whether a number is how much something changed, not what it is:
// a word of direction stands right before it.
func changed(clause string, from int) bool { return changeWord.MatchString(clause[:from]) }

// known says whether some figure says the same: of the indicator and units named,
// or of any indicator where none is.
func (p proofreader) known(indicator string, units []string, q amount) bool {
	if q.measure == "个百分点" && apart.MatchString(q.where) {
		return equal(q.number, p.gap)
	}
	for i := range p.figures.Len() {
		if indicator != "" && !slices.Contains(alike(indicator, q.measure), p.figures.Text(i, "indicator")) {
			continue
		}
		if slices.Contains(units, p.figures.Text(i, "unit")) && p.same(i, q) {
			return true
		}
	}
	// 供地率最低的街道未供12公顷: the hectares are not the rate's.
	return indicatorMeasure(indicator) == "%" && q.measure != "%" && q.measure != "个百分点" && p.known("", units, q)
}

// same holds a number to one figure. An earlier day's figure counts where the
// clause speaks of that day, a target and a schedule where it speaks of them.
func (p proofreader) same(i int, q amount) bool {
	measure, current := p.figures.Text(i, "measure"), p.figures.Text(i, "period") == "current"
	switch {
	case q.measure == "个百分点" || q.change:
		same := measure == q.measure || measure == "%" && q.measure == "个百分点"
		return current && same && equal(q.number, p.figures.Text(i, "change_text")) && (q.direction == "" || q.direction == p.figures.Text(i, "change_direction"))
	case q.measure == "亩":
		return current && p.figures.Has("mu_text") && equal(q.number, p.figures.Text(i, "mu_text"))
	case measure != q.measure:
		return false
	case current && strings.Contains(q.where, "目标") && equal(q.number, p.figures.Text(i, "target_text")),
		current && strings.Contains(q.where, "序时") && equal(q.number, p.figures.Text(i, "schedule_text")):
		return true
	case !current && !strings.Contains(q.where, chineseDate(p.figures.Text(i, "as_of"))) && (p.figures.Text(i, "period") == "history" || !earlier.MatchString(q.where)):
		return false
	}
	return equal(q.number, p.figures.Text(i, "text")) || rounds(p.figures.Text(i, "value"), q.number)
}

// alike are the figures a word may mean when a number with this measure follows.
func alike(indicator, measure string) []string {
	switch {
	case indicator == "task_completion_rate":
		return []string{indicator, "idle_task_completion_rate"}
	case indicator == "idle_closing":
		return []string{indicator, "idle_closing_count"}
	case indicator == "stock_clearance_rate" && measure != "个百分点":
		return []string{indicator, "pre2014_clearance_rate"}
	case indicator == "idle_disposal_rate" && measure == "%":
		return []string{indicator, "idle_disposal_rate_count"}
	}
	return []string{indicator}
}

func indicatorMeasure(indicator string) string {
	if strings.HasSuffix(indicator, "_rate") || strings.Contains(indicator, "_rate_") {
		return "%"
	}
	return ""
}

// equal compares decimals as numbers: 80 is 80.00.
func equal(a, b string) bool {
	order, known := compare(a, b)
	return known && order == 0
}

// rounds says whether an exact value, rounded half up, is written as given: an
// editor may say 37.3% of 37.267349 %.
func rounds(value, written string) bool {
	v, ok := new(big.Rat).SetString(value)
	if !ok {
		return false
	}
	_, places, _ := strings.Cut(written, ".")
	return v.FloatString(len(places)) == written
}

func (p proofreader) district() string {
	for i := range p.figures.Len() {
		if p.figures.Text(i, "unit_kind") == "district" {
			return p.figures.Text(i, "unit")
		}
	}
	return ""
}

// truth is what the figures say in place of a number that none of them has.
func (p proofreader) truth(indicator string, units []string, q amount) string {
	var list []string
	for _, u := range units {
		if i, there := p.rows[[3]string{indicator, u, "current"}]; there {
			list = append(list, p.whole(i))
		}
	}
	if len(list) == 0 {
		return fmt.Sprintf("%s没有哪个指标是%s%s；确是别处的数，用反引号 ` 括起来", strings.Join(units, "、"), q.number, q.measure)
	}
	return strings.Join(list, "；")
}

// whole is a figure in words: 龙兴街道供地率37.27%，较上季度增长3.21个百分点，低于序时进度（58.06%）.
func (p proofreader) whole(i int) string {
	f := indicatorAt(p.figures, i)
	title := p.figures.Text(i, "title")
	for _, w := range spoken {
		if w.indicator == p.figures.Text(i, "indicator") {
			title = w.words
			break
		}
	}
	if !f.Has {
		return p.figures.Text(i, "unit") + "没有" + title
	}
	return p.figures.Text(i, "unit") + title + f.Value() + f.Phrases()
}
