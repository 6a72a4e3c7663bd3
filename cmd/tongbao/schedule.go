package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tongbao/pipeline"
	"tongbao/pipeline/edition"
	"tongbao/pipeline/schedule"
	"tongbao/queries"
)

var scheduleCommand = command{
	name: "schedule", title: "一直运行，到设置的时点自动做上一季度的一期",
	help: `用法：tongbao schedule --ledgers 文件夹 --out 文件夹 [--config 文件]
      tongbao schedule --ledgers 文件夹 --out 文件夹 --systemd
      tongbao schedule --ledgers 文件夹 --out 文件夹 --waive 2024Q2 --by 姓名 --because 理由
      tongbao schedule --ledgers 文件夹 --out 文件夹 --retry 2024Q2

  --ledgers   台账文件夹
  --out       输出文件夹；每个时点的结果登记在其中的 schedule/slots.json，概况在 schedule/notice.txt
  --config    设置文件，默认台账文件夹中的 tongbao.toml
  --systemd   打印 systemd 单元文件，不运行
  --waive     这一季度免办，须同时写 --by 和 --because
  --retry     错过、失败或免办的季度重新开办

时点、台账宽限期、错过的怎样补、失败怎样再试，都在设置的 [schedule] 一节。到点时台账不齐就等，
等到宽限期满还不齐，记下缺什么。关机、改时钟、休眠都不会漏做或重做。也可以不常驻，由系统的
定时任务每小时运行一次 tongbao run --due，登记和结果完全一样。
`,
	run: runSchedule,
}

func runSchedule(ctx context.Context, w world, args []string) error {
	var o options
	f := flags("schedule")
	f.StringVar(&o.ledgers, "ledgers", "", "")
	f.StringVar(&o.out, "out", "", "")
	f.StringVar(&o.config, "config", "", "")
	f.StringVar(&o.by, "by", "", "")
	f.StringVar(&o.because, "because", "", "")
	systemd := f.Bool("systemd", false, "")
	waive := f.String("waive", "", "")
	retry := f.String("retry", "", "")
	if err := parse(f, args, 0); err != nil {
		return err
	}
	if *waive != "" && (o.by == "" || o.because == "") {
		return misuse("--waive 要同时用 --by 写姓名、用 --because 写理由")
	}
	for _, q := range []string{*waive, *retry} {
		if _, err := queries.ParseQuarter(q); q != "" && err != nil {
			return misuse("%v", err)
		}
	}
	s, err := o.scheduler(w)
	if err != nil {
		return err
	}
	switch {
	case *systemd:
		return printUnits(w, o)
	case *waive != "":
		return tellSlot(w)(s.Waive(*waive, o.by, o.because))
	case *retry != "":
		return tellSlot(w)(s.Retry(*retry))
	}
	return keepRunning(ctx, w, s)
}

func tellSlot(w world) func(schedule.Slot, error) error {
	return func(slot schedule.Slot, err error) error {
		if err == nil {
			fmt.Fprintln(w.err, slot.Sentence())
		}
		return err
	}
}

// keepRunning tells of each slot as it changes, and of trouble once.
func keepRunning(ctx context.Context, w world, s *schedule.Scheduler) error {
	next, trouble := time.Time{}, ""
	err := s.Run(ctx, func(l schedule.Look, err error) {
		switch {
		case err != nil && err.Error() != trouble:
			fmt.Fprintf(w.err, "%s 定时检查没有完成：%v\n", s.Now().In(edition.Shanghai).Format(minute), err)
			trouble = err.Error()
		case err == nil:
			trouble = ""
			if l.Note != "" {
				fmt.Fprintf(w.err, "%s %s。\n", s.Now().In(edition.Shanghai).Format(minute), l.Note)
			}
			if !l.Next.Equal(next) {
				fmt.Fprintf(w.err, "下一次：%s\n", l.Next.In(edition.Shanghai).Format(minute))
				next = l.Next
			}
		}
	})
	if errors.Is(err, context.Canceled) {
		return nil // asked to stop is not a failure
	}
	return err
}

// minute is how times are told.
const minute = "2006-01-02 15:04"

// runDue is run --due: one look at the schedule.
func runDue(ctx context.Context, w world, o options, checkOnly bool) error {
	switch {
	case checkOnly:
		return misuse("check 没有 --due")
	case o.all || o.quarter != "" || o.asOf != "" || len(o.accept) > 0 || o.class != "":
		return misuse("--due 由设置的时点决定季度，不能同时写 --all、--quarter、--as-of、--accept、--class")
	}
	s, err := o.scheduler(w)
	if err != nil {
		return err
	}
	l, err := s.Look(ctx)
	if err != nil {
		return err
	}
	if l.Note != "" {
		fmt.Fprintln(w.err, l.Note+"。")
	}
	if o.json {
		if err := writeValue(w.out, l); err != nil {
			return err
		}
	}
	made, failed, blocked := 0, 0, false
	for _, slot := range l.Ended {
		switch slot.State {
		case schedule.Done, schedule.Late:
			made++
		case schedule.Failed:
			failed++
		case schedule.Missed:
			failed++
			blocked = blocked || slot.Blocked
		}
	}
	for _, slot := range l.Waiting {
		fmt.Fprintln(w.err, slot.Sentence())
		blocked = blocked || slot.Blocked
	}
	switch {
	case blocked:
		return errBlocked
	case made > 0:
		return nil
	case failed > 0:
		return errTold // told already
	}
	what := "没有到期的"
	if len(l.Waiting) > 0 {
		what = "到期的还不能做"
	}
	fmt.Fprintf(w.err, "%s；下一次：%s\n", what, l.Next.In(edition.Shanghai).Format(minute))
	return errNotDue
}

// scheduler puts the clock, the ledgers and the output folder together.
func (o options) scheduler(w world) (*schedule.Scheduler, error) {
	switch {
	case o.ledgers == "":
		return nil, misuse("要用 --ledgers 写明台账文件夹")
	case o.out == "":
		return nil, misuse("要用 --out 写明输出文件夹")
	}
	kept, err := o.keep(w)
	if err != nil {
		return nil, err
	}
	s := &schedule.Scheduler{Out: o.out, Plan: kept.settings.Schedule.Plan(), Holder: holder(w), Now: w.now}
	s.Send = sender(o.out, kept)
	s.Renew = func() (schedule.Plan, bool) {
		plan, other := kept.renew()
		s.Send = sender(o.out, kept)
		return plan, other
	}
	request := func(q queries.Quarter) pipeline.Request {
		return pipeline.Request{Ledgers: o.ledgers, Out: o.out, Quarter: q, Settings: kept.settings, Build: w.build, Holder: holder(w)}
	}
	s.Ready = func(ctx context.Context, q queries.Quarter) ([]string, error) {
		return pipeline.Ready(ctx, request(q))
	}
	s.Publish = func(ctx context.Context, q queries.Quarter) (schedule.Outcome, error) {
		res, err := pipeline.Run(ctx, request(q))
		if err != nil {
			return schedule.Outcome{}, err
		}
		report(w, res, false)
		made := schedule.Outcome{Version: res.Version, Draft: res.Drafted}
		for _, b := range res.Blocking {
			made.Blocking = append(made.Blocking, b.Rule+" "+where(b)+b.Message)
		}
		return made, nil
	}
	s.Tell = func(ctx context.Context, slot schedule.Slot) {
		fmt.Fprintln(w.err, slot.Sentence())
		hook := kept.settings.Schedule.Hook
		limit := time.Duration(kept.settings.Schedule.HookSeconds) * time.Second
		if said, err := schedule.Hook(ctx, hook, limit, o.out, slot); err != nil {
			fmt.Fprintf(w.err, "%v\n%s", err, said)
		}
	}
	return s, nil
}

// sender mails by the settings as they are now; nil where they name no server. The
// password is read for each letter, so that a new one needs no restart.
func sender(out string, k *kept) func(context.Context, schedule.Slot) error {
	m := k.settings.Mail
	if m.Host == "" {
		return nil
	}
	return func(ctx context.Context, slot schedule.Slot) error {
		password := os.Getenv(m.PasswordEnv)
		if m.PasswordFile != "" {
			text, err := os.ReadFile(k.settings.Beside(m.PasswordFile))
			if err != nil {
				return fmt.Errorf("mail.password_file 读不了：%w", err)
			}
			password = string(text)
		}
		if m.User != "" && strings.TrimSpace(password) == "" {
			return errors.New("没有发信口令：mail.password_file 或 mail.password_env 是空的")
		}
		return k.settings.Post(password).Send(ctx, out, slot)
	}
}

// settingsPath is the file of --config, or that of the ledgers' folder, which
// need not be there.
func (o options) settingsPath() (path string, asked bool) {
	if o.config != "" {
		return o.config, true
	}
	return filepath.Join(o.ledgers, "tongbao.toml"), false
}

// kept is the settings that a schedule goes by: those of the file as it last
// could be read. A program that runs for months follows what people change.
type kept struct {
	path     string
	asked    bool
	seen     []byte // the file as it was last looked at, good or bad
	settings pipeline.Settings
	w        world
}

func (o options) keep(w world) (*kept, error) {
	k := &kept{w: w}
	k.path, k.asked = o.settingsPath()
	var err error
	k.seen, _ = os.ReadFile(k.path)
	k.settings, err = pipeline.ReadSettings(k.path, k.asked)
	return k, err
}

// renew looks at the file again. One that changed is read and told of; one that
// cannot be read, or that went, is told of once and changes nothing.
func (k *kept) renew() (schedule.Plan, bool) {
	now, err := os.ReadFile(k.path)
	if bytes.Equal(now, k.seen) {
		return schedule.Plan{}, false
	}
	k.seen = now
	at := k.w.now().In(edition.Shanghai).Format(minute)
	var settings pipeline.Settings
	if err == nil {
		settings, err = pipeline.ReadSettings(k.path, true)
	}
	if err != nil {
		fmt.Fprintf(k.w.err, "%s 设置有变动但用不了，仍按原来的设置：%v\n", at, err)
		return schedule.Plan{}, false
	}
	k.settings = settings
	fmt.Fprintf(k.w.err, "%s 设置有变动，已重新读入：%s\n", at, k.path)
	return settings.Schedule.Plan(), true
}
