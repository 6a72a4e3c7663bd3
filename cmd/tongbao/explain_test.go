package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestExplain asks how the worked example's figure of 高庄街道 came about: B2,
// its two supplies and its write-off, each with its line.
func TestExplain(t *testing.T) {
	out := published(t)
	o := tongbao(t, "explain", "--out", out, "--quarter", "2024Q2", "供地率", "高庄街道", "--json")
	o.says(t, exitDone)
	var e struct {
		Indicator, Numerator, Denominator, Value, SQL, Quarter, Rules string
		Rows                                                          []map[string]*string
	}
	if err := json.Unmarshal([]byte(o.out), &e); err != nil {
		t.Fatal(err, o.out)
	}
	if e.Indicator != "supply_rate" || e.Numerator != "25.100000" || e.Denominator != "32.432100" || e.Value != "77.392460" || e.Quarter != "2024Q2" || !strings.Contains(e.SQL, "total.standing") ||
		!strings.Contains(e.Rules, "F1") {
		t.Errorf("%+v", e)
	}
	var rows []string
	for _, r := range e.Rows {
		rows = append(rows, *r["台账"]+*r["面积"]+" "+*r["文件"]+":"+*r["行"])
	}
	want := "批次35.432100 2024Q2/批次台账.csv:3|供地10.000000 2024Q2/供地台账.csv:4|供地15.100000 2024Q2/供地台账.csv:6|核销3.000000 2024Q2/核销调整台账.csv:2"
	if strings.Join(rows, "|") != want {
		t.Errorf("%s", strings.Join(rows, "|"))
	}
	o = tongbao(t, "explain", "--out", out, "supply_rate")
	if o.says(t, exitDone); !strings.Contains(o.out, "69.751807 %") || !strings.Contains(o.out, "2024-01-15撤销，不计") {
		t.Errorf("%s", o.out)
	}
	tongbao(t, "explain", "--out", out).says(t, exitUsage, "指标")
	tongbao(t, "explain", "supply_rate").says(t, exitUsage, "--out")
	tongbao(t, "explain", "--out", out, "天气").says(t, exitFailed, "天气", "supply_rate")
	tongbao(t, "explain", "--out", out, "supply_rate", "某街道").says(t, exitFailed, "高庄街道")
	tongbao(t, "explain", "--out", out, "supply_rate", "高庄街道", "--as-of", "2024-05-05").says(t, exitFailed, "2024-03-31")
	tongbao(t, "explain", "--out", out, "--quarter", "2023Q4", "supply_rate").says(t, exitFailed, "2024Q2")
}
