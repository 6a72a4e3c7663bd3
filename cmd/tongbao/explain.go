package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"tongbao/pipeline"
	"tongbao/queries"
)

var explainCommand = command{
	name: "explain", title: "一个指标怎么来的：口径、语句、台账里的每一行",
	help: `用法：tongbao explain --out 文件夹 [--quarter 2024Q2] 指标 [单位]

  --out       输出文件夹
  --quarter   季度，默认最近一期
  --as-of     截止日，默认该期的截止日
  --json      以 JSON 写到标准输出

指标写代号（supply_rate）或名称（供地率）；单位默认全区。
各行的计入分子、计入分母（或计入数值）之和就是公布的数；没有计入数的行是上一行的依据。
`,
	run: runExplain,
}

func runExplain(ctx context.Context, w world, args []string) error {
	f := flags("explain")
	out := f.String("out", "", "")
	quarter := f.String("quarter", "", "")
	asOf := f.String("as-of", "", "")
	asJSON := f.Bool("json", false, "")
	if err := parse(f, args, 2); err != nil {
		return err
	}
	switch {
	case *out == "":
		return misuse("要用 --out 写明输出文件夹")
	case f.NArg() == 0:
		return misuse("要写一个指标，如 supply_rate 或 供地率")
	}
	unit := "全区"
	if f.NArg() == 2 {
		unit = f.Arg(1)
	}
	e, err := pipeline.Desk{Out: *out}.Explain(ctx, *quarter, f.Arg(0), unit, *asOf)
	if err != nil {
		return err
	}
	if *asJSON {
		return explainJSON(w.out, e)
	}
	return explainText(w.out, e)
}

// explainJSON writes the figure with its rows as objects, columns in order.
func explainJSON(out io.Writer, e pipeline.Explanation) error {
	var rows strings.Builder
	r := result{Reply: pipeline.Reply{Answer: queries.Answer{Table: e.Rows}}}
	if err := r.writeJSON(&rows); err != nil {
		return err
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(struct {
		pipeline.Explanation
		Rows json.RawMessage `json:"rows"`
	}{e, json.RawMessage(rows.String())})
}

func explainText(out io.Writer, e pipeline.Explanation) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s（%s）  %s  %s  %s\n", e.Title, e.Indicator, e.Unit, e.AsOf, e.Quarter)
	fmt.Fprintf(&b, "口径    %s\n规则    %s\n", e.Definition, e.Rules)
	if e.Denominator != "" {
		fmt.Fprintf(&b, "分子    %s\n分母    %s\n", e.Numerator, e.Denominator)
	}
	fmt.Fprintf(&b, "数值    %s %s\n语句\n", orDash(e.Value), e.Measure)
	for _, line := range strings.Split(strings.TrimSpace(e.SQL), "\n") {
		if !strings.HasPrefix(line, "--") {
			fmt.Fprintf(&b, "    %s\n", line)
		}
	}
	b.WriteString("\n")
	if _, err := io.WriteString(out, b.String()); err != nil {
		return err
	}
	return result{Reply: pipeline.Reply{Answer: queries.Answer{Table: e.Rows}}}.writeTable(out)
}

func orDash(text string) string {
	if text == "" {
		return "—"
	}
	return text
}
