// Command tongbao turns a folder of land ledgers into the quarterly bulletin of
// 批而未供 and 闲置 land: rates, rankings, charts, dashboard and PDF.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/pflag"

	"tongbao/pipeline"
)

// Exit statuses; cron jobs and people rely on them.
const (
	exitDone    = 0
	exitFailed  = 1
	exitUsage   = 2
	exitBlocked = 3
	exitBusy    = 4
	exitNotDue  = 5
)

// world is what a command sees of the process: its streams and build.
type world struct {
	out, err io.Writer
	// lively says that err is a terminal and progress may be shown, screen that
	// out is one, typed that words come from one.
	lively, screen, typed bool
	build                 string
	// clock is the time; nil for the host's.
	clock func() time.Time
}

func (w world) now() time.Time {
	if w.clock != nil {
		return w.clock()
	}
	return time.Now()
}

// command is one word after tongbao.
type command struct {
	name, title, help string
	run               func(ctx context.Context, w world, args []string) error
}

var commands = []command{runCommand, checkCommand, sqlCommand, explainCommand, serveCommand, compareCommand, lettersCommand, reportCommand, approveCommand, publishCommand, verifyCommand, rebuildCommand, scheduleCommand, statusCommand, configCommand, fontsCommand, newCommand}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	w := world{out: os.Stdout, err: os.Stderr, lively: terminal(os.Stderr), screen: terminal(os.Stdout), typed: terminal(os.Stdin), build: build()}
	os.Exit(Main(ctx, w, os.Args[1:]))
}

func terminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// Main runs one command and returns the exit status.
func Main(ctx context.Context, w world, args []string) int {
	if len(args) == 0 {
		usage(w.err)
		return exitUsage
	}
	if args[0] == "help" || args[0] == "--help" || args[0] == "-h" {
		usage(w.out)
		return exitDone
	}
	if args[0] == "version" || args[0] == "--version" {
		fmt.Fprintln(w.out, w.build)
		return exitDone
	}
	if args[0] == confinedCommand {
		return confined(ctx)
	}
	for _, c := range commands {
		if c.name == args[0] {
			err := c.run(ctx, w, args[1:])
			if err != nil && ctx.Err() != nil && !errors.Is(err, errStopped) {
				err = ctx.Err() // whatever stopped in the middle, this is why
			}
			return status(w, c, err)
		}
	}
	fmt.Fprintf(w.err, "没有“%s”这个命令。\n\n", args[0])
	usage(w.err)
	return exitUsage
}

// errUsage marks a mistake in how the command was called.
var errUsage = errors.New("用法不对")

// errBlocked marks a run that the checks stopped.
var errBlocked = errors.New("核查未通过，没有发布")

// errNotDue marks a look at the schedule that found nothing to do.
var errNotDue = errors.New("没有到期的")

// errTold marks a failure that is told already, such as a difference found.
var errTold = errors.New("有不同或失败")

func misuse(format string, args ...any) error {
	return fmt.Errorf("%w：%s", errUsage, fmt.Sprintf(format, args...))
}

// status tells a person what went wrong and cron what to do about it.
func status(w world, c command, err error) int {
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, pflag.ErrHelp):
		fmt.Fprintf(w.out, "%s\n\n%s", c.title, c.help)
		return exitDone
	case errors.Is(err, errUsage):
		fmt.Fprintf(w.err, "%v\n写法见 tongbao %s --help\n", err, c.name)
		return exitUsage
	case errors.Is(err, errBlocked):
		return exitBlocked
	case errors.Is(err, errNotDue):
		return exitNotDue
	case errors.Is(err, errTold):
		return exitFailed
	case errors.Is(err, pipeline.ErrBusy):
		fmt.Fprintf(w.err, "没有运行：%v\n", err)
		return exitBusy
	case errors.Is(err, errStopped):
		fmt.Fprintln(w.err, "网页服务已停止。")
		return exitDone
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(w.err, "已中断；已发布的通报没有变动。")
		return exitFailed
	case errors.Is(err, syscall.ENOSPC):
		fmt.Fprintf(w.err, "没有完成：磁盘满了（%v）。已发布的通报没有变动；请腾出空间后重新运行。\n", err)
		return exitFailed
	case errors.Is(err, os.ErrPermission) || errors.Is(err, syscall.EROFS):
		fmt.Fprintf(w.err, "没有完成：没有写入权限（%v）。已发布的通报没有变动；请检查文件夹权限后重新运行。\n", err)
		return exitFailed
	default:
		fmt.Fprintf(w.err, "没有完成：%v\n已发布的通报没有变动。\n", err)
		return exitFailed
	}
}

func usage(w io.Writer) {
	fmt.Fprint(w, "tongbao 由各单位台账生成批而未供和闲置土地季通报。\n\n用法：tongbao 命令 [选项]\n\n")
	for _, c := range commands {
		fmt.Fprintf(w, "  %-10s%s\n", c.name, c.title)
	}
	fmt.Fprint(w, "\n各命令的选项：tongbao 命令 --help\n退出状态：0 完成，1 失败，2 用法不对，3 核查未通过、没有发布，4 另一个运行占用输出文件夹，5 没有到期的。\n")
}

// flags is a flag set whose mistakes are told in Chinese.
func flags(name string) *pflag.FlagSet {
	f := pflag.NewFlagSet(name, pflag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.Usage = func() {}
	f.SortFlags = false
	return f
}

func parse(f *pflag.FlagSet, args []string, positional int) error {
	if err := f.Parse(args); err != nil {
		if errors.Is(err, pflag.ErrHelp) {
			return err
		}
		var unknown *pflag.NotExistError
		if errors.As(err, &unknown) {
			return misuse("没有选项 --%s", strings.TrimLeft(unknown.GetSpecifiedName(), "-"))
		}
		return misuse("%v", err)
	}
	if f.NArg() > positional {
		return misuse("多了 %s", strings.Join(f.Args()[positional:], " "))
	}
	return nil
}

// revision is the commit, set by the Makefile: what git says where the Go tool
// does not stamp it.
var revision string

// build is the program's version: the module's, or the commit it was made from.
func build() string {
	if revision != "" {
		return "tongbao " + revision
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "tongbao"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return "tongbao " + s.Value[:min(12, len(s.Value))]
		}
	}
	return "tongbao " + info.Main.Version
}
