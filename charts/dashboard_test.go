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

// plainPage is a page whose drawings do not matter to the test.
func plainPage(t *testing.T) Page {
	t.Helper()
	p := restOfPage()
	p.Charts, p.Drawings = mustNew(t, marts()), map[string][]byte{}
	for _, c := range p.Charts {
		p.Drawings[c.ID] = []byte("<svg></svg>")
	}
	return p
}

func TestDashboardIsStable(t *testing.T) {
	once, again := render(t, demoPage(t, marts())), render(t, demoPage(t, marts()))
	if once != again {
		t.Error("the same rows gave another page")
	}
}

func TestDashboardSays(t *testing.T) {
	page := html.UnescapeString(render(t, plainPage(t)))
	for _, want := range []string{"示例数据", "2024年第二季度进展看板", "截止日：2024年6月30日", "平龙政办〔2022〕50号",
		"较上季度上升9.73个百分点", "较上季度减少3.1000公顷", "序时进度62.65%", "达到序时", "低于序时", "行不予采用", "提请核实",
		"建议（待领导小组办公室审定）", "电子监管号与地块重复登记（重复统计）", `width="69.752000"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %s", want)
		}
	}
	for _, c := range plainPage(t).Charts {
		if n := strings.Count(page, c.Description); n != 2 {
			t.Errorf("the description of %s stands %d times, want 2: for the live and for the still chart", c.ID, n)
		}
	}
}

// TestConfirmedComesFirst: what a person has not confirmed is marked as a proposal.
func TestConfirmedComesFirst(t *testing.T) {
	table, err := consequenceTable(restOfPage().Consequence)
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(table.Rows)
	want := "[[先进制造业开发区 用地支持 达到阶段目标且排名第1 已审定] [龙兴街道 约谈 连续2期排名靠后且低于序时进度 建议（待领导小组办公室审定）]]"
	if got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestRealDataHasNoSampleBanner(t *testing.T) {
	p := plainPage(t)
	for i := range p.Masthead.Rows {
		if p.Masthead.Text(i, "key") == "synthetic" {
			p.Masthead.Rows[i][1].String = "false"
		}
	}
	if strings.Contains(render(t, p), "示例数据") {
		t.Error("real data is called 示例数据")
	}
}

// TestNearMiss: a rate that rounds up to its target but misses it says so (R3).
func TestNearMiss(t *testing.T) {
	p := restOfPage()
	row := p.Figure.Rows[0]
	for k, c := range p.Figure.Columns {
		switch c {
		case "text":
			row[k].String = "80.00"
		case "target_text":
			row[k].String = "80.00"
		case "near_miss":
			row[k].String = "true"
		}
	}
	list, err := cards(p)
	if err != nil {
		t.Fatal(err)
	}
	if got := list[0].Facts[0]; got != (fact{"目标80.00%", "未达80.00%", "short"}) {
		t.Errorf("the card says %+v", got)
	}
}

// TestPageWithoutFigures: nothing to measure is said, not shown as zero.
func TestPageWithoutFigures(t *testing.T) {
	p := plainPage(t)
	p.Figure.Rows = p.Figure.Rows[1:] // no supply_rate
	p.Figure.Rows[0][10].Valid = false
	p.ParcelMap.Rows, p.Quality.Rows, p.Consequence.Rows, p.Problem.Rows = nil, nil, nil, nil
	list, err := cards(p)
	if err != nil {
		t.Fatal(err)
	}
	if list[0].Value != gap || list[1].Value != noTask || list[4].Value != "未发现问题" {
		t.Errorf("cards %+v", list)
	}
	page := render(t, p)
	for _, want := range []string{"本期台账没有可绘出的地块图形", "本期核查未发现问题", "本期没有达到用地支持、约谈、曝光停供条件的单位"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %s", want)
		}
	}
}

func TestDashboardNamesWhatIsMissing(t *testing.T) {
	p := plainPage(t)
	p.Drawings = map[string][]byte{}
	if err := Dashboard(&bytes.Buffer{}, p); err == nil || !strings.Contains(err.Error(), "rate") {
		t.Errorf("a missing drawing gives %v", err)
	}
	p = plainPage(t)
	p.Figure = queries.NewTable("mart.figure", []string{"indicator"})
	if err := Dashboard(&bytes.Buffer{}, p); err == nil || !strings.Contains(err.Error(), "mart.figure") {
		t.Errorf("a missing column gives %v", err)
	}
}

// TestParcelsComeBack decodes the differences as the page does.
func TestParcelsComeBack(t *testing.T) {
	d, view, err := encodeParcels(parcels(10))
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
	if b, err := json.Marshal(d); err != nil || !json.Valid(b) {
		t.Error(err)
	}
}

func TestParcelsThatAreNoAreas(t *testing.T) {
	table := parcels(3)
	table.Rows[1][8].String = `{"type":"Point","coordinates":[112.9,33.9]}`
	d, view, err := encodeParcels(table)
	if err != nil || len(d.Items) != 2 || view.Skipped != "DK-001" {
		t.Errorf("%d parcels, %+v, %v", len(d.Items), view, err)
	}
	table.Rows[2][8].String = `{"type":"Polygon","coordinates":[[["x",1],[2,3],[4,5]]]}`
	if _, _, err := encodeParcels(table); err == nil || !strings.Contains(err.Error(), "DK-002") {
		t.Errorf("coordinates that are no numbers give %v", err)
	}
}
