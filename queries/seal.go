package queries

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// sealedTable is a table to copy and what to order it by: its rows may stand in
// whatever order the threads that made it ended.
type sealedTable struct {
	Object string
	Order  string // empty: the table has an order of its own
}

// order is what a file's rows are sealed in: its "order:" tag, or every column.
func (l Layer) order(f File) string {
	switch {
	case l.ordered:
		return ""
	case f.Tags["order"] != "":
		return f.Tags["order"]
	}
	return "ALL"
}

// collected is the name of the table that gathers a layer's objects; the
// template that makes it is called after it, but for the rows of a refusal.
func (l Layer) collected() string {
	if l.collect == "refuse" || l.collect == "clash" {
		return "row"
	}
	return l.collect
}

// Seal is the statements that copy every sealed layer of the working database
// (catalog memory) into a new database file. Layers of tables are copied as
// they stand; a layer of views is created anew over the copies, beside the
// table that collects it. A file of another layer whose header says
// "sealed: yes" goes along, and so do the tables that collect what was refused
// and found.
//
// Every table, view and column is described in Chinese by a comment, all in one
// transaction, so that the disk is waited for once. Tables are committed one by
// one: what a transaction holds of several is written in the order of their
// addresses.
func Seal(ctx context.Context, db Querier, path string) ([]string, error) {
	s := struct {
		Path      string
		BlockSize int
		Macros    []File
		Layers    []string
		Tables    []sealedTable
		Views     []File
		Comments  []described
	}{Path: path, BlockSize: smallBlock}
	titles := map[string]string{}
	words, err := dictionary()
	if err != nil {
		return nil, err
	}
	macros, err := Files("macro")
	if err != nil {
		return nil, err
	}
	if s.Macros, err = callOrder(macros); err != nil {
		return nil, err
	}
	for _, l := range Layers {
		list, err := Files(l.Name)
		if err != nil {
			return nil, err
		}
		if !l.sealed {
			list = slices.DeleteFunc(list, func(f File) bool { return f.Tags["sealed"] != "yes" })
		}
		if len(list) == 0 && l.collect == "" || l.create == "MACRO" {
			continue
		}
		s.Layers = append(s.Layers, l.Name)
		for _, f := range list {
			titles[f.Layer+"."+f.Name] = strings.TrimSuffix(f.Title, "。") + grainText(words, f.Tags["grain"])
			if l.create == "VIEW" {
				s.Views = append(s.Views, f)
			} else {
				s.Tables = append(s.Tables, sealedTable{f.Object(), l.order(f)})
			}
		}
		if name := l.collected(); name != "" {
			s.Tables = append(s.Tables, sealedTable{`"` + l.Name + `".` + name, ""})
			titles[l.Name+"."+name] = ""
		}
	}
	rows, err := number(ctx, db, "raw_rows", nil)
	if err != nil {
		return nil, err
	}
	if rows > manyRows {
		s.BlockSize = largeBlock
		if err := leaveOrdered(ctx, db, s.Tables); err != nil {
			return nil, err
		}
	}
	if s.Comments, err = describeAll(ctx, db, titles); err != nil {
		return nil, err
	}
	text, err := Render("seal", s)
	// One by one: a view keeps where in the statement's text each word stood, and
	// the path before it must not show in the file.
	return strings.Split(text, ";\n\n"), err
}

// Every table takes a block at least, so that small ones keep a small edition's
// file small; beyond manyRows rows of the ledgers a file of large blocks is written
// in half the time.
const (
	smallBlock = 16 << 10
	largeBlock = 256 << 10
	manyRows   = 100_000
)

// leaveOrdered drops the order of the tables that stand in it already: to look
// through a large table costs a tenth of sorting it, and the ledgers' own order
// mostly comes through. Rows of equal rank are no order to rely on. The database
// must be on one thread, as it is for the copy.
func leaveOrdered(ctx context.Context, db Querier, tables []sealedTable) error {
	for i, t := range tables {
		if t.Order == "" || t.Order == "ALL" {
			continue
		}
		misplaced, err := number(ctx, db, "out_of_order", t)
		if err != nil {
			return err
		}
		if misplaced == 0 {
			tables[i].Order = ""
		}
	}
	return nil
}

// number is the one row_count of a stage template's statement.
func number(ctx context.Context, db Querier, name string, data any) (int, error) {
	statement, err := Render(name, data)
	if err != nil {
		return 0, err
	}
	t, err := scan(ctx, db, name, statement)
	if err != nil {
		return 0, err
	}
	if t.Len() != 1 {
		return 0, fmt.Errorf("queries/stage/%s.sql: %d rows, want 1", name, t.Len())
	}
	return strconv.Atoi(t.Text(0, "row_count"))
}
