package pipeline

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tongbao/pipeline/edition"
	"tongbao/queries"
)

// built is a case's ledgers with every layer over them, nothing rendered.
func built(t *testing.T, ledgers string) *store {
	t.Helper()
	return builtPart(t, ledgers, nil)
}

// listsOnly keeps what findings.csv, refused.csv and the figures are made of: the
// other marts and what only they need are a third of a build.
func listsOnly(f queries.File) bool {
	switch f.Layer {
	case "mart":
		return slices.Contains([]string{"findings_csv", "refused_csv", "figures_csv", "rankings_csv", "sheet_balance", "blocking"}, f.Name)
	case "doubt":
		return f.Name == "repair_rate"
	case "published":
		return false
	}
	return true
}

func builtPart(t *testing.T, ledgers string, keep func(queries.File) bool) *store {
	t.Helper()
	settings, err := ReadSettings(filepath.Join(ledgers, "tongbao.toml"), false)
	if err != nil {
		t.Fatal(err)
	}
	quarters, err := Quarters(ledgers)
	if err != nil {
		t.Fatal(err)
	}
	q := quarters[len(quarters)-1]
	work, err := edition.Sketch("", q.String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(work.Close)
	s, _, err := compute(t.Context(), Request{Ledgers: ledgers, Quarter: q, Settings: settings, Progress: func(string) {}, keep: keep}, work)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.db.Close() })
	if _, _, err := balance(t.Context(), Request{Quarter: q}, s); err != nil {
		t.Error(err)
	}
	return s
}

func mart(t *testing.T, s *store, name string) queries.Table {
	t.Helper()
	table, err := queries.Read(t.Context(), s.db, name)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// expected is a table that a person worked out, by column; nil when the case has none.
func expected(t *testing.T, path string) (rows []map[string]string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff"))))
	r.FieldsPerRecord = -1
	all, err := r.ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	for _, record := range all[1:] {
		row := map[string]string{}
		for i, name := range all[0] {
			row[name] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// find is the rows of a mart where the named columns hold the expected cells.
func find(table queries.Table, want map[string]string, by ...string) (rows []int) {
	for i := range table.Len() {
		if !slices.ContainsFunc(by, func(c string) bool { return table.Text(i, c) != want[c] }) {
			rows = append(rows, i)
		}
	}
	return rows
}

// TestCases holds the program to every hand-made case: the worked example and
// one folder for each rule and edge.
func TestCases(t *testing.T) {
	cases, err := filepath.Glob("../fixtures/cases/*/ledgers")
	if err != nil || len(cases) < 25 {
		t.Fatalf("only %d cases (%v)", len(cases), err)
	}
	for _, ledgers := range append(cases, "../fixtures/worked/ledgers") {
		dir := filepath.Dir(ledgers)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			s := built(t, ledgers)
			sameFigures(t, s, dir)
			sameRankings(t, s, dir)
			sameFindings(t, s, dir)
			sameRefused(t, s, dir)
		})
	}
}

func sameFigures(t *testing.T, s *store, dir string) {
	got := mart(t, s, "mart.figures_csv")
	for _, want := range expected(t, filepath.Join(dir, "expected.csv")) {
		rows := find(got, want, "indicator", "unit", "as_of")
		if len(rows) == 0 && want["value"] == "" {
			continue // nothing due: a figure without a value need not stand there
		}
		if len(rows) != 1 {
			t.Errorf("%s %s %s: %d rows, want one", want["indicator"], want["unit"], want["as_of"], len(rows))
			continue
		}
		for _, column := range []string{"numerator", "denominator", "value", "measure"} {
			// An expectation may leave the parts of a ratio unsaid, never its value.
			if want[column] == "" && column != "value" {
				continue
			}
			if is := got.Text(rows[0], column); is != want[column] {
				t.Errorf("%s %s %s: %s is %q, want %q", want["indicator"], want["unit"], want["as_of"], column, is, want[column])
			}
		}
	}
}

func sameRankings(t *testing.T, s *store, dir string) {
	got := mart(t, s, "mart.rankings_csv")
	for _, want := range expected(t, filepath.Join(dir, "expected_rankings.csv")) {
		rows := find(got, want, "unit")
		if len(rows) != 1 {
			t.Errorf("ranking of %s: %d rows, want one", want["unit"], len(rows))
			continue
		}
		for column, value := range want {
			if is := got.Text(rows[0], column); is != value {
				t.Errorf("ranking of %s: %s is %q, want %q", want["unit"], column, is, value)
			}
		}
	}
}

func sameFindings(t *testing.T, s *store, dir string) {
	got := mart(t, s, "mart.findings_csv")
	for _, want := range expected(t, filepath.Join(dir, "expected_findings.csv")) {
		found := false
		for _, i := range find(got, want, "rule") {
			found = found || want["key"] == "" || strings.Contains(got.Text(i, "key"), want["key"])
		}
		if !found {
			t.Errorf("no finding %v", want)
		}
	}
}

func sameRefused(t *testing.T, s *store, dir string) {
	path := filepath.Join(dir, "expected_refused.csv")
	got := mart(t, s, "mart.refused_csv")
	want := expected(t, path)
	for _, w := range want {
		rows := slices.DeleteFunc(find(got, w, "rule", "line"), func(i int) bool { return !strings.HasSuffix(got.Text(i, "file"), w["file"]) })
		if len(rows) != 1 {
			t.Errorf("no refused row %v", w)
		}
	}
	if _, err := os.Stat(path); err == nil && got.Len() != len(want) {
		t.Errorf("%d rows refused, want %d", got.Len(), len(want))
	} else if err != nil && got.Len() > 0 {
		for i := range got.Len() {
			t.Errorf("refused: %s %s %s %s", got.Text(i, "file"), got.Text(i, "line"), got.Text(i, "rule"), got.Text(i, "reason"))
		}
	}
}
