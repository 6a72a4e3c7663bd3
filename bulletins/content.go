package bulletins

import (
	"errors"
	"fmt"
	"strings"

	"tongbao/queries"
)

// Content is the rows a bulletin is composed from: the marts of the same names.
// Every number in them that people read is already text (rule R4).
type Content struct {
	Masthead    queries.Table            // key, value
	Figure      queries.Table            // mart.figure: one row per indicator, unit and period
	Ranking     queries.Table            // mart.ranking
	Problem     queries.Table            // mart.problem
	Consequence queries.Table            // mart.consequence
	Annexes     []queries.Table          // mart.annex_1 … mart.annex_7, in that order; the last may be empty or absent
	ParcelMap   queries.Table            // mart.parcel_map; may be empty or absent
	Receipt     queries.Table            // mart.receipt; may be empty or absent
	Doubt       queries.Table            // mart.rank_doubt; may be empty or absent
	Scoreboard  queries.Table            // mart.scoreboard; may be empty or absent
	Narrative   Narrative                // the editor's own paragraphs; may be empty
	Correction  *Correction              // what this version replaces; nil in a quarter's first
	Drawn       map[string]queries.Table // what the charts are drawn from, by name; may be absent
	Charts      []Figure                 // ids as in package charts; captions without numbers
}

// masthead is the lookup of mart.masthead.
type masthead map[string]string

func (c Content) masthead() (masthead, error) {
	m := masthead{}
	for i := range c.Masthead.Len() {
		m[c.Masthead.Text(i, "key")] = clean(c.Masthead.Text(i, "value"))
	}
	for _, key := range []string{"issuer", "number_prefix", "number_year", "number_no", "addressees", "printer",
		"signature_date", "notice_no", "quarter_name", "as_of_name"} {
		if m[key] == "" {
			return nil, fmt.Errorf("通报缺少%s（masthead 的 %s）", mastheadNames[key], key)
		}
	}
	if m["head"] == "" && m["form"] != "plain" {
		return nil, errors.New("通报缺少发文机关标志（masthead 的 head）；不用红头的，form 写 plain")
	}
	return m, nil
}

var mastheadNames = map[string]string{
	"issuer": "发文机关", "number_prefix": "发文字号", "number_year": "发文年份", "number_no": "发文顺序号",
	"addressees": "主送机关", "printer": "印发机关", "signature_date": "成文日期", "notice_no": "依据文号",
	"quarter_name": "季度名称", "as_of_name": "截止日",
}

// clean makes a text from a ledger safe to stand in a line: no control
// characters, no line breaks, blanks at the ends gone.
func clean(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029' || r == '\u00a0':
			return ' '
		case r < ' ' || r == 0x7f || r == '\ufeff' || (r >= 0x200b && r <= 0x200f) || (r >= 0x202a && r <= 0x202e) || (r >= 0x2060 && r <= 0x206f) || (r >= 0xfe00 && r <= 0xfe0f):
			return -1
		}
		return r
	}, s))
}

// chineseDate turns 2024-07-10 into 2024年7月10日; other text stays as it is.
func chineseDate(iso string) string {
	var y, m, d int
	if n, err := fmt.Sscanf(iso, "%d-%d-%d", &y, &m, &d); n != 3 || err != nil {
		return iso
	}
	return fmt.Sprintf("%d年%d月%d日", y, m, d)
}

// openDate leaves month and day of 2024年7月10日 to be written in by hand.
func openDate(date string) string {
	year, _, found := strings.Cut(date, "年")
	if !found {
		return date
	}
	return year + "年　月　日"
}

// unit is a row of mart.ranking as sentences use it.
type unit struct {
	Name, Score, Supply, Idle, Disposed, Remaining string
	Rank, Change, Streak                           string
	Broken                                         bool   // a quarter of the streak was not published
	Move                                           string // the change in words: 升1位
	Ranked, HasPrevious                            bool
	row                                            int // in mart.ranking
}

// Points is the score, for a sentence.
func (u unit) Points() string { return tagged(ofScore, u.row) + u.Score }

// Quarters is the quarters running in the low group, for a sentence.
func (u unit) Quarters() string { return tagged(ofStreak, u.row) + u.Streak + u.span() }

// span is what a streak is counted in: quarters, or editions where a quarter
// between them was not published.
func (u unit) span() string {
	if u.Broken {
		return "期"
	}
	return "个季度"
}

func (c Content) units() []unit {
	var out []unit
	t := c.Ranking
	for i := range t.Len() {
		out = append(out, unit{
			Name: clean(t.Text(i, "unit")), Score: t.Text(i, "score_text"), Supply: t.Text(i, "supply_rate_text"),
			Idle: t.Text(i, "idle_rate_text"), Disposed: t.Text(i, "disposed_text"), Remaining: t.Text(i, "remaining_text"),
			Rank: t.Text(i, "rank"), Change: t.Text(i, "rank_change"), Streak: t.Text(i, "low_streak"),
			Broken: t.Has("low_unbroken") && !t.True(i, "low_unbroken"),
			Move:   move(t.Text(i, "rank_change")),
			Ranked: !t.Null(i, "rank"), HasPrevious: !t.Null(i, "previous_rank"), row: i,
		})
	}
	return out
}

// move is a change of rank in words: 升1位, 降1位, 持平, — without a previous edition.
func move(change string) string {
	switch {
	case change == "":
		return blankCell
	case change == "0":
		return "持平"
	case strings.HasPrefix(change, "-"):
		return "降" + change[1:] + "位"
	}
	return "升" + change + "位"
}

// problem is a row of mart.problem.
type problem struct {
	Code, Count, Area, Names, Detail string
	row                              int // in mart.problem
}

func (c Content) problems() map[string]problem {
	out := map[string]problem{}
	t := c.Problem
	for i := range t.Len() {
		p := problem{
			Code: t.Text(i, "code"), Count: clean(t.Text(i, "count_text")), Area: clean(t.Text(i, "area_text")),
			Names: clean(t.Text(i, "names")), Detail: clean(t.Text(i, "detail_text")), row: i,
		}
		out[p.Code] = p
	}
	return out
}

// confirmed are the names of the units a consequence was confirmed for (R12). An
// unconfirmed proposal never enters a sentence.
func (c Content) confirmed(action string) string {
	var names []string
	t := c.Consequence
	for i := range t.Len() {
		if t.True(i, "confirmed") && t.Text(i, "action") == action {
			names = append(names, clean(t.Text(i, "unit")))
		}
	}
	return strings.Join(names, "、")
}
