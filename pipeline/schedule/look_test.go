package schedule

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tongbao/pipeline/edition"
	"tongbao/queries"
)

// office is a scheduler in a world whose clock a test holds: that of the bubble
// it runs in, and as far ahead as the test sets it.
type office struct {
	*Scheduler
	t         *testing.T
	ahead     time.Duration
	published []string
	told      []string
	missing   []string             // what Ready says
	fails     []error              // what the next attempts end with
	blocking  []string             // what stops the next attempts
	hold      chan struct{}        // an attempt waits for it
	versions  map[string]int       // of the quarters that stand
	at        map[string]time.Time // when they were published
}

// each quarter's tenth day at nine.
var quarterly = Plan{Cron: "0 9 10 1,4,7,10 *", OnTime: 24 * time.Hour, Grace: 15 * 24 * time.Hour, MakeUp: Newest, Retries: 3, Backoff: 10 * time.Minute}

func opened(t *testing.T, plan Plan, out, now string) *office {
	t.Helper()
	o := &office{t: t, versions: map[string]int{}, at: map[string]time.Time{}}
	o.Scheduler = &Scheduler{Out: out, Plan: plan, Holder: edition.Holder{PID: 1, Host: "甲机"}, Now: func() time.Time { return time.Now().Add(o.ahead) }}
	o.Ready = func(context.Context, queries.Quarter) ([]string, error) { return o.missing, nil }
	o.Publish = func(ctx context.Context, q queries.Quarter) (Outcome, error) {
		if o.hold != nil {
			select {
			case <-o.hold:
			case <-ctx.Done():
				return Outcome{}, ctx.Err()
			}
		}
		if len(o.fails) > 0 {
			err := o.fails[0]
			o.fails = o.fails[1:]
			return Outcome{}, err
		}
		if len(o.blocking) > 0 {
			return Outcome{Blocking: o.blocking}, nil
		}
		o.published = append(o.published, q.String())
		o.versions[q.String()] = 1
		o.at[q.String()] = o.Now()
		return Outcome{Version: 1}, nil
	}
	o.Tell = func(_ context.Context, s Slot) { o.told = append(o.told, s.Quarter+" "+s.State) }
	o.set(now)
	return o
}

// clock is a time of Shanghai.
func clock(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, edition.Shanghai)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// set puts the clock to a time, whatever has passed.
func (o *office) set(text string) {
	o.t.Helper()
	o.ahead += clock(o.t, text).Sub(o.Now())
}

func (o *office) look() Look {
	o.t.Helper()
	l, err := o.Look(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	return l
}

// lookAt looks at a time.
func (o *office) lookAt(text string) Look {
	o.t.Helper()
	o.set(text)
	return o.look()
}

// holds compares the book with what is wanted: "2024-07-10 2024Q2 done".
func (o *office) holds(want ...string) {
	o.t.Helper()
	b, err := Read(o.Out)
	if err != nil {
		o.t.Fatal(err)
	}
	var got []string
	for _, s := range b.Slots {
		got = append(got, s.Due.Format("2006-01-02")+" "+s.Quarter+" "+s.State)
	}
	if !slices.Equal(got, want) {
		o.t.Errorf("the book holds\n %s\nwant\n %s", strings.Join(got, "\n "), strings.Join(want, "\n "))
	}
}

func (o *office) reason(quarter, word string) {
	o.t.Helper()
	b, err := Read(o.Out)
	if err != nil {
		o.t.Fatal(err)
	}
	for _, s := range b.Slots {
		if s.Quarter == quarter && strings.Contains(s.Reason, word) {
			return
		}
	}
	o.t.Errorf("no slot of %s says %q: %+v", quarter, word, b.Slots)
}

func (o *office) made(want ...string) {
	o.t.Helper()
	if !slices.Equal(o.published, want) {
		o.t.Errorf("published %v, want %v", o.published, want)
	}
}

func TestOnTime(t *testing.T) {
	o := opened(t, quarterly, t.TempDir(), "2024-07-01 00:00")
	if l := o.look(); len(l.Ended)+len(l.Waiting) > 0 || !l.Next.Equal(clock(t, "2024-07-10 09:00")) {
		t.Errorf("nothing is due yet: %+v", l)
	}
	o.lookAt("2024-07-10 08:59")
	o.made()
	if l := o.lookAt("2024-07-10 09:00"); len(l.Ended) != 1 || l.Ended[0].State != Done || !l.Next.Equal(clock(t, "2024-10-10 09:00")) {
		t.Errorf("%+v", l)
	}
	o.lookAt("2024-07-10 09:01")
	o.made("2024Q2")
	o.holds("2024-07-10 2024Q2 done", "2024-10-10 2024Q3 planned")
	if !slices.Equal(o.told, []string{"2024Q2 done"}) {
		t.Errorf("told %v", o.told)
	}
	notice, err := os.ReadFile(filepath.Join(Dir(o.Out), "notice.txt"))
	if err != nil || !strings.Contains(string(notice), "2024Q2（2024-07-10 09:00）按时完成，第1版") {
		t.Errorf("notice %s (%v)", notice, err)
	}
}

func TestMachineOff(t *testing.T) {
	for _, c := range []struct {
		name, makeUp, back string
		made, book         []string
	}{
		{"over one slot", Newest, "2024-07-12 10:00", []string{"2024Q2"}, []string{"2024-07-10 2024Q2 late", "2024-10-10 2024Q3 planned"}},
		{"over one slot, for an hour", Newest, "2024-07-10 10:00", []string{"2024Q2"}, []string{"2024-07-10 2024Q2 done", "2024-10-10 2024Q3 planned"}},
		{"over three slots, the newest made up", Newest, "2025-01-15 10:00", []string{"2024Q4"},
			[]string{"2024-07-10 2024Q2 missed", "2024-10-10 2024Q3 missed", "2025-01-10 2024Q4 late", "2025-04-10 2025Q1 planned"}},
		{"over three slots, all made up, the oldest first", All, "2025-01-15 10:00", []string{"2024Q2", "2024Q3", "2024Q4"},
			[]string{"2024-07-10 2024Q2 late", "2024-10-10 2024Q3 late", "2025-01-10 2024Q4 late", "2025-04-10 2025Q1 planned"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			plan := quarterly
			plan.MakeUp = c.makeUp
			o := opened(t, plan, t.TempDir(), "2024-07-01 00:00")
			o.look()
			o.lookAt(c.back)
			o.look()
			o.made(c.made...)
			o.holds(c.book...)
		})
	}
}

// TestFrom: what fell due before the first look counts from the day that the
// settings name.
func TestFrom(t *testing.T) {
	plan := quarterly
	plan.From, plan.MakeUp = clock(t, "2024-04-10 09:00"), All
	o := opened(t, plan, t.TempDir(), "2024-07-11 00:00")
	o.look()
	o.made("2024Q1", "2024Q2")
	o = opened(t, quarterly, t.TempDir(), "2024-07-11 00:00")
	o.look()
	o.made()
	o.holds("2024-10-10 2024Q3 planned")
}

func TestClockSetBack(t *testing.T) {
	o := opened(t, quarterly, t.TempDir(), "2024-07-01 00:00")
	o.look()
	o.lookAt("2024-07-10 09:00")
	for _, at := range []string{"2024-07-10 08:30", "2024-07-10 08:59", "2024-07-10 09:00", "2024-07-10 09:30", "2024-06-30 09:00", "2024-07-10 09:00"} {
		o.lookAt(at)
	}
	o.made("2024Q2")
	o.lookAt("2024-10-10 09:00")
	o.made("2024Q2", "2024Q3")
}

// TestClockAhead: for a while the clock was years ahead and the ledgers of those
// years, of course, not there. Back in time nothing of it is missed.
func TestClockAhead(t *testing.T) {
	plan := quarterly
	plan.MakeUp = All
	o := opened(t, plan, t.TempDir(), "2024-07-01 00:00")
	o.look()
	o.missing = []string{"批次台账"}
	o.lookAt("2026-07-20 00:00")
	o.reason("2024Q2", "批次台账")
	o.missing = nil
	o.lookAt("2024-07-02 00:00")
	o.made()
	o.lookAt("2024-07-10 09:00")
	o.lookAt("2024-10-10 09:00")
	o.made("2024Q2", "2024Q3")
}

// TestSuspended: the machine sleeps across the minute at which the edition is
// due; its timers slept too.
func TestSuspended(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := opened(t, quarterly, t.TempDir(), "2024-07-10 08:58")
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- o.Run(ctx, nil) }()
		time.Sleep(30 * time.Second)
		synctest.Wait()
		o.made()
		o.ahead += 8 * time.Hour
		time.Sleep(time.Minute)
		synctest.Wait()
		o.made("2024Q2")
		stop()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}

// TestStaysRunning for a year and a quarter: each edition at its minute, once.
func TestStaysRunning(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		plan := quarterly
		plan.Cron = "30 9 1 * *" // monthly: three slots a quarter, the same edition
		o := opened(t, plan, t.TempDir(), "2024-12-31 23:50")
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		go o.Run(ctx, nil)
		time.Sleep(40 * 24 * time.Hour)
		synctest.Wait()
		o.made("2024Q4", "2024Q4")
		if at := o.at["2024Q4"]; at.Sub(clock(t, "2025-02-01 09:30")).Abs() > time.Minute {
			t.Errorf("published at %v", at)
		}
		o.holds("2025-01-01 2024Q4 done", "2025-02-01 2024Q4 done", "2025-03-01 2024Q4 planned")
	})
}

func TestTwoProcesses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := t.TempDir()
		a, b := opened(t, quarterly, out, "2024-07-10 08:59"), opened(t, quarterly, out, "2024-07-10 08:59")
		a.look()
		a.set("2024-07-10 09:00")
		b.set("2024-07-10 09:00")
		a.hold = make(chan struct{})
		done := make(chan error)
		go func() {
			_, err := a.Look(t.Context())
			done <- err
		}()
		synctest.Wait() // the first is in the middle of its edition
		if _, err := b.Look(t.Context()); !errors.Is(err, edition.ErrBusy) || !strings.Contains(err.Error(), "甲机") {
			t.Errorf("the second is not turned away: %v", err)
		}
		close(a.hold)
		if err := <-done; err != nil {
			t.Error(err)
		}
		b.look()
		a.made("2024Q2")
		b.made()
	})
}

func TestFailureThenSuccess(t *testing.T) {
	o := opened(t, quarterly, t.TempDir(), "2024-07-10 08:59")
	o.look()
	o.fails = []error{errors.New("磁盘满了"), errors.New("磁盘又满了")}
	if l := o.lookAt("2024-07-10 09:00"); len(l.Ended) != 1 || l.Ended[0].State != Failed || !l.Next.Equal(clock(t, "2024-07-10 09:10")) {
		t.Errorf("%+v", l)
	}
	o.reason("2024Q2", "磁盘满了")
	o.lookAt("2024-07-10 09:09") // too early
	if l := o.lookAt("2024-07-10 09:10"); !l.Next.Equal(clock(t, "2024-07-10 09:30")) {
		t.Errorf("the second wait is twice the first: %+v", l)
	}
	o.reason("2024Q2", "磁盘又满了")
	o.lookAt("2024-07-10 09:30")
	o.made("2024Q2")
	o.holds("2024-07-10 2024Q2 done", "2024-10-10 2024Q3 planned")
	o.lookAt("2024-07-10 09:50")
	o.made("2024Q2")
}

func TestGivesUp(t *testing.T) {
	o := opened(t, quarterly, t.TempDir(), "2024-07-10 08:59")
	o.look()
	for range 9 {
		o.fails = append(o.fails, errors.New("设置有误"))
	}
	for range 400 {
		o.ahead += 10 * time.Minute
		o.look()
	}
	if len(o.fails) != 5 {
		t.Errorf("%d attempts, want the first and three more", 9-len(o.fails))
	}
	o.holds("2024-07-10 2024Q2 failed", "2024-10-10 2024Q3 planned")
	o.reason("2024Q2", "设置有误")
	o.fails = nil
	if s, err := o.Retry("2024Q2"); err != nil || s.State != Planned {
		t.Errorf("%+v, %v", s, err)
	}
	o.look()
	o.made("2024Q2")
	o.holds("2024-07-10 2024Q2 late", "2024-10-10 2024Q3 planned")
}

// TestKilledInTheMiddle: what a killed process leaves is tried again, but not for
// ever.
func TestKilledInTheMiddle(t *testing.T) {
	o := opened(t, quarterly, t.TempDir(), "2024-07-10 08:59")
	o.look()
	publish := o.Publish
	o.Publish = func(context.Context, queries.Quarter) (Outcome, error) { panic("killed") }
	o.set("2024-07-10 09:00")
	kill := func() {
		defer func() {
			if recover() == nil {
				t.Error("the attempt was not killed")
			}
		}()
		o.Look(t.Context())
	}
	kill()
	o.reason("2024Q2", "中断")
	works := o.Publish
	o.Publish = publish
	o.look()
	o.made("2024Q2")
	o.holds("2024-07-10 2024Q2 done", "2024-10-10 2024Q3 planned")

	o = opened(t, quarterly, t.TempDir(), "2024-07-10 08:59")
	o.look()
	o.Publish = works
	o.set("2024-07-10 09:00")
	for range 4 {
		kill()
	}
	o.look()
	o.holds("2024-07-10 2024Q2 failed", "2024-10-10 2024Q3 planned")
	o.reason("2024Q2", "4次")
}

// TestStopped: a person stops the program in the middle of an edition. That is
// neither an attempt nor a failure.
func TestStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := opened(t, quarterly, t.TempDir(), "2024-07-10 08:59")
		o.look()
		o.set("2024-07-10 09:00")
		o.hold = make(chan struct{})
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error)
		go func() {
			_, err := o.Look(ctx)
			done <- err
		}()
		synctest.Wait()
		stop()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		b, err := Read(o.Out)
		if s := b.find(clock(t, "2024-07-10 09:00")); err != nil || s == nil || s.State != Planned || s.Attempts != 0 || s.Reason != "" {
			t.Errorf("%+v, %v", s, err)
		}
		o.hold = nil
		o.look()
		o.made("2024Q2")
	})
}

func TestQuarterAndYearEnds(t *testing.T) {
	for due, want := range map[string]string{
		"2024-01-10 09:00": "2023Q4", "2025-01-01 00:00": "2024Q4", "2024-12-31 23:59": "2024Q3", "2024-03-31 23:59": "2023Q4",
		"2024-04-01 00:00": "2024Q1", "2024-06-30 09:00": "2024Q1", "2024-07-01 00:30": "2024Q2", "2024-02-29 12:00": "2023Q4",
	} {
		if got := ended(clock(t, due)).String(); got != want {
			t.Errorf("at %s the last quarter that has ended is %s, want %s", due, got, want)
		}
	}
}

// TestHostInAnotherZone: the same instants, whatever zone the host lives in. Half
// past midnight on 1 July in Shanghai is still June in Greenwich.
func TestHostInAnotherZone(t *testing.T) {
	local := time.Local
	defer func() { time.Local = local }()
	for _, zone := range []*time.Location{time.UTC, time.FixedZone("far west", -11*3600), edition.Shanghai} {
		time.Local = zone
		plan := quarterly
		plan.Cron = "30 0 1 1,4,7,10 *"
		o := opened(t, plan, t.TempDir(), "2024-06-30 23:00")
		now := o.Now
		o.Now = func() time.Time { return now().In(zone) }
		o.look()
		o.lookAt("2024-07-01 00:29")
		o.made()
		o.lookAt("2024-07-01 00:30")
		o.made("2024Q2")
		o.holds("2024-07-01 2024Q2 done", "2024-10-01 2024Q3 planned")
	}
}

func TestLedgersTenDaysLate(t *testing.T) {
	o := opened(t, quarterly, t.TempDir(), "2024-07-10 08:59")
	o.look()
	o.missing = []string{"供地台账", "高庄街道的数据"}
	if l := o.lookAt("2024-07-10 09:00"); len(l.Waiting) != 1 || len(l.Ended) != 0 {
		t.Errorf("%+v", l)
	}
	o.reason("2024Q2", "还缺供地台账、高庄街道的数据")
	for day := range 9 {
		o.lookAt(clock(t, "2024-07-11 09:00").AddDate(0, 0, day).Format("2006-01-02 15:04"))
	}
	o.made()
	o.missing = nil
	o.lookAt("2024-07-20 10:00")
	o.made("2024Q2")
	o.holds("2024-07-10 2024Q2 late", "2024-10-10 2024Q3 planned")
	o.reason("2024Q2", "迟了10天，此前等待台账，还缺供地台账")
}

func TestLedgersNeverCome(t *testing.T) {
	o := opened(t, quarterly, t.TempDir(), "2024-07-10 08:59")
	o.look()
	o.missing = []string{"供地台账"}
	o.lookAt("2024-07-10 09:00")
	o.lookAt("2024-07-25 08:59")
	o.holds("2024-07-10 2024Q2 planned", "2024-10-10 2024Q3 planned")
	if l := o.lookAt("2024-07-25 09:00"); len(l.Ended) != 1 {
		t.Errorf("%+v", l)
	}
	o.holds("2024-07-10 2024Q2 missed", "2024-10-10 2024Q3 planned")
	o.reason("2024Q2", "宽限期已过，台账仍缺供地台账")
	// The next quarter does not suffer, and this one can be opened again.
	if _, err := o.Retry("2024Q2"); err != nil {
		t.Fatal(err)
	}
	o.lookAt("2024-07-26 09:00")
	o.made()
	o.missing = nil
	o.lookAt("2024-08-01 09:00")
	o.lookAt("2024-10-10 09:00")
	o.made("2024Q2", "2024Q3")
}

// TestBlockedWaits: ledgers that the checks stop are ledgers that have not come.
func TestBlockedWaits(t *testing.T) {
	o := opened(t, quarterly, t.TempDir(), "2024-07-10 08:59")
	o.look()
	o.blocking = []string{"U01 责任单位“高庄新区”不在单位名录中"}
	o.lookAt("2024-07-10 09:00")
	o.reason("2024Q2", "核查未通过（1个问题）")
	o.lookAt("2024-07-10 09:05")
	o.blocking = nil
	o.lookAt("2024-07-10 09:10")
	o.made("2024Q2")
	o.holds("2024-07-10 2024Q2 done", "2024-10-10 2024Q3 planned")
}

func TestOutputInUse(t *testing.T) {
	o := opened(t, quarterly, t.TempDir(), "2024-07-10 08:59")
	o.look()
	o.fails = []error{edition.ErrBusy, edition.ErrBusy, edition.ErrBusy, edition.ErrBusy, edition.ErrBusy, edition.ErrBusy}
	for range 7 {
		o.ahead += time.Minute
		o.look()
	}
	o.made("2024Q2")
}

func TestWaive(t *testing.T) {
	o := opened(t, quarterly, t.TempDir(), "2024-07-01 08:59")
	o.look()
	if s, err := o.Waive("2024Q2", "张三", "机构改革，本季不发"); err != nil || s.State != Waived {
		t.Errorf("%+v, %v", s, err)
	}
	o.lookAt("2024-07-10 09:00")
	o.lookAt("2024-10-10 09:00")
	o.made("2024Q3")
	o.holds("2024-07-10 2024Q2 waived", "2024-10-10 2024Q3 done", "2025-01-10 2024Q4 planned")
	o.reason("2024Q2", "机构改革")
	if _, err := o.Waive("2024Q3", "张三", "已经发了"); err == nil {
		t.Error("what is published cannot be waived")
	}
}

// TestAnotherExpression: what was planned by the old one is planned by the new.
func TestAnotherExpression(t *testing.T) {
	o := opened(t, quarterly, t.TempDir(), "2024-07-01 00:00")
	o.look()
	o.Plan.Cron = "0 9 20 1,4,7,10 *"
	o.lookAt("2024-07-10 09:00")
	o.made()
	o.holds("2024-07-20 2024Q2 planned")
}

func TestEveryMinuteForAYear(t *testing.T) {
	plan := quarterly
	plan.Cron = "* * * * *"
	o := opened(t, plan, t.TempDir(), "2024-07-01 00:00")
	o.look()
	o.lookAt("2025-07-01 00:00")
	b, err := Read(o.Out)
	if err != nil || len(b.Slots) > most+3 || b.Skipped < 500000 {
		t.Errorf("%d slots, %d skipped (%v)", len(b.Slots), b.Skipped, err)
	}
}

func TestBadExpressions(t *testing.T) {
	for _, text := range []string{"", "0 9 10 1,4,7,10", "0 25 * * *", "@every 1h", "@daily", "TZ=UTC 0 9 10 * *", "CRON_TZ=UTC 0 9 10 * *"} {
		if _, err := ParseCron(text); err == nil || !strings.Contains(err.Error(), "定时") {
			t.Errorf("%q: %v", text, err)
		}
	}
	o := opened(t, Plan{Cron: "0 9 30 2 *"}, t.TempDir(), "2024-07-01 00:00")
	if _, err := o.Look(t.Context()); err == nil || !strings.Contains(err.Error(), "没有一个日子") {
		t.Errorf("30 February: %v", err)
	}
}

func TestHook(t *testing.T) {
	file := filepath.Join(t.TempDir(), "said")
	slot := Slot{Due: clock(t, "2024-07-10 09:00"), Quarter: "2024Q2", State: Done, Version: 1}
	if _, err := Hook(t.Context(), []string{"/bin/sh", "-c", `cat > "$0"; echo "$TONGBAO_STATE $TONGBAO_QUARTER $TONGBAO_MESSAGE" >> "$0"`, file}, time.Minute, "通报", slot); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(b), `"quarter":"2024Q2"`) || !strings.Contains(string(b), "done 2024Q2 2024Q2（2024-07-10 09:00）按时完成，第1版") {
		t.Errorf("%s (%v)", b, err)
	}
	if said, err := Hook(t.Context(), []string{"/bin/sh", "-c", "echo 坏了; exit 3"}, time.Minute, "", slot); err == nil || !strings.Contains(said, "坏了") {
		t.Errorf("%q, %v", said, err)
	}
	if _, err := Hook(t.Context(), []string{"/bin/sh", "-c", "sleep 60"}, 50*time.Millisecond, "", slot); err == nil || !strings.Contains(err.Error(), "没有结束") {
		t.Errorf("%v", err)
	}
	if _, err := Hook(t.Context(), nil, time.Minute, "", slot); err != nil {
		t.Error(err)
	}
}
