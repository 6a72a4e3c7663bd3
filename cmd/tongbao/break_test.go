package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/pipeline/edition"
)

// TestAcceptTricks: what is acknowledged is a rule, or a rule and a thing. An empty
// variable in a script, a word that is no rule, a pattern or another thing's name
// let nothing pass.
func TestAcceptTricks(t *testing.T) {
	ledgers, out := worked(t, replace(t, batchFile, "高庄街道", "高庄新区")), t.TempDir()
	run := func(accept ...string) outcome {
		args := []string{"run", "--ledgers", ledgers, "--out", out, "--by", "张三", "--because", "更名文件已到"}
		for _, a := range accept {
			args = append(args, "--accept", a)
		}
		return tongbao(t, args...)
	}
	for _, a := range []string{"", ":", "U01:", "U01: ", "*", "%", "B", "U0_", "u01", "U99", "A03", "U01;W02", " U01"} {
		run(a).says(t, exitUsage, "--accept", "U01")
	}
	for _, a := range []string{"U01:*", "U01:%", "U01:高庄", "U01:高庄新区 ", "U01:高庄新区,龙兴街道", "W02"} {
		run(a).says(t, exitBlocked, "高庄新区")
	}
	if _, err := os.Stat(filepath.Join(out, "editions")); err == nil {
		t.Error("something was published")
	}
	run("W02", "U01:高庄新区").says(t, exitDone, "第1版")
}

// TestDueDirectWhereSigned: a schedule whose settings say direct publishes nothing
// into a folder whose editions are signed.
func TestDueDirectWhereSigned(t *testing.T) {
	out, ledgers := drafted(t)
	tongbao(t, "approve", "--out", out, "--quarter", "2024Q2", "--by", "张三").says(t, exitDone)
	tongbao(t, "publish", "--out", out, "--quarter", "2024Q2", "--by", "王五").says(t, exitDone)
	replace(t, batchFile, "20.0000", "21.0000")(ledgers)
	write(t, "tongbao.toml", "[publication]\nmode = \"direct\"\n[schedule]\nfrom = \"2024-07-01\"\nmake_up = \"all\"\n")(ledgers)
	if err := os.Rename(filepath.Join(ledgers, "2024Q2"), filepath.Join(ledgers, "2024Q3")); err != nil {
		t.Fatal(err)
	}
	at(t, "2024-10-10 09:30", "run", "--due", "--ledgers", ledgers, "--out", out).says(t, exitFailed, "2024Q3", "须经审核签发")
	tongbao(t, "verify", "--out", out).says(t, exitDone, "1期1版")
}

// TestIndexFails after an edition was published: the edition stands, the status is
// that of a success, and the message says what is missing. The next run writes it.
func TestIndexFails(t *testing.T) {
	out := t.TempDir()
	if err := os.MkdirAll(filepath.Join(out, "index.html"), 0o755); err != nil {
		t.Fatal(err)
	}
	tongbao(t, "run", "--ledgers", workedLedgers, "--out", out).says(t, exitDone, "已发布第1版", "index.html 没有写成", "下一次运行时重写")
	tongbao(t, "verify", "--out", out).says(t, exitDone)
	remove(t, "index.html")(out)
	tongbao(t, "run", "--ledgers", workedLedgers, "--out", out).says(t, exitDone, "没有改动")
	if b, err := os.ReadFile(filepath.Join(out, "index.html")); err != nil || !strings.Contains(string(b), "2024Q2") {
		t.Errorf("no index after the next run: %v", err)
	}
	out, ledgers := drafted(t)
	_ = ledgers
	if err := os.MkdirAll(filepath.Join(out, "index.html"), 0o755); err != nil {
		t.Fatal(err)
	}
	tongbao(t, "approve", "--out", out, "--quarter", "2024Q2", "--by", "张三").says(t, exitDone)
	tongbao(t, "publish", "--out", out, "--quarter", "2024Q2", "--by", "王五").says(t, exitDone, "发布第1版", "index.html 没有写成")
}

// TestRebuiltIsNotPublished: what is made again cannot be put among the editions.
func TestRebuiltIsNotPublished(t *testing.T) {
	out := published(t)
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(out, link); err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{filepath.Join(out, "editions/2024Q3"), filepath.Join(out, "drafts/../editions/2024Q3"), filepath.Join(link, "editions/2024Q3"), out} {
		tongbao(t, "rebuild", "--out", out, "--quarter", "2024Q2", "--to", to).says(t, exitUsage, "--to")
	}
	list, err := edition.List(out)
	if err != nil || len(list) != 1 {
		t.Errorf("%d editions (%v)", len(list), err)
	}
}
