package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"

	"tongbao/pipeline"
	"tongbao/queries"
)

// result is an answer and what is printed about it.
type result struct {
	pipeline.Reply
	title, explain, statement string
	picture                   queries.Picture
	// question says that the program asked itself.
	question bool
}

// write writes the answer in a format. Numbers go from DuckDB's exact text to
// the file without a float between.
func (r result) write(ctx context.Context, out io.Writer, format string) error {
	switch format {
	case "csv":
		return r.writeCSV(out)
	case "json":
		return r.writeJSON(out)
	case "xlsx":
		return r.writeXLSX(out)
	case "parquet":
		return pipeline.WriteParquet(ctx, out, r.Answer)
	case "svg":
		return pipeline.DrawAnswer(out, r.Answer, r.picture)
	}
	return r.writeTable(out)
}

var (
	// formula is how a spreadsheet knows a formula; number is what may begin so.
	formula = regexp.MustCompile(`^[=+\-@\t\r]`)
	number  = regexp.MustCompile(`^-?\d+(\.\d+)?$`)
)

// safe is a cell as a spreadsheet may open it: text that it would take for a
// formula gets an apostrophe; a plain number such as -1.5 stays a number.
func safe(text string, numeric bool) string {
	if !numeric && formula.MatchString(text) && !number.MatchString(text) {
		return "'" + text
	}
	return text
}

// writeCSV writes UTF-8 with BOM, LF, RFC 4180. A cut answer says so on its last
// line.
func (r result) writeCSV(out io.Writer) error {
	if _, err := io.WriteString(out, "\ufeff"); err != nil {
		return err
	}
	c := csv.NewWriter(out)
	row := make([]string, len(r.Columns))
	for j, name := range r.Columns {
		row[j] = safe(name, false)
	}
	if err := c.Write(row); err != nil {
		return err
	}
	for _, cells := range r.Rows {
		for j, v := range cells {
			row[j] = safe(v.String, r.Numeric(j))
		}
		// A row of one empty cell would be a blank line, which readers skip.
		if len(row) == 1 && row[0] == "" {
			c.Flush()
			if _, err := io.WriteString(out, "\"\"\n"); err != nil {
				return err
			}
			continue
		}
		if err := c.Write(row); err != nil {
			return err
		}
	}
	if r.Cut != "" {
		clear(row)
		row[0] = r.Cut
		if err := c.Write(row); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// writeJSON writes an array of objects, columns in order, values as text or null:
// a decimal stays exact. A cut answer says so in a last object of its own.
func (r result) writeJSON(out io.Writer) error {
	names := make([]string, len(r.Columns))
	for j, c := range r.Columns {
		name, err := marshal(c)
		if err != nil {
			return err
		}
		names[j] = name
	}
	var b strings.Builder
	b.WriteString("[")
	for i, row := range r.Rows {
		if i > 0 {
			b.WriteString(",")
		}
		b.WriteString("\n  {")
		for j, v := range row {
			if j > 0 {
				b.WriteString(", ")
			}
			value := "null"
			if v.Valid {
				var err error
				if value, err = marshal(v.String); err != nil {
					return err
				}
			}
			fmt.Fprintf(&b, "%s: %s", names[j], value)
		}
		b.WriteString("}")
	}
	if r.Cut != "" {
		cut, err := marshal(r.Cut)
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, ",\n  {\"_cut\": %s}", cut)
	}
	b.WriteString("\n]\n")
	_, err := io.WriteString(out, b.String())
	return err
}

func marshal(text string) (string, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(text)
	return strings.TrimSuffix(b.String(), "\n"), err
}

// longestNumber is how many digits a spreadsheet keeps of a number; a longer one
// is written as text so that it stays exact.
const longestNumber = 15

// writeXLSX writes a sheet of the rows and one that says what they are. A number
// is written as its own digits, text as text: none is read as a formula.
func (r result) writeXLSX(out io.Writer) error {
	book := excelize.NewFile()
	defer book.Close()
	const sheet, about = "结果", "说明"
	if err := book.SetSheetName("Sheet1", sheet); err != nil {
		return err
	}
	for j, name := range r.Columns {
		if err := setText(book, sheet, j+1, 1, name); err != nil {
			return err
		}
	}
	for i, row := range r.Rows {
		for j, v := range row {
			if !v.Valid {
				continue
			}
			set := setText
			if r.Numeric(j) && number.MatchString(v.String) && len(strings.Trim(v.String, "-0.")) <= longestNumber {
				set = setNumber
			}
			if err := set(book, sheet, j+1, i+2, v.String); err != nil {
				return err
			}
		}
	}
	if _, err := book.NewSheet(about); err != nil {
		return err
	}
	for i, line := range r.about() {
		for j, text := range line {
			if err := setText(book, about, j+1, i+1, text); err != nil {
				return err
			}
		}
	}
	if err := book.SetDocProps(&excelize.DocProperties{Title: r.title, Created: "2000-01-01T00:00:00Z", Modified: "2000-01-01T00:00:00Z"}); err != nil {
		return err
	}
	return book.Write(out)
}

func setText(book *excelize.File, sheet string, column, row int, text string) error {
	cell, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return err
	}
	return book.SetCellStr(sheet, cell, text)
}

func setNumber(book *excelize.File, sheet string, column, row int, text string) error {
	cell, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return err
	}
	return book.SetCellDefault(sheet, cell, text)
}

// about is what a file that travels alone must say of itself.
func (r result) about() [][]string {
	lines := [][]string{{"标题", r.title}, {"期", r.Quarter}}
	if r.explain != "" {
		lines = append(lines, []string{"口径", r.explain})
	}
	if !r.Governed {
		lines = append(lines, []string{"注意", ungoverned})
	}
	if r.Cut != "" {
		lines = append(lines, []string{"注意", r.Cut})
	}
	return append(lines, []string{"语句", r.statement})
}

func (r result) writeTable(out io.Writer) error {
	widths := make([]int, len(r.Columns))
	for j, c := range r.Columns {
		widths[j] = cells(c)
		for _, row := range r.Rows {
			widths[j] = max(widths[j], cells(printable(row[j].String)))
		}
	}
	line := func(text func(j int) string) string {
		var b strings.Builder
		for j := range r.Columns {
			s := printable(text(j))
			b.WriteString(s + strings.Repeat(" ", widths[j]-cells(s)+2))
		}
		return strings.TrimRight(b.String(), " ") + "\n"
	}
	var b strings.Builder
	b.WriteString(line(func(j int) string { return r.Columns[j] }))
	b.WriteString(line(func(j int) string { return strings.Repeat("-", widths[j]) }))
	for _, row := range r.Rows {
		b.WriteString(line(func(j int) string { return row[j].String }))
	}
	fmt.Fprintf(&b, "共%d行\n", r.Len())
	_, err := io.WriteString(out, b.String())
	return err
}

// printable is a text on one line of a terminal: what would move its cursor or
// speak to it from within a ledger is shown as a blank.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return ' '
		}
		return r
	}, text)
}

// cells is how many columns of a terminal a text takes: two for a Chinese
// character.
func cells(s string) int {
	n := 0
	for _, r := range s {
		if r >= 0x1100 {
			n++
		}
		n++
	}
	return n
}
