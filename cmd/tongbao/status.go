package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"tongbao/pipeline/edition"
	"tongbao/pipeline/schedule"
)

var statusCommand = command{
	name: "status", title: "输出文件夹现在怎样：各期、草稿、受阻的、定时登记、谁在使用",
	help: `用法：tongbao status --out 文件夹 [--json]
`,
	run: runStatus,
}

// standing is what status tells.
type standing struct {
	edition.Survey
	Schedule *schedule.Book `json:"schedule,omitempty"`
	// Trouble is why the schedule cannot be told.
	Trouble string `json:"trouble,omitempty"`
}

func runStatus(_ context.Context, w world, args []string) error {
	f := flags("status")
	out := f.String("out", "", "")
	asJSON := f.Bool("json", false, "")
	if err := parse(f, args, 0); err != nil {
		return err
	}
	if *out == "" {
		return misuse("要用 --out 写明输出文件夹")
	}
	survey, err := edition.Look(*out)
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("没有输出文件夹 %s", *out)
	}
	if err != nil {
		return err
	}
	s := standing{Survey: survey}
	book, err := schedule.Read(*out)
	if err != nil {
		s.Trouble = err.Error()
	}
	if !book.Through.IsZero() {
		s.Schedule = &book
	}
	if *asJSON {
		return writeValue(w.out, s)
	}
	s.tell(w)
	return nil
}

func (s standing) tell(w world) {
	if s.Holder != nil {
		fmt.Fprintf(w.out, "正在使用：%s\n", s.Holder)
	}
	for _, name := range s.Unfinished {
		fmt.Fprintf(w.out, "中断的运行留下 %s，下次运行时清理\n", name)
	}
	for _, e := range s.Editions {
		fmt.Fprintf(w.out, "已发布 %s 第%d版 截止%s%s%s\n", e.Quarter, e.Version, e.AsOf, bracketed(e.Class), steps(e))
	}
	for _, e := range s.Drafts {
		fmt.Fprintf(w.out, "草稿 %s 第%d版%s%s\n", e.Quarter, e.Version, bracketed(e.Class), steps(e))
	}
	for _, q := range s.Blocked {
		fmt.Fprintf(w.out, "受阻 %s：问题清单在 blocked/%s\n", q, q)
	}
	fmt.Fprintf(w.out, "归档 %d个文件 %.1f MB\n", s.Archive.Files, float64(s.Archive.Bytes)/1e6)
	if s.Trouble != "" {
		fmt.Fprintln(w.out, s.Trouble)
	}
	if s.Schedule == nil {
		return
	}
	if s.Schedule.Rebuilt != "" {
		fmt.Fprintln(w.out, s.Schedule.Rebuilt)
	}
	fmt.Fprintln(w.out, "定时登记：")
	var next time.Time
	for _, slot := range s.Schedule.Slots {
		fmt.Fprintf(w.out, "  %s\n", slot.Sentence())
		if slot.State == schedule.Planned && slot.Due.After(s.Schedule.Through) && (next.IsZero() || slot.Due.Before(next)) {
			next = slot.Due
		}
	}
	if !next.IsZero() {
		fmt.Fprintf(w.out, "下一个时点：%s\n", next.In(edition.Shanghai).Format(minute))
	}
}

func bracketed(s string) string {
	if s == "" {
		return ""
	}
	return "（" + s + "）"
}

func steps(e edition.Stands) string {
	if e.State == "" {
		return ""
	}
	return fmt.Sprintf(" %s%s %s", e.By, e.State, e.At)
}
