package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"tongbao/pipeline"
	"tongbao/pipeline/edition"
	"tongbao/queries"
)

var runCommand = command{
	name: "run", title: "读台账、核查、核算、排版并发布季通报",
	help: `用法：tongbao run --ledgers 文件夹 --out 文件夹 [--quarter 2024Q2] [--as-of 2024-06-30] [--all]

  --ledgers   台账文件夹，内有以季度命名的子文件夹（2024Q2）
  --out       输出文件夹；通报发布在其中的 editions/2024Q2
  --quarter   季度，默认最近一个季度
  --as-of     截止日，默认季度最后一天
  --all       每个季度都做，由远及近
  --due       只做按设置 [schedule] 到期的，没有到期的退出状态为5；给系统的定时任务用，见 tongbao schedule
  --config    设置文件，默认台账文件夹中的 tongbao.toml
  --accept    确认一个阻断问题：规则或 规则:对象，可写多次；须同时写 --by 和 --because
  --class     已发布过的季度再次发布时的性质：修订（默认，台账有变）或更正（原通报有误）；须同时写 --by 和 --because
  --by        确认人、更正人
  --because   理由
  --dated     更正说明的成文日期，如 2024-09-03；不写则留空待填
  --timing    每一步的时间、处理器时间和到此为止用过的最大内存，写到标准错误
  --json      结果以 JSON 写到标准输出
`,
	run: func(ctx context.Context, w world, args []string) error { return runEditions(ctx, w, args, false) },
}

var checkCommand = command{
	name: "check", title: "读台账、核查、核算，不发布",
	help: `用法：tongbao check --ledgers 文件夹 [--out 文件夹] [--quarter 2024Q2]

选项同 run。写了 --out 时与上一期已发布的通报比较。
`,
	run: func(ctx context.Context, w world, args []string) error { return runEditions(ctx, w, args, true) },
}

// options are the flags of run and check.
type options struct {
	ledgers, out, quarter, asOf, config, class, by, because, dated string
	accept                                                         []string
	all, due, timing, json                                         bool
}

func (o *options) flags(name string) *pflag.FlagSet {
	f := flags(name)
	f.StringVar(&o.ledgers, "ledgers", "", "")
	f.StringVar(&o.out, "out", "", "")
	f.StringVar(&o.quarter, "quarter", "", "")
	f.StringVar(&o.asOf, "as-of", "", "")
	f.BoolVar(&o.all, "all", false, "")
	f.BoolVar(&o.due, "due", false, "")
	f.BoolVar(&o.timing, "timing", false, "")
	f.StringVar(&o.config, "config", "", "")
	f.StringArrayVar(&o.accept, "accept", nil, "")
	f.StringVar(&o.class, "class", "", "")
	f.StringVar(&o.by, "by", "", "")
	f.StringVar(&o.because, "because", "", "")
	f.StringVar(&o.dated, "dated", "", "")
	f.BoolVar(&o.json, "json", false, "")
	return f
}

func runEditions(ctx context.Context, w world, args []string, checkOnly bool) error {
	var o options
	name := "run"
	if checkOnly {
		name = "check"
	}
	if err := parse(o.flags(name), args, 0); err != nil {
		return err
	}
	if o.due {
		return runDue(ctx, w, o, checkOnly)
	}
	request, quarters, err := o.requests(checkOnly)
	if err != nil {
		return err
	}
	request.Build, request.Holder = w.build, holder(w)
	blocked := false
	var results []pipeline.Result
	for _, q := range quarters {
		request.Quarter = q
		var steps stopwatch
		request.Progress = func(step string) {
			if w.lively {
				fmt.Fprintf(w.err, "\r\033[K%s %s…", q, step)
			}
			steps.mark(w.now(), step)
		}
		res, err := pipeline.Run(ctx, request)
		if w.lively {
			fmt.Fprint(w.err, "\r\033[K")
		}
		if o.timing {
			steps.report(w.err, w.now())
		}
		if err != nil {
			return fmt.Errorf("%s：%w", q, err)
		}
		report(w, res, checkOnly)
		if checkOnly && !o.json {
			list(w, res.Listed)
		}
		results = append(results, res)
		blocked = blocked || len(res.Blocking) > 0
	}
	if o.json {
		e := json.NewEncoder(w.out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(results); err != nil {
			return err
		}
	}
	if blocked {
		return errBlocked
	}
	return nil
}

// requests turns the flags into what the pipeline is asked, for which quarters.
func (o *options) requests(checkOnly bool) (pipeline.Request, []queries.Quarter, error) {
	var r pipeline.Request
	switch {
	case o.ledgers == "":
		return r, nil, misuse("要用 --ledgers 写明台账文件夹")
	case o.out == "" && !checkOnly:
		return r, nil, misuse("要用 --out 写明输出文件夹")
	case o.all && o.quarter != "":
		return r, nil, misuse("--all 与 --quarter 只能写一个")
	case o.all && o.asOf != "":
		return r, nil, misuse("--all 时各季度用各自的最后一天，不能写 --as-of")
	case len(o.accept) > 0 && (strings.TrimSpace(o.by) == "" || strings.TrimSpace(o.because) == ""):
		return r, nil, misuse("--accept 要同时用 --by 写确认人、用 --because 写理由")
	case o.class != "" && o.class != "修订" && o.class != "更正":
		return r, nil, misuse("--class 只能是修订或更正，而不是 %s", o.class)
	case o.class != "" && (strings.TrimSpace(o.by) == "" || strings.TrimSpace(o.because) == ""):
		return r, nil, misuse("--class 要同时用 --by 写更正人、用 --because 写理由")
	}
	if _, err := time.Parse(time.DateOnly, o.dated); o.dated != "" && (err != nil || o.class == "") {
		return r, nil, misuse("--dated 是更正说明的成文日期，写作 2024-09-03，并与 --class 一起写")
	}
	r = pipeline.Request{Ledgers: o.ledgers, Out: o.out, CheckOnly: checkOnly}
	if o.class != "" {
		r.Correction = edition.Correction{Class: o.class, By: o.by, Because: o.because, Date: o.dated}
	}
	for _, a := range o.accept {
		rule, key, narrow := strings.Cut(a, ":")
		if !slices.Contains(pipeline.BlockingRules(), rule) || narrow && strings.TrimSpace(key) == "" {
			return r, nil, misuse("--accept %q 不对：写作 规则 或 规则:对象，规则是 %s 之一", a, strings.Join(pipeline.BlockingRules(), "、"))
		}
		r.Accepted = append(r.Accepted, pipeline.Acceptance{Rule: rule, Key: key, By: o.by, Because: o.because})
	}
	var wanted queries.Quarter
	var err error
	if o.quarter != "" {
		if wanted, err = queries.ParseQuarter(o.quarter); err != nil {
			return r, nil, misuse("%v", err)
		}
	}
	if o.asOf != "" {
		if r.AsOf, err = time.Parse(time.DateOnly, o.asOf); err != nil {
			return r, nil, misuse("--as-of %s 不是日期，写作 2024-06-30", o.asOf)
		}
	}
	path, asked := filepath.Join(o.ledgers, "tongbao.toml"), false
	if o.config != "" {
		path, asked = o.config, true
	}
	if r.Settings, err = pipeline.ReadSettings(path, asked); err != nil {
		return r, nil, err
	}
	quarters, err := pipeline.Quarters(o.ledgers)
	if err != nil {
		return r, nil, err
	}
	if !o.all {
		if quarters, err = choose(quarters, wanted, r.AsOf); err != nil {
			return r, nil, err
		}
	}
	return r, quarters, nil
}

func choose(have []queries.Quarter, wanted queries.Quarter, asOf time.Time) ([]queries.Quarter, error) {
	if wanted == (queries.Quarter{}) {
		wanted = have[len(have)-1]
		if !asOf.IsZero() {
			wanted = queries.QuarterOf(asOf)
		}
	}
	if !asOf.IsZero() && queries.QuarterOf(asOf) != wanted {
		return nil, misuse("--as-of %s 不在 %s 之内", asOf.Format(time.DateOnly), wanted)
	}
	var names []string
	for _, q := range have {
		if q == wanted {
			return []queries.Quarter{q}, nil
		}
		names = append(names, q.String())
	}
	return nil, fmt.Errorf("台账文件夹里没有 %s；有：%s", wanted, strings.Join(names, "、"))
}

// longList is how many lines of a kind a check prints; --json has all.
const longList = 500

// list prints what a check found, refused rows first: it is what the command is
// asked for, so it goes to standard output.
func list(w world, all []pipeline.Finding) {
	for _, kind := range []struct{ severity, name string }{{"B", "阻断"}, {"R", "退回"}, {"F", "提示"}} {
		n := 0
		for _, f := range all {
			if f.Severity != kind.severity {
				continue
			}
			if n++; n <= longList {
				at := where(pipeline.Blocking{File: f.File, Sheet: f.Sheet, Line: f.Line})
				fmt.Fprintf(w.out, "%s %s %s%s\n", kind.name, f.Rule, at, strings.TrimPrefix(f.Message, "退回："))
			}
		}
		if n > longList {
			fmt.Fprintf(w.out, "%s 另有%d条没有列出，全部见 --json\n", kind.name, n-longList)
		}
	}
}

// report tells a person what came of one quarter.
func report(w world, r pipeline.Result, checkOnly bool) {
	fmt.Fprintf(w.err, "%s 读入%d行：计入%d，退回%d，不计%d；核查发现%d条。\n", r.Quarter, r.Read, r.Accepted, r.Refused, r.LeftOut, r.Findings)
	switch {
	case len(r.Blocking) > 0:
		fmt.Fprintf(w.err, "%s 没有发布：%d个问题须先解决（或由负责人用 --accept 确认）：\n", r.Quarter, len(r.Blocking))
		for _, b := range r.Blocking {
			fmt.Fprintf(w.err, "  %s %s\n", b.Rule, where(b)+b.Message)
		}
		if r.Dir != "" {
			fmt.Fprintf(w.err, "清单在 %s\n", r.Dir)
		}
	case checkOnly:
		fmt.Fprintf(w.err, "%s 核查通过，可以发布。\n", r.Quarter)
	case r.Drafted && r.Unchanged:
		fmt.Fprintf(w.err, "%s 与现有草稿完全相同，审签状态不变：%s\n", r.Quarter, r.Dir)
	case r.Drafted:
		fmt.Fprintf(w.err, "%s 第%d版草稿已出，没有发布：%s\n审核：tongbao approve；签发：tongbao publish\n", r.Quarter, r.Version, r.Dir)
	case r.Unchanged:
		fmt.Fprintf(w.err, "%s 与已发布的第%d版完全相同，没有改动：%s\n", r.Quarter, r.Version, r.Dir)
	case r.Class != "":
		fmt.Fprintf(w.err, "%s 已发布第%d版（%s，变了%d个数，列在 corrections.csv）：%s\n", r.Quarter, r.Version, r.Class, r.Changed, r.Dir)
	default:
		fmt.Fprintf(w.err, "%s 已发布第%d版：%s\n", r.Quarter, r.Version, r.Dir)
	}
	if r.Warning != "" {
		fmt.Fprintln(w.err, r.Warning)
	}
}

// holder is this process, as whoever finds the folder in use is told of it.
func holder(w world) edition.Holder {
	host, err := os.Hostname()
	if err != nil {
		host = "未知"
	}
	return edition.Holder{PID: os.Getpid(), Host: host, Since: w.now()}
}

func where(b pipeline.Blocking) string {
	if b.File == "" {
		return ""
	}
	at := b.File
	if b.Sheet != "" {
		at += "［" + b.Sheet + "］"
	}
	if b.Line != "" {
		at += "第" + b.Line + "行"
	}
	return at + "："
}
