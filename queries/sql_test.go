package queries

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// testdata/README.md says how a case is written.

// A sqlCase is small tables of input and the rows a person expects of them.
type sqlCase struct {
	file, title string
	stage       map[string][][]string // by kind, in the order of its columns
	before      []string              // statements for the last edition's tables
	spoil       []string              // statements run after the build
	formulas    []formula
	wants       []want
	last        string // layer after which nothing more is needed
}

type formula struct {
	line           int
	expression, is string
}

type want struct {
	line          int
	object, where string
	columns       []string
	rows          [][]string
	layer         string
}

func TestSQL(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		for _, c := range readCases(t, file) {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txt")+"/"+c.title, func(t *testing.T) {
				t.Parallel()
				c.run(t)
			})
		}
	}
}

// run builds the case's layers on a real DuckDB and compares.
func (c *sqlCase) run(t *testing.T) {
	db := c.build(t, 1)
	for _, f := range c.formulas {
		got, err := Select(t.Context(), db, "SELECT "+f.expression+" AS value")
		if err != nil {
			t.Errorf("%s:%d: %v", c.file, f.line, err)
		} else if is := got.Text(0, "value"); !same(is, f.is) {
			t.Errorf("%s:%d: %s is %q, want %q", c.file, f.line, f.expression, is, f.is)
		}
	}
	for _, w := range c.wants {
		got, err := Select(t.Context(), db, "SELECT "+headings(w.columns)+" FROM "+w.object+w.where)
		if err != nil {
			t.Errorf("%s:%d: %v", c.file, w.line, err)
			continue
		}
		compare(t, fmt.Sprintf("%s:%d: %s%s", c.file, w.line, w.object, w.where), w.rows, plain(got))
	}
}

// build makes the case's database, up to the last layer that it looks at.
func (c *sqlCase) build(t *testing.T, workers int, first ...string) *sql.DB {
	db := open(t, staged(t, c.stage))
	execute(t, db, first)
	if err := Stage(t.Context(), db, "first_edition", nil); err != nil {
		t.Fatal(err)
	}
	execute(t, db, c.before)
	ctx, enough := context.WithCancel(t.Context())
	defer enough()
	err := Build(ctx, db, workers, func(layer string) {
		if layer == c.last {
			enough()
		}
	})
	if err != nil && !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	execute(t, db, c.spoil)
	return db
}

func execute(t *testing.T, db *sql.DB, statements []string) {
	t.Helper()
	for _, s := range statements {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatal(s, err)
		}
	}
}

// headings are the columns of a want; Chinese ones are those of annexes.
func headings(columns []string) string {
	list := slices.Clone(columns)
	for i, c := range list {
		if strings.IndexFunc(c, func(r rune) bool { return r > 127 }) >= 0 {
			list[i] = `"` + c + `"`
		}
	}
	return strings.Join(list, ", ")
}

func plain(table Table) [][]string {
	rows := make([][]string, 0, table.Len())
	for _, r := range table.Rows {
		cells := make([]string, len(r))
		for i, c := range r {
			cells[i] = c.String
		}
		rows = append(rows, cells)
	}
	return rows
}

// compare holds two sets of rows to each other whatever their order; a number
// equals the same number with other trailing zeros.
func compare(t *testing.T, what string, want, got [][]string) {
	t.Helper()
	rest := slices.Clone(got)
	for _, w := range want {
		i := slices.IndexFunc(rest, func(g []string) bool { return slices.EqualFunc(w, g, same) })
		if i < 0 {
			t.Errorf("%s: no row %s", what, strings.Join(w, " | "))
			continue
		}
		rest = slices.Delete(rest, i, i+1)
	}
	for _, g := range rest {
		t.Errorf("%s: row not expected %s", what, strings.Join(g, " | "))
	}
}

func same(a, b string) bool {
	if a == b {
		return true
	}
	x, ok := new(big.Rat).SetString(a)
	y, ok2 := new(big.Rat).SetString(b)
	return ok && ok2 && x.Cmp(y) == 0
}

// heads are the lines that begin a section, with or without a blank line before.
var heads = regexp.MustCompile(`^(given \w+(\.\w+){0,2}( \S+)?|want [a-z]+\.\w+.*|set|evaluate|spoil)$`)

// readCases reads a file of cases; its form is in testdata/README.md.
func readCases(t *testing.T, file string) (cases []*sqlCase) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var section *section
	for n, lines := 1, bufio.NewScanner(f); lines.Scan(); n++ {
		text := strings.TrimSpace(lines.Text())
		title, isCase := strings.CutPrefix(text, "== ")
		switch {
		case strings.HasPrefix(text, "#"):
		case isCase:
			section = nil
			cases = append(cases, newCase(file, title))
		case text == "":
			section = nil
		case section == nil || heads.MatchString(text):
			if section, err = cases[len(cases)-1].begin(text, n); err != nil {
				t.Fatalf("%s:%d: %v", file, n, err)
			}
		default:
			if err := section.add(text, n); err != nil {
				t.Fatalf("%s:%d: %v", file, n, err)
			}
		}
	}
	for _, c := range cases {
		c.settle()
	}
	return cases
}

// defaultUnits are the five of domain rule R11, as the settings give them.
var defaultUnits = [][]string{
	{"410404001", "人民路街道", "", "街道", ""}, {"410404002", "龙河街道", "", "街道", ""}, {"410404003", "高庄街道", "", "街道", ""},
	{"410404004", "龙兴街道", "", "街道", ""}, {"410404100", "先进制造业开发区", "", "开发区", ""},
}

func newCase(file, title string) *sqlCase {
	c := &sqlCase{file: file, title: title, stage: map[string][][]string{"default_unit": defaultUnits}}
	for _, s := range policy {
		c.stage["setting"] = append(c.stage["setting"], slices.Clone(s))
	}
	return c
}

// section is a run of lines of one case: a head and the rows below it.
type section struct {
	c       *sqlCase
	head    []string
	columns []string
	want    *want
	sheet   string
	line    int
}

func (c *sqlCase) begin(text string, n int) (*section, error) {
	s := &section{c: c, head: strings.Fields(text), line: 1}
	switch s.head[0] {
	case "set", "evaluate", "spoil":
	case "given":
		if kind := s.head[1]; slices.Contains(ledgers, kind) {
			s.sheet = strconv.Itoa(len(c.stage["sheet"]) + 1)
			measure := ""
			if len(s.head) > 2 {
				measure = s.head[2]
			}
			c.stage["sheet"] = append(c.stage["sheet"], []string{s.sheet, "2024Q2", kind + ".csv", "", kind, "1", measure, "", "", "csv", "utf-8", "0", "0", "", "ok", ""})
		}
	case "want":
		object, where, filtered := strings.Cut(strings.TrimPrefix(text, "want "), " where ")
		if filtered {
			where = " WHERE " + where
		}
		layer, name, _ := strings.Cut(object, ".")
		s.want = &want{line: n, object: `"` + layer + `".` + name, where: where, layer: layer}
	default:
		return nil, fmt.Errorf("a section begins with given, set, evaluate, spoil or want, not %q", text)
	}
	return s, nil
}

var ledgers = []string{"batch", "parcel", "supply", "writeoff", "idle", "idle_disposal", "task", "unit", "shape"}

func (s *section) add(text string, n int) error {
	switch s.head[0] {
	case "set":
		key, value, _ := strings.Cut(text, "=")
		s.c.set(strings.TrimSpace(key), strings.TrimSpace(value))
		return nil
	case "spoil":
		s.c.spoil = append(s.c.spoil, text)
		return nil
	case "evaluate":
		i := strings.LastIndex(text, "|")
		if i < 0 {
			return fmt.Errorf("an evaluate line is: expression | value")
		}
		s.c.formulas = append(s.c.formulas, formula{n, strings.TrimSpace(text[:i]), cells(text[i+1:])[0]})
		return nil
	}
	row := cells(text)
	if s.columns == nil {
		s.columns = row
		return s.header()
	}
	if len(row) != len(s.columns) {
		return fmt.Errorf("%d cells under %d columns", len(row), len(s.columns))
	}
	if s.want != nil {
		last := &s.c.wants[len(s.c.wants)-1]
		last.rows = append(last.rows, row)
		return nil
	}
	s.line++
	return s.row(row)
}

// header takes the columns: of a ledger "field" or "field:亩", of a want those to read.
func (s *section) header() error {
	if s.want != nil {
		s.want.columns = s.columns
		s.c.wants = append(s.c.wants, *s.want)
		return nil
	}
	for i, column := range s.columns {
		field, measure, _ := strings.Cut(column, ":")
		s.columns[i] = field
		if s.sheet != "" {
			s.c.stage["sheet_column"] = append(s.c.stage["sheet_column"], []string{s.sheet, strconv.Itoa(i + 1), string(rune('A' + i)), field, field, measure})
		}
	}
	return nil
}

// row puts one given row where it belongs: into a stage file or the last edition.
func (s *section) row(row []string) error {
	if table, ok := strings.CutPrefix(s.head[1], "previous."); ok {
		values := make([]string, len(row))
		for i, v := range row {
			if values[i] = quote(v); v == "" {
				values[i] = "NULL"
			}
		}
		if !strings.Contains(table, ".") {
			table = "published." + table
		}
		s.c.before = append(s.c.before, fmt.Sprintf("INSERT INTO previous.%s (%s) VALUES (%s)", table, strings.Join(s.columns, ", "), strings.Join(values, ", ")))
		return nil
	}
	if s.head[1] == "about" { // what a sheet that stands above is said to be
		for _, sheet := range s.c.stage["sheet"] {
			for i, field := range s.columns {
				if sheet[0] == row[0] {
					sheet[slices.Index(stageColumns["sheet"], field)] = row[i]
				}
			}
		}
		return nil
	}
	order := stageColumns[s.head[1]]
	full := make([]string, len(order))
	for i, field := range s.columns {
		at := slices.Index(order, field)
		if at < 0 {
			return fmt.Errorf("%s has no column %s, only %s", s.head[1], field, order)
		}
		full[at] = row[i]
	}
	if s.sheet != "" {
		full[0], full[1] = s.sheet, strconv.Itoa(s.line)
	}
	s.c.stage[s.head[1]] = append(s.c.stage[s.head[1]], full)
	return nil
}

func (c *sqlCase) set(key, value string) {
	for _, s := range c.stage["setting"] {
		if s[0] == key {
			s[1] = value
			return
		}
	}
	c.stage["setting"] = append(c.stage["setting"], []string{key, value})
}

// settle finds the last layer that the case needs.
func (c *sqlCase) settle() {
	c.last = "macro"
	for _, l := range Layers {
		if slices.ContainsFunc(c.wants, func(w want) bool { return w.layer == l.Name }) {
			c.last = l.Name
		}
	}
}

// cells of a row, trimmed; one in "quotes" keeps its blanks and knows \n, and \| is a bar in a cell.
func cells(text string) []string {
	const bar = "\x00" // no cell holds it
	row := strings.Split(strings.ReplaceAll(text, `\|`, bar), "|")
	for i, cell := range row {
		row[i] = strings.ReplaceAll(strings.TrimSpace(cell), bar, "|")
		if unquoted, err := strconv.Unquote(row[i]); err == nil {
			row[i] = unquoted
		}
	}
	return row
}

// stageColumns are the columns of each stage file, from the SQL that reads it.
var stageColumns = func() map[string][]string {
	column := regexp.MustCompile(`'(\w+)': '(?:VARCHAR|INTEGER|BIGINT)'`)
	all := map[string][]string{}
	for _, layer := range []string{"load", "raw"} {
		list, err := Files(layer)
		if err != nil {
			panic(err)
		}
		for _, f := range list {
			for _, m := range column.FindAllStringSubmatch(f.SQL, -1) {
				all[f.Name] = append(all[f.Name], m[1])
			}
		}
	}
	return all
}()

// TestEveryRuleHasACase fails for a macro, refusal, figure or check that no case names.
func TestEveryRuleHasACase(t *testing.T) {
	var all strings.Builder
	files, _ := filepath.Glob("testdata/*.txt")
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(b)
	}
	for _, layer := range []string{"macro", "refuse", "clash", "kpi", "check"} {
		list, err := Files(layer)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range list {
			name := layer + "." + f.Name + `\b`
			switch layer {
			case "macro":
				name = `\b` + f.Name + `\(`
			case "kpi":
				name = `(?m)^\s*` + f.Name + `\s*\|`
			}
			if !regexp.MustCompile(name).MatchString(all.String()) {
				t.Errorf("no case in testdata names %s", f.Object())
			}
		}
	}
}
