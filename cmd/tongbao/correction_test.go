package main

import (
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"tongbao/pipeline/edition"
)

// update rewrites golden files, to be reviewed by eye.
var update = flag.Bool("update", false, "rewrite golden files")

const supplyFile = "2024Q2/供地台账.csv"

// quarters copies the ledgers of one quarter as those of others.
func quarters(t *testing.T, names ...string) func(string) {
	return func(dir string) {
		for _, name := range names {
			if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join(dir, "2024Q2"))); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// words is the text of a PDF without what spaces and page breaks do to it.
func words(t *testing.T, path string) string {
	t.Helper()
	text, err := exec.Command("pdftotext", "-layout", "-nopgbrk", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(string(text)) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

// TestCorrectionScenario follows one mistake from the first print to the next
// bulletin. Worked out by hand: a supply of 7.25 ha in 人民路街道, signed in 2016, was
// entered as 6.25. So S' of B1 goes from 14.75 to 15.75 of 20 ha, 73.75 % to
// 78.75 %, its score from 92.19 to 98.44, past 高庄街道 with 77.39 % and 96.74; of the
// district from 42.85 to 43.85 of 61.4321 ha, 69.751807 % to 71.379621 %, 1.63 points.
func TestCorrectionScenario(t *testing.T) {
	wrong := worked(t, quarters(t, "2024Q3"))
	right := worked(t, replace(t, supplyFile, "6.2500,6.2500", "7.2500,7.2500"), quarters(t, "2024Q4"))
	out := t.TempDir()
	for _, q := range []string{"2024Q2", "2024Q3"} {
		tongbao(t, "run", "--ledgers", wrong, "--out", out, "--quarter", q).says(t, exitDone, "第1版")
	}
	before := hashOf(t, out, "2024Q2")
	correct := []string{"run", "--ledgers", right, "--out", out, "--quarter", "2024Q2", "--class", "更正", "--by", "李四", "--because", "供地面积录入有误", "--dated", "2024-11-05"}
	tongbao(t, correct...).says(t, exitDone, "第2版（更正")
	t.Run("unchanged when run again", func(t *testing.T) {
		untouched(t, out, func() {
			tongbao(t, "run", "--ledgers", right, "--out", out, "--quarter", "2024Q2").says(t, exitDone, "没有改动")
		})
	})
	t.Run("figures and ranks", func(t *testing.T) { changedFigures(t, out) })
	t.Run("notice", func(t *testing.T) {
		got := words(t, filepath.Join(out, "editions/2024Q2/correction.pdf"))
		got = strings.ReplaceAll(got, before[:16], "HASH")
		golden(t, "testdata/correction.txt", got)
	})
	t.Run("the bulletin's own words", func(t *testing.T) {
		for version, want := range map[string]bool{"": true, "v1": false} {
			text := strings.ReplaceAll(words(t, filepath.Join(out, "editions/2024Q2", version, "bulletin.pdf")), "\n", "")
			if says := strings.Contains(text, "本通报更正并替代此前印发的本季度通报（第1版）"); says != want {
				t.Errorf("version %q says that it replaces another: %v", version, says)
			}
		}
	})
	t.Run("marks on the first version", func(t *testing.T) {
		var note edition.Replaced
		b, err := os.ReadFile(filepath.Join(out, "editions/2024Q2/v1/replaced.json"))
		if err != nil || json.Unmarshal(b, &note) != nil {
			t.Fatal(err)
		}
		want := edition.Replaced{Quarter: "2024Q2", Version: 1, By: 2, Manifest: hashOf(t, out, "2024Q2"), Class: "更正", Because: "供地面积录入有误", Person: "李四"}
		if note != want || hashOf(t, out, "2024Q2/v1") != before {
			t.Errorf("%+v, want %+v", note, want)
		}
		if _, err := os.Stat(filepath.Join(out, "editions/2024Q2/v1/correction.pdf")); err == nil {
			t.Error("the first version corrects nothing")
		}
	})
	t.Run("annex 7 of the next edition", func(t *testing.T) { nextAnnex(t, out, right) })
	tongbao(t, "verify", "--out", out).says(t, exitDone, "3期4版")
	tongbao(t, "rebuild", "--out", out, "--quarter", "2024Q2", "--check").says(t, exitDone, "逐字节相同")
}

// hashOf is the hash of an edition's manifest.
func hashOf(t *testing.T, out, name string) string {
	t.Helper()
	return edition.Published{Dir: filepath.Join(out, "editions", name)}.Hash()
}

func changedFigures(t *testing.T, out string) {
	b, err := os.ReadFile(filepath.Join(out, "editions/2024Q2/corrections.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"supply_rate,供地率,全区,2024-06-30,69.751807,71.379621,豫政土〔2009〕102号",
		"supply_rate,供地率,人民路街道,2024-06-30,73.750000,78.750000,豫政土〔2009〕102号",
		"supplied_ha,已供面积,全区,2024-06-30,42.850000,43.850000,豫政土〔2009〕102号",
		"rank,综合排名,人民路街道,2024-06-30,3,2,豫政土〔2009〕102号",
		"rank,综合排名,高庄街道,2024-06-30,2,3,",
	} {
		if !strings.Contains(string(b), "\n"+want+"\n") {
			t.Errorf("corrections.csv has no %q", want)
		}
	}
	if n := strings.Count(string(b), "\nrank,"); n != 2 {
		t.Errorf("%d ranks changed, want 2", n)
	}
	for _, not := range []string{"due_ha", "idle"} {
		if strings.Contains(string(b), "\n"+not) {
			t.Errorf("corrections.csv lists %s, which did not change", not)
		}
	}
	o := tongbao(t, "sql", "--out", out, "--quarter", "2024Q2", "--format", "csv", "SELECT rank, unit FROM mart.rankings_csv WHERE rank IS NOT NULL ORDER BY rank")
	if got := strings.TrimPrefix(o.out, "\ufeff"); got != "rank,unit\n1,先进制造业开发区\n2,人民路街道\n3,高庄街道\n4,龙兴街道\n" {
		t.Errorf("ranks of version 2: %s", got)
	}
}

// nextAnnex: the edition of September was printed with the mistake; that of
// December says what its own earlier quarters have become (R15).
func nextAnnex(t *testing.T, out, right string) {
	tongbao(t, "run", "--ledgers", right, "--out", out, "--quarter", "2024Q4").says(t, exitDone, "第1版")
	o := tongbao(t, "sql", "--out", out, "--quarter", "2024Q4", "--format", "csv", `SELECT * FROM mart.annex_7`)
	for _, day := range []string{"2024-06-30", "2024-09-30"} {
		for _, want := range []string{
			day + ",已供面积,全区,42.8500,43.8500,1.0000,豫政土〔2009〕102号\n",
			day + ",供地率,全区,69.75%,71.38%,1.63个百分点,豫政土〔2009〕102号\n",
			day + ",供地率,人民路街道,73.75%,78.75%,5.00个百分点,豫政土〔2009〕102号\n",
		} {
			if !strings.Contains(o.out, "\n"+want) {
				t.Errorf("annex 7 has no %s", want)
			}
		}
	}
	if text := words(t, filepath.Join(out, "editions/2024Q4/bulletin.pdf")); !regexp.MustCompile(`附件 ?7`).MatchString(text) || !strings.Contains(text, "数据调整说明") {
		t.Error("the bulletin of December has no annex 7")
	}
}

// golden compares a text with a file that a person looked at.
func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	a, b := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			t.Fatalf("%s line %d: got %q, want %q", path, i+1, a[i], b[i])
		}
	}
	t.Fatalf("%s: %d lines, want %d", path, len(a), len(b))
}
