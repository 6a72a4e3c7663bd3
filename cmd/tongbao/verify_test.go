package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/pipeline"
	"tongbao/pipeline/edition"
)

// corrected is an output folder in which the worked example was corrected: one
// batch is a hectare larger.
func corrected(t *testing.T, args ...string) (out string, last outcome) {
	t.Helper()
	out = published(t)
	ledgers := worked(t, replace(t, batchFile, "20.0000", "21.0000"))
	return out, tongbao(t, append([]string{"run", "--ledgers", ledgers, "--out", out}, args...)...)
}

func TestVerify(t *testing.T) {
	out, o := corrected(t)
	o.says(t, exitDone, "第2版", "修订")
	tongbao(t, "verify", "--out", out).says(t, exitDone, "1期2版", "相同")
	path := filepath.Join(out, "editions/2024Q2/bulletin.pdf")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)/2] ^= 1
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b, 0o644); err != nil {
		t.Fatal(err)
	}
	o = tongbao(t, "verify", "--out", out, "--json")
	o.says(t, exitFailed, "2024Q2 第2版 editions/2024Q2/bulletin.pdf", "内容变了")
	var v edition.Verdict
	if err := json.Unmarshal([]byte(o.out), &v); err != nil || v.OK || len(v.Problems) != 1 || v.Problems[0].File != "editions/2024Q2/bulletin.pdf" || v.Problems[0].Kind != "changed" {
		t.Errorf("%v: %s", err, o.out)
	}
	tongbao(t, "verify", "--out", out, "--quarter", "2024Q3").says(t, exitFailed, "2024Q3")
	tongbao(t, "verify", "--out", out, "--quarter", "二季度").says(t, exitUsage, "二季度")
	tongbao(t, "verify").says(t, exitUsage, "--out")
}

// TestPublishedFilesAreReadOnly: nobody changes an edition by a slip.
func TestPublishedFilesAreReadOnly(t *testing.T) {
	from, err := first() // a copy would have modes of its own
	if err != nil {
		t.Fatal(err)
	}
	for name := range editions(t, from) {
		info, err := os.Stat(filepath.Join(from, name))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(name, "editions/") && !strings.HasPrefix(name, "archive/") {
			continue
		}
		if want := os.FileMode(0o444); info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, want %v", name, info.Mode().Perm(), want)
		}
	}
}

// TestCorrections: what a correction changed is listed, figure by figure. Worked
// out by hand: the area of one batch of 人民路街道 goes from 20 to 21 hectares and
// nothing else moves, so ΣD at the end of June goes from 61.4321 to 62.4321.
func TestCorrections(t *testing.T) {
	out, o := corrected(t, "--class", "更正", "--by", "李四", "--because", "原批复为21公顷")
	o.says(t, exitDone, "第2版（更正")
	b, err := os.ReadFile(filepath.Join(out, "editions/2024Q2/corrections.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"\ufeffindicator,title,unit,as_of,old,new,rows\n",
		"\ndue_ha,应供面积,全区,2024-06-30,61.432100,62.432100,",
		"\ndue_ha,应供面积,人民路街道,2024-06-30,20.000000,21.000000,",
		"\nunsupplied_ha,未供面积,全区,2024-06-30,18.582100,19.582100,",
	} {
		if !strings.Contains(string(b), want) {
			t.Errorf("corrections.csv has no %q", want)
		}
	}
	for _, not := range []string{"supplied_ha,已供面积,全区", "due_ha,应供面积,高庄街道", "idle"} {
		if strings.Contains(string(b), "\n"+not) {
			t.Errorf("corrections.csv lists %s, which did not change", not)
		}
	}
	note, err := os.ReadFile(filepath.Join(out, "editions/2024Q2/v1/replaced.json"))
	if err != nil || !strings.Contains(string(note), "更正") || !strings.Contains(string(note), "李四") || !strings.Contains(string(note), "原批复为21公顷") {
		t.Errorf("the note beside version 1: %s (%v)", note, err)
	}
	if _, err := os.Stat(filepath.Join(out, "editions/2024Q2/v1/corrections.csv")); err == nil {
		t.Error("the first version corrects nothing")
	}
	tongbao(t, "verify", "--out", out).says(t, exitDone)
	tongbao(t, "run", "--ledgers", workedLedgers, "--out", out, "--class", "勘误", "--by", "x", "--because", "y").says(t, exitUsage, "勘误")
	tongbao(t, "run", "--ledgers", workedLedgers, "--out", out, "--class", "更正").says(t, exitUsage, "--by")
}

// TestRebuild makes both versions again without the ledgers they were made from.
func TestRebuild(t *testing.T) {
	out, _ := corrected(t)
	untouched(t, out, func() {
		tongbao(t, "rebuild", "--out", out, "--quarter", "2024Q2", "--check").says(t, exitDone, "第2版", "逐字节相同")
		tongbao(t, "rebuild", "--out", out, "--quarter", "2024Q2", "--version", "1", "--check").says(t, exitDone, "第1版", "逐字节相同")
		tongbao(t, "rebuild", "--out", out, "--quarter", "2024Q2", "--version", "3", "--check").says(t, exitFailed, "第3版")
		tongbao(t, "rebuild", "--out", out, "--quarter", "2024Q3", "--check").says(t, exitFailed, "2024Q3")
		tongbao(t, "rebuild", "--out", out, "--quarter", "2024Q2").says(t, exitUsage, "--check")
	})
	to := filepath.Join(t.TempDir(), "重做")
	o := tongbao(t, "rebuild", "--out", out, "--quarter", "2024Q2", "--to", to, "--json")
	var r pipeline.Rebuilt
	if err := json.Unmarshal([]byte(o.out), &r); err != nil || !r.Same || r.Version != 2 || len(r.Causes) != 0 {
		t.Errorf("%v: %s%s", err, o.out, o.err)
	}
	for _, name := range []string{"bulletin.pdf", "ledger.duckdb", "manifest.json"} {
		a, errA := os.ReadFile(filepath.Join(to, name))
		b, errB := os.ReadFile(filepath.Join(out, "editions/2024Q2", name))
		if errA != nil || errB != nil || string(a) != string(b) {
			t.Errorf("%s of %s is not that of the edition (%v, %v)", name, to, errA, errB)
		}
	}
}

// TestRebuildSaysWhatDiffers: an altered edition is told from one made by another
// build, and an archive with a hole says which file is missing.
func TestRebuildSaysWhatDiffers(t *testing.T) {
	out := published(t)
	path := filepath.Join(out, "editions/2024Q2/manifest.json")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	m, err := edition.Read(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	sum := ""
	for _, f := range m.Outputs {
		if f.File == "figures.csv" {
			sum = f.SHA256
		}
	}
	text := strings.Replace(strings.Replace(string(b), `"build": "test"`, `"build": "older"`, 1), sum, strings.Repeat("0", 64), 1)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	tongbao(t, "rebuild", "--out", out, "--quarter", "2024Q2", "--check").says(t, exitFailed, "figures.csv", "1处不同", "原为 older，现为 test")
	object := edition.Object(out, m.Inputs[0].SHA256)
	if err := os.Remove(object); err != nil {
		t.Fatal(err)
	}
	tongbao(t, "rebuild", "--out", out, "--quarter", "2024Q2", "--check").says(t, exitFailed, m.Inputs[0].File, "归档里没有", object)
	tongbao(t, "verify", "--out", out).says(t, exitFailed, m.Inputs[0].File, "归档")
}
