package main

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// awkward is one row of everything that a format may get wrong: a formula, a
// number that looks like one, a decimal beyond a float, a quote and a line end,
// an angle bracket, no value, and a text that is a number.
const awkward = `SELECT '=1+1' AS "=f", '-1.5' AS text_number, CAST(-1.5 AS DECIMAL(9, 1)) AS number, CAST('12345678901234567890.123456' AS DECIMAL(38, 6)) AS long,
	'a"b' || chr(10) || 'c,d' AS quoted, '<b>&' AS html, CAST(NULL AS VARCHAR) AS nothing, '007' AS code, DATE '2024-06-30' AS day, '@SUM(A1)' AS at, '+86-375' AS plus, 0.1 AS tenth`

func TestCSV(t *testing.T) {
	o := tongbao(t, "sql", "--out", published(t), "--format", "csv", awkward)
	o.says(t, exitDone, "非发布口径")
	if !strings.HasPrefix(o.out, "\ufeff") || strings.Contains(o.out, "\r") || strings.Contains(o.out, "非发布口径") {
		t.Errorf("%q", o.out)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(o.out, "\ufeff"))).ReadAll()
	want := "'=1+1|-1.5|-1.5|12345678901234567890.123456|a\"b\nc,d|<b>&||007|2024-06-30|'@SUM(A1)|'+86-375|0.1"
	if err != nil || len(rows) != 2 || rows[0][0] != "'=f" || strings.Join(rows[1], "|") != want {
		t.Errorf("%q %v", rows, err)
	}
	// An only empty cell is not a blank line, which readers would skip.
	if o = tongbao(t, "sql", "--out", published(t), "--format", "csv", "SELECT NULL AS a"); o.out != "\ufeffa\n\"\"\n" {
		t.Errorf("%q", o.out)
	}
}

func TestJSONKeepsText(t *testing.T) {
	o := tongbao(t, "sql", "--out", published(t), "--json", awkward)
	var rows []map[string]*string
	if err := json.Unmarshal([]byte(o.out), &rows); err != nil || len(rows) != 1 {
		t.Fatal(o.out, err)
	}
	for column, want := range map[string]string{"long": "12345678901234567890.123456", "number": "-1.5", "html": "<b>&", "=f": "=1+1", "quoted": "a\"b\nc,d"} {
		if got := rows[0][column]; got == nil || *got != want {
			t.Errorf("%s is %v, want %q", column, got, want)
		}
	}
	if rows[0]["nothing"] != nil {
		t.Error("NULL is a text")
	}
}

// TestXLSX reads the raw workbook back: digits as they were, no formula.
func TestXLSX(t *testing.T) {
	path := filepath.Join(t.TempDir(), "答.xlsx")
	tongbao(t, "sql", "--out", published(t), "--format", "xlsx", "--output", path, awkward).says(t, exitDone, "非发布口径")
	book, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("结果")
	want := "=1+1|-1.5|-1.5|12345678901234567890.123456|a\"b\nc,d|<b>&||007|2024-06-30|@SUM(A1)|+86-375|0.1"
	if err != nil || len(rows) != 2 || strings.Join(rows[1], "|") != want {
		t.Errorf("%q %v", rows, err)
	}
	for cell, kind := range map[string]excelize.CellType{"A2": excelize.CellTypeSharedString, "B2": excelize.CellTypeSharedString, "C2": excelize.CellTypeUnset,
		"D2": excelize.CellTypeSharedString, "H2": excelize.CellTypeSharedString, "L2": excelize.CellTypeUnset} {
		if is, err := book.GetCellType("结果", cell); err != nil || is != kind {
			t.Errorf("%s is of type %v, want %v (%v)", cell, is, kind, err)
		}
	}
	about, err := book.GetRows("说明")
	if err != nil || len(about) < 4 || !strings.Contains(strings.Join(about[2], ""), "非发布口径") {
		t.Errorf("%q %v", about, err)
	}
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil || bytes.Contains(b, []byte("<f>")) {
			t.Errorf("%s holds a formula (%v)", f.Name, err)
		}
	}
}

// TestParquet has the program read its own file back through the magic bytes
// only: what reads Parquet must not run in this process on a file of others.
func TestParquet(t *testing.T) {
	out, path := published(t), filepath.Join(t.TempDir(), "a.parquet")
	tongbao(t, "sql", "--out", out, "--format", "parquet", "--output", path, awkward).says(t, exitDone)
	b, err := os.ReadFile(path)
	if err != nil || len(b) < 100 || string(b[:4]) != "PAR1" || string(b[len(b)-4:]) != "PAR1" {
		t.Errorf("%d bytes, %v", len(b), err)
	}
	o := tongbao(t, "sql", "--out", out, "--format", "parquet", "SELECT 1 AS a")
	if o.says(t, exitDone); !strings.HasPrefix(o.out, "PAR1") {
		t.Errorf("%q", o.out)
	}
}

// TestCutIsSaid: an answer that was cut says so in every format.
func TestCutIsSaid(t *testing.T) {
	out := published(t)
	const long = "SELECT range AS n FROM range(150000)"
	for _, format := range []string{"table", "csv", "json"} {
		o := tongbao(t, "sql", "--out", out, "--format", format, long)
		o.says(t, exitDone, "结果已截断：只取前100000行")
		switch format {
		case "csv":
			if !strings.HasSuffix(o.out, "\n99999\n结果已截断：只取前100000行，其余没有列出\n") {
				t.Errorf("csv ends with %q", o.out[len(o.out)-80:])
			}
		case "json":
			var rows []map[string]string
			if err := json.Unmarshal([]byte(o.out), &rows); err != nil || len(rows) != 100001 || !strings.Contains(rows[100000]["_cut"], "截断") {
				t.Errorf("json: %d rows, %v", len(rows), err)
			}
		}
	}
	o := tongbao(t, "sql", "--out", out, "--format", "csv", "SELECT repeat('x', 1000000) AS x FROM range(200)")
	o.says(t, exitDone, "67108864字节")
	if !strings.HasSuffix(o.out, "其余没有列出\n") {
		t.Errorf("csv ends with %q", o.out[len(o.out)-80:])
	}
}

// TestScreens: a terminal gets no workbook, and nothing of a ledger moves its
// cursor.
func TestScreens(t *testing.T) {
	out := published(t)
	var stdout, stderr bytes.Buffer
	if status := Main(t.Context(), world{out: &stdout, err: &stderr, screen: true}, []string{"sql", "--out", out, "--format", "xlsx", "SELECT 1 AS a"}); status != exitUsage ||
		!strings.Contains(stderr.String(), "--output") || stdout.Len() > 0 {
		t.Errorf("%d %s", status, stderr.String())
	}
	o := tongbao(t, "sql", "--out", out, "SELECT 'a' || chr(27) || '[2J' || chr(10) || chr(8238) || 'b' AS x")
	if o.says(t, exitDone); !strings.Contains(o.out, "a [2J  b") {
		t.Errorf("%q", o.out)
	}
}

// TestAskByCommand asks saved questions as a person does.
func TestAskByCommand(t *testing.T) {
	out := published(t)
	for _, name := range []string{"1", "supply_rate", "全区供地率与差额"} {
		o := tongbao(t, "sql", "--out", out, "--ask", name, "--format", "csv")
		o.says(t, exitDone)
		if !strings.Contains(o.out, "69.751807") || o.err != "" {
			t.Errorf("%s: %s%s", name, o.out, o.err)
		}
	}
	o := tongbao(t, "sql", "--out", out, "--ask", "supply_rate", "unit=高庄街道", "as_of=2022-11-30", "--json")
	// 10 of 35.4321
	if o.says(t, exitDone); !strings.Contains(o.out, `"供地率": "28.222996"`) {
		t.Errorf("%s", o.out)
	}
	tongbao(t, "sql", "--out", out, "--ask", "forecast").says(t, exitDone, "非发布口径")
	for _, c := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"--ask", "天气"}, exitUsage, "天气"},
		{[]string{"--ask", "供地率"}, exitUsage, "按批准年度供地率"},
		{[]string{"--ask", "1", "unit"}, exitUsage, "名字=值"},
		{[]string{"--ask", "1", "unit=全区", "unit=高庄街道"}, exitUsage, "每个一次"},
		{[]string{"--ask", "1", "year=2024"}, exitUsage, "没有参数 year"},
		{[]string{"--ask", "1", "as_of=2024-02-30"}, exitUsage, "2024-02-30"},
		{[]string{"--ask", "1", "as_of=2024-02-29"}, exitFailed, "2024-03-31"},
		{[]string{"--ask", "1", "unit=高庄"}, exitFailed, "高庄街道"},
		{[]string{"--ask", "1", "unit=' OR '1'='1"}, exitFailed, "高庄街道"},
	} {
		o := tongbao(t, append([]string{"sql", "--out", out}, c.args...)...)
		if o.says(t, c.status, c.says); o.out != "" {
			t.Errorf("%v: %s", c.args, o.out)
		}
	}
	list := tongbao(t, "sql", "--list")
	if list.says(t, exitDone); !strings.Contains(list.out, " 1  全区供地率与差额  supply_rate") || !strings.Contains(list.out, "35  ") {
		t.Errorf("%s", list.out)
	}
	var items []struct {
		No         int
		Title, SQL string
		Parameters []struct{ Name, Kind, Default string }
	}
	if o := tongbao(t, "sql", "--list", "--json"); json.Unmarshal([]byte(o.out), &items) != nil || len(items) != 35 || items[34].Parameters[1].Default != "面积" || !strings.Contains(items[0].SQL, "SELECT") {
		t.Errorf("%s", o.out)
	}
}
