package charts

import (
	"slices"
	"strings"

	"tongbao/queries"
)

// district is the unit name of totals (figures.csv and every mart).
const district = "全区"

// table is a table of the page: all cells are text.
type table struct {
	Caption string
	Heads   []string
	Rows    [][]string
	Right   []bool // per column: numbers, set flush right
}

// plain shows a table of queries as it is.
func plain(t queries.Table, caption string) table {
	out := table{Caption: caption, Heads: t.Columns}
	for i := range t.Len() {
		var row []string
		for _, c := range t.Columns {
			row = append(row, words(t, i, c, gap))
		}
		out.Rows = append(out.Rows, row)
	}
	for k := range t.Columns {
		out.Right = append(out.Right, isNumeric(out.Rows, k))
	}
	return out
}

// isNumeric says that a column holds numbers as people write them.
func isNumeric(rows [][]string, column int) bool {
	some := false
	for _, r := range rows {
		cell := r[column]
		if cell == gap || cell == noTask {
			continue
		}
		if strings.Trim(cell, "0123456789.,%+-−") != "" {
			return false
		}
		some = some || cell != ""
	}
	return some
}

// bullet places a rate, its schedule and its target on a line of 100 units;
// each is the exact text of the row, or empty.
type bullet struct{ Value, Schedule, Target string }

// card is one headline figure.
type card struct {
	Title, Value, Measure, Class string
	Bullet                       *bullet
	Change                       string // 较上季度上升1.20个百分点
	Facts                        []fact
}

// fact is one line of a card; State is met, short or empty, and is said in words too.
type fact struct{ Name, Text, State string }

// cards are the head of the page, in the order leaders ask.
func cards(p Page) ([]card, error) {
	if err := need(p.Figure, "indicator", "unit", "period", "measure", "text", "value", "change_text", "change_direction",
		"target_text", "target_met", "schedule_text", "schedule_met", "near_miss"); err != nil {
		return nil, err
	}
	list := []card{
		rateCard(p, "supply_rate", "供地率", "supply", fact{}),
		rateCard(p, "idle_disposal_rate", "闲置土地处置率（按面积）", "idle", sideFact(p.Figure, "idle_disposal_rate_count", "按宗数")),
		areaCard(p.Figure, "supply_gap_ha", "供地率距目标差额", sideFact(p.Figure, "unsupplied_ha", "未供面积")),
		areaCard(p.Figure, "idle_closing", "闲置土地期末存量", sideFact(p.Figure, "idle_closing_count", "期末宗数")),
	}
	return append(list, qualityCard(p)), nil
}

// current finds the row of a figure of the whole district, -1 for none.
func current(t queries.Table, indicator string) int {
	for i := range t.Len() {
		if t.Text(i, "indicator") == indicator && t.Text(i, "unit") == district && t.Text(i, "period") == "current" {
			return i
		}
	}
	return -1
}

// measured is a bare number with its measure, unless it already has one.
func measured(text, measure string) string {
	if text == "" || strings.HasSuffix(text, measure) {
		return text
	}
	return text + measure
}

func sideFact(t queries.Table, indicator, name string) fact {
	i := current(t, indicator)
	if i < 0 {
		return fact{}
	}
	if t.Null(i, "text") {
		return fact{name, noTask, ""}
	}
	return fact{name, measured(t.Text(i, "text"), t.Text(i, "measure")), ""}
}

func baseCard(t queries.Table, indicator, title, class string) (card, int) {
	c := card{Title: title, Value: gap, Class: class}
	i := current(t, indicator)
	if i < 0 {
		return c, i
	}
	if t.Null(i, "text") {
		c.Value = noTask
		return c, i
	}
	c.Value, c.Measure = t.Text(i, "text"), t.Text(i, "measure")
	c.Change = changeText(t, i)
	return c, i
}

// changeText says how a figure moved against the previous quarter.
func changeText(t queries.Table, i int) string {
	measure := t.Text(i, "measure")
	up, down := "增加", "减少"
	if measure == "%" {
		measure, up, down = "个百分点", "上升", "下降"
	}
	switch t.Text(i, "change_direction") {
	case "up":
		return "较上季度" + up + measured(t.Text(i, "change_text"), measure)
	case "down":
		return "较上季度" + down + measured(t.Text(i, "change_text"), measure)
	case "flat":
		return "与上季度持平"
	}
	return ""
}

// verdict turns met, not met and NULL into words and a state.
func verdict(t queries.Table, i int, column, met, short string) (string, string) {
	switch {
	case t.Null(i, column):
		return "", ""
	case t.True(i, column):
		return met, "met"
	}
	return short, "short"
}

func rateCard(p Page, indicator, title, class string, side fact) card {
	t := p.Figure
	c, i := baseCard(t, indicator, title, class)
	if i < 0 {
		return c
	}
	c.Bullet = &bullet{}
	if _, ok := t.Float(i, "value"); ok {
		c.Bullet.Value = t.Text(i, "value")
	}
	if text := t.Text(i, "target_text"); text != "" {
		c.Bullet.Target = strings.TrimSuffix(text, "%")
		said, state := verdict(t, i, "target_met", "已达到", "未达到")
		if t.True(i, "near_miss") { // R3: rounds up to the target but misses it
			said = "未达" + measured(text, "%")
		}
		c.Facts = append(c.Facts, fact{"目标" + measured(text, "%"), said, state})
	}
	if text := t.Text(i, "schedule_text"); text != "" {
		c.Bullet.Schedule = strings.TrimSuffix(text, "%")
		said, state := verdict(t, i, "schedule_met", "达到序时", "低于序时")
		c.Facts = append(c.Facts, fact{"序时进度" + measured(text, "%"), said, state})
	}
	if side.Name != "" {
		c.Facts = append(c.Facts, side)
	}
	return c
}

func areaCard(t queries.Table, indicator, title string, side fact) card {
	c, i := baseCard(t, indicator, title, "stock")
	if i >= 0 && side.Name != "" {
		c.Facts = append(c.Facts, side)
	}
	return c
}

// qualityCard counts refused rows and findings as mart.problem words them; where
// nothing was found it says so.
func qualityCard(p Page) card {
	c := card{Title: "数据质量核查", Class: "quality", Value: "未发现问题"}
	if p.Quality.Len() > 0 {
		c.Value = "见核查情况"
	}
	for i := range p.Problem.Len() {
		if p.Problem.Text(i, "code") != "quality" {
			continue
		}
		if n := p.Problem.Text(i, "count_text"); n != "" {
			c.Value, c.Measure = n, "行不予采用"
			if bare, ok := strings.CutSuffix(n, "行"); ok {
				c.Value = bare
			}
		}
		if n := p.Problem.Text(i, "detail_text"); n != "" {
			c.Facts = append(c.Facts, fact{"提请核实", measured(n, "条"), ""})
		}
	}
	return c
}

// rankingTable is the ranking as the bulletin's annex 3 orders it (R11).
func rankingTable(t queries.Table) (table, error) {
	if err := need(t, "rank", "unit", "score_text", "supply_rate_text", "idle_rate_text", "disposed_text", "remaining_text",
		"rank_change", "low_streak", "status"); err != nil {
		return table{}, err
	}
	out := table{Caption: "综合排名表", Heads: []string{"排名", "单位", "综合得分", "供地率", "闲置土地处置率",
		"本季处置（公顷）", "剩余面积（公顷）", "较上期", "连续靠后", "状态"}}
	out.Right = []bool{false, false, true, true, true, true, true, false, false, false}
	for i := range t.Len() {
		streak := gap
		if n := t.Text(i, "low_streak"); n != "" && n != "0" {
			streak = n + "期"
		}
		out.Rows = append(out.Rows, []string{words(t, i, "rank", gap), t.Text(i, "unit"), words(t, i, "score_text", gap),
			words(t, i, "supply_rate_text", noTask), words(t, i, "idle_rate_text", noTask), words(t, i, "disposed_text", gap),
			words(t, i, "remaining_text", gap), rankChange(t, i, "rank_change"), streak, t.Text(i, "status")})
	}
	return out, nil
}

// consequenceTable lists proposals under R12; confirmed ones first, and each says
// whether a person has confirmed it.
func consequenceTable(t queries.Table) (table, error) {
	if err := need(t, "unit", "action", "rule", "evidence", "confirmed"); err != nil {
		return table{}, err
	}
	out := table{Caption: "奖惩建议", Heads: []string{"单位", "措施", "依据", "审定情况"}, Right: make([]bool, 4)}
	var open [][]string
	for i := range t.Len() {
		row := []string{t.Text(i, "unit"), t.Text(i, "action"), t.Text(i, "evidence"), "已审定"}
		if t.True(i, "confirmed") {
			out.Rows = append(out.Rows, row)
			continue
		}
		row[3] = "建议（待领导小组办公室审定）"
		open = append(open, row)
	}
	out.Rows = slices.Concat(out.Rows, open)
	return out, nil
}
