package queries

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Job is one statement to be asked of a sealed edition.
type Job struct {
	Statement string `json:"statement"`
	// Parameters are those of a saved question, Bindings their values.
	Parameters []Parameter `json:"parameters,omitempty"`
	Bindings   []Binding   `json:"bindings,omitempty"`
	Limits     Limits      `json:"limits"`
}

// Limits is how much of an answer is taken: whichever is reached first cuts it.
type Limits struct {
	Rows  int `json:"rows"`
	Cells int `json:"cells"`
	Bytes int `json:"bytes"`
}

// Head is what is known of an answer before its rows.
type Head struct {
	Columns []string `json:"columns"`
	Types   []string `json:"types"` // DuckDB's name of each column's type
	// Governed says that the cells are the edition's published ones, not a
	// computation of the asker's.
	Governed bool `json:"governed"`
}

// Answer is a whole answer. Cut says in Chinese why rows are missing; empty when
// none are.
type Answer struct {
	Table
	Types    []string
	Governed bool
	Cut      string
}

// Numeric says whether a column holds numbers: its cells are exact decimals and
// no text of a ledger.
func (a Answer) Numeric(column int) bool {
	kind, _, _ := strings.Cut(a.Types[column], "(")
	return slices.Contains([]string{"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT", "DECIMAL", "FLOAT", "DOUBLE"}, kind)
}

// tableFunctions are the functions that a reader's own statement may take rows
// from. The others reach for files, the network or the engine's settings.
var tableFunctions = map[string]bool{"range": true, "generate_series": true, "unnest": true, "json_each": true, "json_tree": true,
	"generate_subscripts": true}

var showTables = regexp.MustCompile(`(?i)^show\s+tables$`)

// longest is how long a statement may be, in bytes.
const longest = 64 << 10

// Run asks a statement and hands the answer on row by row, every cell as text.
// One SELECT is taken and nothing else: DuckDB's own parser says what a
// statement is. The returned text says why rows were left out.
func Run(ctx context.Context, db Querier, j Job, head func(Head) error, row func([]sql.NullString) error) (cut string, err error) {
	statement, err := spellPivot(ctx, db, strings.TrimRight(strings.TrimSpace(j.Statement), "; \n\t"))
	if err != nil {
		return "", err
	}
	if showTables.MatchString(statement) { // of the schema one is in, which is an empty one
		statement = "SHOW ALL TABLES"
	}
	governed, err := guard(ctx, db, statement)
	if err != nil {
		return "", err
	}
	args, err := j.arguments(ctx, db)
	if err != nil {
		return "", err
	}
	h := Head{Governed: governed}
	if h.Columns, h.Types, err = describe(ctx, db, statement, args); err != nil {
		return "", err
	}
	if err := head(h); err != nil {
		return "", err
	}
	wrapped, err := Render("answer", struct {
		Statement string
		Rows      int
	}{statement, j.Limits.Rows + 1})
	if err != nil {
		return "", err
	}
	rows, err := db.QueryContext(ctx, wrapped, args...)
	if err != nil {
		return "", refusal(err)
	}
	defer rows.Close()
	return j.Limits.take(rows, len(h.Columns), row)
}

// take hands rows on until a limit is reached.
func (l Limits) take(rows *sql.Rows, columns int, row func([]sql.NullString) error) (string, error) {
	bytes := 0
	for n := 0; rows.Next(); n++ {
		cells := make([]sql.NullString, columns)
		into := make([]any, columns)
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := rows.Scan(into...); err != nil {
			return "", refusal(err)
		}
		for _, c := range cells {
			bytes += len(c.String) + 4
		}
		switch {
		case n >= l.Rows:
			return fmt.Sprintf("结果已截断：只取前%d行，其余没有列出", l.Rows), nil
		case (n+1)*columns > l.Cells:
			return fmt.Sprintf("结果已截断：只取前%d行（不超过%d个单元格），其余没有列出", n, l.Cells), nil
		case bytes > l.Bytes:
			return fmt.Sprintf("结果已截断：只取前%d行（不超过%d字节），其余没有列出", n, l.Bytes), nil
		}
		if err := row(cells); err != nil {
			return "", err
		}
	}
	return "", refusal(rows.Err())
}

// Select is the whole result of a trusted statement, every column as text.
func Select(ctx context.Context, db Querier, statement string) (Table, error) {
	a, err := Collect(ctx, db, Job{Statement: statement, Limits: Limits{Rows: 1 << 30, Cells: 1 << 40, Bytes: 1 << 40}})
	return a.Table, err
}

// Warm makes ready in an opened edition what every statement needs: the parser's
// tree as JSON, the catalogue.
func Warm(ctx context.Context, db Querier) error {
	statement, err := Render("warm", nil)
	if err != nil {
		return err
	}
	_, err = Collect(ctx, db, Job{Statement: statement, Limits: Limits{Rows: 1, Cells: 1, Bytes: 1 << 10}})
	return err
}

// Collect asks and gathers the whole answer.
func Collect(ctx context.Context, db Querier, j Job) (Answer, error) {
	a := Answer{Table: Table{Name: "查询"}}
	cut, err := Run(ctx, db, j, func(h Head) error {
		a.Columns, a.Types, a.Governed = h.Columns, h.Types, h.Governed
		return nil
	}, func(cells []sql.NullString) error {
		a.Rows = append(a.Rows, cells)
		return nil
	})
	a.Cut = cut
	return a, err
}

// arguments binds the values: always as text, which the statement casts. A unit
// or a day must be one that the edition speaks of, or the answer would be
// silently empty.
func (j Job) arguments(ctx context.Context, db Querier) ([]any, error) {
	var args []any
	for _, b := range j.Bindings {
		var value any
		if b.Value != "" {
			value = b.Value
		}
		args = append(args, sql.Named(b.Name, value))
		i := slices.IndexFunc(j.Parameters, func(p Parameter) bool { return p.Name == b.Name })
		if i < 0 || b.Value == "" {
			continue
		}
		choices, err := Choices(ctx, db, j.Parameters[i])
		if err != nil {
			return nil, err
		}
		if len(choices) > 0 && !slices.Contains(choices, b.Value) {
			return nil, fmt.Errorf("参数 %s（%s）：这一期没有“%s”；有：%s", b.Name, j.Parameters[i].Title, b.Value, strings.Join(choices, "、"))
		}
	}
	return args, nil
}

// Choices are the values that a parameter can take in this edition; none where
// anything goes.
func Choices(ctx context.Context, db Querier, p Parameter) ([]string, error) {
	if p.Kind != "unit" && p.Kind != "as_of" {
		return p.words(), nil
	}
	statement, err := Render("choice_"+p.Kind, nil)
	if err != nil {
		return nil, err
	}
	t, err := scan(ctx, db, "choice", statement)
	var list []string
	for i := range t.Len() {
		list = append(list, t.Text(i, "choice"))
	}
	return list, err
}

// describe is the columns of a statement and their types.
func describe(ctx context.Context, db Querier, statement string, args []any) (columns, types []string, err error) {
	wrapped, err := Render("describe", statement)
	if err != nil {
		return nil, nil, err
	}
	rows, err := db.QueryContext(ctx, wrapped, args...)
	if err != nil {
		return nil, nil, refusal(err)
	}
	defer rows.Close()
	list, err := rows.ColumnTypes()
	if err != nil {
		return nil, nil, err
	}
	for _, c := range list {
		columns = append(columns, c.Name())
		types = append(types, c.DatabaseTypeName())
	}
	return columns, types, rows.Err()
}

// refusal puts DuckDB's own words behind a Chinese head that tells the kind.
func refusal(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	for _, k := range []struct{ has, says string }{
		{"Out of Memory", "语句要用的内存太多，没有执行完；请加条件或先汇总"},
		{"out of memory", "语句要用的内存太多，没有执行完；请加条件或先汇总"},
		{"bad_alloc", "语句要用的内存太多，没有执行完；请加条件或先汇总"},
		{"Permission Error", "语句不能执行：只能查这一期的数据"},
		{"Catalog Error", "语句不能执行：没有这个表、列或函数；表和列见 tongbao sql --schema"},
		{"Binder Error", "语句不能执行：列名或表名不对；表和列见 tongbao sql --schema"},
		{"Conversion Error", "语句不能执行：数据类型转换不了"},
	} {
		if strings.Contains(text, k.has) {
			return fmt.Errorf("%s（%w）", k.says, err)
		}
	}
	return fmt.Errorf("语句不能执行（%w）", err)
}

// node is a part of DuckDB's parse tree.
type node map[string]json.RawMessage

func (n node) text(key string) (s string) {
	json.Unmarshal(n[key], &s)
	return s
}

func (n node) child(key string) (c node) {
	json.Unmarshal(n[key], &c)
	return c
}

// empty says that a key is absent, null or an empty list.
func (n node) empty(key string) bool {
	text := strings.TrimSpace(string(n[key]))
	return text == "" || text == "null" || text == "[]" || text == `""` || text == "false"
}

// guard refuses what is not one harmless SELECT, and says whether it only picks
// published figures.
func guard(ctx context.Context, db Querier, statement string) (governed bool, err error) {
	if len(statement) > longest || !utf8.ValidString(statement) {
		return false, fmt.Errorf("语句不能执行：须是不超过%d字节的文字", longest)
	}
	ask, err := Render("parse", statement)
	if err != nil {
		return false, err
	}
	t, err := scan(ctx, db, "查询", ask)
	if err != nil {
		return false, refusal(err)
	}
	var tree struct {
		Error      bool   `json:"error"`
		Message    string `json:"error_message"`
		Statements []struct {
			Node json.RawMessage `json:"node"`
		} `json:"statements"`
	}
	if err := json.Unmarshal([]byte(t.Rows[0][0].String), &tree); err != nil {
		return false, fmt.Errorf("语句不能执行：%w", err)
	}
	switch {
	case tree.Error && strings.Contains(strings.ToUpper(statement), "PIVOT") && strings.Contains(tree.Message, "Only SELECT"):
		return false, errors.New("语句不能执行：夹在语句里的 PIVOT 要用 IN (…) 写明哪些值成为列")
	case tree.Error:
		return false, fmt.Errorf("语句不能执行：只接受一条 SELECT（%s）", tree.Message)
	case len(tree.Statements) != 1:
		return false, errors.New("语句不能执行：一次只接受一条 SELECT")
	}
	var top node
	if err := json.Unmarshal(tree.Statements[0].Node, &top); err != nil {
		return false, fmt.Errorf("语句不能执行：%w", err)
	}
	return picksFigures(top), allowed(tree.Statements[0].Node)
}

// governedSchemas hold what the edition publishes.
var governedSchemas = []string{"kpi", "mart", "rank", "judge", "published"}

// catalogOfEdition is how the editions are attached; none is the one asked.
var catalogOfEdition = regexp.MustCompile(`(?i)^(ed_\d{4}q[1-4])?$`)

// picksFigures says whether a SELECT takes columns of one published object as
// they stand, whatever rows it keeps: no other name, no other value.
func picksFigures(top node) bool {
	from := top.child("from_table")
	if top.text("type") != "SELECT_NODE" || from.text("type") != "BASE_TABLE" || !catalogOfEdition.MatchString(from.text("catalog_name")) ||
		!slices.Contains(governedSchemas, from.text("schema_name")) || !from.empty("column_name_alias") || !top.empty("group_expressions") {
		return false
	}
	var list []node
	if json.Unmarshal(top["select_list"], &list) != nil {
		return false
	}
	for _, e := range list {
		null := e.child("value")["is_null"]
		switch e.text("type") {
		case "COLUMN_REF":
			if !e.empty("alias") {
				return false
			}
		case "STAR":
			if !e.empty("replace_list") || !e.empty("rename_list") || !e.empty("expr") {
				return false
			}
		case "VALUE_CONSTANT":
			if string(null) != "true" {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// machineTables are DuckDB's own views that tell where files lie on the machine.
var machineTables = map[string]bool{"duckdb_databases": true, "pragma_database_list": true, "duckdb_logs": true, "duckdb_log_contexts": true,
	"duckdb_settings": true, "duckdb_secrets": true, "duckdb_temporary_files": true}

// allowed walks the parse tree and refuses a table function that is not on the
// list, and tables that speak of the machine.
func allowed(raw json.RawMessage) error {
	var object node
	if json.Unmarshal(raw, &object) == nil {
		name, ok := "", true
		switch object.text("type") {
		case "TABLE_FUNCTION":
			name = object.child("function").text("function_name")
			ok = tableFunctions[strings.ToLower(name)]
		case "BASE_TABLE":
			name = object.text("table_name")
			ok = !machineTables[strings.ToLower(name)]
		}
		if !ok {
			return fmt.Errorf("语句不能执行：查询里不能用 %s", name)
		}
		for _, child := range object {
			if err := allowed(child); err != nil {
				return err
			}
		}
		return nil
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) == nil {
		for _, child := range list {
			if err := allowed(child); err != nil {
				return err
			}
		}
	}
	return nil
}
