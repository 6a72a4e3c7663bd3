package main

import (
	"fmt"
	"strconv"
)

// sheet is an answer on a page: at most pageRows of its rows.
type sheet struct {
	Quarter  string   `json:"quarter"`
	Title    string   `json:"title"`
	Governed bool     `json:"governed"`
	Notice   string   `json:"notice,omitempty"`
	Cut      string   `json:"cut,omitempty"`
	Columns  []string `json:"columns"`
	Types    []string `json:"types"`
	Numeric  []bool   `json:"-"`
	// Rows are exact text; null where there is no value.
	Rows  [][]*string `json:"rows"`
	Total int         `json:"total"`
	SQL   string      `json:"sql"`
	Chart *chart      `json:"chart,omitempty"`
}

// chart is how the page draws the answer at first, columns by their places; the
// reader may choose otherwise.
type chart struct {
	Kind string `json:"kind"`
	X    int    `json:"x"`
	Y    string `json:"y"` // places, with commas between
	// Open says that the question itself asks for the chart.
	Open bool `json:"-"`
}

const pageRows = 2000

// sheetOf is the answer as a page shows it, wholeSheet with every row.
func sheetOf(r result) sheet { return firstRows(r, pageRows) }

func wholeSheet(r result) sheet { return firstRows(r, r.Len()) }

func firstRows(r result, most int) sheet {
	one := sheet{Quarter: r.Quarter, Title: r.title, Governed: r.Governed, Cut: r.Cut, Columns: r.Columns, Types: r.Types, Rows: [][]*string{}, Total: r.Len(), SQL: r.statement}
	if !r.Governed {
		one.Notice = ungoverned
	}
	for j := range r.Columns {
		one.Numeric = append(one.Numeric, r.Numeric(j))
	}
	for _, cells := range r.Rows[:min(len(r.Rows), most)] {
		row := make([]*string, len(cells))
		for j := range cells {
			if cells[j].Valid {
				row[j] = &cells[j].String
			}
		}
		one.Rows = append(one.Rows, row)
	}
	if one.Total > most && one.Cut == "" {
		one.Cut = fmt.Sprintf("网页只列前%d行，共%d行；全部请导出", most, one.Total)
	}
	one.Chart = chartOf(r)
	return one
}

// chartOf is nil where nothing can be drawn: no column of numbers, no rows.
func chartOf(r result) *chart {
	p := r.picture
	x, y, err := p.Columns(r.Answer)
	if err != nil {
		return nil
	}
	c := chart{Kind: p.Kind, X: x, Open: p.Kind != ""}
	if !c.Open {
		c.Kind = "bar"
	}
	for i, j := range y {
		if i > 0 {
			c.Y += ","
		}
		c.Y += strconv.Itoa(j)
	}
	return &c
}
