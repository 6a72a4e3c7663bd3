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
	counted []string // numbers and areas of the problems
	asOf    string   // 2024年6月30日
	rows    map[[3]string]int
}

func newProofreader(c Content) proofreader {
	p := proofreader{figures: c.Figure, ranking: c.Ranking, rows: map[[3]string]int{}}
	for code, one := range c.problems() {
		if p.counted = append(p.counted, one.Count, one.Area); code == "imbalance" {
			p.gap = one.Detail
		}
	}
	for i := range c.Masthead.Len() {
		if c.Masthead.Text(i, "key") == "as_of_name" {
			p.asOf = c.Masthead.Text(i, "value")
		}
	}
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
	units      []string
	indicators []string
	gross      bool // 不扣除核销: the rate meant is the other one
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
		s.units = nil
		for _, u := range units {
			s.units = append(s.units, u.name)
		}
	}
	if found := lastWord(clause); found != nil {
		s.indicators = found
	}
	s.gross = s.gross || strings.Contains(clause, "不扣")
	return s
}

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
	if wordAt != nil && len(direction.FindAllString(clause, -1)) == 1 && !strings.Contains(clause, "或") {
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
		about := p.meant(s, clause[:m[0]], q)
		if !future && !p.known(about, of, q) {
			says("%s", p.truth(about, of, q))
		}
	}
	faults = append(faults, p.places(s, clause)...)
	faults = append(faults, p.tallies(s, clause)...)
	if future || len(s.indicators) == 0 {
		return faults
	}
	for _, u := range units {
		i, there := p.rows[[3]string{s.indicators[0], u, "current"}]
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
	return faults
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

// tallies checks scores, quarters running and the day spoken of.
func (p proofreader) tallies(s subject, clause string) (faults []string) {
	says := func(what string) {
		faults = append(faults, "“"+strings.TrimSpace(clause)+"”与指标不符："+what)
	}
	column := func(name, want string) (held bool, is string) {
		for i := range p.ranking.Len() {
			if slices.Contains(s.units, p.ranking.Text(i, "unit")) {
				is = p.ranking.Text(i, "unit") + "为" + p.ranking.Text(i, name)
				if equal(p.ranking.Text(i, name), want) {
					return true, is
				}
			}
		}
		return false, is
	}
	if m := scored.FindStringSubmatch(clause); m != nil {
		if held, is := column("score_text", m[1]); !held {
			says("综合得分" + is)
		}
	}
	if m := running.FindStringSubmatch(clause); m != nil && len(s.units) > 0 {
		if held, is := column("low_streak", m[1]); !held {
			says("连续靠后的期数" + is)
		}
	}
	if m := until.FindStringSubmatch(clause); m != nil && p.asOf != "" && m[1] != p.asOf {
		says("本期截止日是" + p.asOf)
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

// meant are the figures a number may be, by the last word before it. A rate's
// word holds on from the clause before; an area's does not.
func (p proofreader) meant(s subject, before string, q amount) []string {
	about := lastWord(before)
	if about == nil && (q.measure == "%" || q.measure == "个百分点") {
		about = s.indicators
	}
	if s.gross && slices.Contains(about, "supply_rate") {
		about = []string{"supply_rate_gross"}
	}
	var fitting []string
	for _, id := range about {
		rate := strings.Contains(id, "_rate")
		if percent := q.measure == "%" || q.measure == "个百分点"; percent == rate {
			fitting = append(fitting, id)
		}
	}
	return fitting
}

// known says whether some figure says the same: one of those meant, or any where
// the words before the number mean none; then also what the problems count.
func (p proofreader) known(about, units []string, q amount) bool {
	if q.measure == "个百分点" && apart.MatchString(q.where) {
		return equal(q.number, p.gap)
	}
	for i := range p.figures.Len() {
		if len(about) > 0 && !slices.Contains(about, p.figures.Text(i, "indicator")) {
			continue
		}
		if slices.Contains(units, p.figures.Text(i, "unit")) && p.same(i, q) {
			return true
		}
	}
	return len(about) == 0 && (q.measure == "公顷" || q.measure == "宗") && slices.ContainsFunc(p.counted, func(n string) bool { return equal(n, q.number) })
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
func (p proofreader) truth(about, units []string, q amount) string {
	var list []string
	for _, u := range units {
		for _, id := range about {
			if i, there := p.rows[[3]string{id, u, "current"}]; there && p.figures.Text(i, "measure") == strings.Replace(q.measure, "个百分点", "%", 1) {
				list = append(list, p.whole(i))
				break
			}
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
		if slices.Contains(w.indicators[:min(1, len(w.indicators))], p.figures.Text(i, "indicator")) {
			title = w.words
			break
		}
	}
	if !f.Has {
		return p.figures.Text(i, "unit") + "没有" + title
	}
	return p.figures.Text(i, "unit") + title + f.Value() + f.Phrases()
}

// Proofread holds any text to an edition's figures and gives what contradicts
// them, in Chinese.
func Proofread(c Content, text string) []string { return newProofreader(c).read(text) }
