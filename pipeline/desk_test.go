package pipeline

import (
	"math/big"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/queries"
)

// publishedDemo is two editions of the demo district, one after the other.
func publishedDemo(t *testing.T) (out string) {
	t.Helper()
	settings, err := ReadSettings(filepath.Join(demoLedgers, "tongbao.toml"), true)
	if err != nil {
		t.Fatal(err)
	}
	d := demo{out: t.TempDir(), settings: settings}
	for _, q := range []queries.Quarter{{Year: 2023, N: 4}, {Year: 2024, N: 1}} {
		d.run(t, demoLedgers, d.out, q)
	}
	return d.out
}

// figureBook is what an edition published, by indicator, unit and day.
type figureBook map[string]map[string]string

func (b figureBook) value(t *testing.T, indicator, unit, asOf string) string {
	t.Helper()
	row, ok := b[indicator+" "+unit+" "+asOf]
	if !ok {
		t.Errorf("no figure %s %s %s", indicator, unit, asOf)
	}
	return row["value"]
}

func equal(t *testing.T, what, got, want string) {
	t.Helper()
	x, okX := new(big.Rat).SetString(got)
	y, okY := new(big.Rat).SetString(want)
	if got != want && (!okX || !okY || x.Cmp(y) != 0) {
		t.Errorf("%s is %q, published is %q", what, got, want)
	}
}

func sum(t *testing.T, a queries.Answer, column string) string {
	t.Helper()
	total := new(big.Rat)
	for i := range a.Len() {
		if v, ok := new(big.Rat).SetString(a.Text(i, column)); ok {
			total.Add(total, v)
		}
	}
	return total.FloatString(6)
}

// TestDesk asks two editions of the demo.
func TestDesk(t *testing.T) {
	out := publishedDemo(t)
	for name, test := range map[string]func(*testing.T, string){
		"answers agree": answersAgree, "every column is described": everyColumnIsDescribed, "side by side": sideBySide,
		"rows make the figure": rowsMakeTheFigure,
	} {
		t.Run(name, func(t *testing.T) { test(t, out) })
	}
}

// answersAgree holds each saved question to the figure that the edition
// published, where both speak of the same thing.
func answersAgree(t *testing.T, out string) {
	const quarter, day = "2024Q1", "2024-03-31"
	book := figureBook(keyed(expected(t, filepath.Join(out, "editions", quarter, "figures.csv")), []string{"indicator", "unit", "as_of"}))
	ask := func(name string, words ...string) queries.Answer {
		given := map[string]string{}
		for _, w := range words {
			k, v, _ := strings.Cut(w, "=")
			given[k] = v
		}
		return asked(t, out, quarter, name, given)
	}
	units := []string{"全区", "人民路街道", "龙河街道", "高庄街道", "龙兴街道", "先进制造业开发区"}
	for _, asOf := range []string{day, "2023-12-31", "2022-11-30"} {
		for _, unit := range units {
			a, i := ask("supply_rate", "unit="+unit, "as_of="+asOf), ask("idle", "unit="+unit, "as_of="+asOf)
			for column, indicator := range map[string]string{"供地率": "supply_rate", "应供面积": "due_ha", "已供面积": "supplied_ha", "未供面积": "unsupplied_ha", "距目标差额": "supply_gap_ha"} {
				equal(t, unit+asOf+column, a.Text(0, column), book.value(t, indicator, unit, asOf))
			}
			for column, indicator := range map[string]string{"处置率（面积）": "idle_disposal_rate", "认定面积": "idle_recognised_ha", "认定宗数": "idle_recognised_count", "处置面积": "idle_done_ha",
				"期初存量": "idle_opening", "本季新增": "idle_new", "本季处置": "idle_disposed", "本季撤销认定": "idle_cancelled", "期末存量": "idle_closing", "期末宗数": "idle_closing_count"} {
				equal(t, unit+asOf+column, i.Text(0, column), book.value(t, indicator, unit, asOf))
			}
		}
	}
	for i, a := 0, ask("net_and_gross"); i < a.Len(); i++ {
		for column, indicator := range map[string]string{"供地率（不扣核销）": "supply_rate_gross", "存量消化率": "stock_clearance_rate", "存量供地率": "stock_supply_rate"} {
			equal(t, a.Text(i, "单位")+column, a.Text(i, column), book.value(t, indicator, a.Text(i, "单位"), day))
		}
	}
	years := ask("approval_year")
	for i := range years.Len() - 1 {
		equal(t, years.Text(i, "批准年度"), years.Text(i, "供地率"), book.value(t, "supply_rate_"+years.Text(i, "批准年度"), "全区", day))
	}
	equal(t, "all years", years.Text(years.Len()-1, "供地率"), book.value(t, "supply_rate", "全区", day))
	for _, unit := range units {
		a := ask("disposal_way", "unit="+unit)
		for i, indicator := range map[int]string{0: "disposed_supply_ha", 2: "disposed_writeoff_ha", 3: "disposed_adjustment_ha", 4: "disposed_ha"} {
			equal(t, unit+a.Text(i, "方式"), a.Text(i, "面积"), book.value(t, indicator, unit, day))
		}
	}
	for _, unit := range units {
		stage := ask("stage", "unit="+unit)
		equal(t, unit+" stages", stage.Text(stage.Len()-1, "未供面积"), book.value(t, "unsupplied_ha", unit, day))
		equal(t, unit+" reasons", sum(t, ask("reason", "unit="+unit), "未供面积"), book.value(t, "unsupplied_ha", unit, day))
		for i := range stage.Len() {
			if strings.HasPrefix(stage.Text(i, "未供面积"), "-") {
				t.Errorf("%s: %s is %s", unit, stage.Text(i, "现状阶段"), stage.Text(i, "未供面积"))
			}
		}
	}
	for i, a := 0, ask("idle_rank"); i < a.Len(); i++ {
		for column, indicator := range map[string]string{"处置率（面积）": "idle_disposal_rate", "处置率（宗数）": "idle_disposal_rate_count", "期末存量": "idle_closing"} {
			equal(t, a.Text(i, "单位")+column, a.Text(i, column), book.value(t, indicator, a.Text(i, "单位"), day))
		}
	}
	for i, a := 0, ask("what_if"); i < a.Len(); i++ {
		equal(t, a.Text(i, "单位")+" before", a.Text(i, "现供地率"), book.value(t, "supply_rate", a.Text(i, "单位"), day))
	}
	equal(t, "new idle", sum(t, ask("idle_new"), "闲置面积"), book.value(t, "idle_new", "全区", day))
	causes := ask("idle_cause")
	equal(t, "causes", causes.Text(causes.Len()-1, "处置率（面积）"), book.value(t, "idle_disposal_rate", "全区", day))
	for i, a := 0, ask("forecast"); i < a.Len(); i++ {
		equal(t, a.Text(i, "单位"), a.Text(i, "距目标差额"), book.value(t, "supply_gap_ha", a.Text(i, "单位"), day))
	}
	agreesWithTables(t, out, quarter, ask)
}

// agreesWithTables holds answers to the bulletin's tables, cell by cell.
func agreesWithTables(t *testing.T, out, quarter string, ask func(string, ...string) queries.Answer) {
	read := func(statement string) queries.Table {
		table, err := Ask(t.Context(), out, quarter, statement)
		if err != nil {
			t.Fatal(err)
		}
		return table
	}
	annex := map[string]int{}
	one := read("SELECT * FROM mart.annex_1")
	for i := range one.Len() {
		annex[strings.Replace(one.Text(i, "单位"), "合计", "全区", 1)] = i
	}
	rates := ask("unit_supply_rate")
	for i := range rates.Len() {
		at, printed := annex[rates.Text(i, "单位")]
		if !printed {
			continue // a department: not in the annex
		}
		equal(t, rates.Text(i, "单位")+"较上季度", rates.Text(i, "较上季度个百分点"), strings.Trim(one.Text(at, "较上季度"), "+"))
		equal(t, rates.Text(i, "单位")+"排名", rates.Text(i, "排名"), strings.ReplaceAll(one.Text(at, "排名"), "无任务", ""))
		delete(annex, rates.Text(i, "单位"))
	}
	if len(annex) > 0 {
		t.Errorf("the answer leaves out %v", annex)
	}
	slow := ask("below_schedule")
	low := map[string]bool{}
	for i := range slow.Len() {
		low[slow.Text(i, "单位")+slow.Text(i, "指标")] = true
	}
	for i := range one.Len() {
		unit := strings.Replace(one.Text(i, "单位"), "合计", "全区", 1)
		if low[unit+"供地率"] != (one.Text(i, "是否达序时") == "否") {
			t.Errorf("%s: below schedule %v, annex says %s", unit, low[unit+"供地率"], one.Text(i, "是否达序时"))
		}
	}
	two := read(`SELECT "满1年未征费", "满2年未收回" FROM mart.annex_2 WHERE "单位" = '合计'`)
	due := map[string]int{}
	for i, a := 0, ask("fee_takeback"); i < a.Len(); i++ {
		for _, column := range two.Columns {
			if a.True(i, column) {
				due[column]++
			}
		}
	}
	for _, column := range two.Columns {
		if number(two, 0, column) != due[column] {
			t.Errorf("%s: %d, annex says %s", column, due[column], two.Text(0, column))
		}
	}
	law := read("SELECT count_text FROM mart.problem WHERE code = 'litigation'")
	if a := ask("encumbered"); law.Len() != 1 || a.Len() != number(law, 0, "count_text") {
		t.Errorf("%d encumbered, the bulletin says %v", a.Len(), law.Rows)
	}
	equal(t, "findings and refusals", sum(t, ask("quality"), "条数"), read(`SELECT sum(CAST("条数" AS BIGINT)) AS n FROM mart.annex_5`).Text(0, "n"))
	if a, seven := ask("revised"), read("SELECT count(*) AS n FROM mart.annex_7"); a.Len() != number(seven, 0, "n") || a.Len() == 0 {
		t.Errorf("%d figures revised, annex 7 has %s", a.Len(), seven.Text(0, "n"))
	}
}
