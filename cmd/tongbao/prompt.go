package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/peterh/liner"

	"tongbao/pipeline"
	"tongbao/queries"
)

const promptHelp = `语句以分号结束，可以分几行写；空行也是结束。Tab 补全名字，上下键翻历史，Ctrl+C 停止正在执行的语句，Ctrl+D 退出。
  \d            各表          \d kpi        一层的表        \d kpi.supply_rate   一张表的列
  \ask          常用问题      \ask 2 as_of=2024-06-30       提一个常用问题
  \e            各期          \e 2024Q2     换一期
  \o 文件       把上一个结果写到文件：.csv .json .xlsx .parquet .svg
  \timing       用时写不写    \?            这一段          \q                   退出
`

// prompt is a talk at a terminal about the editions of one output folder. Every
// statement goes through the same jail as one on the command line.
type prompt struct {
	out     io.Writer
	desk    pipeline.Desk
	quarter string
	timing  bool
	now     func() time.Time
	// read asks for a line; show puts an answer before the reader, page by page.
	read   func(prompt string) (string, error)
	show   func(text string) error
	keep   func(statement string)
	names  map[string][]tableName // by quarter
	last   *result
	finish bool
}

// talk opens the terminal and the reader's history, and talks until the end.
func talk(w world, desk pipeline.Desk, quarter string) error {
	line := liner.NewLiner()
	defer line.Close()
	line.SetCtrlCAborts(true)
	line.SetMultiLineMode(true)
	line.SetTabCompletionStyle(liner.TabPrints)
	line.SetBeep(false)
	// Asked to end from outside, the terminal is put back as it was.
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(ended)
	go func() {
		if _, ok := <-ended; ok {
			line.Close()
			os.Exit(exitFailed)
		}
	}()
	p := &prompt{out: w.out, desk: desk, timing: true, now: w.now, read: line.Prompt, names: map[string][]tableName{}}
	p.show = pager(w.out, line.Prompt)
	past := openHistory(line)
	defer past.close()
	p.keep = func(statement string) {
		line.AppendHistory(oneLine(statement))
		past.add(statement)
	}
	if err := p.turnTo(quarter); err != nil {
		return err
	}
	line.SetWordCompleter(p.complete)
	fmt.Fprintf(w.out, "%s，共%d期。\\? 有帮助，\\q 退出。\n", p.quarter, len(p.quarters()))
	return p.loop()
}

// loop reads statements and commands until the reader leaves.
func (p *prompt) loop() error {
	var statement []string
	for !p.finish {
		sign := p.quarter + "> "
		if len(statement) > 0 {
			sign = strings.Repeat(" ", len(p.quarter)) + "> "
		}
		text, err := p.read(sign)
		switch {
		case errors.Is(err, liner.ErrPromptAborted): // Ctrl+C: the line begun is given up
			statement = nil
			continue
		case errors.Is(err, io.EOF):
			fmt.Fprintln(p.out)
			return nil
		case err != nil:
			return err
		}
		trimmed := strings.TrimSpace(text)
		if len(statement) == 0 && strings.HasPrefix(trimmed, `\`) {
			p.keep(trimmed)
			p.command(trimmed)
			continue
		}
		if trimmed != "" {
			statement = append(statement, text)
		}
		if len(statement) > 0 && (trimmed == "" || strings.HasSuffix(trimmed, ";")) {
			whole := strings.Join(statement, "\n")
			statement = nil
			p.keep(whole)
			p.ask(queries.Job{Statement: whole, Limits: pipeline.DeskLimits}, result{title: "查询结果", statement: whole})
		}
	}
	return nil
}

// ask runs a job; Ctrl+C stops it and leaves the prompt.
func (p *prompt) ask(job queries.Job, r result) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	began := p.now()
	put := p.desk.Ask
	if r.question {
		put = p.desk.Answer
	}
	reply, err := put(ctx, p.quarter, job)
	took := p.now().Sub(began)
	switch {
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(p.out, "已停止。")
		return
	case err != nil:
		fmt.Fprintln(p.out, err)
		return
	}
	reply.Governed = reply.Governed || r.Governed // a saved question says so itself
	r.Reply = reply
	p.last = &r
	var b strings.Builder
	if err := r.writeTable(&b); err != nil {
		fmt.Fprintln(p.out, err)
		return
	}
	if r.Cut != "" {
		b.WriteString(r.Cut + "\n")
	}
	if !r.Governed {
		b.WriteString(ungoverned + "\n")
	}
	if err := p.show(b.String()); err != nil {
		fmt.Fprintln(p.out, err)
	}
	if p.timing {
		fmt.Fprintf(p.out, "用时 %.3f 秒\n", took.Seconds())
	}
}

// command does what a line with a backslash says.
func (p *prompt) command(text string) {
	words := strings.Fields(text)
	argument := ""
	if len(words) > 1 {
		argument = words[1]
	}
	var err error
	switch words[0] {
	case `\q`, `\quit`:
		p.finish = true
	case `\?`, `\h`, `\help`:
		fmt.Fprint(p.out, promptHelp)
	case `\timing`:
		p.timing = !p.timing
		fmt.Fprintln(p.out, map[bool]string{true: "写用时。", false: "不写用时。"}[p.timing])
	case `\e`:
		if argument == "" {
			fmt.Fprintln(p.out, strings.Join(p.quarters(), "  "))
			return
		}
		err = p.turnTo(argument)
	case `\d`:
		err = p.describe(argument)
	case `\ask`:
		err = p.question(words[1:])
	case `\o`:
		err = p.write(strings.TrimSpace(strings.TrimPrefix(text, words[0])))
	default:
		err = fmt.Errorf("没有 %s；\\? 有帮助", words[0])
	}
	if err != nil {
		fmt.Fprintln(p.out, strings.TrimPrefix(err.Error(), errUsage.Error()+"："))
	}
}

func (p *prompt) quarters() []string { return quartersOf(p.desk.Out) }

// turnTo makes another edition the one that is asked; empty is the latest.
func (p *prompt) turnTo(quarter string) error {
	list := p.quarters()
	if len(list) == 0 {
		return fmt.Errorf("输出文件夹 %s 里还没有已发布的通报；先运行 tongbao run", p.desk.Out)
	}
	if quarter == "" {
		p.quarter = list[0]
		return nil
	}
	for _, q := range list {
		if strings.EqualFold(q, quarter) {
			p.quarter = q
			return nil
		}
	}
	return fmt.Errorf("%s 没有已发布的通报；已有：%s", quarter, strings.Join(list, "、"))
}

// question lists the saved questions, or asks one.
func (p *prompt) question(words []string) error {
	if len(words) == 0 {
		var b strings.Builder
		if err := listQuestions(&b, "table"); err != nil {
			return err
		}
		text, _, _ := strings.Cut(b.String(), "\n提问：")
		return p.show(text + "\n提问：\\ask 编号 [参数=值 …]\n")
	}
	job, q, err := sqlOptions{ask: words[0], args: words[1:]}.job()
	if err != nil {
		return err
	}
	r := result{title: q.Title, explain: q.Explain, statement: q.SQL, picture: q.Picture, question: true}
	r.Governed = q.Governed
	p.ask(job, r)
	return nil
}

// write puts the last answer into a file, in the format of its name.
func (p *prompt) write(path string) error {
	if p.last == nil {
		return errors.New("还没有结果可写")
	}
	format := strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), ".")
	if !strings.Contains(" csv json xlsx parquet svg ", " "+format+" ") {
		return errors.New("\\o 后面写文件名，以 .csv、.json、.xlsx、.parquet 或 .svg 结尾")
	}
	if err := (sqlOptions{output: path, format: format}).write(context.Background(), world{out: p.out}, *p.last); err != nil {
		return err
	}
	fmt.Fprintf(p.out, "写到 %s，%d行。\n", path, p.last.Len())
	return nil
}
