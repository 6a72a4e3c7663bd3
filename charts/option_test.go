package charts

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/queries"
)

var update = flag.Bool("update", false, "rewrite testdata/options; look at the difference before you keep it")

var layoutNames = [...]string{"print", "desk", "phone"}

// TestOptions compares every option with the one that was looked at.
func TestOptions(t *testing.T) {
	for _, c := range mustNew(t, marts()) {
		for _, l := range layouts {
			var got bytes.Buffer
			if err := json.Indent(&got, c.Option(l), "", " "); err != nil {
				t.Fatal(err)
			}
			got.WriteByte('\n')
			path := filepath.Join("testdata", "options", c.ID+"."+layoutNames[l]+".json")
			if *update {
				if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Bytes(), want) {
				t.Errorf("%s differs from %s; go test -update ./charts rewrites it", c.ID, path)
			}
		}
	}
}

// TestOptionsAreData holds what an option may never carry: code, go-echarts'
// markers for code, a name from a ledger as a template.
func TestOptionsAreData(t *testing.T) {
	for _, c := range mustNew(t, hostileMarts()) {
		for _, l := range layouts {
			option := string(c.Option(l))
			for _, bad := range []string{"</script", "<!--", "<img", "\u2028", "\u2029"} {
				if strings.Contains(option, bad) {
					t.Errorf("%s, %s: the JSON holds a bare %q", c.ID, layoutNames[l], bad)
				}
			}
			var doc any
			if err := json.Unmarshal(c.Option(l), &doc); err != nil {
				t.Fatalf("%s: %v", c.ID, err)
			}
			walk(doc, "", func(key string, value any) {
				text, _ := value.(string)
				if key == "formatter" && strings.Contains(text, "__f__") {
					t.Errorf("%s: a formatter holds %q", c.ID, text)
				}
			})
		}
	}
}

func walk(node any, key string, visit func(string, any)) {
	visit(key, node)
	switch n := node.(type) {
	case map[string]any:
		for k, v := range n {
			walk(v, k, visit)
		}
	case []any:
		for _, v := range n {
			walk(v, key, visit)
		}
	}
}

// TestExactDigits: a value travels as the digits of the row, not as a float.
func TestExactDigits(t *testing.T) {
	tables := marts()
	tables["mart.rate"].Rows[1][1].String = "73.750000000000000001"
	c, _ := mustNew(t, tables).Chart("rate")
	if !strings.Contains(string(c.Option(Print)), "73.750000000000000001") {
		t.Error("the digits of a rate were rounded on the way into the option")
	}
}

// TestNullRate: no value is a gap in the data and 无任务 in words, never a zero.
func TestNullRate(t *testing.T) {
	c, _ := mustNew(t, marts()).Chart("rate")
	var doc struct {
		Series []struct {
			Name string
			Data []struct{ Value any }
		}
		YAxis []struct{ Data []string }
	}
	if err := json.Unmarshal(c.Option(Print), &doc); err != nil {
		t.Fatal(err)
	}
	if got := doc.Series[0].Data[2].Value; got != blank {
		t.Errorf("龙河街道 has no task, but its bar is %v", got)
	}
	if got := doc.YAxis[1].Data[2]; got != noTask {
		t.Errorf("龙河街道 has no task, but its text is %q", got)
	}
	if got := doc.Series[0].Data[4].Value; got != 25.0 {
		t.Errorf("龙兴街道's bar is %v, want 25", got)
	}
	if got := c.Table.Text(2, "供地率"); got != noTask {
		t.Errorf("the table behind says %q", got)
	}
	if !strings.Contains(c.Description, "龙河街道供地率无任务") {
		t.Errorf("the description says %q", c.Description)
	}
}

// TestWordsComeFromTheRows: every printed value is the row's text, whatever it says.
func TestWordsComeFromTheRows(t *testing.T) {
	tables := marts()
	marked := 0
	for _, table := range tables {
		for i, row := range table.Rows {
			for k, column := range table.Columns {
				if strings.HasSuffix(column, "_text") && row[k].Valid && column != "supply_schedule_text" && column != "idle_schedule_text" {
					row[k].String = fmt.Sprintf("文%d", i)
					marked++
				}
			}
		}
	}
	if marked == 0 {
		t.Fatal("no text column in the sample")
	}
	for _, c := range mustNew(t, tables) {
		var doc any
		if err := json.Unmarshal(c.Option(Desk), &doc); err != nil {
			t.Fatal(err)
		}
		said := c.Description
		walk(doc, "", func(_ string, value any) {
			if text, ok := value.(string); ok {
				said += " " + text
			}
		})
		for _, number := range []string{"69.75", "73.75", "99.49", "40.68", "18.1", "71.2"} {
			if strings.Contains(said, number) {
				t.Errorf("%s prints %s, which no text column says", c.ID, number)
			}
		}
	}
}

func TestDescriptions(t *testing.T) {
	set := mustNew(t, marts())
	for id, want := range map[string]string{
		"ranking":       "第1名先进制造业开发区，得分99.49，较上期升1位；第2名人民路街道，得分95.31，较上期降1位；第3名高庄街道，得分82.54，较上期持平；第4名龙兴街道，得分18.75，较上期—；龙河街道无任务，不参与排名。",
		"stock_flow":    "批而未供：期初存量40.6821公顷，新增+3.0000公顷，供应−18.1000公顷，核销−3.0000公顷，调整使用−4.0000公顷，期末存量18.5821公顷；闲置土地：期初存量12.5000公顷，新增0.0000公顷，处置+1.2500公顷，认定撤销−2.0000公顷，期末存量11.7500公顷。",
		"trend":         "供地率由2022年四季度的40.55%到2024年二季度的69.75%，同期序时进度62.60%，目标80.00%；闲置土地处置率由2022年四季度的无任务到2024年二季度的71.20%，同期序时进度63.53%，目标90.00%。",
		"approval_year": "按批准年度计算的供地率：2008年100.00%，2009年73.75%，2010年100.00%，2011年88.12%，2012年62.40%，2013年77.39%，2014年81.00%，2015年无任务，2016年45.10%，2017年30.00%，2018年25.00%；目标80.00%。",
	} {
		c, ok := set.Chart(id)
		if !ok || c.Description != want {
			t.Errorf("%s:\n got %s\nwant %s", id, c.Description, want)
		}
	}
}

func TestNewNamesWhatIsMissing(t *testing.T) {
	tables := marts()
	delete(tables, "mart.trend")
	if _, err := New(tables); err == nil || !strings.Contains(err.Error(), "mart.trend") {
		t.Errorf("a missing table gives %v", err)
	}
	for _, name := range Marts() {
		tables = marts()
		tables[name] = queries.NewTable(name, []string{"other"})
		if _, err := New(tables); err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "no column") {
			t.Errorf("%s without its columns gives %v", name, err)
		}
	}
}

func TestEmptyMarts(t *testing.T) {
	tables := marts()
	for name, table := range tables {
		tables[name] = queries.NewTable(name, table.Columns)
	}
	r := NewRenderer()
	for _, c := range mustNew(t, tables) {
		w, h := c.Size(Print)
		svg, err := c.SVG(r, w, h)
		if err != nil {
			t.Fatal(err)
		}
		if !c.Empty || !strings.Contains(string(svg), "暂无数据") || c.Description != "暂无数据。" {
			t.Errorf("%s without rows: %s, %s", c.ID, c.Description, svg)
		}
	}
}

func TestRankChange(t *testing.T) {
	table := queries.NewTable("t", []string{"c"}, []string{"2"}, []string{"-1"}, []string{"0"}, []string{""})
	for i, want := range []string{"升2位", "降1位", "持平", "—"} {
		if got := rankChange(table, i, "c"); got != want {
			t.Errorf("row %d: %s, want %s", i, got, want)
		}
	}
}
