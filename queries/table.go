package queries

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
)

// Table is the rows of one view as text, in the view's own order. Figures in it
// are exact decimals as DuckDB prints them; columns that end in _text are
// already rounded for people (rule R4). Nothing in Go computes with them.
type Table struct {
	Name    string
	Columns []string
	Rows    [][]sql.NullString
}

// NewTable makes a table from plain strings; an empty string is NULL. It is for
// tests and for small tables that do not come from the database.
func NewTable(name string, columns []string, rows ...[]string) Table {
	t := Table{Name: name, Columns: columns}
	for _, r := range rows {
		cells := make([]sql.NullString, len(columns))
		for i := range columns {
			if i < len(r) && r[i] != "" {
				cells[i] = sql.NullString{String: r[i], Valid: true}
			}
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// Len is the number of rows.
func (t Table) Len() int { return len(t.Rows) }

// Has says whether the table has a column of that name.
func (t Table) Has(column string) bool { return t.index(column) >= 0 }

// Text is the cell of a row as text; NULL is the empty string. An unknown column
// is a mistake in the program, not in the data, and panics with both names.
func (t Table) Text(row int, column string) string {
	return t.cell(row, column).String
}

// Null says whether the cell is NULL.
func (t Table) Null(row int, column string) bool { return !t.cell(row, column).Valid }

// True says whether the cell holds SQL's true.
func (t Table) True(row int, column string) bool { return t.cell(row, column).String == "true" }

// Float is the cell as a number to place a mark on a drawing with; ok is false
// for NULL. It is never printed and never computed with.
func (t Table) Float(row int, column string) (value float64, ok bool) {
	c := t.cell(row, column)
	if !c.Valid {
		return 0, false
	}
	f, err := strconv.ParseFloat(c.String, 64)
	return f, err == nil
}

func (t Table) index(column string) int {
	for i, c := range t.Columns {
		if c == column {
			return i
		}
	}
	return -1
}

func (t Table) cell(row int, column string) sql.NullString {
	i := t.index(column)
	if i < 0 {
		panic(fmt.Sprintf("queries: %s has no column %q, only %q", t.Name, column, t.Columns))
	}
	return t.Rows[row][i]
}

// Querier is what a read needs: a *sql.DB, a *sql.Conn or a *sql.Tx.
type Querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// scan reads the rows of a statement whose columns are all text.
func scan(ctx context.Context, db Querier, name, statement string) (Table, error) {
	rows, err := db.QueryContext(ctx, statement)
	if err != nil {
		return Table{}, fmt.Errorf("%s: %w", name, err)
	}
	defer rows.Close()
	t := Table{Name: name}
	if t.Columns, err = rows.Columns(); err != nil {
		return Table{}, fmt.Errorf("%s: %w", name, err)
	}
	for rows.Next() {
		cells := make([]sql.NullString, len(t.Columns))
		into := make([]any, len(cells))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := rows.Scan(into...); err != nil {
			return Table{}, fmt.Errorf("%s: %w", name, err)
		}
		t.Rows = append(t.Rows, cells)
	}
	return t, rows.Err()
}
