package charts

import (
	"cmp"
	"fmt"
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

// record is a row of a mart by column; NULL is the empty string.
type record map[string]string

// records are the rows of a mart that pass keep.
func records(t queries.Table, keep func(record) bool) []record {
	var list []record
	for i := range t.Len() {
		r := record{}
		for k, c := range t.Columns {
			r[c] = t.Rows[i][k].String
		}
		if keep == nil || keep(r) {
			list = append(list, r)
		}
	}
	return list
}

// keyed is a mart of keys and values as a map.
func keyed(t queries.Table) map[string]string {
	m := map[string]string{}
	for i := range t.Len() {
		m[t.Text(i, "key")] = t.Text(i, "value")
	}
	return m
}

// fillWords reads what the page says in its own layout.
func fillWords(v *view, p Page) error {
	track, stop, receipt, word := p.Tables["mart.dash_track"], p.Tables["mart.dash_stop"], p.Tables["mart.dash_receipt"], p.Tables["mart.dash_word"]
	for t, columns := range map[*queries.Table][]string{
		&track: {"unit", "quarter", "label", "current", "part", "title", "rate", "rate_text", "target", "target_text", "target_met", "target_verdict", "schedule", "schedule_text",
			"schedule_met", "schedule_verdict", "change_text", "gap_text", "gap_mu_text", "remaining_text", "remaining_mu_text", "need_sentence", "pace_text", "forecast_met", "forecast_sentence",
			"schedule_how", "gap_how", "need_how", "forecast_how", "why_sentence", "change_how"},
		&stop:    {"unit", "what", "count_text", "area_text", "mu_text"},
		&word:    {"indicator", "title", "definition", "how", "top", "bottom", "list"},
		&receipt: {"indicator", "unit", "quarter", "numerator_text", "denominator_text", "value_text"},
	} {
		if err := need(*t, columns...); err != nil {
			return err
		}
	}
	v.Masthead, v.Notice = keyed(p.Tables["mart.masthead"]), keyed(p.Tables["mart.dash_notice"])
	v.Sample = v.Masthead["synthetic"] == "true"
	v.Tracks = records(track, func(r record) bool { return r["unit"] == district && r["current"] == "true" })
	v.Leads = records(p.Tables["mart.dash_lead"], nil)
	v.Stops = records(stop, func(r record) bool { return r["unit"] == district })
	v.Trust = records(p.Tables["mart.dash_trust"], nil)
	for i := range track.Len() {
		unit, quarter := track.Text(i, "unit"), [2]string{track.Text(i, "quarter"), track.Text(i, "label")}
		if u := [2]string{unit, unit}; !slices.Contains(v.Units, u) {
			v.Units = append(v.Units, u)
		}
		if !slices.Contains(v.Quarters, quarter) {
			v.Quarters = append(v.Quarters, quarter)
		}
	}
	slices.Reverse(v.Quarters) // the newest first
	return nil
}

// fillTables makes the tables that stand in the page, ready to print.
func fillTables(v *view, p Page) (err error) {
	if v.Ranking, err = rankingTable(p.Tables["mart.ranking"]); err != nil {
		return err
	}
	if v.Consequences, err = consequenceTable(p.Tables["mart.consequence"]); err != nil {
		return err
	}
	cuts := records(p.Tables["mart.dash_cut"], func(r record) bool { return r["unit"] == district })
	v.Lists = map[string]list{}
	for _, l := range []struct{ id, mart, caption string }{
		{"change", "mart.dash_change", "本季每一笔变化（面积大的在前）"},
		{"due", "mart.dash_due", "超期、到期和涉法涉诉的地块（久的在前）"},
		{"batch", "mart.dash_batch", "批次位置（供地率一类数字的依据）"},
		{"parcel", "mart.dash_parcel", "未供地块（大的在前）"},
		{"idle", "mart.dash_idle", "闲置土地（处置率一类数字的依据）"},
		{"rule", "mart.annex_5", "核查规则与处理情况"},
		{"changed", "mart.annex_7", "与以前公布不同的数"},
		{"finding", "mart.findings_csv", "核查发现"},
		{"refused", "mart.refused_csv", "退回的行"},
	} {
		out := list{ID: l.id}
		t := p.Tables[l.mart]
		for _, c := range cuts {
			if c["list"] == l.id && c["cut"] == "true" {
				out.Cut = "共" + c["total_text"] + "行，本页列出" + c["shown_text"] + "行，其余见附表和数据文件"
			}
		}
		if len(t.Rows) > mostRows {
			out.Cut = fmt.Sprintf("共%d行，本页列出前%d行，其余见附表和数据文件", len(t.Rows), mostRows)
			t.Rows = t.Rows[:mostRows]
		}
		out.Table = plain(chinese(t), l.caption)
		v.Lists[l.id] = out
	}
	sheets := behind(p.Tables["mart.sheet_balance"], "", head{"file", "文件", gap}, head{"sheet", "表", ""}, head{"rows_read", "读入行", gap}, head{"accepted", "计入行", gap},
		head{"refused", "退回行", gap}, head{"left_out", "不计行", gap}, head{"measure", "面积单位", gap}, head{"encoding", "编码", gap})
	v.Lists["sheet"] = list{ID: "sheet", Table: plain(sheets, "每张表的行数")}
	v.Lists["receipt"] = list{ID: "receipt", Table: receiptTable(p, v.Masthead["quarter"])}
	return nil
}

// receiptTable is the definition of every indicator with its numbers for the district now.
func receiptTable(p Page, quarter string) table {
	numbers := map[string]record{}
	for _, r := range records(p.Tables["mart.dash_receipt"], func(r record) bool { return r["unit"] == district && r["quarter"] == quarter }) {
		numbers[r["indicator"]] = r
	}
	var rows [][]string
	for _, w := range records(p.Tables["mart.dash_word"], nil) {
		n := numbers[w["indicator"]]
		rows = append(rows, []string{w["title"], w["definition"], w["how"], n["numerator_text"], n["denominator_text"], n["value_text"]})
	}
	return plain(queries.NewTable("", []string{"指标", "定义", "算法", "分子", "分母", "数值"}, rows...), "指标口径与算法（全区）")
}

// mostRows is the longest table the page holds; the files beside it have the rest.
const mostRows = 1000

// chinese puts headings and words for people over the columns and codes of the CSV files.
func chinese(t queries.Table) queries.Table {
	heads := map[string]string{"rule": "规则", "severity": "级别", "kind": "台账", "key": "对象", "file": "文件", "sheet": "表", "line": "行",
		"message": "说明", "column": "列", "value": "值", "reason": "理由"}
	codes := map[string]map[string]string{
		"severity": {"F": "提示", "B": "阻断，已确认", "R": "退回"},
		"kind": {"batch": "批次", "parcel": "地块", "supply": "供地", "writeoff": "核销调整", "idle": "闲置土地", "idle_disposal": "闲置处置", "task": "任务",
			"unit": "单位名录", "shape": "图形", "sheet": "台账表", "figure": "指标", "file": "文件"},
	}
	out := queries.Table{Name: t.Name}
	for _, c := range t.Columns {
		out.Columns = append(out.Columns, cmp.Or(heads[c], c))
	}
	for _, r := range t.Rows {
		row := slices.Clone(r)
		for k, c := range t.Columns {
			if word := codes[c][row[k].String]; word != "" {
				row[k].String = word
			}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
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
