package main

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/pipeline/edition"
)

const draftMode = "[publication]\nmode = \"draft\"\n"

// drafted is an output folder with a draft of the worked example in it, and the
// ledgers it was made from.
func drafted(t *testing.T) (out, ledgers string) {
	t.Helper()
	out, ledgers = t.TempDir(), worked(t, write(t, "tongbao.toml", draftMode))
	tongbao(t, "run", "--ledgers", ledgers, "--out", out).says(t, exitDone, "草稿", "没有发布", "tongbao approve")
	return out, ledgers
}

// TestApproveAndPublish takes a draft all the way: what is published is what was
// approved, and who and when stands beside it.
func TestApproveAndPublish(t *testing.T) {
	out, ledgers := drafted(t)
	if _, err := os.Stat(filepath.Join(out, "editions")); err == nil {
		t.Fatal("a draft was published")
	}
	draft := editions(t, filepath.Join(out, "drafts/2024Q2"))
	// The copy to pass around is another paper than the one that will go out.
	if _, err := os.Stat(filepath.Join(out, "drafts/2024Q2-草稿.pdf")); err != nil {
		t.Error(err)
	}
	at := func(name string, args ...string) outcome {
		return tongbao(t, append([]string{name, "--out", out, "--quarter", "2024Q2"}, args...)...)
	}
	at("publish", "--by", "王五").says(t, exitFailed, "还没有审核")
	at("approve").says(t, exitUsage, "--by")
	at("approve", "--by", "张三").says(t, exitDone, "张三")
	at("approve", "--by", "李四").says(t, exitFailed, "张三", "不必再审")
	tongbao(t, "run", "--ledgers", ledgers, "--out", out).says(t, exitDone, "相同", "审签状态不变")
	at("publish", "--by", "张三").says(t, exitFailed, "另一个人")
	at("publish", "--by", "王五").says(t, exitDone, "王五签发", "第1版")
	if left, err := os.ReadDir(filepath.Join(out, "drafts")); err != nil || len(left) > 0 {
		t.Errorf("the draft outlives its publication: %v (%v)", left, err)
	}
	published := editions(t, filepath.Join(out, "editions/2024Q2"))
	delete(draft, "signoff.json")
	delete(published, "signoff.json")
	if !maps.Equal(draft, published) {
		t.Errorf("published %v, approved %v", published, draft)
	}
	s, err := edition.ReadSignoff(filepath.Join(out, "editions/2024Q2"))
	if err != nil || len(s.Steps) != 3 || s.Steps[1].By != "张三" || s.Steps[2].By != "王五" || s.State() != edition.Signed || s.Steps[2].At < s.Steps[1].At || !strings.HasSuffix(s.Steps[2].At, "+08:00") {
		t.Errorf("the record: %+v (%v)", s, err)
	}
	tongbao(t, "verify", "--out", out).says(t, exitDone)
	tongbao(t, "rebuild", "--out", out, "--quarter", "2024Q2", "--check").says(t, exitDone)
	// The same ledgers again are neither a draft nor an edition.
	tongbao(t, "run", "--ledgers", ledgers, "--out", out).says(t, exitDone, "没有改动")
	// Without signatures nothing more is published here.
	other := worked(t, replace(t, batchFile, "20.0000", "21.0000"))
	untouched(t, out, func() {
		tongbao(t, "run", "--ledgers", other, "--out", out).says(t, exitFailed, "审核签发", "draft")
	})
	// A correction passes the same way.
	write(t, "tongbao.toml", draftMode)(other)
	tongbao(t, "run", "--ledgers", other, "--out", out).says(t, exitDone, "第2版草稿")
	at("approve", "--by", "张三").says(t, exitDone)
	at("publish", "--by", "王五").says(t, exitDone, "第2版")
	tongbao(t, "verify", "--out", out).says(t, exitDone, "2版")
}

// TestWhatCannotBeSigned: nothing that was altered, overtaken or blocked after
// it was approved.
func TestWhatCannotBeSigned(t *testing.T) {
	approved, _ := drafted(t)
	tongbao(t, "approve", "--out", approved, "--quarter", "2024Q2", "--by", "张三").says(t, exitDone)
	for name, c := range map[string]struct {
		spoil func(t *testing.T, out, ledgers string)
		says  string
	}{
		"altered file": {func(t *testing.T, out, _ string) {
			path := filepath.Join(out, "drafts/2024Q2/figures.csv")
			b, err := os.ReadFile(path)
			if err != nil || os.Remove(path) != nil || os.WriteFile(path, append(b, '\n'), 0o644) != nil {
				t.Fatal(err)
			}
		}, "figures.csv"},
		"added file": {func(t *testing.T, out, _ string) { write(t, "drafts/2024Q2/x.csv", "x")(out) }, "x.csv"},
		"lost file":  {func(t *testing.T, out, _ string) { remove(t, "drafts/2024Q2/annex.xlsx")(out) }, "annex.xlsx"},
		"altered manifest": {func(t *testing.T, out, _ string) {
			path := filepath.Join(out, "drafts/2024Q2/manifest.json")
			b, err := os.ReadFile(path)
			if err != nil || os.Remove(path) != nil || os.WriteFile(path, []byte(strings.Replace(string(b), `"test"`, `"best"`, 1)), 0o644) != nil {
				t.Fatal(err)
			}
		}, "登记簿"},
		"record lost": {func(t *testing.T, out, _ string) { remove(t, "drafts/2024Q2/signoff.json")(out) }, "signoff.json"},
		"blocked since": {func(t *testing.T, out, ledgers string) {
			replace(t, batchFile, "高庄街道", "高庄新区")(ledgers)
			tongbao(t, "run", "--ledgers", ledgers, "--out", out).says(t, exitBlocked)
		}, "核查未通过"},
		"other ledgers since": {func(t *testing.T, out, ledgers string) {
			replace(t, batchFile, "20.0000", "21.0000")(ledgers)
			tongbao(t, "run", "--ledgers", ledgers, "--out", out).says(t, exitDone, "草稿")
		}, "还没有审核"},
		"overtaken": {func(t *testing.T, out, _ string) {
			w, err := edition.Open(out, "2024Q1", edition.Holder{})
			if err != nil {
				t.Fatal(err)
			}
			defer w.Close()
			if _, err := w.Publish(edition.Manifest{Quarter: "2024Q1"}); err != nil {
				t.Fatal(err)
			}
		}, "又有新的发布"},
	} {
		t.Run(name, func(t *testing.T) {
			out, ledgers := t.TempDir(), worked(t, write(t, "tongbao.toml", draftMode))
			if err := os.CopyFS(out, os.DirFS(approved)); err != nil {
				t.Fatal(err)
			}
			c.spoil(t, out, ledgers)
			tongbao(t, "publish", "--out", out, "--quarter", "2024Q2", "--by", "王五").says(t, exitFailed, c.says)
			if _, err := os.Stat(filepath.Join(out, "editions/2024Q2")); err == nil {
				t.Error("it was published all the same")
			}
		})
	}
	direct := worked(t)
	tongbao(t, "run", "--ledgers", direct, "--out", approved).says(t, exitFailed, "草稿等待审核签发")
	tongbao(t, "approve", "--out", approved, "--quarter", "2024Q3", "--by", "张三").says(t, exitFailed, "2024Q3", "没有草稿")
}

// TestOnePersonMaySign where the settings say so.
func TestOnePersonMaySign(t *testing.T) {
	out, ledgers := t.TempDir(), worked(t, write(t, "tongbao.toml", draftMode+"separate_persons = false\n"))
	tongbao(t, "run", "--ledgers", ledgers, "--out", out).says(t, exitDone, "草稿")
	tongbao(t, "approve", "--out", out, "--quarter", "2024Q2", "--by", "张三").says(t, exitDone)
	tongbao(t, "publish", "--out", out, "--quarter", "2024Q2", "--by", "张三").says(t, exitDone)
}
