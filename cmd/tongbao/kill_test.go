package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tongbao/pipeline/edition"
)

// kills is how often TestKilled kills: go test ./cmd/tongbao -run Killed -kills 500
var kills = flag.Int("kills", 12, "how many runs TestKilled kills")

// asTongbao lets the test binary be the program: a process that can be killed.
const asTongbao = "TONGBAO_TEST_AS_PROGRAM"

// program is the command as a process of its own.
func program(args ...string) *exec.Cmd {
	c := exec.Command(os.Args[0], args...)
	c.Env = append(os.Environ(), asTongbao+"=1")
	return c
}

// asProgram runs a command when the test binary was started by program.
func asProgram() {
	if os.Getenv(asTongbao) != "" {
		os.Exit(Main(context.Background(), world{out: os.Stdout, err: os.Stderr, screen: terminal(os.Stdout), typed: terminal(os.Stdin), build: "test"}, os.Args[1:]))
	}
}

// TestKilled corrects an edition over and over and kills the run at random
// moments. Whatever the moment: what stands is a whole edition, the one before or
// the one after, the chain holds, and the next run works.
func TestKilled(t *testing.T) {
	out := published(t)
	seed := uint64(time.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 1))
	t.Logf("seed %d", seed)
	var ledgers []string
	for _, area := range []string{"21.0000", "22.0000"} {
		ledgers = append(ledgers, worked(t, replace(t, batchFile, "20.0000", area)))
	}
	began := time.Now()
	if b, err := program("run", "--ledgers", ledgers[0], "--out", out).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, b)
	}
	whole := time.Since(began)
	versions, landed := 2, 0
	for n := range *kills {
		c := program("run", "--ledgers", ledgers[(versions+1)%2], "--out", out)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		// Half of the kills fall around the end, where an edition becomes visible.
		after := time.Duration(random.Int64N(int64(whole)))
		if n%2 == 1 {
			after = whole*4/5 + time.Duration(random.Int64N(int64(whole)*2/3))
		}
		time.Sleep(after)
		_ = c.Process.Kill()
		var exit *exec.ExitError
		if err := c.Wait(); errors.As(err, &exit) && !exit.Exited() {
			landed++
		}
		v, err := edition.Verify(out, "")
		if err != nil || !v.OK {
			t.Fatalf("killed after %v: %+v (%v)", after, v.Problems, err)
		}
		if v.Versions != versions && v.Versions != versions+1 {
			t.Fatalf("killed after %v: %d versions after %d", after, v.Versions, versions)
		}
		versions = v.Versions
	}
	if landed == 0 {
		t.Errorf("none of %d kills met a running process", *kills)
	}
	tongbao(t, "run", "--ledgers", workedLedgers, "--out", out).says(t, exitDone)
	tongbao(t, "verify", "--out", out).says(t, exitDone)
	left, err := filepath.Glob(filepath.Join(out, ".*"))
	left = slices.DeleteFunc(left, func(path string) bool { return filepath.Base(path) == ".lock" })
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
	t.Logf("%d of %d kills met a running process; %d versions", landed, *kills, versions)
}

// TestKilledSchedule kills a look at the schedule at random moments: the slot is
// done in the end, once.
func TestKilledSchedule(t *testing.T) {
	year := time.Now().Year() - 1
	ledgers := worked(t, write(t, "tongbao.toml", fmt.Sprintf("[schedule]\ncron = \"0 0 1 1 *\"\nfrom = \"%d-12-31\"\nretries = 50\ngrace_days = 366\n", year)))
	if err := os.Rename(filepath.Join(ledgers, "2024Q2"), filepath.Join(ledgers, fmt.Sprintf("%dQ4", year))); err != nil {
		t.Fatal(err)
	}
	out := t.TempDir()
	for range 4 {
		c := program("run", "--due", "--ledgers", ledgers, "--out", out)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(rand.N(900 * time.Millisecond))
		_ = c.Process.Kill()
		_ = c.Wait()
	}
	if o := tongbao(t, "run", "--due", "--ledgers", ledgers, "--out", out); o.status != exitDone && o.status != exitNotDue {
		t.Errorf("status %d at last: %s", o.status, o.err)
	}
	v, err := edition.Verify(out, "")
	if err != nil || !v.OK || v.Versions != 1 {
		t.Errorf("%+v (%v)", v, err)
	}
	if o := tongbao(t, "status", "--out", out); strings.Count(o.out, "第1版") != 2 || !strings.Contains(o.out, "完成") {
		t.Errorf("status: %s", o.out)
	}
}

// TestTwoPrograms: of two processes at once one makes the edition and the other
// is told who does.
func TestTwoPrograms(t *testing.T) {
	out := t.TempDir()
	first := program("run", "--ledgers", workedLedgers, "--out", out)
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	for range 400 {
		if h, held := edition.HeldBy(filepath.Join(out, ".lock")); held && h.PID == first.Process.Pid {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	tongbao(t, "run", "--ledgers", workedLedgers, "--out", out).says(t, exitBusy, fmt.Sprintf("进程%d", first.Process.Pid), "自")
	if o := tongbao(t, "status", "--out", out); !strings.Contains(o.out, "正在使用") {
		t.Errorf("status: %s", o.out)
	}
	if err := first.Wait(); err != nil {
		t.Error(err)
	}
	if _, held := edition.HeldBy(filepath.Join(out, ".lock")); held {
		t.Error("the lock outlives its process")
	}
}
