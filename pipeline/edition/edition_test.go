package edition

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// publish makes an edition whose one file says text.
func publish(t *testing.T, out, quarter, text string) Outcome {
	t.Helper()
	w := open(t, out, quarter)
	defer w.Close()
	put(t, filepath.Join(w.Edition, "figures.csv"), text)
	o, err := w.Publish(Manifest{Quarter: quarter, Build: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func open(t *testing.T, out, quarter string) *Work {
	t.Helper()
	w, err := Open(out, quarter, Holder{})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// holds says what stands below a folder: each file with its text, the
// records, whose text is long, without; the register is not looked at.
func holds(t *testing.T, dir string) string {
	t.Helper()
	var list []string
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || e.IsDir() || e.Name() == lockFile || e.Name() == registerFile {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		if e.Name() == manifestFile || e.Name() == replacedFile {
			list = append(list, name)
			return nil
		}
		b, err := os.ReadFile(path)
		list = append(list, name+"="+string(b))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(list, " ")
}

func TestCorrectionsKeepTheOlderVersions(t *testing.T) {
	out := t.TempDir()
	if o := publish(t, out, "2024Q2", "one"); o.Version != 1 || o.Unchanged {
		t.Errorf("first: %+v", o)
	}
	first := Published{Dir: filepath.Join(out, "editions/2024Q2")}.Hash()
	if o := publish(t, out, "2024Q2", "one"); o.Version != 1 || !o.Unchanged {
		t.Errorf("the same again: %+v", o)
	}
	if o := publish(t, out, "2024Q2", "two"); o.Version != 2 || o.Unchanged {
		t.Errorf("a correction: %+v", o)
	}
	m, err := Read(filepath.Join(out, "editions/2024Q2"))
	if err != nil || m.Version != 2 || m.Replaces != first {
		t.Errorf("the correction's manifest: version %d, replaces %s, want %s (%v)", m.Version, m.Replaces, first, err)
	}
	if o := publish(t, out, "2024Q2", "two"); o.Version != 2 || !o.Unchanged {
		t.Errorf("the correction again: %+v", o)
	}
	publish(t, out, "2024Q2", "three")
	want := "editions/2024Q2/figures.csv=three editions/2024Q2/manifest.json editions/2024Q2/v1/figures.csv=one editions/2024Q2/v1/manifest.json" +
		" editions/2024Q2/v1/replaced.json editions/2024Q2/v2/figures.csv=two editions/2024Q2/v2/manifest.json editions/2024Q2/v2/replaced.json"
	if got := holds(t, out); got != want {
		t.Errorf("holds %s\nwant  %s", got, want)
	}
	if sum := (Published{Dir: filepath.Join(out, "editions/2024Q2/v1")}).Hash(); sum != first {
		t.Errorf("version 1 has another manifest now")
	}
}

func TestOneRunAtATime(t *testing.T) {
	out := t.TempDir()
	w := open(t, out, "2024Q2")
	if second, err := Open(out, "2024Q3", Holder{}); !errors.Is(err, ErrBusy) {
		t.Errorf("a second run: %v, %v", second, err)
	}
	if _, err := os.Stat(w.Edition); err != nil {
		t.Errorf("the second run took the first one's folder: %v", err)
	}
	w.Close()
	if left := holds(t, out); left != "" {
		t.Errorf("left behind: %s", left)
	}
	open(t, out, "2024Q3").Close()
}

func TestLeftoversOfAKilledRunGo(t *testing.T) {
	out := t.TempDir()
	publish(t, out, "2024Q1", "one")
	put(t, filepath.Join(out, ".work-123/edition/figures.csv"), "half")
	put(t, filepath.Join(out, "mine.txt"), "kept")
	w := open(t, out, "2024Q2")
	w.Close()
	if got := holds(t, out); got != "editions/2024Q1/figures.csv=one editions/2024Q1/manifest.json mine.txt=kept" {
		t.Errorf("holds %s", got)
	}
}

func TestThePreviousEditionIsTheNewestEarlierOne(t *testing.T) {
	out := t.TempDir()
	for _, q := range []string{"2023Q4", "2022Q4", "2024Q3"} {
		publish(t, out, q, q)
	}
	// What people put beside the editions is none.
	put(t, filepath.Join(out, "editions/2024Q1 副本/figures.csv"), "copy")
	put(t, filepath.Join(out, "editions/0备份/figures.csv"), "copy")
	for quarter, want := range map[string]string{"2022Q4": "", "2023Q4": "2022Q4", "2024Q2": "2023Q4", "2025Q1": "2024Q3"} {
		w := open(t, out, quarter)
		if w.Previous.Quarter != want || want != "" && w.Previous.Hash() == "" {
			t.Errorf("before %s stands %q, want %q", quarter, w.Previous.Quarter, want)
		}
		w.Close()
		s, err := Sketch(out, quarter)
		if err != nil || s.Previous.Quarter != want {
			t.Errorf("a check of %s follows %q, want %q (%v)", quarter, s.Previous.Quarter, want, err)
		}
		s.Close()
	}
	list, err := List(out)
	var names []string
	for _, p := range list {
		names = append(names, p.Quarter)
	}
	if err != nil || !slices.Equal(names, []string{"2022Q4", "2023Q4", "2024Q3"}) {
		t.Errorf("editions %v: %v", names, err)
	}
}

func TestBlockedRunsLeaveTheEditionAlone(t *testing.T) {
	out := t.TempDir()
	publish(t, out, "2024Q2", "one")
	const edition = "editions/2024Q2/figures.csv=one editions/2024Q2/manifest.json"
	for _, text := range []string{"first list", "second list"} {
		w := open(t, out, "2024Q2")
		put(t, filepath.Join(w.Edition, "findings.csv"), text)
		dir, err := w.Block(Manifest{Quarter: "2024Q2"})
		w.Close()
		if err != nil || dir != filepath.Join(out, "blocked/2024Q2") {
			t.Fatalf("%s: %v", dir, err)
		}
		if got := holds(t, out); got != "blocked/2024Q2/findings.csv="+text+" blocked/2024Q2/manifest.json "+edition {
			t.Errorf("holds %s", got)
		}
	}
	// What blocked it is gone once the quarter is published, be it as it stood.
	if o := publish(t, out, "2024Q2", "one"); !o.Unchanged {
		t.Errorf("%+v", o)
	}
	if got := holds(t, out); got != edition {
		t.Errorf("holds %s", got)
	}
}

func TestFailedPublishingChangesNothing(t *testing.T) {
	out := t.TempDir()
	publish(t, out, "2024Q2", "one")
	put(t, filepath.Join(out, "editions/2024Q2/manifest.json"), "{damaged")
	before := holds(t, out)
	if w, err := Open(out, "2024Q2", Holder{}); err == nil || !strings.Contains(err.Error(), "2024Q2") {
		t.Errorf("a damaged edition was built on: %+v, %v", w, err)
	}
	if got := holds(t, out); got != before {
		t.Errorf("holds %s", got)
	}
}

func TestAnEditionDoesNotFollowADamagedOne(t *testing.T) {
	out := t.TempDir()
	publish(t, out, "2024Q1", "one")
	if err := os.Remove(filepath.Join(out, "editions/2024Q1/manifest.json")); err != nil {
		t.Fatal(err)
	}
	w, err := Open(out, "2024Q2", Holder{})
	if err == nil {
		w.Close()
		t.Fatal("the chain to 2024Q1 is broken and nobody said so")
	}
	if !strings.Contains(err.Error(), "2024Q1") || !strings.Contains(err.Error(), "manifest.json") {
		t.Errorf("the message does not say what is missing where: %v", err)
	}
}

func TestOpenSaysWhatItCannotWrite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	put(t, file, "")
	if w, err := Open(filepath.Join(file, "out"), "2024Q2", Holder{}); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("%v, %v", w, err)
	}
}

func TestManifestListsEveryFile(t *testing.T) {
	out := t.TempDir()
	w := open(t, out, "2024Q2")
	put(t, filepath.Join(w.Edition, "b.csv"), "bb")
	put(t, filepath.Join(w.Edition, "a.csv"), "a")
	put(t, filepath.Join(w.Edition, "returns/高庄街道.xlsx"), "row")
	if _, err := w.Publish(Manifest{Quarter: "2024Q2"}); err != nil {
		t.Fatal(err)
	}
	w.Close()
	m, err := Read(filepath.Join(out, "editions/2024Q2"))
	if err != nil {
		t.Fatal(err)
	}
	none := 0
	want := []Output{
		{File: "a.csv", Size: 1, SHA256: "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb", Rows: &none},
		{File: "b.csv", Size: 2, SHA256: "3b64db95cb55c763391c707108489ae18b4112d783300de38e033b4c98c3deaf", Rows: &none},
		{File: "returns/高庄街道.xlsx", Size: 3, SHA256: "634768dae1474506e4bf7d341890542b09987d7e6aea5d446c02e37581a56954"},
	}
	if !reflect.DeepEqual(m.Outputs, want) {
		t.Errorf("outputs %+v", m.Outputs)
	}
	// A correction keeps the folder inside an edition with its version.
	publish(t, out, "2024Q2", "two")
	publish(t, out, "2024Q2", "three")
	const kept = " editions/2024Q2/v1/returns/高庄街道.xlsx=row "
	if got := holds(t, out); !strings.Contains(got, kept) || strings.Count(got, "returns") != 1 {
		t.Errorf("holds %s", got)
	}
	if m, err = Read(filepath.Join(out, "editions/2024Q2")); err != nil || len(m.Outputs) != 1 {
		t.Errorf("the third version lists %+v (%v)", m.Outputs, err)
	}
}
