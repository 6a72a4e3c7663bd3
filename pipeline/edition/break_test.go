package edition

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// drafted leaves a draft of one file.
func drafted(t *testing.T, out, quarter, text string) string {
	t.Helper()
	w := open(t, out, quarter)
	defer w.Close()
	put(t, filepath.Join(w.Edition, "figures.csv"), text)
	o, err := w.Draft(Manifest{Quarter: quarter, Build: "test"}, "", true, time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	return o.Dir
}

// stopped leaves what the checks stopped.
func stopped(t *testing.T, out, quarter string) string {
	t.Helper()
	w := open(t, out, quarter)
	defer w.Close()
	put(t, filepath.Join(w.Edition, "figures.csv"), "bad")
	dir, err := w.Block(Manifest{Quarter: quarter, Build: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// forge writes the record that a clever hand would: approved by one, and the
// manifest's own hash.
func forge(t *testing.T, dir, state string) {
	t.Helper()
	m, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	b, err := encode(Signoff{Quarter: m.Quarter, Version: m.Version, Manifest: Published{Dir: dir}.Hash(),
		Steps: []Step{{State: Drafted, At: "2024-07-10T09:00:00+08:00"}, {State: state, By: "张三", At: "2024-07-10T10:00:00+08:00"}}})
	if err != nil {
		t.Fatal(err)
	}
	overwrite(t, filepath.Join(dir, signoffFile), b)
}

// overwrite puts other bytes in place of a read-only file.
func overwrite(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b, 0o444); err != nil {
		t.Fatal(err)
	}
}

// pass makes the manifest of a folder one that was not blocked.
func pass(t *testing.T, dir string) {
	t.Helper()
	m, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	m.Blocked, m.Version = false, 1
	b, err := m.encode()
	if err != nil {
		t.Fatal(err)
	}
	overwrite(t, filepath.Join(dir, manifestFile), b)
}

func move(t *testing.T, from, to string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}

// TestNothingUnreviewedIsPublished tries to get a blocked or unreviewed edition
// published by moving and editing what lies in the output folder. What a hand puts
// among the editions itself no program can keep out; but it is never built on,
// never entered, and verify names it.
func TestNothingUnreviewedIsPublished(t *testing.T) {
	approve := func(t *testing.T, out string) error {
		_, err := Approve(out, "2024Q2", Person{Name: "张三"}, Holder{})
		return err
	}
	sign := func(t *testing.T, out string) error {
		_, err := Sign(out, "2024Q2", Person{Name: "王五"}, Holder{})
		return err
	}
	next := func(t *testing.T, out string) error {
		w, err := Open(out, "2024Q3", Holder{})
		if err == nil {
			w.Close()
		}
		return err
	}
	for name, c := range map[string]struct {
		spoil func(t *testing.T, out string)
		then  []func(*testing.T, string) error
		says  string
	}{
		"blocked, moved among the drafts": {func(t *testing.T, out string) {
			move(t, stopped(t, out, "2024Q2"), filepath.Join(out, "drafts/2024Q2"))
		},
			[]func(*testing.T, string) error{approve, sign}, "signoff.json"},
		"blocked, moved, let pass and approved by hand": {func(t *testing.T, out string) {
			to := filepath.Join(out, "drafts/2024Q2")
			move(t, stopped(t, out, "2024Q2"), to)
			pass(t, to)
			forge(t, to, Approved)
		}, []func(*testing.T, string) error{approve, sign}, "登记簿"},
		"approval written by hand": {func(t *testing.T, out string) { forge(t, drafted(t, out, "2024Q2", "two"), Approved) },
			[]func(*testing.T, string) error{sign, approve}, "登记簿"},
		"edited draft, manifest and record put right": {func(t *testing.T, out string) {
			dir := drafted(t, out, "2024Q2", "two")
			overwrite(t, filepath.Join(dir, "figures.csv"), []byte("better"))
			m, _ := Read(dir)
			m.Outputs, _ = outputs(dir)
			b, _ := m.encode()
			overwrite(t, filepath.Join(dir, manifestFile), b)
			forge(t, dir, Approved)
		}, []func(*testing.T, string) error{approve, sign}, "登记簿"},
		"draft of another quarter renamed": {func(t *testing.T, out string) {
			move(t, drafted(t, out, "2024Q3", "two"), filepath.Join(out, "drafts/2024Q2"))
		},
			[]func(*testing.T, string) error{approve, sign}, "登记簿"},
		"draft and register renamed alike": {func(t *testing.T, out string) {
			move(t, drafted(t, out, "2024Q3", "two"), filepath.Join(out, "drafts/2024Q2"))
			b, _ := os.ReadFile(filepath.Join(out, registerFile))
			overwrite(t, filepath.Join(out, registerFile), []byte(strings.ReplaceAll(string(b), "2024Q3", "2024Q2")))
		}, []func(*testing.T, string) error{approve, sign}, "对不上"},
		"register gone": {func(t *testing.T, out string) {
			forge(t, drafted(t, out, "2024Q2", "two"), Approved)
			overwrite(t, filepath.Join(out, registerFile), nil)
			os.Remove(filepath.Join(out, registerFile))
		}, []func(*testing.T, string) error{sign}, "登记簿"},
		"blocked, moved among the editions": {func(t *testing.T, out string) {
			move(t, stopped(t, out, "2024Q2"), filepath.Join(out, "editions/2024Q2"))
		}, nil, ""},
		"blocked, let pass and moved among the editions": {func(t *testing.T, out string) {
			dir := stopped(t, out, "2024Q2")
			pass(t, dir)
			move(t, dir, filepath.Join(out, "editions/2024Q2"))
		}, []func(*testing.T, string) error{next}, "登记簿"},
		"draft moved among the editions": {func(t *testing.T, out string) {
			move(t, drafted(t, out, "2024Q2", "two"), filepath.Join(out, "editions/2024Q2"))
		},
			[]func(*testing.T, string) error{next}, "登记簿"},
		"draft moved among the editions, the register gone": {func(t *testing.T, out string) {
			move(t, drafted(t, out, "2024Q2", "two"), filepath.Join(out, "editions/2024Q2"))
			os.Remove(filepath.Join(out, registerFile))
		}, []func(*testing.T, string) error{next}, "没有签发"},
		"draft laid aside as a killed run would": {func(t *testing.T, out string) {
			move(t, drafted(t, out, "2024Q2", "two"), filepath.Join(out, ".aside-editions-2024Q2"))
		}, []func(*testing.T, string) error{next, approve}, "登记簿"},
	} {
		t.Run(name, func(t *testing.T) {
			out := t.TempDir()
			publish(t, out, "2024Q1", "one")
			c.spoil(t, out)
			for _, try := range c.then {
				if err := try(t, out); err == nil || !strings.Contains(err.Error(), c.says) {
					t.Errorf("want a refusal that says %s, got %v", c.says, err)
				}
			}
			list, err := List(out)
			if err != nil {
				t.Fatal(err)
			}
			r, err := readRegister(out)
			if err == nil && r.find("2024Q2", 1) != nil {
				t.Error("it was entered")
			}
			if v := verdict(t, out, ""); v.OK && (len(list) > 1 || exists(filepath.Join(out, "editions/2024Q2"))) {
				t.Error("it stands among the editions and verify is content")
			}
		})
	}
}

// TestUnsignedWhereSigned: a folder whose editions are signed takes none that is
// not, whatever the settings say by now; nor while a draft waits.
func TestUnsignedWhereSigned(t *testing.T) {
	out := t.TempDir()
	drafted(t, out, "2024Q1", "one")
	try := func(quarter string) error {
		w := open(t, out, quarter)
		defer w.Close()
		put(t, filepath.Join(w.Edition, "figures.csv"), "direct")
		_, err := w.Publish(Manifest{Quarter: quarter, Build: "test"})
		return err
	}
	if err := try("2024Q1"); err == nil || !strings.Contains(err.Error(), "等待审核签发") {
		t.Errorf("%v", err)
	}
	if _, err := Approve(out, "2024Q1", Person{Name: "张三"}, Holder{}); err != nil {
		t.Fatal(err)
	}
	// The same person under a name that only looks like another.
	for _, name := range []string{"张三 ", "张　三", "张\u200b三", "张 三\u00a0", "\u200b", ""} {
		if _, err := Sign(out, "2024Q1", Person{Name: name}, Holder{}); err == nil {
			t.Errorf("%q signed what 张三 approved", name)
		}
	}
	if _, err := Sign(out, "2024Q1", Person{Name: "王五"}, Holder{}); err != nil {
		t.Fatal(err)
	}
	if err := try("2024Q2"); err == nil || !strings.Contains(err.Error(), "审核签发") {
		t.Errorf("%v", err)
	}
	if v := verdict(t, out, ""); !v.OK || v.Versions != 1 {
		t.Error(told(v))
	}
	b, err := os.ReadFile(filepath.Join(out, registerFile))
	var r register
	if err != nil || json.Unmarshal(b, &r) != nil || len(r.Drafts) != 0 {
		t.Errorf("the draft is still entered: %s (%v)", b, err)
	}
}

// TestBlockedWithoutExchange: what is stopped a second time takes the place of the
// first where folders cannot be exchanged, and never that of the edition.
func TestBlockedWithoutExchange(t *testing.T) {
	out := t.TempDir()
	publish(t, out, "2024Q2", "one")
	stopped(t, out, "2024Q2")
	w := open(t, out, "2024Q2")
	w.exchange = func(string, string) error { return os.ErrInvalid }
	put(t, filepath.Join(w.Edition, "figures.csv"), "bad again")
	_, err := w.Block(Manifest{Quarter: "2024Q2", Build: "test"})
	w.Close()
	if err == nil {
		t.Error("a refusal of another kind went unnoticed")
	}
	if b, _ := os.ReadFile(filepath.Join(out, "editions/2024Q2/figures.csv")); string(b) != "one" {
		t.Errorf("the edition says %q", b)
	}
	if v := verdict(t, out, ""); !v.OK {
		t.Error(told(v))
	}
}
