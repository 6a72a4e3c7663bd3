package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"tongbao/pipeline"
	"tongbao/queries"
)

var sqlCommand = command{
	name: "sql", title: "在已发布的一期数据上提问",
	help: `用法：tongbao sql --out 文件夹 [--quarter 2024Q2] [--format table|csv|json|xlsx|parquet|svg] "SELECT …"
      tongbao sql --out 文件夹 [--quarter 2024Q2] --ask 问题 [参数=值 …] [--format svg]
      tongbao sql --out 文件夹            在终端里逐条问答：历史、补全、翻页、\d、\ask、\e、\q
      tongbao sql --list [--json]
      tongbao sql --out 文件夹 --schema [--json]

  --out       输出文件夹
  --quarter   季度，默认最近一期
  --format    table（默认）、csv、json、xlsx、parquet，或画成图（svg）
  --json      同 --format json
  --chart     图的样子：bar、line 或 scatter，名称一列，数值几列，如 "bar 单位 供地率"；常用问题有各自的图
  --output    结果写到这个文件；xlsx、parquet 不写到屏幕上
  --ask       常用问题的编号、英文名或标题
  --list      列出常用问题和参数
  --schema    列出可查的表、列和说明

一次一条 SELECT，只读，在单独的进程里执行，超过30秒或内存过大即停止。
别的各期用 ed_2024q1.kpi.supply_rate 这样的名字一并查询。
可查的层：fact（批次、地块、供地、核销、闲置）、stand 和 total（各截止日的位置与合计）、
rank（名次、序时进度）、kpi（指标，kpi.figure 为全部）、mart（各图各表）、raw（台账原文）。
`,
	run: runSQL,
}

// confinedCommand is the word after which this program is a jailed process (see
// pipeline.Confined); it is not for people and not listed.
const confinedCommand = "confined"

// jail makes a process of this same program for each statement.
func jail() pipeline.Jail {
	self, err := os.Executable()
	if err != nil {
		self = os.Args[0]
	}
	return pipeline.Jail{Command: []string{self, confinedCommand}}
}

// confined lives the life of a jailed process. What goes wrong with the jail
// itself is told by the way it ends; nobody reads its messages.
func confined(ctx context.Context) int {
	if err := pipeline.Confined(ctx, os.Stdin, os.Stdout); err != nil {
		return exitFailed
	}
	return exitDone
}

type sqlOptions struct {
	out, quarter, format, output, ask string
	picture                           queries.Picture
	list, schema                      bool
	args                              []string
}

func runSQL(ctx context.Context, w world, args []string) error {
	o, err := sqlFlags(args)
	if err != nil {
		return err
	}
	if o.list {
		return listQuestions(w.out, o.format)
	}
	if o.talks() {
		if !w.screen || !w.typed {
			return misuse("要写一条 SELECT 语句，或用 --ask 写一个问题；在终端里不写语句就是逐条问答")
		}
		return talk(w, pipeline.Desk{Out: o.out, Jail: jail()}.Resident(1), o.quarter)
	}
	job, question, err := o.job()
	if err != nil {
		return err
	}
	desk := pipeline.Desk{Out: o.out, Jail: jail()}
	put := desk.Ask // what the program asks itself needs no jail
	if question != nil {
		put = desk.Answer
	}
	reply, err := put(ctx, o.quarter, job)
	if err != nil {
		return err
	}
	r := result{Reply: reply, title: "查询结果", statement: job.Statement}
	if question != nil {
		r.title, r.explain, r.Governed, r.picture = question.Title, question.Explain, question.Governed, question.Picture
	}
	if o.picture.Kind != "" {
		r.picture = o.picture
	}
	if err := o.write(ctx, w, r); err != nil {
		return err
	}
	if r.Cut != "" {
		fmt.Fprintln(w.err, r.Cut)
	}
	if !r.Governed {
		fmt.Fprintln(w.err, ungoverned)
	}
	return nil
}

// ungoverned stands under every answer that the edition does not publish.
const ungoverned = "非发布口径：此结果由查询临时算出，不是已发布的指标。"

func sqlFlags(args []string) (o sqlOptions, err error) {
	f := flags("sql")
	f.StringVar(&o.out, "out", "", "")
	f.StringVar(&o.quarter, "quarter", "", "")
	f.StringVar(&o.format, "format", "table", "")
	asJSON := f.Bool("json", false, "")
	chart := f.String("chart", "", "")
	f.StringVar(&o.output, "output", "", "")
	f.StringVar(&o.ask, "ask", "", "")
	f.BoolVar(&o.list, "list", false, "")
	f.BoolVar(&o.schema, "schema", false, "")
	if err := parse(f, args, len(args)); err != nil {
		return o, err
	}
	if *asJSON {
		o.format = "json"
	}
	if o.picture, err = queries.ParsePicture(*chart); err != nil {
		return o, misuse("%v", err)
	}
	o.args = f.Args()
	most := 1
	if o.list || o.schema {
		most = 0
	}
	switch {
	case !o.list && o.out == "":
		return o, misuse("要用 --out 写明输出文件夹")
	case o.ask == "" && len(o.args) > most:
		return o, misuse("多了 %s", strings.Join(o.args[most:], " "))
	case o.talks() && o.format != "table":
		return o, misuse("要写一条 SELECT 语句，或用 --ask 写一个问题")
	case !strings.Contains(" table csv json xlsx parquet svg ", " "+o.format+" "):
		return o, misuse("--format 只能是 table、csv、json、xlsx、parquet 或 svg，而不是 %s", o.format)
	case (o.list || o.schema) && o.format != "table" && o.format != "json":
		return o, misuse("--list、--schema 只能用 table 或 json")
	}
	return o, nil
}

// talks says that no question stands on the command line: they come one by one.
func (o sqlOptions) talks() bool {
	return !o.list && !o.schema && o.ask == "" && len(o.args) == 0
}

// job is what is asked: the statement written, a saved question, or the schema.
func (o sqlOptions) job() (queries.Job, *queries.Question, error) {
	if o.schema {
		statement, err := queries.Schema()
		return queries.Job{Statement: statement, Limits: pipeline.DeskLimits}, &queries.Question{Title: "可查的表和列", Governed: true}, err
	}
	if o.ask == "" {
		return queries.Job{Statement: o.args[0], Limits: pipeline.DeskLimits}, nil, nil
	}
	q, err := queries.FindQuestion(o.ask)
	if err != nil {
		return queries.Job{}, nil, misuse("%v", err)
	}
	given := map[string]string{}
	for _, arg := range o.args {
		name, value, ok := strings.Cut(arg, "=")
		if _, twice := given[name]; !ok || twice {
			return queries.Job{}, nil, misuse("参数写作 名字=值，每个一次，而不是 %s", arg)
		}
		given[name] = value
	}
	bound, err := q.Bind(given)
	if err != nil {
		return queries.Job{}, nil, misuse("%v", err)
	}
	return q.Job(bound, pipeline.DeskLimits), &q, nil
}

// write puts the answer into the file asked for, or on standard output.
func (o sqlOptions) write(ctx context.Context, w world, r result) error {
	if o.output == "" {
		if (o.format == "xlsx" || o.format == "parquet") && w.screen {
			return misuse("%s 不能写到屏幕上；请用 --output 写明文件", o.format)
		}
		return r.write(ctx, w.out, o.format)
	}
	file, err := os.CreateTemp(filepath.Dir(o.output), ".tongbao-*")
	if err != nil {
		return fmt.Errorf("%s 写不了：%w", o.output, err)
	}
	defer os.Remove(file.Name())
	err = r.write(ctx, file, o.format)
	if e := file.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Chmod(file.Name(), 0o644)
	}
	if err != nil {
		return err
	}
	return os.Rename(file.Name(), o.output)
}

func listQuestions(out io.Writer, format string) error {
	list, err := queries.Questions()
	if err != nil {
		return err
	}
	if format == "json" {
		type item struct {
			No         int                 `json:"no"`
			Name       string              `json:"name"`
			Title      string              `json:"title"`
			Explain    string              `json:"explain"`
			Governed   bool                `json:"governed"`
			Parameters []queries.Parameter `json:"parameters"`
			SQL        string              `json:"sql"`
		}
		items := []item{}
		for _, q := range list {
			items = append(items, item{q.No, q.Name, q.Title, q.Explain, q.Governed, append([]queries.Parameter{}, q.Parameters...), q.SQL})
		}
		e := json.NewEncoder(out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(items)
	}
	var b strings.Builder
	for _, q := range list {
		fmt.Fprintf(&b, "%2d  %s  %s\n", q.No, q.Title, q.Name)
		for _, p := range q.Parameters {
			given := ""
			if p.Default != "" {
				given = "，默认" + p.Default
			}
			fmt.Fprintf(&b, "      %s=  %s%s\n", p.Name, p.Title, given)
		}
	}
	b.WriteString("\n提问：tongbao sql --out 文件夹 --ask 编号 [参数=值 …]\n")
	_, err = io.WriteString(out, b.String())
	return err
}
