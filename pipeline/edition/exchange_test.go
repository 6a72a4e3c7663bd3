package edition

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/sys/unix"
)

// TestWithoutExchange publishes a correction where the file system refuses to
// exchange two folders in one step.
func TestWithoutExchange(t *testing.T) {
	for _, refusal := range []error{unix.ENOSYS, unix.EINVAL, unix.EOPNOTSUPP} {
		out := t.TempDir()
		publish(t, out, "2024Q2", "one")
		w := open(t, out, "2024Q2")
		asked := false
		w.exchange = func(string, string) error { asked = true; return refusal }
		put(t, filepath.Join(w.Edition, "figures.csv"), "two")
		o, err := w.Publish(Manifest{Quarter: "2024Q2", Build: "test"})
		w.Close()
		if err != nil || o.Version != 2 || !asked {
			t.Errorf("%v: %+v, %v", refusal, o, err)
		}
		if v := verdict(t, out, ""); !v.OK || v.Versions != 2 {
			t.Error(refusal, told(v))
		}
		if left, _ := filepath.Glob(filepath.Join(out, ".aside-*")); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	}
}

// TestRefusedExchange: another refusal is an error, and nothing has moved.
func TestRefusedExchange(t *testing.T) {
	out := t.TempDir()
	publish(t, out, "2024Q2", "one")
	w := open(t, out, "2024Q2")
	w.exchange = func(string, string) error { return unix.EIO }
	put(t, filepath.Join(w.Edition, "figures.csv"), "two")
	_, err := w.Publish(Manifest{Quarter: "2024Q2", Build: "test"})
	w.Close()
	if !errors.Is(err, unix.EIO) {
		t.Errorf("%v", err)
	}
	if v := verdict(t, out, ""); !v.OK || v.Versions != 1 {
		t.Error(told(v))
	}
}

// TestLaidAside: a run was killed after it had laid the edition aside and before
// the new one was in its place.
func TestLaidAside(t *testing.T) {
	out := three(t)
	if err := os.Rename(filepath.Join(out, "editions/2024Q2"), filepath.Join(out, ".aside-editions-2024Q2")); err != nil {
		t.Fatal(err)
	}
	if v := verdict(t, out, ""); v.OK || !strings.Contains(told(v), "放回原处") {
		t.Error(told(v))
	}
	open(t, out, "2024Q3").Close()
	if v := verdict(t, out, ""); !v.OK {
		t.Error(told(v))
	}
}

// TestReadersSeeOneVersion reads an edition over and over while it is replaced:
// file and manifest are always those of one version, and never absent.
func TestReadersSeeOneVersion(t *testing.T) {
	out := t.TempDir()
	publish(t, out, "2024Q2", "1")
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for range 2 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				// A reader that takes the folder once sees one version, whatever happens to
				// the name meanwhile.
				folder, err := os.OpenRoot(filepath.Join(out, "editions/2024Q2"))
				if err != nil {
					t.Errorf("no edition for a moment: %v", err)
					return
				}
				text, err := folder.ReadFile("figures.csv")
				manifest, errM := folder.ReadFile("manifest.json")
				folder.Close()
				if errors.Is(err, os.ErrNotExist) || errors.Is(errM, os.ErrNotExist) {
					continue // replaced and thrown away between the two: the reader knows, and asks again
				}
				if err != nil || errM != nil || !strings.Contains(string(manifest), hashBytes(text)) {
					t.Errorf("%q with a manifest of another version (%v, %v)", text, err, errM)
					return
				}
			}
		})
	}
	for n := range 30 {
		publish(t, out, "2024Q2", strings.Repeat("x", n+2))
	}
	close(stop)
	readers.Wait()
	if v := verdict(t, out, ""); !v.OK || v.Versions != 31 {
		t.Error(told(v))
	}
}
