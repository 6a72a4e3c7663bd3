package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestStarterFolder: what `new` writes is read by `check`, which recognises
// every ledger by its header and says what is still missing.
func TestStarterFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "我区台账")
	tongbao(t, "new", dir, "--quarter", "2024Q2").says(t, exitDone, dir, "2024Q2", "tongbao check")
	tongbao(t, "check", "--ledgers", dir).says(t, exitBlocked, "批次台账", "没有")

	out := t.TempDir()
	tongbao(t, "run", "--ledgers", dir, "--out", out).says(t, exitBlocked, "没有发布")
	b, err := os.ReadFile(filepath.Join(out, "blocked/2024Q2/manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		Inputs []struct {
			File   string
			Sheets []struct{ Kind, Status string }
		}
	}
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	placed := map[string]string{}
	for _, in := range m.Inputs {
		for _, s := range in.Sheets {
			if s.Status == "ok" {
				placed[s.Kind] = in.File
			}
		}
	}
	for kind, file := range map[string]string{"batch": "2024Q2/批次台账.xlsx", "parcel": "2024Q2/地块台账.xlsx", "supply": "2024Q2/供地台账.xlsx",
		"writeoff": "2024Q2/核销调整台账.xlsx", "idle": "2024Q2/闲置土地台账.xlsx", "idle_disposal": "2024Q2/闲置处置台账.xlsx",
		"task": "任务分解表.xlsx", "unit": "单位名录.xlsx"} {
		if placed[kind] != file {
			t.Errorf("%s was taken from %q, want %q; inputs %+v", kind, placed[kind], file, m.Inputs)
		}
	}

	before := editions(t, dir)
	tongbao(t, "new", dir).says(t, exitFailed, dir, "不是空的")
	if after := editions(t, dir); !maps.Equal(before, after) {
		t.Errorf("a second new changed the folder: %v", after)
	}
}

// TestFilledStarter: the starter folder with the worked example's rows in it
// publishes the same figures.
func TestFilledStarter(t *testing.T) {
	dir, out := filepath.Join(t.TempDir(), "我区台账"), t.TempDir()
	tongbao(t, "new", dir, "--quarter", "2024Q2").says(t, exitDone)
	if err := os.CopyFS(dir, os.DirFS(workedLedgers)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"批次台账", "供地台账", "核销调整台账"} {
		if err := os.Remove(filepath.Join(dir, "2024Q2", name+".xlsx")); err != nil {
			t.Fatal(err)
		}
	}
	tongbao(t, "run", "--ledgers", dir, "--out", out).says(t, exitDone)
	o := tongbao(t, "sql", "--out", out, "--format", "csv", "SELECT value FROM kpi.supply_rate WHERE unit = '全区' AND as_of = DATE '2024-06-30'")
	if o.out != "\ufeffvalue\n69.751807\n" {
		t.Errorf("%s%s", o.out, o.err)
	}
}

func TestConfig(t *testing.T) {
	dir := worked(t, write(t, "tongbao.toml", "[targets]\nsupply_rate = 82.5\n"))
	o := tongbao(t, "config", "--ledgers", dir)
	o.says(t, exitDone)
	for _, want := range []string{
		`targets.supply_rate = "82.5"  # ` + filepath.Join(dir, "tongbao.toml"), `targets.idle_disposal_rate = "90"  # 默认`,
		`cohort.from = "2008-01-01"  # 默认`, "issuer.issuer = ", "ranking.supply_weight", "consequences.low_in_a_row", "idle.base",
	} {
		if !strings.Contains(o.out, want) {
			t.Errorf("config does not list %s:\n%s", want, o.out)
		}
	}
	var list []struct{ Key, Value, From string }
	o = tongbao(t, "config", "--config", filepath.Join(dir, "tongbao.toml"), "--json")
	if err := json.Unmarshal([]byte(o.out), &list); err != nil || len(list) < 25 {
		t.Errorf("%d settings as json: %v", len(list), err)
	}
	for _, s := range list {
		if own := strings.HasSuffix(s.From, "tongbao.toml"); own != (s.Key == "targets.supply_rate") {
			t.Errorf("%s comes from %s", s.Key, s.From)
		}
	}
}

// TestCheckPublishesNothing looks at what check says and leaves.
func TestCheckPublishesNothing(t *testing.T) {
	out := published(t)
	untouched(t, out, func() {
		tongbao(t, "check", "--ledgers", workedLedgers, "--out", out).says(t, exitDone, "读入17行", "计入17", "可以发布")
		bad := worked(t, replace(t, batchFile, "高庄街道", "高庄新区"))
		tongbao(t, "check", "--ledgers", bad, "--out", out).says(t, exitBlocked, "高庄新区")
	})
	if _, err := os.Stat(filepath.Join(out, "blocked")); err == nil {
		t.Error("a check left a blocked folder")
	}
	empty := filepath.Join(t.TempDir(), "通报")
	tongbao(t, "check", "--ledgers", workedLedgers, "--out", empty).says(t, exitDone)
	if _, err := os.Stat(empty); err == nil {
		t.Error("a check made the output folder")
	}
}

// TestResultAsJSON: --json on a run puts the result on stdout for programs.
func TestResultAsJSON(t *testing.T) {
	o := tongbao(t, "run", "--ledgers", worked(t, replace(t, batchFile, "高庄街道", "高庄新区")), "--out", t.TempDir(), "--json")
	var results []struct {
		Quarter   string
		Published bool
		RowsRead  int `json:"rows_read"`
		Blocking  []struct{ Rule, Key, File, Line, Message string }
	}
	if err := json.Unmarshal([]byte(o.out), &results); err != nil || o.status != exitBlocked {
		t.Fatalf("status %d, %v: %s", o.status, err, o.out)
	}
	r := results[0]
	if r.Quarter != "2024Q2" || r.Published || r.RowsRead != 17 || len(r.Blocking) == 0 || r.Blocking[0].Rule != "U01" || r.Blocking[0].Line != "3" {
		t.Errorf("%+v", r)
	}
}
