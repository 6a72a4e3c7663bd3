package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/xuri/excelize/v2"
)

const (
	workedLedgers = "../../fixtures/worked/ledgers"
	batchFile     = "2024Q2/批次台账.csv"
)

// outcome is what a person or a cron job sees of one command.
type outcome struct {
	status   int
	out, err string
}

// tongbao runs one command as main would.
func tongbao(t *testing.T, args ...string) outcome {
	t.Helper()
	var out, err bytes.Buffer
	status := Main(t.Context(), world{out: &out, err: &err, build: "test"}, args)
	o := outcome{status, out.String(), err.String()}
	o.civil(t, args)
	return o
}

// rough is what a message to a person must not hold.
var rough = regexp.MustCompile(`panic|goroutine|\.go:\d|nil pointer|<nil>|%!|queries/`)

// civil holds every message to the house's rules: Chinese, no program's inside.
func (o outcome) civil(t *testing.T, args []string) {
	t.Helper()
	if at := rough.FindString(o.err); at != "" {
		t.Errorf("tongbao %v lets %q through: %s", args, at, o.err)
	}
	if o.status != exitDone && !regexp.MustCompile(`\p{Han}`).MatchString(o.err) {
		t.Errorf("tongbao %v ends with %d and no word of Chinese: %q", args, o.status, o.err)
	}
}

// says holds an outcome to a status and to words of its message.
func (o outcome) says(t *testing.T, status int, words ...string) {
	t.Helper()
	if o.status != status {
		t.Errorf("status %d, want %d: %s", o.status, status, o.err)
	}
	for _, w := range words {
		if !strings.Contains(o.err, w) {
			t.Errorf("the message does not say %q: %s", w, o.err)
		}
	}
}

// worked copies the worked example's ledgers, to be changed.
func worked(t *testing.T, changes ...func(dir string)) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "台账")
	if err := os.CopyFS(dir, os.DirFS(workedLedgers)); err != nil {
		t.Fatal(err)
	}
	for _, change := range changes {
		change(dir)
	}
	return dir
}

// write puts a file into the ledgers.
func write(t *testing.T, name, text string) func(string) {
	return func(dir string) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// replace changes a word of a file, which must be there.
func replace(t *testing.T, name, old, with string) func(string) {
	return func(dir string) {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || !bytes.Contains(b, []byte(old)) {
			t.Fatalf("%s has no %q: %v", name, old, err)
		}
		write(t, name, strings.ReplaceAll(string(b), old, with))(dir)
	}
}

// workbook puts a workbook of one sheet into the ledgers.
func workbook(t *testing.T, name, sheet string, rows ...[]any) func(string) {
	return func(dir string) {
		book := excelize.NewFile()
		defer book.Close()
		if err := book.SetSheetName("Sheet1", sheet); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			if err := book.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
		if err := book.SaveAs(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
}

// remove takes a file or folder out of the ledgers.
func remove(t *testing.T, name string) func(string) {
	return func(dir string) {
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
}

// editions is every published file with its hash, and what a run left behind.
func editions(t *testing.T, out string) map[string]string {
	t.Helper()
	sums := map[string]string{}
	err := filepath.WalkDir(out, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(out, path)
		if err != nil {
			return err
		}
		switch {
		case e.IsDir() && name == "blocked":
			return filepath.SkipDir
		case e.IsDir() && strings.HasPrefix(name, ".work-"):
			t.Errorf("left behind: %s", name)
		case e.Type().IsRegular() && name != ".lock":
			b, err := os.ReadFile(path)
			sums[name] = fmt.Sprintf("%x", sha256.Sum256(b))
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return sums
}

// untouched runs something and holds the published editions to what they were.
func untouched(t *testing.T, out string, run func()) {
	t.Helper()
	before := editions(t, out)
	run()
	after := editions(t, out)
	for name, sum := range before {
		if after[name] != sum {
			t.Errorf("%s changed or went", name)
		}
	}
	if len(after) != len(before) || len(before) < 9 {
		t.Errorf("%d files before, %d after", len(before), len(after))
	}
}

// first publishes the worked example once; the tests work on copies of it.
var first = sync.OnceValues(func() (string, error) {
	out, err := os.MkdirTemp("", "tongbao-test-")
	if err != nil {
		return "", err
	}
	var message bytes.Buffer
	if status := Main(context.Background(), world{out: io.Discard, err: &message, build: "test"}, []string{"run", "--ledgers", workedLedgers, "--out", out}); status != exitDone {
		return out, fmt.Errorf("status %d: %s", status, message.String())
	}
	return out, nil
})

func TestMain(m *testing.M) {
	asProgram()
	if len(os.Args) > 1 && os.Args[1] == confinedCommand { // as a jail starts it
		os.Exit(confined(context.Background()))
	}
	status := m.Run()
	if out, _ := first(); out != "" {
		os.RemoveAll(out)
	}
	os.Exit(status)
}

// published is an output folder in which the worked example stands.
func published(t *testing.T) string {
	t.Helper()
	from, err := first()
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "通报")
	if err := os.CopyFS(out, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return out
}
