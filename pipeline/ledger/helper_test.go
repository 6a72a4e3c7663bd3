package ledger

import (
	"bytes"
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// folder writes files (path → content) below a new root.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// staged is a result of Read: the load and the staged CSVs, by name.
type staged struct {
	Load
	t   *testing.T
	dir string
}

// readFolder reads 2024Q2 of a folder.
func readFolder(t *testing.T, files map[string]string) staged {
	t.Helper()
	s := staged{t: t, dir: t.TempDir()}
	var err error
	s.Load, err = Read(context.Background(), Source{folder(t, files), "2024Q2"}, DefaultVocabulary(), s.dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// readOne reads a single file of the quarter.
func readOne(t *testing.T, name, content string) staged {
	t.Helper()
	return readFolder(t, map[string]string{"2024Q2/" + name: content})
}

// table is a staged CSV without its header, as maps are read: by column name.
func (s staged) table(name string) stagedTable {
	s.t.Helper()
	data, err := os.ReadFile(filepath.Join(s.dir, name+".csv"))
	if err != nil {
		s.t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		s.t.Fatalf("%s.csv is no CSV: %v", name, err)
	}
	return stagedTable{s.t, rows[0], rows[1:]}
}

type stagedTable struct {
	t      *testing.T
	header []string
	rows   [][]string
}

// columns joins the named cells of each row by |, one row a line.
func (s stagedTable) columns(names ...string) string {
	s.t.Helper()
	var lines []string
	for _, row := range s.rows {
		var cells []string
		for _, name := range names {
			at := -1
			for i, h := range s.header {
				if h == name {
					at = i
				}
			}
			if at < 0 {
				s.t.Fatalf("no column %q in %v", name, s.header)
			}
			cells = append(cells, row[at])
		}
		lines = append(lines, strings.Join(cells, "|"))
	}
	return strings.Join(lines, "\n")
}

func equal(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n got  %q\n want %q", what, got, want)
	}
}

// contains checks that a message names what a person needs.
func contains(t *testing.T, message string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(message, w) {
			t.Errorf("message %q does not say %q", message, w)
		}
	}
}
