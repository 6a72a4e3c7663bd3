package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"tongbao/pipeline"
	"tongbao/queries"
)

// attackMemory and attackDeadline are the jail of the attacks: tight, so that a
// killed statement costs a second and no more memory than this.
const (
	attackMemory   = 384 << 20
	attackDeadline = time.Second
)

// refusals are statements that must not run at all. FILE is a path outside, LEDGER the sealed file.
var refusals = map[string][]string{
	"reads a file": {
		"SELECT * FROM read_text('/etc/hostname')", "SELECT * FROM read_blob('/etc/hostname')", "SELECT * FROM read_csv('/etc/hostname')", "SELECT * FROM read_csv_auto('/etc/hostname')",
		"SELECT * FROM read_json('/etc/hostname')", "SELECT * FROM read_json_auto('/etc/hostname')", "SELECT * FROM read_ndjson('/etc/hostname')", "SELECT * FROM read_json_objects('/etc/hostname')",
		"SELECT * FROM read_parquet('/etc/hostname')", "SELECT * FROM parquet_scan('/etc/hostname')", "SELECT * FROM parquet_metadata('/etc/hostname')", "SELECT * FROM sniff_csv('/etc/hostname')",
		"SELECT * FROM glob('/etc/*')", "FROM '/etc/hostname'", "FROM '/etc/passwd.csv'", "SELECT * FROM \"FILE.parquet\"", "FROM 'LEDGER'", "FROM 'https://example.com/a.csv'",
		"SELECT (SELECT content FROM read_text('/etc/hostname')) AS a", "WITH x AS (SELECT * FROM read_text('/etc/hostname')) SELECT * FROM x",
		"SELECT 1 WHERE EXISTS (FROM read_text('/etc/hostname'))", "SELECT * FROM range(1), LATERAL (FROM read_text('/etc/hostname'))", "SELECT * FROM range(1) AS r JOIN read_text('/etc/hostname') ON true",
		"SELECT 1 UNION ALL SELECT size FROM read_text('/etc/hostname')", "WITH RECURSIVE x AS (SELECT 1 AS a UNION SELECT size FROM read_text('/etc/hostname')) FROM x",
		"SELECT * FROM query('FROM read_text(''/etc/hostname'')')", "SELECT * FROM query_table('fact.batch')", "SELECT * FROM main.read_text('/etc/hostname')", "SELECT * FROM READ_TEXT('/etc/hostname')",
		"SELECT * FROM \"read_text\"('/etc/hostname')", "SELECT * FROM system.main.read_text('/etc/hostname')", "DESCRIBE FROM read_text('/etc/hostname')", "SUMMARIZE FROM read_text('/etc/hostname')",
		"SELECT * FROM seq_scan('x')", "SELECT * FROM arrow_scan(1, 2, 3)", "SELECT * FROM pandas_scan(1)", "SELECT [x FOR x IN (FROM read_text('/etc/hostname'))]",
		"PIVOT read_text('/etc/hostname') ON filename USING count(*)", "PIVOT (FROM read_text('/etc/hostname')) ON filename", "PIVOT kpi.supply_rate ON (SELECT content FROM read_text('/etc/hostname')) USING sum(value)",
		"PIVOT '/etc/passwd.csv' ON a USING count(*)", "UNPIVOT read_csv('/etc/passwd') ON COLUMNS(*)", "FROM read_text('/etc/hostname') PIVOT (count(*) FOR filename IN ('x'))", "SUMMARIZE '/etc/passwd'", "DESCRIBE read_csv('/etc/passwd')", "DESCRIBE '/etc/passwd.csv'",
		"SHOW TABLES FROM '/etc'", "SHOW read_text('/etc/hostname')", "TABLE \"/etc/hostname\"", "WITH a AS MATERIALIZED (FROM read_blob('/etc/*')) FROM a", "FROM (VALUES (1)) AS v(x), read_text('/etc/hostname')", "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('FROM read_text(''/etc/hostname'')'))",
		"SELECT COLUMNS(*) FROM read_text('/etc/hostname')", "FROM range(1) POSITIONAL JOIN read_text('/etc/hostname')", "FROM range(1) ASOF JOIN read_text('/etc/hostname') ON size > range", "SELECT /* read */ * FROM/**/read_text/**/('/etc/hostname')", "SELECT * FROM U&\"read_tex\\0074\"('/etc/hostname')", "SELECT * FROM ｒｅａｄ_text('/etc/hostname')",
		"SELECT getenv('HOME')", "SELECT * FROM duckdb_databases", "SELECT * FROM system.main.duckdb_databases", "SELECT file FROM pragma_database_list", "SELECT * FROM DUCKDB_DATABASES",
	},
	"writes or leaves": {
		"COPY fact.batch TO 'FILE'", "COPY (SELECT 1) TO 'FILE'", "COPY fact.batch FROM 'FILE'", "EXPORT DATABASE 'FILE'", "IMPORT DATABASE 'FILE'", "COPY FROM DATABASE memory TO temp",
		"ATTACH 'FILE' AS x", "ATTACH ':memory:' AS x", "ATTACH 'LEDGER' AS x", "DETACH memory", "USE memory", "USE temp", "INSTALL httpfs", "LOAD httpfs", "LOAD 'FILE'", "FORCE INSTALL spatial", "UPDATE EXTENSIONS",
		"CREATE SECRET s (TYPE http)", "CREATE TABLE x (a INTEGER)", "CREATE TEMP TABLE x AS SELECT 1 AS a", "CREATE OR REPLACE VIEW kpi.supply_rate AS SELECT 1 AS a", "CREATE MACRO f(a) AS a", "CREATE SCHEMA s",
		"CREATE SEQUENCE s", "CREATE TYPE t AS ENUM ('a')", "CREATE INDEX i ON fact.batch (batch_id)", "INSERT INTO fact.batch SELECT * FROM fact.batch", "UPDATE fact.batch SET unit = '全区'", "DELETE FROM fact.batch",
		"TRUNCATE fact.batch", "DROP TABLE fact.batch", "DROP SCHEMA fact CASCADE", "ALTER TABLE fact.batch ADD COLUMN a INTEGER", "MERGE INTO fact.batch USING fact.batch AS b ON true WHEN MATCHED THEN DELETE",
		"COMMENT ON TABLE fact.batch IS 'x'", "CHECKPOINT", "FORCE CHECKPOINT", "VACUUM", "ANALYZE", "BEGIN", "COMMIT", "ROLLBACK",
		"SELECT * FROM enable_logging('QueryLog', storage = 'file', storage_path = 'FILE')", "CALL enable_logging()", "SELECT * FROM enable_profiling(save_location = 'FILE')", "SELECT * FROM disable_logging()", "SELECT * FROM truncate_duckdb_logs()",
	},
	"changes the engine": {
		"SET threads = 64", "SET memory_limit = '64GB'", "SET GLOBAL enable_external_access = true", "SET SESSION lock_configuration = false", "RESET memory_limit", "RESET lock_configuration", "PRAGMA enable_profiling", "PRAGMA threads = 8",
		"PRAGMA database_list", "SET VARIABLE a = 1", "SET temp_directory = 'FILE'", "SET disabled_filesystems = ''", "PREPARE p AS SELECT 1", "EXECUTE p", "DEALLOCATE p", "CALL pragma_version()", "EXPLAIN ANALYZE SELECT 1",
		"SELECT * FROM duckdb_settings()", "SELECT * FROM pragma_user_agent()", "SELECT * FROM test_all_types()", "SELECT * FROM repeat(1, 10)", "SELECT * FROM force_checkpoint()", "SELECT * FROM duckdb_secrets()", "SELECT * FROM sql_auto_complete('S')",
	},
	"more than one, or none": {
		"SELECT 1; SELECT 2", "SELECT 1; DROP TABLE fact.batch", "SELECT 1); SELECT 2; SELECT * FROM (SELECT 3", "SELECT 1); COPY (SELECT 1) TO 'FILE'; SELECT * FROM (SELECT 1",
		"SELECT 1) LIMIT 1; CREATE TEMP TABLE x AS SELECT 1 AS a; SELECT * FROM (FROM x", "SELECT 1 --\n); DROP TABLE fact.batch", "SELECT 1 /*", "", ";", ";;;", "-- nothing", "SELEC 1", "SELECT $1", "SELECT ?", "SELECT $name",
		"SELECT 没有这一列 FROM fact.batch", "SELECT * FROM 没有这张表", "SELECT 1 AS a FROM ed_1999q1.kpi.supply_rate", "\x00SELECT 1", "SELECT '\xff'",
	},
}

// hogs are statements that would take the machine: each is refused by the engine
// or killed by the jail, and none may answer.
var hogs = []string{
	"SELECT length(repeat('x', 2000000000)) AS n", "SELECT length(repeat('x', 4000000000)) AS n", "SELECT length(lpad('x', 2000000000, 'y')) AS n", "SELECT length(rpad('x', 1500000000, 'y')) AS n",
	"SELECT length(printf('%2000000000d', 1)) AS n", "SELECT len(range(2000000000)) AS n", "SELECT len(list_transform(range(200000000), lambda x: x * 2)) AS n", "SELECT list_sort(range(300000000), 'DESC')[1] AS n",
	"SELECT length(string_agg(repeat('x', 1000), '')) AS n FROM range(3000000)", "SELECT len(list(r.range)) AS n FROM range(900000000) AS r", "SELECT count(DISTINCT md5(CAST(range AS VARCHAR))) AS n FROM range(300000000)",
	"SELECT count(*) AS n FROM range(10000000) AS a, range(10000000) AS b WHERE a.range * b.range % 7 = 3", "SELECT count(*) AS n FROM fact.batch AS a, fact.batch AS b, fact.batch AS c, range(1000000000) AS d WHERE hash(a.line, b.line, c.line, d.range) = 1",
	"WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) AS n FROM t", "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n * 2 % 1000003 FROM t, range(3)) SELECT max(n) AS n FROM t",
	"SELECT * FROM range(1000000000) AS r ORDER BY hash(r.range) LIMIT 5", "SELECT r.range, row_number() OVER (ORDER BY md5(CAST(r.range AS VARCHAR))) AS n FROM range(500000000) AS r ORDER BY n DESC LIMIT 1",
	"SELECT max(length(x)) AS n FROM (SELECT repeat(CAST(range AS VARCHAR), 1000000) AS x FROM range(100000))", "SELECT median(hash(r.range)) AS n FROM range(500000000) AS r", "SELECT quantile_cont(random(), 0.5) AS n FROM range(800000000)",
	"SELECT histogram(hash(range)) AS n FROM range(100000000)", "SELECT levenshtein(repeat('ab', 500000), repeat('ba', 500000)) AS n", "SELECT jaccard(repeat('x', 1000000000), repeat('y', 1000000000)) AS n",
	"SELECT regexp_replace(repeat('a', 400000000), 'a', 'bbbbbbbbbb', 'g') AS x", "SELECT length(array_to_string(list_transform(range(100000000), lambda x: 'xxxxxxxxxxxxxxxx'), ',')) AS n",
	"SELECT count(*) AS n FROM (SELECT unnest(range(100000000)) AS a) CROSS JOIN (SELECT unnest(range(100000)) AS b) WHERE a % 3 = b % 5", "SELECT sum(x) AS n FROM (SELECT generate_subscripts(range(1000000000), 1) AS x)",
	"SELECT CAST(to_json(list(range)) AS VARCHAR) AS x FROM range(100000000)", "SELECT unnest(string_split(repeat('a,', 500000000), ',')) AS x", "SELECT bit_length(CAST(repeat('1', 2000000000) AS BIT)) AS n",
	"SELECT factorial(33) * count(*) AS n FROM range(100000) AS a, range(100000) AS b, range(100) AS c WHERE a.range & b.range & c.range = 9",
}

// harmless are statements that only read, in forms other than a plain SELECT, and
// how many rows each has in the worked example; -1: some.
var harmless = map[string]int{
	"FROM kpi.supply_rate": -1, "FROM kpi.supply_rate SELECT unit LIMIT 2": 2, "TABLE kpi.supply_rate": -1, "VALUES (1, 'a'), (2, 'b')": 2, "WITH a AS (SELECT 1 AS x), b AS (FROM a) FROM b": 1,
	"DESCRIBE kpi.supply_rate": 5, "DESC kpi.supply_rate": 5, "DESCRIBE SELECT 1 AS a, 2 AS b": 2, "SUMMARIZE kpi.supply_rate": 5, "SUMMARIZE SELECT unit FROM kpi.supply_rate": 1, "SHOW TABLES": -1, "SHOW ALL TABLES": -1, "SHOW TABLES FROM kpi": -1,
	"SELECT column_name FROM (DESCRIBE kpi.supply_rate)": 5, "PIVOT (FROM kpi.supply_rate WHERE as_of = DATE '2024-06-30') ON unit USING max(value) GROUP BY as_of": 1, "pivot kpi.supply_rate on unit in ('全区') using max(value) group by as_of order by as_of limit 1": 1,
	"PIVOT kpi.supply_rate ON unit, as_of USING max(value)": -1, "PIVOT (SELECT 'it''s' AS a, 1 AS b, 'x' AS c) -- on a\nON a USING sum(b) GROUP BY c": 1, "FROM kpi.supply_rate PIVOT (max(value) FOR unit IN ('全区') GROUP BY as_of)": -1,
	"UNPIVOT (SELECT 'a' AS k, 1 AS x, 2 AS y) ON x, y INTO NAME n VALUE v": 2, "SELECT unit FROM kpi.supply_rate QUALIFY row_number() OVER (PARTITION BY unit ORDER BY as_of) = 1": -1, "(SELECT 1 AS a) UNION ALL (SELECT 2) ORDER BY a DESC LIMIT 1": 1,
	"SELECT 1 AS a;": 1, " \n-- 注释\nSELECT 1 AS a -- 尾\n;\n": 1, "SELECT * FROM range(3) AS r, LATERAL (SELECT r.range + 1) AS l": 3, "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 5) FROM t": 5,
}

// TestHarmless: what only reads is answered, whatever its form.
func TestHarmless(t *testing.T) {
	desk := pipeline.Desk{Out: published(t), Jail: jail()}
	for s, rows := range harmless {
		reply, err := desk.Ask(t.Context(), "", queries.Job{Statement: s, Limits: pipeline.DeskLimits})
		if err != nil || rows >= 0 && reply.Len() != rows || reply.Len() == 0 {
			t.Errorf("%s: %d rows, want %d: %v", s, reply.Len(), rows, err)
		}
	}
	reply, err := desk.Ask(t.Context(), "", queries.Job{Statement: "PIVOT kpi.supply_rate ON unit USING max(value) GROUP BY as_of ORDER BY as_of DESC LIMIT 1", Limits: pipeline.DeskLimits})
	if err != nil || reply.Text(0, "全区") != "69.751807" || reply.Text(0, "高庄街道") != "77.392460" {
		t.Errorf("%v %v", reply.Table, err)
	}
}

// TestAttacks asks every hostile statement of the published example: each is
// refused or killed in time, within the memory, and leaves no trace.
func TestAttacks(t *testing.T) {
	out, elsewhere := published(t), t.TempDir()
	file := filepath.Join(elsewhere, "x")
	fill := strings.NewReplacer("FILE", file, "LEDGER", filepath.Join(out, "editions/2024Q2/ledger.duckdb"))
	desk := pipeline.Desk{Out: out, Jail: jail()}
	desk.Jail.Deadline, desk.Jail.Memory = attackDeadline, attackMemory
	desk = desk.Resident(1) // as the pages ask: of a process that waits, or of a new one
	total := 0
	untouched(t, out, func() {
		for kind, statements := range refusals {
			for _, s := range statements {
				total++
				attack(t, desk, kind+": "+s, fill.Replace(s), true)
			}
		}
		attack(t, desk, "deep brackets", "SELECT "+strings.Repeat("(", 20000)+"1"+strings.Repeat(")", 20000), true)
		attack(t, desk, "long chain", "SELECT 1"+strings.Repeat("+1", 15000), false)
		attack(t, desk, "many columns", "SELECT 1"+strings.Repeat(",1", 15000), false)
		attack(t, desk, "over long", "SELECT '"+strings.Repeat("x", 100000)+"'", true)
		for _, s := range hogs {
			total++
			attack(t, desk, "hog: "+s, s, true)
		}
	})
	if total < 120 {
		t.Errorf("only %d attacks", total)
	}
	if left, err := os.ReadDir(elsewhere); err != nil || len(left) > 0 {
		t.Errorf("written: %v (%v)", left, err)
	}
	var used unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_CHILDREN, &used); err != nil {
		t.Fatal(err)
	}
	// The bare process takes some 70 MB, of which its limit does not speak.
	if most := used.Maxrss << 10; most > attackMemory+100<<20 {
		t.Errorf("a jailed process took %d MB", most>>20)
	}
}

// attack holds one statement to its end. A machine busy with other things may be
// late once: the time must hold in one of three tries.
func attack(t *testing.T, desk pipeline.Desk, name, statement string, mustFail bool) {
	t.Helper()
	took := time.Hour
	for range 3 {
		start := time.Now()
		reply, err := desk.Ask(t.Context(), "", queries.Job{Statement: statement, Limits: pipeline.DeskLimits})
		took = min(took, time.Since(start))
		if mustFail && err == nil {
			t.Errorf("%.200s: answered %d rows", name, reply.Len())
		}
		if err != nil && (errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "语句")) {
			t.Errorf("%.200s: %v", name, err)
		}
		if took <= attackDeadline+500*time.Millisecond {
			return
		}
	}
	t.Errorf("%.200s: took %v", name, took)
}
