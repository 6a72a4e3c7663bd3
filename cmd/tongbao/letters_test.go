package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestLettersAndReport writes the papers of the worked example: the published
// edition stays as it was, a paper somebody changed is not overwritten.
func TestLettersAndReport(t *testing.T) {
	out := published(t)
	o := tongbao(t, "letters", "--out", out)
	o.says(t, exitDone)
	remind := filepath.Join(out, "letters", "2024Q2", "开竣工提醒.docx")
	if !strings.Contains(o.out, remind) {
		t.Errorf("%s", o.out)
	}
	tongbao(t, "letters", "--out", out, "--quarter", "2024q2").says(t, exitDone) // the same bytes again
	if err := os.WriteFile(remind, []byte("改过"), 0o644); err != nil {
		t.Fatal(err)
	}
	tongbao(t, "letters", "--out", out).says(t, exitFailed, "开竣工提醒.docx", "没有覆盖", "--to")
	if data, err := os.ReadFile(remind); err != nil || string(data) != "改过" {
		t.Errorf("%q %v", data, err)
	}
	if left, err := filepath.Glob(filepath.Join(out, "letters", "2024Q2", ".*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}

	ledgers := t.TempDir()
	cases := filepath.Join(ledgers, "narrative", "cases")
	if err := os.MkdirAll(cases, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(cases, "甲.md"), []byte("# 盘活旧厂房\n\n政府搭桥。\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	to := t.TempDir()
	o = tongbao(t, "report", "--out", out, "--year", "2024", "--ledgers", ledgers, "--to", to)
	o.says(t, exitDone)
	if _, err := os.Stat(filepath.Join(to, "2024年工作总结.pdf")); err != nil || !strings.Contains(o.out, "2024年工作总结.docx") {
		t.Error(err, o.out)
	}
	tongbao(t, "report", "--out", out, "--programme").says(t, exitDone)
	tongbao(t, "report", "--out", out, "--year", "2023").says(t, exitFailed, "2023年")
	tongbao(t, "report", "--out", out).says(t, exitUsage, "--programme")
	tongbao(t, "report", "--out", out, "--year", "24").says(t, exitUsage, "2024")
	tongbao(t, "letters").says(t, exitUsage, "--out")
	tongbao(t, "letters", "--out", t.TempDir()).says(t, exitFailed, "还没有已发布的通报")
	tongbao(t, "verify", "--out", out).says(t, exitDone)
}
