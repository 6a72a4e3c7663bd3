package edition

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// three publishes three quarters, the first of them corrected after the second
// had followed it.
func three(t *testing.T) string {
	t.Helper()
	out := t.TempDir()
	publish(t, out, "2023Q4", "old")
	publish(t, out, "2024Q1", "one")
	publish(t, out, "2023Q4", "corrected")
	publish(t, out, "2024Q2", "two")
	return out
}

func verdict(t *testing.T, out, quarter string) Verdict {
	t.Helper()
	v, err := Verify(out, quarter)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// told is the problems in words.
func told(v Verdict) string {
	b, _ := json.Marshal(v.Problems)
	return string(b)
}

func TestACorrectionKeepsTheChain(t *testing.T) {
	out := three(t)
	if v := verdict(t, out, ""); !v.OK || v.Editions != 3 || v.Versions != 4 || v.Files != 4 {
		t.Errorf("%+v", v)
	}
	m, err := Read(filepath.Join(out, "editions/2024Q1"))
	if err != nil || m.PreviousQuarter != "2023Q4" || m.PreviousVersion != 1 {
		t.Errorf("2024Q1 follows %s version %d, want the first version of 2023Q4 (%v)", m.PreviousQuarter, m.PreviousVersion, err)
	}
	// What was made of it since follows the correction.
	publish(t, out, "2024Q1", "one again")
	if m, err = Read(filepath.Join(out, "editions/2024Q1")); err != nil || m.PreviousVersion != 2 {
		t.Errorf("the second version of 2024Q1 follows version %d (%v)", m.PreviousVersion, err)
	}
	if v := verdict(t, out, ""); !v.OK {
		t.Error(told(v))
	}
}

// TestEveryByteCounts changes each byte of each published file and record in
// turn, and looks whether the file is named.
func TestEveryByteCounts(t *testing.T) {
	out := three(t)
	err := filepath.WalkDir(out, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || e.Name() == lockFile {
			return err
		}
		good, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if err := os.Chmod(path, 0o644); err != nil {
			return err
		}
		name, _ := filepath.Rel(out, path)
		for i := range good {
			for _, mask := range []byte{0x01, 0x20, 0xff} {
				bad := bytes.Clone(good)
				bad[i] ^= mask
				put(t, path, string(bad))
				if v := verdict(t, out, ""); v.OK || !strings.Contains(told(v), name) {
					t.Fatalf("byte %d of %s is %q instead of %q: %s", i, name, bad[i], good[i], told(v))
				}
			}
		}
		return os.WriteFile(path, good, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
	if v := verdict(t, out, ""); !v.OK {
		t.Error(told(v))
	}
}

func TestBrokenChains(t *testing.T) {
	move := func(t *testing.T, out, from, to string) {
		t.Helper()
		if err := os.Rename(filepath.Join(out, from), filepath.Join(out, to)); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		spoil func(t *testing.T, out string)
		want  []string
	}{
		"first edition removed":  {func(t *testing.T, out string) { move(t, out, "editions/2023Q4", "2023Q4") }, []string{"2023Q4 第1版之后，而那一版", "登记簿上有 2023Q4 第2版"}},
		"middle edition removed": {func(t *testing.T, out string) { move(t, out, "editions/2024Q1", "2024Q1") }, []string{"它接在 2024Q1 第1版之后", "登记簿上有 2024Q1"}},
		"newest edition removed": {func(t *testing.T, out string) { move(t, out, "editions/2024Q2", "2024Q2") }, []string{"登记簿上有 2024Q2 第1版"}},
		"older version removed":  {func(t *testing.T, out string) { move(t, out, "editions/2023Q4/v1", "v1") }, []string{"第1版至第1版不见了", "登记簿上有 2023Q4 第1版"}},
		"editions swapped": {func(t *testing.T, out string) {
			move(t, out, "editions/2024Q1", "x")
			move(t, out, "editions/2024Q2", "editions/2024Q1")
			move(t, out, "x", "editions/2024Q2")
		}, []string{"清单写的是 2024Q2 第1版，却放在 2024Q1 第1版"}},
		"edition inserted by hand": {func(t *testing.T, out string) {
			other := t.TempDir()
			publish(t, other, "2023Q3", "forged")
			if err := os.Rename(filepath.Join(other, "editions/2023Q3"), filepath.Join(out, "editions/2023Q3")); err != nil {
				t.Fatal(err)
			}
		}, []string{"登记簿 register.json 上没有这一版", "前面却有 2023Q3"}},
		"edition published between":   {func(t *testing.T, out string) { publish(t, out, "2023Q3", "late") }, []string{"2023Q4", "前面却有 2023Q3", "重新运行 2023Q4"}},
		"edition made anew elsewhere": {func(t *testing.T, out string) { remake(t, out, "2024Q2") }, []string{"清单与登记簿", "editions/2024Q2/manifest.json"}},
		"register lost":               {func(t *testing.T, out string) { move(t, out, "register.json", "x.json") }, []string{"登记簿不见了"}},
		"file lost":                   {func(t *testing.T, out string) { move(t, out, "editions/2024Q1/figures.csv", "x") }, []string{"editions/2024Q1/figures.csv", "文件不见了"}},
		"file added":                  {func(t *testing.T, out string) { put(t, filepath.Join(out, "editions/2024Q1/说明.txt"), "x") }, []string{"editions/2024Q1/说明.txt", "清单里没有"}},
		"file added to a version":     {func(t *testing.T, out string) { put(t, filepath.Join(out, "editions/2023Q4/v1/x.csv"), "x") }, []string{"editions/2023Q4/v1/x.csv"}},
		"copy beside":                 {func(t *testing.T, out string) { put(t, filepath.Join(out, "editions/2024Q1 副本/x"), "") }, []string{"editions/2024Q1 副本", "移到别处"}},
		"signed record added":         {func(t *testing.T, out string) { put(t, filepath.Join(out, "editions/2024Q1/signoff.json"), "{}") }, []string{"editions/2024Q1/signoff.json"}},
		"current marked as replaced":  {func(t *testing.T, out string) { put(t, filepath.Join(out, "editions/2024Q1/replaced.json"), "{}") }, []string{"editions/2024Q1/replaced.json"}},
		"mark of replacement lost":    {func(t *testing.T, out string) { move(t, out, "editions/2023Q4/v1/replaced.json", "x") }, []string{"editions/2023Q4/v1/replaced.json"}},
		"link instead of a file": {func(t *testing.T, out string) {
			move(t, out, "editions/2024Q1/figures.csv", "x")
			if err := os.Symlink("../../x", filepath.Join(out, "editions/2024Q1/figures.csv")); err != nil {
				t.Fatal(err)
			}
		}, []string{"editions/2024Q1/figures.csv", "不是普通文件"}},
	} {
		t.Run(name, func(t *testing.T) {
			out := three(t)
			c.spoil(t, out)
			v := verdict(t, out, "")
			if v.OK {
				t.Fatal("nothing was found")
			}
			for _, w := range c.want {
				if !strings.Contains(told(v), w) {
					t.Errorf("does not say %s: %s", w, told(v))
				}
			}
		})
	}
}

// remake is an edition made with other contents and a manifest to match.
func remake(t *testing.T, out, quarter string) {
	t.Helper()
	other := t.TempDir()
	if err := os.CopyFS(other, os.DirFS(out)); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(other, "editions", quarter)); err != nil {
		t.Fatal(err)
	}
	publish(t, other, quarter, "forged")
	if err := os.RemoveAll(filepath.Join(out, "editions", quarter)); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(out, "editions", quarter), os.DirFS(filepath.Join(other, "editions", quarter))); err != nil {
		t.Fatal(err)
	}
}

func TestVerifyOneQuarter(t *testing.T) {
	out := three(t)
	put(t, filepath.Join(out, "editions/2024Q1/x"), "")
	if v := verdict(t, out, "2024Q2"); !v.OK || v.Files != 1 {
		t.Errorf("%+v", v)
	}
	if v := verdict(t, out, "2024Q1"); v.OK {
		t.Errorf("%+v", v)
	}
	if _, err := Verify(out, "2025Q1"); err == nil || !strings.Contains(err.Error(), "2025Q1") {
		t.Errorf("a quarter that was never published: %v", err)
	}
	if _, err := Verify(t.TempDir(), ""); err == nil {
		t.Error("an empty folder verifies")
	}
}

// TestKilledBetween leaves an output folder as a run leaves it that is killed
// right before, and right after, its edition became visible.
func TestKilledBetween(t *testing.T) {
	for name, shown := range map[string]bool{"before": false, "after": true} {
		t.Run(name, func(t *testing.T) {
			out := three(t)
			w := open(t, out, "2024Q3")
			put(t, filepath.Join(w.Edition, "figures.csv"), "three")
			m := Manifest{Quarter: "2024Q3", Build: "test"}
			if _, err := w.Complete(&m); err != nil {
				t.Fatal(err)
			}
			if err := w.writeManifest(m); err != nil {
				t.Fatal(err)
			}
			r, err := readRegister(out)
			if err != nil {
				t.Fatal(err)
			}
			r.Pending = &Entry{Quarter: "2024Q3", Version: 1, Manifest: Published{Dir: w.Edition}.Hash()}
			if err := r.write(out); err != nil {
				t.Fatal(err)
			}
			if shown {
				if err := w.show(filepath.Join(out, "editions/2024Q3")); err != nil {
					t.Fatal(err)
				}
			}
			Release(w.lock) // and nothing else: the process is gone
			if v := verdict(t, out, ""); !v.OK {
				t.Error("right after: ", told(v))
			}
			open(t, out, "2024Q4").Close()
			if v := verdict(t, out, ""); !v.OK || v.Editions != 3 && !shown || v.Editions != 4 && shown {
				t.Error("after the next run: ", v.Editions, told(v))
			}
			if r, err = readRegister(out); err != nil || r.Pending != nil || (r.find("2024Q3", 1) != nil) != shown {
				t.Errorf("the register says %+v (%v)", r, err)
			}
		})
	}
}
