package queries

import (
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestAsk runs the cases of the saved questions: as those of the layers, but a
// want names a question and its parameters: want ask.supply_rate unit=高庄街道.
func TestAsk(t *testing.T) {
	files, err := filepath.Glob("testdata/ask/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	asked := map[string]bool{}
	for _, file := range files {
		for _, c := range readCases(t, file) {
			for _, w := range c.wants {
				if name, ok := strings.CutPrefix(strings.Fields(w.object)[0], `"ask".`); ok {
					asked[name] = true
				}
			}
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txt")+"/"+c.title, func(t *testing.T) {
				t.Parallel()
				c.ask(t)
			})
		}
	}
	list, err := Questions()
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range list {
		if !asked[q.Name] {
			t.Errorf("no case asks %02d %s", q.No, q.Name)
		}
	}
}

// ask builds every layer and compares the columns that the case names.
func (c *sqlCase) ask(t *testing.T) {
	c.last = ""
	db := c.build(t, 1)
	for _, w := range c.wants {
		words := strings.Fields(w.object)
		q, err := FindQuestion(strings.TrimPrefix(words[0], `"ask".`))
		if err != nil {
			t.Fatal(err)
		}
		given := map[string]string{}
		for _, word := range words[1:] {
			name, value, _ := strings.Cut(word, "=")
			given[name] = value
		}
		bound, err := q.Bind(given)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Collect(t.Context(), db, q.Job(bound, Limits{1000, 100000, 1 << 20}))
		if err != nil {
			t.Errorf("%s:%d: %v", c.file, w.line, err)
			continue
		}
		var rows [][]string
		for i := range got.Len() {
			var row []string
			for _, column := range w.columns {
				row = append(row, got.Text(i, column))
			}
			rows = append(rows, row)
		}
		compare(t, fmt.Sprintf("%s:%d: %s", c.file, w.line, w.object), w.rows, rows)
	}
}

// domainQuestions are the titles of domain.md section 5, in order.
var domainQuestions = strings.Split("全区供地率与差额 各单位供地率、排名、较上季度 2014年以前未供批次 按批准年度供地率 本季处置按方式 未供按阶段 未供原因结构 剩余最大的批次与地块 部分供应批次与边角地 未供即用工业 "+
	"可直接划拨的基础设施与公益 按近4季度速度能否达标 低于序时进度的单位 净口径与毛口径 调整使用三个不大于 闲置宗数、面积、处置率 各单位闲置处置率与排名 本季新增闲置 满1年未征费、满2年未收回与应缴金额 闲置按原因 "+
	"涉法涉诉、抵押、查封台账 二次闲置 三个月内到期的约定开工、竣工 到期开工、未开工、竣工、未竣工按单位和用途 供应方式结构与均价 平台公司已供未建 连续靠后单位 与上期相比调整了哪些数 数据质量按单位、按规则 台账面积与图形面积 "+
	"一宗地的批征供用全过程 主管部门待补办清单 一个电子监管号对应哪些批次 假如某些地块本季供出 达到目标最少要供哪些地块", " ")

// TestQuestions holds each file to its form: a number in order, a title, an
// explanation, parameters that it uses and no other, names found three ways.
func TestQuestions(t *testing.T) {
	list, err := Questions()
	if err != nil {
		t.Fatal(err)
	}
	used := regexp.MustCompile(`\$([a-z_]+)`)
	for i, q := range list {
		if q.No != i+1 || i >= len(domainQuestions) || q.Title != domainQuestions[i] || len([]rune(q.Explain)) < 20 {
			t.Errorf("question %d: %d %q %q", i+1, q.No, q.Title, q.Explain)
		}
		_, body, _ := strings.Cut(q.SQL, "\nWITH ")
		if body == "" {
			_, body, _ = strings.Cut(q.SQL, "\nSELECT ")
		}
		var names []string
		for _, m := range used.FindAllStringSubmatch(strings.ReplaceAll(body, "'$.", "'."), -1) {
			if !slices.Contains(names, m[1]) {
				names = append(names, m[1])
			}
		}
		for _, p := range q.Parameters {
			if _, known := parameterKinds[p.Kind]; !known || !slices.Contains(names, p.Name) {
				t.Errorf("%s: parameter %s of kind %s is unknown or unused", q.Name, p.Name, p.Kind)
			}
			if p.Default != "" {
				if err := p.check(p.Default); err != nil {
					t.Errorf("%s: its own default: %v", q.Name, err)
				}
			}
		}
		if len(names) != len(q.Parameters) {
			t.Errorf("%s uses %v and declares %d", q.Name, names, len(q.Parameters))
		}
		for _, name := range []string{q.Name, q.Title, fmt.Sprint(q.No), fmt.Sprintf("%02d", q.No), " " + strings.ToUpper(q.Name)} {
			if found, err := FindQuestion(name); err != nil || found.No != q.No {
				t.Errorf("%q finds %d: %v", name, found.No, err)
			}
		}
	}
	if len(list) != len(domainQuestions) {
		t.Errorf("%d questions, want %d", len(list), len(domainQuestions))
	}
	if _, err := FindQuestion("供地率"); err == nil || !strings.Contains(err.Error(), "按批准年度供地率") {
		t.Errorf("a near name: %v", err)
	}
}

// TestBind refuses what a parameter cannot be and binds the rest as text.
func TestBind(t *testing.T) {
	for _, c := range []struct{ name, given, says string }{
		{"supply_rate", "as_of=2024-06-31", "2024-06-30"},
		{"supply_rate", "as_of=二季度", "as_of"},
		{"supply_rate", "quarter=2024Q2", "没有参数 quarter"},
		{"largest", "rows=ten", "整数"},
		{"largest", "rows=1;DROP", "整数"},
		{"largest", "rows=-1", "整数"},
		{"partial", "mu=1e3", "数字"},
		{"plan", "by=面积大小", "面积、难易、时限"},
		{"low_streak", "unit=全区", "它没有参数"},
	} {
		q, err := FindQuestion(c.name)
		if err != nil {
			t.Fatal(err)
		}
		name, value, _ := strings.Cut(c.given, "=")
		if _, err := q.Bind(map[string]string{name: value}); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s %s: %v", c.name, c.given, err)
		}
	}
	q, _ := FindQuestion("before_2014")
	if bound, err := q.Bind(map[string]string{"unit": "全区"}); err != nil || bound[1].Value != "" {
		t.Errorf("the district is every unit: %v %v", bound, err)
	}
}

// TestValuesStayValues: what is bound is never read as SQL, and a unit or day
// that the edition does not know is told, not answered with no rows.
func TestValuesStayValues(t *testing.T) {
	db := open(t, staged(t, map[string][][]string{"setting": policy, "default_unit": defaultUnits}))
	if err := Stage(t.Context(), db, "first_edition", nil); err != nil {
		t.Fatal(err)
	}
	if err := Build(t.Context(), db, 1, nil); err != nil {
		t.Fatal(err)
	}
	ask := func(name string, given map[string]string) (Answer, error) {
		q, err := FindQuestion(name)
		if err != nil {
			t.Fatal(err)
		}
		bound, err := q.Bind(given)
		if err != nil {
			t.Fatal(err)
		}
		return Collect(context.Background(), db, q.Job(bound, Limits{10, 1000, 1 << 20}))
	}
	for _, value := range []string{"' OR 1=1 --", "x'; DROP TABLE fact.batch; --", "$1", "高庄街道'"} {
		if _, err := ask("before_2014", map[string]string{"unit": value}); err == nil || !strings.Contains(err.Error(), "龙兴街道") {
			t.Errorf("unit %s: %v", value, err)
		}
		if a, err := ask("parcel_life", map[string]string{"id": value}); err != nil || a.Len() != 0 {
			t.Errorf("id %s: %d rows, %v", value, a.Len(), err)
		}
	}
	if _, err := ask("supply_rate", map[string]string{"as_of": "2024-05-01"}); err == nil || !strings.Contains(err.Error(), "2024-06-30") {
		t.Errorf("a day that was not computed: %v", err)
	}
	list, err := Questions()
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range list {
		if _, err := ask(q.Name, nil); err != nil {
			t.Errorf("%s on empty ledgers: %v", q.Name, err)
		}
	}
}
