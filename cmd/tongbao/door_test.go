package main

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tongbao/pipeline/edition"
)

// TestBadInput meets every mistake at the door, where it is told in Chinese with
// the place and the remedy, and leaves the published edition as it was.
func TestBadInput(t *testing.T) {
	out := published(t)
	for _, c := range []struct {
		name    string
		changes []func(string)
		args    []string
		status  int
		says    []string
	}{
		{"unknown flag", nil, []string{"--ledger", "x"}, exitUsage, []string{"--ledger", "tongbao run --help"}},
		{"too many words", nil, []string{"2024Q2"}, exitUsage, []string{"2024Q2"}},
		{"bad quarter", nil, []string{"--quarter", "2024年二季度"}, exitUsage, []string{"2024年二季度", "2024Q2"}},
		{"bad day", nil, []string{"--as-of", "2024-06-31"}, exitUsage, []string{"2024-06-31", "--as-of"}},
		{"day of another quarter", nil, []string{"--quarter", "2024Q2", "--as-of", "2024-09-30"}, exitUsage, []string{"2024-09-30", "2024Q2"}},
		{"accept without who", nil, []string{"--accept", "U01", "--because", "无"}, exitUsage, []string{"--by"}},
		{"accept without why", nil, []string{"--accept", "U01", "--by", "张三"}, exitUsage, []string{"--because"}},
		{"no such quarter", nil, []string{"--quarter", "2024Q3"}, exitFailed, []string{"2024Q3", "2024Q2"}},
		{"no quarter folder", []func(string){remove(t, "2024Q2")}, nil, exitFailed, []string{"2024Q2", "以季度命名"}},
		{"empty quarter folder", []func(string){remove(t, "2024Q2"), write(t, "2024Q2/.keep", "")}, nil, exitFailed, []string{"2024Q2", "空"}},
		{"unknown setting", []func(string){write(t, "tongbao.toml", "[targets]\nsupply_rate = 80.0\nsupply_rat = 85.0\n")}, nil, exitFailed,
			[]string{"tongbao.toml", "第3行", "targets.supply_rat", "tongbao config"}},
		{"bad date in settings", []func(string){write(t, "tongbao.toml", "[cohort]\nfrom = \"2008年1月1日\"\n")}, nil, exitFailed,
			[]string{"tongbao.toml", "cohort.from", "2008年1月1日", "2025-12-31"}},
		{"settings that are no TOML", []func(string){write(t, "tongbao.toml", "[cohort]\nfrom = 二〇〇八\n")}, nil, exitFailed, []string{"tongbao.toml", "第2行"}},
		{"word of another type", []func(string){write(t, "tongbao.toml", "[targets]\nsupply_rate = \"八成\"\n")}, nil, exitFailed, []string{"tongbao.toml", "第2行"}},
		{"settings asked for and missing", nil, []string{"--config", "没有这个.toml"}, exitFailed, []string{"没有这个.toml"}},
		{"missing column", []func(string){remove(t, batchFile), workbook(t, "2024Q2/批次.xlsx", "城镇批次",
			[]any{"批准文号", "批次名称", "批次类型", "批准日期", "责任单位", "主管部门"}, []any{"豫政土〔2009〕102号", "第一批", "城镇批次", "2009-04-20", "人民路街道", ""})},
			nil, exitBlocked, []string{"批次.xlsx", "城镇批次", "批准面积", "列"}},
		{"unknown unit", []func(string){replace(t, batchFile, "高庄街道", "高庄新区")}, nil, exitBlocked, []string{"批次台账.csv", "第3行", "高庄新区", "单位名录"}},
		{"workbook of rubbish", []func(string){write(t, "2024Q2/闲置土地.xlsx", "PK\x03\x04 not a workbook")}, nil, exitBlocked, []string{"闲置土地.xlsx", "Excel"}},
		{"undecodable byte", []func(string){replace(t, batchFile, "B2", "B\xff2")}, nil, exitBlocked, []string{"批次台账.csv", "3行", "字节"}},
		{"no batch ledger", []func(string){remove(t, batchFile)}, nil, exitBlocked, []string{"批次台账"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			args := append([]string{"run", "--ledgers", worked(t, c.changes...), "--out", out}, c.args...)
			var o outcome
			untouched(t, out, func() { o = tongbao(t, args...) })
			o.says(t, c.status, c.says...)
			if c.status == exitBlocked {
				blockedFolder(t, out)
			}
			if o.out != "" {
				t.Errorf("stdout is for data, not for %q", o.out)
			}
		})
	}
}

// blockedFolder holds what a blocked run leaves: the lists to mend by, no figures.
func blockedFolder(t *testing.T, out string) {
	t.Helper()
	for _, name := range []string{"findings.csv", "refused.csv", "manifest.json"} {
		if _, err := os.Stat(filepath.Join(out, "blocked/2024Q2", name)); err != nil {
			t.Errorf("the blocked run left no %s: %v", name, err)
		}
	}
	for _, name := range []string{"figures.csv", "rankings.csv", "bulletin.pdf", "ledger.duckdb"} {
		if _, err := os.Stat(filepath.Join(out, "blocked/2024Q2", name)); err == nil {
			t.Errorf("the blocked run left %s, which speaks of figures", name)
		}
	}
}

func TestWrongUse(t *testing.T) {
	for _, c := range []struct {
		args   string
		status int
		says   string
	}{
		{"run", exitUsage, "--ledgers"},
		{"run --ledgers x", exitUsage, "--out"},
		{"check", exitUsage, "--ledgers"},
		{"run --ledgers x --out y --all --quarter 2024Q2", exitUsage, "--all"},
		{"run --ledgers x --out y --all --as-of 2024-06-30", exitUsage, "--as-of"},
		{"run --ledgers", exitUsage, "--ledgers"},
		{"发布", exitUsage, "发布"},
		{"sql --out x", exitUsage, "SELECT"},
		{"sql", exitUsage, "--out"},
		{"sql --out x --format pdf y", exitUsage, "pdf"},
		{"new", exitUsage, "文件夹"},
		{"new x --quarter 2024", exitUsage, "2024Q2"},
		{"config --quarter 2024Q2", exitUsage, "--quarter"},
		{"run --ledgers 没有这个文件夹 --out 没有这个文件夹/通报", exitFailed, "没有这个文件夹"},
		{"check --ledgers 没有这个文件夹", exitFailed, "没有这个文件夹"},
		{"sql --out 没有这个文件夹 y", exitFailed, "没有这个文件夹"},
	} {
		tongbao(t, strings.Fields(c.args)...).says(t, c.status, c.says)
	}
	if _, err := os.Stat("没有这个文件夹"); err == nil {
		t.Error("a run without ledgers made its output folder")
	}
	if o := tongbao(t); o.status != exitUsage || !strings.Contains(o.err, "tongbao 命令") || o.out != "" {
		t.Errorf("no command: %+v", o)
	}
	for _, c := range commands {
		if o := tongbao(t, c.name, "--help"); o.status != exitDone || !strings.Contains(o.out, "tongbao "+c.name) || o.err != "" {
			t.Errorf("%s --help: %+v", c.name, o)
		}
	}
}

// TestSecondRunIsTurnedAway holds the output folder against a second run.
func TestSecondRunIsTurnedAway(t *testing.T) {
	out := t.TempDir()
	w, err := edition.Open(out, "2024Q1", edition.Holder{PID: 4711, Host: "甲机"})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	tongbao(t, "run", "--ledgers", workedLedgers, "--out", out).says(t, exitBusy, "另一个", "等", "甲机", "4711")
	// A check writes nothing there and need not wait.
	tongbao(t, "check", "--ledgers", workedLedgers, "--out", out).says(t, exitDone, "可以发布")
}

// TestAcceptedFinding publishes what a person answers for, and prints who and why.
func TestAcceptedFinding(t *testing.T) {
	ledgers, out := worked(t, replace(t, batchFile, "高庄街道", "高庄新区")), t.TempDir()
	run := []string{"run", "--ledgers", ledgers, "--out", out, "--by", "张三", "--because", "更名文件已到"}
	tongbao(t, append(run, "--accept", "U01:别的单位")...).says(t, exitBlocked, "U01", "高庄新区")
	tongbao(t, append(run, "--accept", "S02")...).says(t, exitBlocked, "U01", "高庄新区")
	tongbao(t, append(run, "--accept", "U01:高庄新区")...).says(t, exitDone, "已发布第1版")
	if _, err := os.Stat(filepath.Join(out, "blocked/2024Q2")); err == nil {
		t.Error("the list of what blocked the quarter outlives its publication")
	}
	o := tongbao(t, "sql", "--out", out, "--format", "csv", `SELECT "规则", "级别", "处理" FROM mart.annex_5 WHERE "规则" = 'U01'`)
	if !strings.Contains(o.out, "U01,阻断,已由张三确认：更名文件已到") {
		t.Errorf("annex 5: %s", o.out)
	}
	b, err := os.ReadFile(filepath.Join(out, "editions/2024Q2/manifest.json"))
	if err != nil || !strings.Contains(string(b), "更名文件已到") {
		t.Errorf("the manifest does not say why: %v", err)
	}
}

// TestDamagedEdition: an edition that somebody broke is named, with the remedy,
// by whoever needs it, and stays as it is.
func TestDamagedEdition(t *testing.T) {
	ledgers := worked(t, func(dir string) {
		if err := os.CopyFS(filepath.Join(dir, "2024Q3"), os.DirFS(filepath.Join(dir, "2024Q2"))); err != nil {
			t.Fatal(err)
		}
	})
	for name, damage := range map[string]func(path string) error{
		"cut":     func(path string) error { return os.Truncate(path, 1<<20) },
		"gone":    os.Remove,
		"rubbish": func(path string) error { return os.WriteFile(path, bytes.Repeat([]byte("rubbish"), 5000), 0o644) },
	} {
		t.Run(name, func(t *testing.T) {
			out := published(t)
			path := filepath.Join(out, "editions/2024Q2/ledger.duckdb")
			if err := damage(path); err != nil {
				t.Fatal(err)
			}
			before := editions(t, out)
			tongbao(t, "run", "--ledgers", ledgers, "--out", out, "--quarter", "2024Q3").says(t, exitFailed, path, "打不开", "恢复")
			tongbao(t, "sql", "--out", out, "SELECT count(*) FROM fact.batch").says(t, exitFailed, path, "打不开", "恢复")
			if after := editions(t, out); !maps.Equal(before, after) {
				t.Errorf("%v became %v", before, after)
			}
		})
	}
}

// canceller cancels when a word is written to it, or a while after.
type canceller struct {
	word   string
	after  time.Duration
	cancel context.CancelFunc
	seen   bytes.Buffer
}

func (c *canceller) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte(c.word)) {
		if c.after == 0 {
			c.cancel()
		} else {
			time.AfterFunc(c.after, c.cancel)
		}
	}
	return c.seen.Write(p)
}

// TestInterruptedRun stops a run at each of its steps.
func TestInterruptedRun(t *testing.T) {
	out := published(t)
	ledgers := worked(t, replace(t, batchFile, "20.0000", "21.0000"))
	for _, c := range []struct {
		step  string
		after time.Duration
	}{{"读取台账", 0}, {"核算指标", 0}, {"核算指标", 60 * time.Millisecond}, {"核算指标", 120 * time.Millisecond}, {"核查", 0}, {"排版", 0}, {"排版", 50 * time.Millisecond}} {
		t.Run(fmt.Sprint(c.step, c.after), func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			err := &canceller{word: c.step, after: c.after, cancel: cancel}
			var status int
			untouched(t, out, func() {
				status = Main(ctx, world{out: &bytes.Buffer{}, err: err, lively: true, build: "test"}, []string{"run", "--ledgers", ledgers, "--out", out})
			})
			outcome{status: status, err: err.seen.String()}.says(t, exitFailed, "已中断", "没有变动")
		})
	}
}
