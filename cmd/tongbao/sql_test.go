package main

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const byUnit = `SELECT unit, value, NULL AS nothing FROM kpi.supply_rate WHERE as_of = DATE '2024-06-30' AND unit IN ('全区', '高庄街道') ORDER BY unit DESC`

// TestSQLFormats asks one question three ways.
func TestSQLFormats(t *testing.T) {
	out := published(t)
	untouched(t, out, func() {
		o := tongbao(t, "sql", "--out", out, byUnit)
		o.says(t, exitDone)
		want := "unit      value      nothing\n--------  ---------  -------\n高庄街道  77.392460\n全区      69.751807\n共2行\n"
		if o.out != want || o.err != "" {
			t.Errorf("table:\n%s%s", o.out, o.err)
		}
		o = tongbao(t, "sql", "--out", out, "--quarter", "2024Q2", "--format", "csv", byUnit+" ; ")
		rows, err := csv.NewReader(strings.NewReader(o.out)).ReadAll()
		if err != nil || len(rows) != 3 || strings.Join(rows[2], "|") != "全区|69.751807|" || !strings.HasPrefix(o.out, "\ufeffunit,") {
			t.Errorf("csv: %v %v", rows, err)
		}
		o = tongbao(t, "sql", "--out", out, "--json", byUnit)
		var objects []map[string]*string
		if err := json.Unmarshal([]byte(o.out), &objects); err != nil || len(objects) != 2 || *objects[1]["value"] != "69.751807" || objects[1]["nothing"] != nil {
			t.Errorf("json: %s (%v)", o.out, err)
		}
		if o = tongbao(t, "sql", "--out", out, "--json", "SELECT unit FROM fact.batch WHERE false"); strings.Join(strings.Fields(o.out), "") != "[]" {
			t.Errorf("no rows as json: %q", o.out)
		}
		for _, statement := range []string{"SELECT 1 AS a -- 注", "WITH x AS (SELECT 1 AS a) SELECT a FROM x", "FROM fact.batch SELECT count(*)", "SELECT ';' AS semicolon"} {
			tongbao(t, "sql", "--out", out, statement).says(t, exitDone)
		}
	})
}

// TestSQLOnlyReads refuses everything but one SELECT on the edition itself.
func TestSQLOnlyReads(t *testing.T) {
	out, elsewhere := published(t), t.TempDir()
	file := filepath.Join(elsewhere, "x")
	for _, statement := range []string{
		"SELECT * FROM read_text('/etc/hostname')", "SELECT * FROM read_csv('/etc/hostname')", "SELECT * FROM read_blob('/etc/hostname')",
		"SELECT * FROM '/etc/hostname'", "FROM glob('/etc/*')", "SELECT * FROM read_csv('https://example.com/a.csv')",
		"COPY fact.batch TO '" + file + "'", "COPY (SELECT 1) TO '" + file + "'", "EXPORT DATABASE '" + file + "'",
		"ATTACH '" + file + "' AS x", "ATTACH ':memory:' AS x", "DETACH ledger", "USE temp",
		"SET threads = 1", "RESET threads", "SET enable_external_access = true", "PRAGMA enable_profiling", "INSTALL httpfs", "LOAD httpfs",
		"INSERT INTO fact.batch SELECT * FROM fact.batch", "UPDATE fact.batch SET unit = '全区'", "DELETE FROM fact.batch", "DROP TABLE fact.batch",
		"CREATE TABLE x AS SELECT 1 AS a", "CREATE TEMP TABLE x AS SELECT 1 AS a", "CHECKPOINT", "BEGIN", "CALL pragma_version()",
		"SELECT 1; SELECT 2", "SELECT 1; DROP TABLE fact.batch", "SELECT 1); SELECT 2; SELECT * FROM (SELECT 3",
		"SELECT 1); COPY (SELECT 1) TO '" + file + "'; SELECT * FROM (SELECT 1", "SELECT 1); CREATE TEMP TABLE x AS SELECT 1 AS a; SELECT * FROM (FROM x",
		"", ";", "SELEC 1", "SELECT 没有这一列 FROM fact.batch", "SELECT * FROM 没有这张表", "SELECT 1 /*",
	} {
		untouched(t, out, func() {
			o := tongbao(t, "sql", "--out", out, statement)
			if o.status != exitFailed || o.out != "" {
				t.Errorf("%s: status %d, %s%s", statement, o.status, o.out, o.err)
			}
		})
	}
	if left, err := os.ReadDir(elsewhere); err != nil || len(left) > 0 {
		t.Errorf("written: %v (%v)", left, err)
	}
	tongbao(t, "sql", "--out", out, "--quarter", "2023Q4", "SELECT 1").says(t, exitFailed, "2023Q4", "2024Q2")
	tongbao(t, "sql", "--out", elsewhere, "SELECT 1").says(t, exitFailed, elsewhere, "tongbao run")
}
