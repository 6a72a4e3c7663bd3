package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tongbao/pipeline/edition"
	"tongbao/pipeline/schedule"
)

// at runs one command at a time of Shanghai.
func at(t *testing.T, when string, args ...string) outcome {
	t.Helper()
	now, err := time.ParseInLocation("2006-01-02 15:04", when, edition.Shanghai)
	if err != nil {
		t.Fatal(err)
	}
	var out, stderr bytes.Buffer
	status := Main(t.Context(), world{out: &out, err: &stderr, build: "test", clock: func() time.Time { return now.UTC() }}, args)
	o := outcome{status, out.String(), stderr.String()}
	o.civil(t, args)
	return o
}

// TestRunDue follows one quarter through cron's eyes, with the real pipeline.
func TestRunDue(t *testing.T) {
	hooked := filepath.Join(t.TempDir(), "hooked")
	ledgers := worked(t, write(t, "tongbao.toml", "[schedule]\nhook = [\"/bin/sh\", \"-c\", \"echo $TONGBAO_QUARTER $TONGBAO_STATE >> '"+hooked+"'\"]\n"))
	out := t.TempDir()
	due := []string{"run", "--due", "--ledgers", ledgers, "--out", out}
	at(t, "2024-07-01 09:00", due...).says(t, exitNotDue, "没有到期的", "2024-07-10 09:00")
	// The folder is not complete yet.
	supply := filepath.Join(ledgers, "2024Q2/供地台账.csv")
	if err := os.Rename(supply, supply+".md"); err != nil {
		t.Fatal(err)
	}
	at(t, "2024-07-10 09:00", due...).says(t, exitNotDue, "2024Q2", "还缺供地台账", "2024-07-10 09:10")
	if err := os.Rename(supply+".md", supply); err != nil {
		t.Fatal(err)
	}
	at(t, "2024-07-20 10:00", due...).says(t, exitDone, "2024Q2 已发布第1版", "迟了10天", "供地台账")
	at(t, "2024-07-20 11:00", due...).says(t, exitNotDue, "2024-10-10")
	b, err := os.ReadFile(hooked)
	if err != nil || string(b) != "2024Q2 planned\n2024Q2 late\n" {
		t.Errorf("the hook heard %q (%v)", b, err)
	}
	o := tongbao(t, "status", "--out", out, "--json")
	var s struct {
		Editions []edition.Stands
		Schedule schedule.Book
	}
	if err := json.Unmarshal([]byte(o.out), &s); err != nil || len(s.Editions) != 1 || s.Editions[0].Version != 1 || len(s.Schedule.Slots) != 2 || s.Schedule.Slots[0].State != schedule.Late {
		t.Errorf("%v: %s", err, o.out)
	}
	if o := tongbao(t, "status", "--out", out); !strings.Contains(o.out, "已发布 2024Q2 第1版") || !strings.Contains(o.out, "迟后完成") {
		t.Errorf("status: %s", o.out)
	}
	tongbao(t, "verify", "--out", out).says(t, exitDone)
	at(t, "2024-08-01 00:00", "schedule", "--ledgers", ledgers, "--out", out, "--waive", "2024Q3", "--by", "张三", "--because", "停办").says(t, exitDone, "2024Q3", "免办", "停办", "张三")
	at(t, "2024-10-10 09:00", due...).says(t, exitNotDue, "2025-01-10")
	at(t, "2024-10-11 09:00", "schedule", "--ledgers", ledgers, "--out", out, "--retry", "2024Q3").says(t, exitDone, "2024Q3", "重新开办")
	at(t, "2024-10-11 09:00", due...).says(t, exitNotDue, "2024Q3 文件夹")
	at(t, "2024-11-11 09:00", due...).says(t, exitFailed, "宽限期已过", "2024Q3 文件夹")
}

// TestDueButBlocked: the checks stop the edition; cron hears the same status as
// from a run.
func TestDueButBlocked(t *testing.T) {
	ledgers, out := worked(t, replace(t, batchFile, "高庄街道", "高庄新区")), t.TempDir()
	due := []string{"run", "--due", "--ledgers", ledgers, "--out", out, "--json"}
	at(t, "2024-07-01 09:00", due...).says(t, exitNotDue)
	o := at(t, "2024-07-10 09:00", due...)
	o.says(t, exitBlocked, "U01", "高庄新区", "等待台账改正")
	var l schedule.Look
	if err := json.Unmarshal([]byte(o.out), &l); err != nil || len(l.Waiting) != 1 || !l.Waiting[0].Blocked {
		t.Errorf("%v: %s", err, o.out)
	}
	blockedFolder(t, out)
	replace(t, batchFile, "高庄新区", "高庄街道")(ledgers)
	at(t, "2024-07-10 10:00", due...).says(t, exitDone, "按时完成")
}

// TestDueAsDraft: a slot in draft mode leaves a draft to be signed.
func TestDueAsDraft(t *testing.T) {
	ledgers, out := worked(t, write(t, "tongbao.toml", draftMode+"[schedule]\nfrom = \"2024-07-01\"\n")), t.TempDir()
	at(t, "2024-07-10 09:30", "run", "--due", "--ledgers", ledgers, "--out", out).says(t, exitDone, "草稿待审签")
	if o := tongbao(t, "status", "--out", out); !strings.Contains(o.out, "草稿 2024Q2 第1版 草稿") {
		t.Errorf("status: %s", o.out)
	}
}

func TestScheduleStaysRunning(t *testing.T) {
	ledgers, out := worked(t, write(t, "tongbao.toml", "[schedule]\nfrom = \"2024-07-01\"\n")), t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	err := &canceller{word: "下一次：2024-10-10 09:00", cancel: stop}
	now := time.Date(2024, 7, 10, 1, 0, 0, 0, time.UTC)
	status := Main(ctx, world{out: &bytes.Buffer{}, err: err, build: "test", clock: func() time.Time { return now }}, []string{"schedule", "--ledgers", ledgers, "--out", out})
	if said := err.seen.String(); status != exitDone || !strings.Contains(said, "按时完成，第1版") {
		t.Errorf("status %d: %s", status, said)
	}
}

func TestScheduleWrongUse(t *testing.T) {
	for _, c := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"schedule", "--out", "y"}, exitUsage, "--ledgers"},
		{[]string{"schedule", "--ledgers", "x"}, exitUsage, "--out"},
		{[]string{"schedule", "--ledgers", "x", "--out", "y", "--waive", "2024Q2"}, exitUsage, "--by"},
		{[]string{"schedule", "--ledgers", "x", "--out", "y", "--retry", "二季度"}, exitUsage, "二季度"},
		{[]string{"run", "--due", "--ledgers", "x", "--out", "y", "--all"}, exitUsage, "--due"},
		{[]string{"check", "--due", "--ledgers", "x"}, exitUsage, "--due"},
		{[]string{"status"}, exitUsage, "--out"},
		{[]string{"status", "--out", "没有这个文件夹"}, exitFailed, "没有这个文件夹"},
	} {
		tongbao(t, c.args...).says(t, c.status, c.says)
	}
	for text, want := range map[string]string{
		"cron = \"每季度\"": "schedule.cron", "cron = \"TZ=UTC 0 9 10 * *\"": "时区", "from = \"七月\"": "schedule.from", "make_up = \"some\"": "schedule.make_up",
		"grace_days = -1": "schedule.grace_days", "expect_kinds = [\"批次\"]": "批次台账",
	} {
		ledgers := worked(t, write(t, "tongbao.toml", "[schedule]\n"+text+"\n"))
		tongbao(t, "run", "--due", "--ledgers", ledgers, "--out", t.TempDir()).says(t, exitFailed, want, "tongbao.toml")
	}
}

func TestUnitFiles(t *testing.T) {
	o := tongbao(t, "schedule", "--systemd", "--ledgers", "/srv/我区 台账", "--out", "/srv/100%$通报")
	o.says(t, exitDone)
	for _, want := range []string{`schedule --ledgers "/srv/我区 台账" --out "/srv/100%%$$通报"`, `run --due --ledgers "/srv/我区 台账"`, "SuccessExitStatus=4 5", "Persistent=true"} {
		if !strings.Contains(o.out, want) {
			t.Errorf("the unit files have no %s:\n%s", want, o.out)
		}
	}
}

// TestSettingsReadAgain: a schedule that stays running follows the settings; what
// cannot be read changes nothing and is told once.
func TestSettingsReadAgain(t *testing.T) {
	var said bytes.Buffer
	ledgers := worked(t, write(t, "tongbao.toml", "[schedule]\ngrace_days = 5\n"))
	now := time.Date(2024, 7, 10, 1, 0, 0, 0, time.UTC)
	k, err := options{ledgers: ledgers}.keep(world{err: &said, clock: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text  string // empty: the file goes
		other bool
		days  int
		says  string
	}{
		{"[schedule]\ngrace_days = 5\n", false, 5, ""},
		{"[schedule]\ngrace_days = 7\n", true, 7, "2024-07-10 09:00 设置有变动，已重新读入"},
		{"[schedule]\ngrace_dais = 9\n", false, 7, "仍按原来的设置：设置文件 " + filepath.Join(ledgers, "tongbao.toml") + " 第2行"},
		{"[schedule]\ngrace_dais = 9\n", false, 7, ""},
		{"", false, 7, "仍按原来的设置"},
		{"[schedule]\ngrace_days = 8\n", true, 8, "已重新读入"},
	} {
		said.Reset()
		write(t, "tongbao.toml", c.text)(ledgers)
		if c.text == "" {
			remove(t, "tongbao.toml")(ledgers)
		}
		plan, other := k.renew()
		if other != c.other || k.settings.Schedule.GraceDays != c.days || other && plan.Grace != time.Duration(c.days)*24*time.Hour {
			t.Errorf("%q: %v, %d days", c.text, other, k.settings.Schedule.GraceDays)
		}
		if !strings.Contains(said.String(), c.says) || c.says == "" && said.Len() > 0 {
			t.Errorf("%q: said %q", c.text, said.String())
		}
	}
}

// TestLostSlotsAtTheDoor: status and run --due say what they found, and nothing is
// published twice.
func TestLostSlotsAtTheDoor(t *testing.T) {
	out := t.TempDir()
	due := []string{"run", "--due", "--ledgers", workedLedgers, "--out", out}
	at(t, "2024-07-01 09:00", due...).says(t, exitNotDue)
	at(t, "2024-07-10 09:00", due...).says(t, exitDone, "第1版")
	write(t, "schedule/slots.json", "{")(out)
	if o := tongbao(t, "status", "--out", out); o.status != exitDone || !strings.Contains(o.out, "slots.json 读不了") || !strings.Contains(o.out, "已发布 2024Q2") {
		t.Errorf("status: %s%s", o.out, o.err)
	}
	at(t, "2024-07-10 10:00", due...).says(t, exitNotDue, "slots.json 损坏", "按流水")
	if o := tongbao(t, "status", "--out", out); !strings.Contains(o.out, "按流水") || !strings.Contains(o.out, "下一个时点：2024-10-10 09:00") {
		t.Errorf("status: %s", o.out)
	}
	remove(t, "schedule/slots.json")(out)
	remove(t, "schedule/slots.log")(out)
	at(t, "2024-07-10 11:00", due...).says(t, exitNotDue, "按现存各期")
	if v, err := edition.Verify(out, ""); err != nil || !v.OK || v.Versions != 1 {
		t.Errorf("%+v, %v", v, err)
	}
}
