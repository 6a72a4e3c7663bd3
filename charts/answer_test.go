package charts

import (
	"database/sql"
	"strings"
	"testing"

	"tongbao/queries"
)

// TestAnswer draws an answer of the query desk: its own words, hostile ones
// escaped, the same bytes twice.
func TestAnswer(t *testing.T) {
	cell := func(text string) sql.NullString { return sql.NullString{String: text, Valid: true} }
	a := queries.Answer{Types: []string{"VARCHAR", "DECIMAL(9,2)", "BIGINT"}}
	a.Columns = []string{"单位", "供地率", "宗数"}
	a.Rows = [][]sql.NullString{{cell("高庄<b>街道"), cell("77.39"), cell("3")}, {cell("龙兴街道"), {}, cell("1")}}
	r := NewRenderer()
	draw := func(text string) string {
		t.Helper()
		p, err := queries.ParsePicture(text)
		if err != nil {
			t.Fatal(err)
		}
		svg, err := r.Answer(a, p)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		return string(svg)
	}
	one := draw("bar 单位 供地率")
	if one != draw("bar") || !strings.Contains(one, ">77.39<") || !strings.Contains(one, "高庄&lt;b&gt;街道") || strings.Contains(one, ">3<") {
		t.Errorf("%s", one)
	}
	if both := draw("line 单位 供地率 宗数"); !strings.Contains(both, ">宗数<") {
		t.Errorf("no legend: %s", both)
	}
	if points := draw("scatter 宗数 供地率"); !strings.Contains(points, ">宗数<") {
		t.Errorf("no axis: %s", points)
	}
	for text, says := range map[string]string{"bar 没有 供地率": "没有“没有”一列", "bar 宗数 单位": "“单位”不是"} {
		p, _ := queries.ParsePicture(text)
		if _, err := r.Answer(a, p); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := queries.ParsePicture("pie 单位"); err == nil {
		t.Error("a pie is drawn")
	}
}
