package edition

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// platter is a disk that keeps what it was asked to keep, and nothing else: of a
// file the bytes it had at its last sync, of a folder the names. It is told by
// observe, and can be asked at any moment what a machine would find whose power
// went just then.
type platter struct {
	t     *testing.T
	root  string
	files map[node][]byte
	dirs  map[node]map[string]node
}

// node is a file or folder by whatever name: its number, and its birth, for
// numbers are used again.
type node struct {
	ino  uint64
	sec  int64
	nsec uint32
	dir  bool
}

func nodeOf(t *testing.T, path string) (node, bool) {
	t.Helper()
	var s unix.Statx_t
	if err := unix.Statx(unix.AT_FDCWD, path, unix.AT_SYMLINK_NOFOLLOW, unix.STATX_BASIC_STATS|unix.STATX_BTIME, &s); err != nil {
		return node{}, false
	}
	if s.Mask&unix.STATX_BTIME == 0 {
		t.Fatal("this file system does not tell when a file was born; let TMPDIR be on another")
	}
	return node{s.Ino, s.Btime.Sec, s.Btime.Nsec, s.Mode&unix.S_IFMT == unix.S_IFDIR}, true
}

// spin begins with everything kept that lies below root.
func spin(t *testing.T, root string) *platter {
	p := &platter{t: t, root: root, files: map[node][]byte{}, dirs: map[node]map[string]node{}}
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err == nil {
			p.keep(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// keep is fsync: of a file its bytes, of a folder its names.
func (p *platter) keep(path string) {
	n, ok := nodeOf(p.t, path)
	if !ok {
		return
	}
	if !n.dir {
		b, err := os.ReadFile(path)
		if err != nil {
			p.t.Fatal(err)
		}
		p.files[n] = b
		return
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		p.t.Fatal(err)
	}
	p.dirs[n] = map[string]node{}
	for _, e := range entries {
		if one, ok := nodeOf(p.t, filepath.Join(path, e.Name())); ok {
			p.dirs[n][e.Name()] = one
		}
	}
}

// strict lays out what is left when neither names nor bytes went to the disk but
// those it was asked to keep.
func (p *platter) strict() string {
	root, _ := nodeOf(p.t, p.root)
	to := p.t.TempDir()
	p.lay(root, to)
	return to
}

func (p *platter) lay(dir node, to string) {
	for name, n := range p.dirs[dir] {
		path := filepath.Join(to, name)
		if n.dir {
			if err := os.Mkdir(path, 0o755); err != nil {
				p.t.Fatal(err)
			}
			p.lay(n, path)
		} else if err := os.WriteFile(path, p.files[n], 0o644); err != nil { // nothing kept is an empty file
			p.t.Fatal(err)
		}
	}
}

// hasty lays out what is left when every change of a name went to the disk at
// once, before the bytes that nobody asked it to keep: those are lost.
func (p *platter) hasty() string {
	to := p.t.TempDir()
	err := filepath.WalkDir(p.root, func(path string, e fs.DirEntry, err error) error {
		name, errRel := filepath.Rel(p.root, path)
		if err != nil || errRel != nil {
			return fmt.Errorf("%w %w", err, errRel)
		}
		n, _ := nodeOf(p.t, path)
		switch {
		case name == ".":
			return nil
		case n.dir:
			return os.Mkdir(filepath.Join(to, name), 0o755)
		}
		return os.WriteFile(filepath.Join(to, name), p.files[n], 0o644)
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return to
}

// cut runs something and lets the power go at each of its steps, in both ways;
// after is given each of the disks that are left.
func cut(t *testing.T, out string, run func(), after func(t *testing.T, out, when string)) (steps int) {
	t.Helper()
	p := spin(t, out)
	var left []struct{ out, when string }
	look := func(step, path string) {
		name, err := filepath.Rel(out, path)
		if err != nil {
			name = path
		}
		when := fmt.Sprintf("step %d, %s %s", steps, step, name)
		left = append(left, struct{ out, when string }{p.strict(), when + ", strict"}, struct{ out, when string }{p.hasty(), when + ", hasty"})
	}
	observe = func(step, path string) {
		steps++
		if step == "sync" {
			p.keep(path)
		}
		look(step, path)
	}
	run()
	look("end", out)
	observe = func(string, string) {}
	// What was reported as done must be on the disk.
	for _, kind := range []string{editionsDir, draftsDir, blockedDir, "archive", registerFile} {
		if got, want := holds(t, filepath.Join(p.strict(), kind)), holds(t, filepath.Join(out, kind)); got != want {
			t.Errorf("done, and when the power goes there is %s, not %s", got, want)
		}
	}
	for _, l := range left {
		after(t, l.out, l.when)
	}
	return steps
}

// TestPowerLoss cuts the power at every step of a first edition, of a correction,
// of a draft's way to publication and of a blocked run. What was published before
// stands as it was, under its own name or as the version before; the next run
// completes, and verify is content.
func TestPowerLoss(t *testing.T) {
	sums := map[string]string{}
	object := func(w *Work, text string) {
		path := filepath.Join(w.Dir, "ledger")
		put(t, path, text)
		_, sum, err := hashFile(path)
		if err != nil || w.Keep(path, sum) != nil {
			t.Fatal(err)
		}
		sums[text] = sum
	}
	edition := func(out, quarter, text string) error {
		w := open(t, out, quarter)
		defer w.Close()
		object(w, "ledger of "+text)
		put(t, filepath.Join(w.Edition, "figures.csv"), text)
		put(t, filepath.Join(w.Edition, "returns/高庄街道.xlsx"), "row "+text)
		_, err := w.Publish(Manifest{Quarter: quarter, Build: "test", Inputs: []Input{{File: "x", SHA256: sums["ledger of "+text]}}})
		return err
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	draft := func(out string) error {
		w := open(t, out, "2024Q2")
		defer w.Close()
		object(w, "ledger of two")
		put(t, filepath.Join(w.Edition, "figures.csv"), "two")
		preview := filepath.Join(w.Dir, "preview.pdf")
		put(t, preview, "marked")
		_, err := w.Draft(Manifest{Quarter: "2024Q2", Build: "test", Inputs: []Input{{File: "x", SHA256: sums["ledger of two"]}}}, preview, true, Person{}.At)
		return err
	}
	stop := func(out string) error {
		w := open(t, out, "2024Q2")
		defer w.Close()
		put(t, filepath.Join(w.Edition, "findings.csv"), "bad")
		_, err := w.Block(Manifest{Quarter: "2024Q2", Build: "test"})
		return err
	}
	person := func(name string) Person { return Person{Name: name} }
	for _, c := range []struct {
		name          string
		before        []func(out string) error
		run, complete []func(out string) error
		stands        int // versions of 2024Q2 in the end
	}{
		{"first edition", nil, []func(string) error{func(out string) error { return edition(out, "2024Q2", "two") }},
			[]func(string) error{func(out string) error { return edition(out, "2024Q2", "two") }}, 1},
		{"correction", []func(string) error{func(out string) error { return edition(out, "2024Q2", "two") }},
			[]func(string) error{func(out string) error { return edition(out, "2024Q2", "better") }},
			[]func(string) error{func(out string) error { return edition(out, "2024Q2", "better") }}, 2},
		{"draft", nil, []func(string) error{draft}, []func(string) error{draft}, 0},
		{"approval and publication", []func(string) error{draft},
			[]func(string) error{func(out string) error { _, err := Approve(out, "2024Q2", person("张三"), Holder{}); return err },
				func(out string) error { _, err := Sign(out, "2024Q2", person("王五"), Holder{}); return err }},
			[]func(string) error{func(out string) error {
				must(draft(out)) // the same draft: what was approved of it stays, if the disk has it
				if exists(filepath.Join(out, "editions/2024Q2")) {
					return nil // it had come through
				}
				_, _ = Approve(out, "2024Q2", person("张三"), Holder{})
				_, err := Sign(out, "2024Q2", person("王五"), Holder{})
				return err
			}}, 1},
		{"blocked", nil, []func(string) error{stop}, []func(string) error{stop}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			out := t.TempDir()
			must(edition(out, "2024Q1", "one"))
			for _, f := range c.before {
				must(f(out))
			}
			first := Published{Dir: filepath.Join(out, "editions/2024Q1")}.Hash()
			second := Published{Dir: filepath.Join(out, "editions/2024Q2")}.Hash()
			steps := cut(t, out, func() {
				for _, f := range c.run {
					must(f(out))
				}
			}, func(t *testing.T, out, when string) {
				if (Published{Dir: filepath.Join(out, "editions/2024Q1")}).Hash() != first {
					t.Fatalf("%s: the edition of another quarter changed", when)
				}
				for _, f := range c.complete {
					if err := f(out); err != nil {
						t.Fatalf("%s: the next run: %v", when, err)
					}
				}
				v, err := Verify(out, "")
				if err != nil || !v.OK || v.Versions != 1+c.stands {
					t.Fatalf("%s: %d versions, %s (%v)", when, v.Versions, told(v), err)
				}
				if second != "" && (Published{Dir: filepath.Join(out, "editions/2024Q2/v1")}).Hash() != second {
					t.Fatalf("%s: the first version is another", when)
				}
			})
			if steps < 5 {
				t.Errorf("only %d steps were heard of", steps)
			}
			t.Logf("%d steps, the power cut at each in two ways", steps)
		})
	}
}
