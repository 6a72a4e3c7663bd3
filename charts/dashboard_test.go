package charts

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"strings"
	"testing"

	"tongbao/queries"
)

func render(t *testing.T, p Page) string {
	t.Helper()
	var b bytes.Buffer
	if err := Dashboard(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestDashboardIsStable(t *testing.T) {
	once, again := render(t, demoPage(t, pageMarts())), render(t, demoPage(t, pageMarts()))
	if once != again {
		t.Error("the same rows gave another page")
	}
}

func TestDashboardSays(t *testing.T) {
	p := plainPage(t, pageMarts())
	page := html.UnescapeString(render(t, p))
	for _, want := range []string{"示例数据", "2024年第二季度进展看板", "截止日：2024年6月30日", "平龙政办〔2022〕50号", "下一期：2024年10月10日",
		"上升9.73个百分点", "6.2957公顷", "94.44亩", "62.65%", "达到序时，高7.10个百分点", "能够达标", "每季度还需1.0493公顷",
		"自2023年四季度起，连续3个季度", "计入1056＋退回0＋不计3＝读入1059", "2099-01-01", "共9000行，本页列出2行", "<td>提示</td><td>批次</td>",
		"建议（待领导小组办公室审定）", "电子监管号与地块重复登记（重复统计）", `width="69.752000"`, `data-due="2024-10-10"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %s", want)
		}
	}
	shown := 0
	for _, q := range questions {
		for _, id := range q.charts {
			shown++
			c, _ := p.Charts.Chart(id)
			if n := strings.Count(page, c.Description); n != 3 {
				t.Errorf("the description of %s stands %d times, want 3: for the live chart, for the still one, and to read", c.ID, n)
			}
		}
	}
	if shown != len(p.Charts)-1 {
		t.Errorf("%d of %d charts are on the page, want all but trend, which forecast has in it", shown, len(p.Charts))
	}
}

// TestBulletinHasItsOwnCharts: what only the page shows stays out of print.
func TestBulletinHasItsOwnCharts(t *testing.T) {
	var ids []string
	for _, c := range mustNew(t, marts()).Bulletin() {
		ids = append(ids, c.ID)
	}
	if got := strings.Join(ids, " "); got != "rate ranking trend stock_flow approval_year disposal_way" {
		t.Errorf("the bulletin prints %s", got)
	}
}

// TestConfirmedComesFirst: what a person has not confirmed is marked as a proposal.
func TestConfirmedComesFirst(t *testing.T) {
	table, err := consequenceTable(pageMarts()["mart.consequence"])
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(table.Rows)
	want := "[[先进制造业开发区 用地支持 达到阶段目标且排名第1 已审定] [龙兴街道 约谈 连续2期排名靠后且低于序时进度 建议（待领导小组办公室审定）]]"
	if got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// TestMarks: sample and draft are said where the data says so, and nowhere else.
func TestMarks(t *testing.T) {
	tables := pageMarts()
	set := func(table, key, value string) {
		for i, row := range tables[table].Rows {
			if tables[table].Text(i, "key") == key {
				row[1].String = value
			}
		}
	}
	set("mart.masthead", "synthetic", "false")
	if page := render(t, plainPage(t, tables)); strings.Contains(page, "示例数据") || strings.Contains(page, "未经审定") {
		t.Error("real, final data is called 示例数据 or a draft")
	}
	set("mart.masthead", "draft", "送审稿")
	if page := render(t, plainPage(t, tables)); !strings.Contains(page, "<strong>送审稿</strong>本页未经审定") {
		t.Error("a draft is not called what the settings call it")
	}
}

// TestPageWithoutRows: nothing to show is said, not shown as zero.
func TestPageWithoutRows(t *testing.T) {
	tables := pageMarts()
	for _, name := range []string{"mart.dash_map", "mart.annex_5", "mart.consequence", "mart.dash_change", "mart.dash_due", "mart.dash_lead"} {
		tables[name] = queries.NewTable(name, tables[name].Columns)
	}
	page := render(t, plainPage(t, tables))
	for _, want := range []string{"本期台账没有可绘出的地块图形", "没有。", "本期没有达到用地支持、约谈、曝光停供条件的单位"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %s", want)
		}
	}
}

func TestDashboardNamesWhatIsMissing(t *testing.T) {
	p := plainPage(t, pageMarts())
	p.Drawings = map[string][]byte{}
	if err := Dashboard(&bytes.Buffer{}, p); err == nil || !strings.Contains(err.Error(), "forecast") {
		t.Errorf("a missing drawing gives %v", err)
	}
	p = plainPage(t, pageMarts())
	p.Tables["mart.dash_track"] = queries.NewTable("mart.dash_track", []string{"unit"})
	if err := Dashboard(&bytes.Buffer{}, p); err == nil || !strings.Contains(err.Error(), "mart.dash_track") {
		t.Errorf("a missing column gives %v", err)
	}
	delete(p.Tables, "mart.dash_track")
	if err := Dashboard(&bytes.Buffer{}, p); err == nil || !strings.Contains(err.Error(), "mart.dash_track") {
		t.Errorf("a missing table gives %v", err)
	}
}

func boundsOf(geometry string) queries.Table {
	return queries.NewTable("mart.dash_bound", []string{"unit", "geometry"}, []string{"<img src=x>", geometry})
}

// TestParcelsComeBack decodes the differences as the page does.
func TestParcelsComeBack(t *testing.T) {
	d, view, err := encodeParcels(parcels(10), lifeOf(10), boundsOf(`{"type":"Polygon","coordinates":[[[112.87,33.89],[112.93,33.89],[112.93,33.9],[112.87,33.89]]]}`))
	if err != nil || view.Empty || len(d.Items) != 10 {
		t.Fatalf("%d parcels, %+v, %v", len(d.Items), view, err)
	}
	if d.Origin != [2]int{112880000, 33890000} || d.Ratio != 0.830095 {
		t.Errorf("origin %v, cos(latitude) %v", d.Origin, d.Ratio)
	}
	item := d.Items[9] // at 112.916, 33.890, with a hole
	var got [][2]int
	for _, r := range item.Rings {
		x, y := 0, 0
		for i := 0; i < len(r); i += 2 {
			x, y = x+r[i], y+r[i+1]
			got = append(got, [2]int{x, y})
		}
	}
	want := [][2]int{{36000, 0}, {39400, 0}, {39400, 3000}, {36000, 3000},
		{37000, 1000}, {38400, 1000}, {38400, 2000}, {37000, 2000}}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
	if d.Statuses[item.Status] != [2]string{"unacquired", "批而未征"} || d.Units[item.Unit] != "单位4" {
		t.Errorf("status %v, unit %s", d.Statuses[item.Status], d.Units[item.Unit])
	}
	late := item.Life[1] // the second event of DK-009 is still ahead, from line 11 of its ledger
	if got := []string{d.Words[late[0]], d.Words[late[1]], d.Sources[late[2]]}; fmt.Sprint(got, late[3:]) != "[2025-03-01 处置时限：出让 2024Q2/地块台账.xlsx，表地块] [11 1]" {
		t.Errorf("the second event is %v %v", got, late)
	}
	if d.Years[item.Year] != "2010年批准" || d.Words[item.Late] != "超过处置时限30天" || d.Items[0].Late != -1 {
		t.Errorf("year %s, overdue %s, the first parcel's %d", d.Years[item.Year], d.Words[item.Late], d.Items[0].Late)
	}
	// The limit begins 0.01 degree west of the westernmost parcel, where the origin is.
	if got := fmt.Sprint(d.Bounds); got != "[{<img src=x> [[-10000 0 60000 0 0 10000]]}]" {
		t.Errorf("the limits of units are %s", got)
	}
	if b, err := json.Marshal(d); err != nil || !json.Valid(b) {
		t.Error(err)
	}
}

func TestParcelsThatAreNoAreas(t *testing.T) {
	table := parcels(3)
	table.Rows[1][11].String = `{"type":"Point","coordinates":[112.9,33.9]}`
	d, view, err := encodeParcels(table, lifeOf(3), boundsOf(`{"type":"Point","coordinates":[112.9,33.9]}`))
	if err != nil || len(d.Items) != 2 || len(d.Bounds) != 0 || view.Skipped != "DK-001" {
		t.Errorf("%d parcels, %+v, %v", len(d.Items), view, err)
	}
	table.Rows[2][11].String = `{"type":"Polygon","coordinates":[[["x",1],[2,3],[4,5]]]}`
	if _, _, err := encodeParcels(table, lifeOf(3), boundsOf(`{"type":"Point","coordinates":[112.9,33.9]}`)); err == nil || !strings.Contains(err.Error(), "DK-002") {
		t.Errorf("coordinates that are no numbers give %v", err)
	}
}
