package bulletins

import (
	"slices"
	"strings"
	"unicode/utf8"

	"tongbao/queries"
)

// origins looks up where a number comes from: mart.figure and mart.receipt by
// indicator and unit, the sentences' marks, and the tables by their headings.
type origins struct {
	c     Content
	asOf  string
	known map[[3]string]Source // indicator, unit, as_of
	title map[string]string    // 供地率 → supply_rate
}

// whole is the unit of a district's own figures.
const whole = "全区"

func newOrigins(c Content) *origins {
	b := &origins{c: c, known: map[[3]string]Source{}, title: map[string]string{}}
	add := func(s Source) {
		if k := [3]string{s.Indicator, s.Unit, s.AsOf}; b.known[k].Indicator == "" {
			b.known[k] = s
		}
	}
	r := c.Receipt
	for i := range r.Len() {
		add(Source{Indicator: r.Text(i, "indicator"), Unit: r.Text(i, "unit"), AsOf: r.Text(i, "as_of"), Value: r.Text(i, "value"), Measure: r.Text(i, "measure"), Text: r.Text(i, "text")})
	}
	f := c.Figure
	for i := range f.Len() {
		id, unit, asOf := f.Text(i, "indicator"), f.Text(i, "unit"), f.Text(i, "as_of")
		if f.Text(i, "period") == "current" {
			b.asOf, b.title[f.Text(i, "title")] = asOf, id
		}
		add(Source{Indicator: id, Unit: unit, AsOf: asOf, Value: f.Text(i, "value"), Measure: f.Text(i, "measure"), Text: f.Text(i, "text")})
		// A part of a ratio is printed as an area, or as a number of parcels.
		for _, part := range []string{"numerator", "denominator"} {
			if !f.Null(i, part) {
				add(Source{Indicator: id + "." + part, Unit: unit, AsOf: asOf, Value: f.Text(i, part), Measure: partMeasure(id)})
			}
		}
		if text := f.Text(i, "target_text"); text != "" && f.Text(i, "period") == "current" {
			add(Source{Indicator: id + ".target", Unit: whole, AsOf: asOf, Value: text, Measure: f.Text(i, "measure"), Text: text})
		}
	}
	return b
}

func partMeasure(indicator string) string {
	if strings.HasSuffix(indicator, "count") {
		return "宗"
	}
	return "公顷"
}

func (b *origins) of(indicator, unit string) Source {
	return b.known[[3]string{indicator, unit, b.asOf}]
}

// counted is a source for a number that is its own exact value.
func (b *origins) counted(indicator, unit, text, measure string) Source {
	return Source{Indicator: indicator, Unit: unit, AsOf: b.asOf, Value: text, Measure: measure, Text: text}
}

// spoken is what a mark of a sentence means.
func (b *origins) spoken(aspect rune, row int) Source {
	switch {
	case aspect <= ofTarget:
		f := b.c.Figure
		id, unit := f.Text(row, "indicator"), f.Text(row, "unit")
		switch aspect {
		case ofChange:
			return b.of(id+".change", unit)
		case ofSchedule:
			return b.of(id+".schedule", unit)
		case ofTarget:
			return b.of(id+".target", whole)
		}
		return b.known[[3]string{id, unit, f.Text(row, "as_of")}]
	case aspect == ofRanked:
		return b.counted("ranked_units", whole, "", "个")
	case aspect < ofCount:
		name := b.c.Ranking.Text(row, "unit")
		switch aspect {
		case ofScore:
			return b.of("score", name)
		case ofSupply:
			return b.of("supply_rate", name)
		case ofIdle:
			return b.of("idle_disposal_rate", name)
		case ofStreak:
			return b.of("low_streak", name)
		}
		return b.counted("rank_change", name, b.c.Ranking.Text(row, "rank_change"), "位")
	}
	return b.problem(aspect, row)
}

// problem is a number of mart.problem; an area's exact value stands beside its text.
func (b *origins) problem(aspect rune, row int) Source {
	t := b.c.Problem
	code := "problem_" + t.Text(row, "code")
	switch aspect {
	case ofArea:
		s := b.counted(code+"_ha", whole, t.Text(row, "area_text"), "公顷")
		if t.Has("area") {
			s.Value = t.Text(row, "area")
		}
		return s
	case ofDetail:
		number := numberToken.FindString(t.Text(row, "detail_text"))
		measure := map[string]string{"imbalance": "个百分点", "overdue": "天", "quality": "条"}[t.Text(row, "code")]
		return b.counted(code+"_detail", whole, number, measure)
	}
	number := numberToken.FindString(t.Text(row, "count_text"))
	return b.counted(code+"_count", whole, number, map[bool]string{true: "条", false: "宗"}[t.Text(row, "code") == "quality"])
}

// headings of annexes 1 to 3 and what stands under them.
var headings = []map[string]string{
	{"批准面积": "approved_ha", "核销面积": "writeoff_ha", "调整面积": "adjustment_ha", "应供面积": "due_ha", "已供面积": "supplied_ha", "未供面积": "unsupplied_ha", "供地率": "supply_rate",
		"距80%差额": "supply_gap_ha", "本季处置/供应": "disposed_supply_ha", "本季处置/核销": "disposed_writeoff_ha", "本季处置/调整": "disposed_adjustment_ha",
		"较上季度": "supply_rate.change", "序时进度": "supply_rate.schedule", "排名": "rank"},
	{"累计认定/宗数": "idle_recognised_count", "累计认定/面积": "idle_recognised_ha", "已处置/宗数": "idle_done_count", "已处置/面积": "idle_done_ha", "处置率（面积）": "idle_disposal_rate",
		"处置率（宗数）": "idle_disposal_rate_count", "本季新增": "idle_new", "期末存量": "idle_closing", "满1年未征费": "idle_fee_due", "满2年未收回": "idle_takeback_due", "排名": "rank"},
	{"排名": "rank", "综合得分": "score", "供地率": "supply_rate", "闲置土地处置率": "idle_disposal_rate", "本季处置面积": "all_disposed_ha", "剩余面积": "all_remaining_ha", "连续靠后": "low_streak"},
}

// cell is where a cell of annex n (from 0) comes from: of an annex's own numbering,
// of names and of dates it is nothing.
func (b *origins) cell(n int, t queries.Table, row int, column string) Source {
	text := clean(t.Text(row, column))
	number := numberToken.FindString(text)
	if number == "" {
		return Source{}
	}
	switch n {
	case 0, 1, 2:
		unit := t.Text(row, "单位")
		if unit == "合计" {
			unit = whole
		}
		if column == "较上季度" && n == 2 {
			return b.counted("rank_change", unit, number, "位")
		}
		return b.of(headings[n][column], unit)
	case 3:
		id := t.Text(row, "编号")
		if t.Text(row, "类别") == "合计" {
			if column == "编号" {
				return b.of("parcel_count", whole)
			}
			id = whole
		}
		return b.of(map[string]string{"剩余面积": "parcel_ha", "超期天数": "parcel_days_overdue"}[column], id)
	case 4:
		if column == "条数" {
			return b.counted("finding_count", t.Text(row, "规则"), number, "条")
		}
	case 5:
		after, there := map[string]string{"分子": ".numerator", "分母": ".denominator", "数值": "", "目标": ".target"}[column]
		if there {
			return b.of(b.title[t.Text(row, "指标")]+after, whole)
		}
	case 6:
		id, unit, asOf := b.title[t.Text(row, "指标")], t.Text(row, "单位"), t.Text(row, "截止日")
		if after, there := map[string]string{"原公布": ".published", "现数据": ""}[column]; there {
			return b.known[[3]string{id + after, unit, asOf}]
		}
		if column == "差额" {
			value, measure := text, "公顷"
			if rest, points := strings.CutSuffix(text, "个百分点"); points {
				value, measure = rest, "个百分点"
			}
			return Source{Indicator: id + ".revision", Unit: unit, AsOf: asOf, Value: value, Measure: measure, Text: number}
		}
	}
	return Source{}
}

// near is a figure of the unit that is printed as a number with its measure; for
// what others wrote, the editor and the reasons of proposals.
func (b *origins) near(units []string, number, measure string) Source {
	for _, unit := range units {
		for i := range b.c.Figure.Len() {
			f := b.c.Figure
			if f.Text(i, "unit") == unit && f.Text(i, "period") == "current" && f.Text(i, "measure") == measure && equal(f.Text(i, "text"), number) {
				return b.of(f.Text(i, "indicator"), unit)
			}
		}
		for _, id := range []string{"supply_rate.schedule", "idle_disposal_rate.schedule", "rank", "score", "low_streak"} {
			if s := b.of(id, unit); s.Indicator != "" && s.Measure == measure && equal(s.Text, number) {
				return s
			}
		}
	}
	return Source{}
}

// beside finds sources for what a text says with a measure and nobody marked.
func (b *origins) beside(text string, units []string, known []Sourced) []Sourced {
	for _, m := range quantity.FindAllStringSubmatchIndex(text, -1) {
		at := utf8.RuneCountInString(text[:m[2]])
		if places, _ := unsourced(text, known); !slices.Contains(places, at) {
			continue
		}
		if s := b.near(units, text[m[2]:m[3]], text[m[4]:m[5]]); s.Indicator != "" {
			known = append(known, Sourced{at, s})
		}
	}
	return known
}

// named are the units a text names, and the district.
func (b *origins) named(text string) []string {
	var units []string
	for _, u := range newProofreader(b.c).units {
		if u != whole && strings.Contains(text, u) {
			units = append(units, u)
		}
	}
	return append(units, whole)
}

// checked is a cell of the units' scoreboard.
func (b *origins) checked(row int, column string) Source {
	t := b.c.Scoreboard
	if column == "单位" || column == "按规则" {
		return Source{}
	}
	text := t.Text(row, column)
	return b.counted("ledger_check."+column, t.Text(row, "单位"), numberToken.FindString(text), map[bool]string{true: "%", false: "条"}[strings.HasSuffix(text, "%")])
}

// drawn are the figures a chart's marks stand for.
func (b *origins) drawn(id string) []Source {
	var list []Source
	t := b.c.Drawn["mart."+id]
	column := func(indicator, unit, value, text, measure string) {
		for i := range t.Len() {
			list = append(list, Source{Indicator: indicator, Unit: t.Text(i, unit), AsOf: b.asOf, Value: t.Text(i, value), Measure: measure, Text: numberToken.FindString(t.Text(i, text))})
		}
	}
	switch id {
	case "trend":
		for _, rate := range []string{"supply_rate", "idle_disposal_rate"} {
			for i := range t.Len() {
				list = append(list, b.known[[3]string{rate, whole, t.Text(i, "as_of")}])
			}
		}
	case "rate":
		for _, rate := range []string{"supply_rate", "idle_disposal_rate"} {
			for i := range t.Len() {
				list = append(list, b.of(rate, t.Text(i, "unit")))
			}
		}
	case "approval_year":
		column("supply_rate_by_year", "year", "supply_rate", "supply_rate_text", "%")
	case "stock_flow":
		column("stock_flow_ha", "step", "area", "area_text", "公顷")
	case "disposal_way":
		column("quarter_way_ha", "way", "quarter_area", "quarter_area_text", "公顷")
		column("way_ha", "way", "total_area", "total_area_text", "公顷")
		column("quarter_way_count", "way", "quarter_count", "quarter_count", "宗")
		column("way_count", "way", "total_count", "total_count", "宗")
	case "ranking":
		for i := range b.c.Ranking.Len() {
			name := b.c.Ranking.Text(i, "unit")
			list = append(list, b.of("score", name), b.of("rank", name), b.spoken(ofMove, i))
		}
	}
	return list
}

// index are the district's figures of this quarter, in the order of mart.figure,
// and what they are called.
func (b *origins) index() ([]Source, map[string]string) {
	f := b.c.Figure
	var list []Source
	names := map[string]string{}
	for i := range f.Len() {
		if f.Text(i, "period") == "current" && f.Text(i, "unit_kind") == "district" && !f.Null(i, "value") {
			list = append(list, b.of(f.Text(i, "indicator"), f.Text(i, "unit")))
			names[f.Text(i, "indicator")] = f.Text(i, "title")
		}
	}
	return list, names
}
