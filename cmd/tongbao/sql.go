package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"tongbao/pipeline"
	"tongbao/queries"
)

var sqlCommand = command{
	name: "sql", title: "在已发布的一期数据上做一次只读查询",
	help: `用法：tongbao sql --out 文件夹 [--quarter 2024Q2] [--format table|csv|json] "SELECT …"

  --out       输出文件夹
  --quarter   季度，默认最近一期
  --format    table（默认）、csv 或 json
  --json      同 --format json

可查的层：fact（批次、地块、供地、核销、闲置）、stand 和 total（各截止日的位置与合计）、
rank（名次、序时进度）、kpi（指标，kpi.figure 为全部）、mart（各图各表）、raw（台账原文）。
`,
	run: runSQL,
}

func runSQL(ctx context.Context, w world, args []string) error {
	f := flags("sql")
	out := f.String("out", "", "")
	quarter := f.String("quarter", "", "")
	format := f.String("format", "table", "")
	asJSON := f.Bool("json", false, "")
	if err := parse(f, args, 1); err != nil {
		return err
	}
	if *asJSON {
		*format = "json"
	}
	switch {
	case *out == "":
		return misuse("要用 --out 写明输出文件夹")
	case f.NArg() == 0:
		return misuse("要写一条 SELECT 语句")
	case *format != "table" && *format != "csv" && *format != "json":
		return misuse("--format 只能是 table、csv 或 json，而不是 %s", *format)
	}
	t, err := pipeline.Ask(ctx, *out, *quarter, f.Arg(0))
	if err != nil {
		return err
	}
	switch *format {
	case "csv":
		return writeCSV(w.out, t)
	case "json":
		return writeJSON(w.out, t)
	}
	return writeTable(w.out, t)
}

func writeCSV(out io.Writer, t queries.Table) error {
	c := csv.NewWriter(out)
	if err := c.Write(t.Columns); err != nil {
		return err
	}
	for _, row := range t.Rows {
		cells := make([]string, len(row))
		for i, v := range row {
			cells[i] = v.String
		}
		if err := c.Write(cells); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// writeJSON writes an array of objects, columns in order, values as text or null:
// a decimal stays exact.
func writeJSON(out io.Writer, t queries.Table) error {
	var b strings.Builder
	b.WriteString("[")
	for i, row := range t.Rows {
		if i > 0 {
			b.WriteString(",")
		}
		b.WriteString("\n  {")
		for j, v := range row {
			if j > 0 {
				b.WriteString(", ")
			}
			name, err := json.Marshal(t.Columns[j])
			if err != nil {
				return err
			}
			value := []byte("null")
			if v.Valid {
				if value, err = json.Marshal(v.String); err != nil {
					return err
				}
			}
			fmt.Fprintf(&b, "%s: %s", name, value)
		}
		b.WriteString("}")
	}
	b.WriteString("\n]\n")
	_, err := io.WriteString(out, b.String())
	return err
}

func writeTable(out io.Writer, t queries.Table) error {
	widths := make([]int, len(t.Columns))
	for j, c := range t.Columns {
		widths[j] = cells(c)
		for _, row := range t.Rows {
			widths[j] = max(widths[j], cells(row[j].String))
		}
	}
	line := func(text func(j int) string) string {
		var b strings.Builder
		for j := range t.Columns {
			s := text(j)
			b.WriteString(s + strings.Repeat(" ", widths[j]-cells(s)+2))
		}
		return strings.TrimRight(b.String(), " ") + "\n"
	}
	var b strings.Builder
	b.WriteString(line(func(j int) string { return t.Columns[j] }))
	b.WriteString(line(func(j int) string { return strings.Repeat("-", widths[j]) }))
	for _, row := range t.Rows {
		b.WriteString(line(func(j int) string { return strings.ReplaceAll(row[j].String, "\n", " ") }))
	}
	fmt.Fprintf(&b, "共%d行\n", t.Len())
	_, err := io.WriteString(out, b.String())
	return err
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
