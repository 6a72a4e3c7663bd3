package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// room is one folder of the project and the rooms its files may import.
type room struct {
	dir  string
	from []string
}

// rooms is the import order: cmd → pipeline → bulletins → charts → queries.
var rooms = []room{
	{"cmd", []string{"pipeline", "pipeline/edition", "pipeline/schedule", "queries"}}, // of queries the noun Quarter
	{"pipeline", []string{"pipeline/ledger", "pipeline/edition", "pipeline/schedule", "bulletins", "charts", "queries"}},
	{"pipeline/ledger", nil},
	{"pipeline/edition", nil},
	{"pipeline/schedule", []string{"pipeline/edition", "queries"}}, // of queries the noun Quarter
	{"bulletins", []string{"charts", "queries"}},
	{"charts", []string{"queries"}},
	{"queries", nil},
	{"fixtures", []string{"fixtures/reference", "fixtures/shilong", "fixtures/bulk"}},
}

// source is one Go file of the project.
type source struct {
	path string // from the module's root, with /
	test bool
	file *ast.File
}

func (s source) room() (found room) {
	for _, r := range rooms {
		if strings.HasPrefix(s.path, r.dir+"/") && len(r.dir) > len(found.dir) {
			found = r
		}
	}
	return found
}

var positions = token.NewFileSet()

// sources reads every Go file of the module.
func sources(t *testing.T) (list []source) {
	t.Helper()
	const root = "../.."
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && (e.Name() == "node_modules" || e.Name() == "testdata" || strings.HasPrefix(e.Name(), ".") && path != root) {
			return filepath.SkipDir
		}
		if filepath.Ext(path) != ".go" {
			return nil
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(positions, path, nil, parser.SkipObjectResolution)
		list = append(list, source{filepath.ToSlash(name), strings.HasSuffix(path, "_test.go"), file})
		return err
	})
	if err != nil || len(list) < 100 {
		t.Fatalf("%d Go files: %v", len(list), err)
	}
	return list
}

func imports(s source) (paths []string) {
	for _, i := range s.file.Imports {
		if path, err := strconv.Unquote(i.Path.Value); err == nil {
			paths = append(paths, path)
		}
	}
	return paths
}

// TestImportOrder holds every file to the rooms it may import. A test may take
// fixtures besides, and what its room may take.
func TestImportOrder(t *testing.T) {
	for _, s := range sources(t) {
		r := s.room()
		if r.dir == "" {
			t.Errorf("%s lies in no room", s.path)
			continue
		}
		for _, path := range imports(s) {
			other, ours := strings.CutPrefix(path, "tongbao/")
			if !ours || other == r.dir || slices.Contains(r.from, other) || s.test && strings.HasPrefix(other, "fixtures/") {
				continue
			}
			t.Errorf("%s imports %s; %s may import %v", s.path, path, r.dir, r.from)
		}
	}
}

// TestOneRoomOpensDuckDB: nobody but pipeline opens a database, and ledger and
// edition know none.
func TestOneRoomOpensDuckDB(t *testing.T) {
	opened := false
	for _, s := range sources(t) {
		for _, path := range imports(s) {
			if s.test || !strings.Contains(path, "duckdb") {
				continue
			}
			if s.room().dir != "pipeline" {
				t.Errorf("%s imports %s", s.path, path)
			}
			opened = true
		}
	}
	if !opened {
		t.Error("nobody opens DuckDB: this test looks for the wrong name")
	}
}

// sqlStart is how a statement begins.
var sqlStart = regexp.MustCompile(`(?i)^\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|WITH|ATTACH|DETACH|COPY|SET|RESET|PRAGMA|INSTALL|LOAD|CHECKPOINT|USE|EXPORT)\s+\S`)

// sqlWord tells SQL from an English sentence that begins alike.
var sqlWord = regexp.MustCompile(`\b(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|WITH|ATTACH|DETACH|COPY|SET|RESET|PRAGMA|INSTALL|LOAD|CHECKPOINT|USE|EXPORT)\b`)

// TestSQLLivesInQueries: no statement stands in a string of Go outside queries.
func TestSQLLivesInQueries(t *testing.T) {
	inQueries := 0
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(lit.Value)
			if err != nil || !sqlStart.MatchString(text) || !sqlWord.MatchString(text) {
				return true
			}
			if s.room().dir == "queries" {
				inQueries++
			} else {
				t.Errorf("%s: SQL in a string: %.60s", positions.Position(lit.Pos()), text)
			}
			return true
		})
	}
	if inQueries == 0 {
		t.Error("not even queries/ holds a statement: this test looks for the wrong words")
	}
}

// outside are the calls that reach for the clock and the environment, which
// only the door may: the rest takes what it is given.
var outside = map[string][]string{
	"time": {"Now", "Since", "Until"},
	"os":   {"Getenv", "LookupEnv", "Environ", "ExpandEnv", "Hostname", "UserHomeDir"},
}

func TestClockAndEnvironmentStayAtTheDoor(t *testing.T) {
	atTheDoor := 0
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			call, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if pkg, ok := call.X.(*ast.Ident); ok && slices.Contains(outside[pkg.Name], call.Sel.Name) {
				if s.room().dir == "cmd" {
					atTheDoor++
				} else {
					t.Errorf("%s: %s.%s", positions.Position(call.Pos()), pkg.Name, call.Sel.Name)
				}
			}
			return true
		})
	}
	if atTheDoor == 0 {
		t.Error("not even cmd asks for the time: this test looks for the wrong calls")
	}
}
