package pipeline

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"tongbao/pipeline/edition"
	"tongbao/pipeline/ledger"
	"tongbao/queries"
)

// TestRowOrderChangesNothing shuffles the data rows of every file.
func TestRowOrderChangesNothing(t *testing.T) {
	t.Parallel()
	const seed = 221
	_, ledgers := randomLedgers(t, seed, 60)
	before := built(t, ledgers)
	shuffled := 0
	err := filepath.WalkDir(ledgers, func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".csv" {
			return err
		}
		shuffled++
		return shuffleRows(path, rand.New(rand.NewPCG(seed, uint64(shuffled))))
	})
	if err != nil || shuffled < 8 {
		t.Fatalf("%d files shuffled: %v", shuffled, err)
	}
	after := built(t, ledgers)
	// What speaks of figures; the lists of findings and rows name lines, which did move.
	for _, name := range []string{"mart.figures_csv", "mart.rankings_csv", "mart.annex_1", "mart.annex_2", "mart.annex_3", "mart.annex_4", "mart.annex_6"} {
		sameTable(t, name, mart(t, before, name), mart(t, after, name))
	}
}

// shuffleRows puts the rows below a CSV file's header in another order.
func shuffleRows(path string, r *rand.Rand) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	rows, err := csv.NewReader(strings.NewReader(string(b))).ReadAll()
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	data := rows[1:]
	r.Shuffle(len(data), func(i, j int) { data[i], data[j] = data[j], data[i] })
	return writeRows(path, "", rows)
}

// TestFormChangesNothing cuts every file in two under other names and in another
// folder, one of them in GB18030 with its columns in another order and a title
// above: what a sheet is and says is found from its header (domain, section 3).
func TestFormChangesNothing(t *testing.T) {
	t.Parallel()
	const seed = 227
	w, ledgers := randomLedgers(t, seed, 40)
	before := built(t, ledgers)
	files, err := filepath.Glob(filepath.Join(ledgers, w.Quarter, "*.csv"))
	if err != nil || len(files) < 7 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	for i, path := range files {
		if err := cutInTwo(path, i, rand.New(rand.NewPCG(seed, uint64(i)))); err != nil {
			t.Fatal(err)
		}
	}
	after := built(t, ledgers)
	for _, name := range []string{"mart.figures_csv", "mart.rankings_csv", "mart.annex_1", "mart.annex_2", "mart.annex_3", "mart.annex_4", "mart.annex_6"} {
		sameTable(t, name, mart(t, before, name), mart(t, after, name))
	}
}

func cutInTwo(path string, i int, r *rand.Rand) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	rows, err := csv.NewReader(strings.NewReader(string(b))).ReadAll()
	if err != nil {
		return err
	}
	half := 1 + (len(rows)-1)/2
	order := r.Perm(len(rows[0]))
	second := [][]string{make([]string, len(order))}
	second[0][0] = "石龙区示例台账"
	for _, row := range append(rows[:1:1], rows[half:]...) {
		moved := make([]string, len(order))
		for k, from := range order {
			moved[k] = row[from]
		}
		second = append(second, moved)
	}
	folder := filepath.Join(filepath.Dir(path), "二组")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	other := filepath.Join(folder, fmt.Sprintf("报表%d.csv", i))
	if err := writeRows(other, "", second); err != nil {
		return err
	}
	text, err := os.ReadFile(other)
	if err != nil {
		return err
	}
	if text, err = simplifiedchinese.GB18030.NewEncoder().Bytes(text); err != nil {
		return err
	}
	if err := os.WriteFile(other, text, 0o644); err != nil {
		return err
	}
	if err := writeRows(filepath.Join(filepath.Dir(path), fmt.Sprintf("甲%d.txt", i)), "\ufeff", rows[:half]); err != nil {
		return err
	}
	return os.Remove(path)
}

func sameTable(t *testing.T, name string, a, b queries.Table) {
	t.Helper()
	if a.Len() != b.Len() || !slices.Equal(a.Columns, b.Columns) {
		t.Errorf("%s: %d rows became %d", name, a.Len(), b.Len())
		return
	}
	for i := range a.Rows {
		for j, column := range a.Columns {
			if a.Rows[i][j] != b.Rows[i][j] {
				t.Errorf("%s row %d: %s was %q and is %q", name, i+1, column, a.Rows[i][j].String, b.Rows[i][j].String)
			}
		}
	}
}

// TestThreadsChangeNothing builds the same ledgers on one thread and on eight
// and compares every cell of every mart.
func TestThreadsChangeNothing(t *testing.T) {
	t.Parallel()
	_, ledgers := randomLedgers(t, 231, 80)
	one, eight := builtOn(t, ledgers, 1), builtOn(t, ledgers, 8)
	files, err := queries.Files("mart")
	if err != nil || len(files) < 15 {
		t.Fatalf("%d marts: %v", len(files), err)
	}
	for _, f := range files {
		sameTable(t, f.Object(), mart(t, one, f.Object()), mart(t, eight, f.Object()))
	}
	// The sealed database is the same to the byte.
	a, b := filepath.Join(t.TempDir(), "ledger.duckdb"), filepath.Join(t.TempDir(), "ledger.duckdb")
	if err := errors.Join(one.seal(t.Context(), a), eight.seal(t.Context(), b)); err != nil {
		t.Fatal(err)
	}
	if sumOf(t, a) != sumOf(t, b) {
		t.Error("ledger.duckdb differs between one thread and eight")
	}
}

// builtOn is built with as many DuckDB threads and workers as asked for.
func builtOn(t *testing.T, ledgers string, threads int) *store {
	t.Helper()
	settings, err := ReadSettings(filepath.Join(ledgers, "tongbao.toml"), false)
	if err != nil {
		t.Fatal(err)
	}
	quarters, err := Quarters(ledgers)
	if err != nil {
		t.Fatal(err)
	}
	q := quarters[0]
	work, err := edition.Sketch("", q.String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(work.Close)
	stage := filepath.Join(work.Dir, "stage")
	if err := os.MkdirAll(stage, 0o755); err != nil {
		t.Fatal(err)
	}
	v := ledger.DefaultVocabulary()
	if _, err := ledger.Read(t.Context(), ledger.Source{Root: ledgers, Quarter: q.String()}, v, stage); err != nil {
		t.Fatal(err)
	}
	if err := stageSettings(stage, Request{Quarter: q, Settings: settings}, ledger.DefaultVocabulary()); err != nil {
		t.Fatal(err)
	}
	s, err := openStore(t.Context(), stage)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.db.Close() })
	if _, err := s.db.ExecContext(t.Context(), fmt.Sprintf("SET threads = %d", threads)); err != nil {
		t.Fatal(err)
	}
	s.db.SetMaxOpenConns(threads)
	if err := s.follow(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if err := queries.Build(t.Context(), s.db, threads, nil); err != nil {
		t.Fatal(err)
	}
	return s
}
