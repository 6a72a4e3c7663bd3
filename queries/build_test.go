package queries

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/duckdb/duckdb-go/v2"
)

// staged is a folder of stage CSVs: what pipeline/ledger would have written.
// Files not given are empty but for their header, taken from the SQL itself.
func staged(t *testing.T, given map[string][][]string) string {
	t.Helper()
	dir := t.TempDir()
	columns := regexp.MustCompile(`'(\w+)': '(?:VARCHAR|INTEGER|BIGINT)'`)
	for _, layer := range []string{"load", "raw"} {
		list, err := Files(layer)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range list {
			var header []string
			for _, m := range columns.FindAllStringSubmatch(f.SQL, -1) {
				header = append(header, m[1])
			}
			file, err := os.Create(filepath.Join(dir, f.Name+".csv"))
			if err != nil {
				t.Fatal(err)
			}
			w := csv.NewWriter(file)
			w.Write(header)
			w.WriteAll(given[f.Name])
			if err := w.Error(); err != nil {
				t.Fatal(err)
			}
			file.Close()
		}
	}
	return dir
}

// open is an in-memory DuckDB whose every connection knows the stage folder.
func open(t testing.TB, stage string) *sql.DB {
	t.Helper()
	c, err := duckdb.NewConnector("?autoinstall_known_extensions=false&autoload_known_extensions=false", func(e driver.ExecerContext) error {
		_, err := e.ExecContext(context.Background(), "SET VARIABLE stage = "+quote(stage), nil)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(c)
	t.Cleanup(func() { db.Close() })
	if err := Stage(t.Context(), db, "few_rows", nil); err != nil { // as a run over so few rows has it
		t.Fatal(err)
	}
	return db
}

var policy = [][]string{
	{"quarter", "2024Q2"}, {"quarter_end", "2024-06-30"}, {"as_of", "2024-06-30"},
	{"cohort.from", "2008-01-01"}, {"cohort.to", "2018-12-31"}, {"cohort.base_area", "new"},
	{"cohort.pre_year_before", "2014-01-01"}, {"cohort.stock_from", "2022-11-30"}, {"cohort.complete_tolerance_ha", "0.005"},
	{"targets.supply_rate", "80"}, {"targets.idle_disposal_rate", "90"}, {"targets.deadline", "2025-12-31"},
	{"targets.attack_from", "2022-12-01"}, {"targets.attack_months", "34"}, {"targets.reading", "F1"}, {"idle.base", "rolling"},
	{"ranking.supply_weight", "60"}, {"ranking.idle_weight", "40"}, {"consequences.group_share", "0.2"},
	{"consequences.low_in_a_row", "2"}, {"consequences.low_in_all", "3"}, {"consequences.expose_below_share", "60"},
	{"issuer.district", "石龙区"}, {"synthetic", "false"},
}

func TestEveryFileBuildsOnNothing(t *testing.T) {
	db := open(t, staged(t, map[string][][]string{"setting": policy}))
	if err := Stage(t.Context(), db, "first_edition", nil); err != nil {
		t.Fatal(err)
	}
	if err := Build(t.Context(), db, 1, nil); err != nil {
		t.Fatal(err)
	}
}

func TestHeaders(t *testing.T) {
	for _, l := range Layers {
		list, err := Files(l.Name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range list {
			if !strings.HasPrefix(f.SQL, "-- ") || f.Title == "" {
				t.Errorf("%s: the first line is not the sentence a clerk would say", f.Object())
			}
		}
	}
}
