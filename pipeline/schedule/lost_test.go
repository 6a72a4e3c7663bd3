package schedule

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tongbao/pipeline/edition"
	"tongbao/queries"
)

// stand publishes an edition of one file, or leaves it as a draft.
func stand(t *testing.T, out, quarter, text string, draft bool) {
	t.Helper()
	w, err := edition.Open(out, quarter, edition.Holder{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := os.WriteFile(filepath.Join(w.Edition, "figures.csv"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	m := edition.Manifest{Quarter: quarter, Build: "test"}
	if draft {
		_, err = w.Draft(m, "", false, time.Time{})
	} else {
		_, err = w.Publish(m)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// history is a book with a slot of every end: done, waived, missed, waiting.
func history(t *testing.T) *office {
	t.Helper()
	plan := quarterly
	plan.MakeUp = All
	o := opened(t, plan, t.TempDir(), "2024-04-01 00:00")
	o.look()
	stand(t, o.Out, "2024Q1", "one", false)
	o.lookAt("2024-04-10 09:00")
	if _, err := o.Waive("2024Q2", "张三", "机构改革"); err != nil {
		t.Fatal(err)
	}
	o.lookAt("2024-07-10 09:00")
	o.missing = []string{"供地台账"}
	o.lookAt("2024-10-10 09:00")
	o.lookAt("2024-11-10 09:00")
	o.missing = nil
	o.holds("2024-04-10 2024Q1 done", "2024-07-10 2024Q2 waived", "2024-10-10 2024Q3 missed", "2025-01-10 2024Q4 planned")
	o.published = nil
	return o
}

// TestLostBook: whatever became of slots.json, the log tells the same, nothing is
// made twice and what falls due next is made.
func TestLostBook(t *testing.T) {
	for name, spoil := range map[string]func(path string) error{
		"lost":  os.Remove,
		"cut":   func(path string) error { return os.Truncate(path, 100) },
		"empty": func(path string) error { return os.Truncate(path, 0) },
		"words": func(path string) error { return os.WriteFile(path, []byte("{}"), 0o644) },
	} {
		t.Run(name, func(t *testing.T) {
			o := history(t)
			if err := spoil(filepath.Join(Dir(o.Out), bookFile)); err != nil {
				t.Fatal(err)
			}
			if l := o.lookAt("2024-11-11 09:00"); !strings.Contains(l.Note, "按流水") {
				t.Errorf("nobody was told: %+v", l)
			}
			o.holds("2024-04-10 2024Q1 done", "2024-07-10 2024Q2 waived", "2024-10-10 2024Q3 missed", "2025-01-10 2024Q4 planned")
			o.reason("2024Q2", "机构改革")
			o.reason("2024Q3", "供地台账")
			if l := o.lookAt("2025-01-10 09:00"); l.Note != "" {
				t.Errorf("told twice: %s", l.Note)
			}
			o.made("2024Q4")
		})
	}
}

// TestBookFromABackup is older than its log: what happened since is not forgotten.
func TestBookFromABackup(t *testing.T) {
	o := opened(t, quarterly, t.TempDir(), "2024-07-01 00:00")
	o.look()
	path := filepath.Join(Dir(o.Out), bookFile)
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	o.lookAt("2024-07-10 09:00")
	o.made("2024Q2")
	if err := os.WriteFile(path, old, 0o644); err != nil {
		t.Fatal(err)
	}
	if l := o.lookAt("2024-07-11 09:00"); !strings.Contains(l.Note, "比流水旧") {
		t.Errorf("%+v", l)
	}
	o.made("2024Q2")
	o.holds("2024-07-10 2024Q2 done", "2024-10-10 2024Q3 planned")
}

// TestLostBookAndLog: the editions tell what is done, and the first slot after
// the newest is due. The edition whose folder went too is known by the register.
func TestLostBookAndLog(t *testing.T) {
	for _, withNotice := range []bool{true, false} {
		o := opened(t, quarterly, t.TempDir(), "2024-11-01 09:00")
		o.Plan.MakeUp = All
		stand(t, o.Out, "2024Q1", "one", false)
		stand(t, o.Out, "2024Q2", "two", false)
		if err := os.RemoveAll(filepath.Join(o.Out, "editions/2024Q2")); err != nil {
			t.Fatal(err)
		}
		if withNotice {
			if err := os.MkdirAll(Dir(o.Out), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(Dir(o.Out), noticeFile), nil, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		l := o.look()
		if withNotice {
			o.made("2024Q3")
			o.holds("2024-07-10 2024Q2 done", "2024-10-10 2024Q3 late", "2025-01-10 2024Q4 planned")
			o.reason("2024Q2", "按现存的第1版补登")
			if !strings.Contains(l.Note, "按现存各期") {
				t.Errorf("%+v", l)
			}
			continue
		}
		// No schedule ever ran here, and the ledgers of 2024Q3 had till 25 October.
		o.made()
		o.holds("2025-01-10 2024Q4 planned")
	}
}

// TestFirstLookAtEditions: editions were made by hand before; the one that is due
// now and whose ledgers may still come is made, what stands is not.
func TestFirstLookAtEditions(t *testing.T) {
	o := opened(t, quarterly, t.TempDir(), "2024-07-12 09:00")
	stand(t, o.Out, "2024Q1", "one", false)
	o.look()
	o.made("2024Q2")
	o = opened(t, quarterly, t.TempDir(), "2024-07-12 09:00")
	stand(t, o.Out, "2024Q2", "two", true)
	o.look()
	o.made()
	b, err := Read(o.Out)
	if err != nil || len(b.Slots) != 2 || !b.Slots[0].Draft || b.Slots[0].State != Done {
		t.Errorf("%+v, %v", b.Slots, err)
	}
}

// TestUnreadableRegister: who cannot know what was published publishes nothing.
func TestUnreadableRegister(t *testing.T) {
	o := opened(t, quarterly, t.TempDir(), "2024-07-12 09:00")
	stand(t, o.Out, "2024Q1", "one", false)
	if err := os.WriteFile(filepath.Join(o.Out, "register.json"), []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Look(t.Context()); err == nil || !strings.Contains(err.Error(), "register.json") {
		t.Errorf("%v", err)
	}
	o.made()
}

// TestTornLog: the last line was cut by a crash. It is passed over, and the next
// one is not swallowed by it.
func TestTornLog(t *testing.T) {
	o := opened(t, quarterly, t.TempDir(), "2024-07-01 00:00")
	o.look()
	o.lookAt("2024-07-10 09:00")
	path := filepath.Join(Dir(o.Out), logFile)
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	f.WriteString(`{"through":"2024-07-1`)
	f.Close()
	o.lookAt("2024-10-10 09:00")
	if err := os.Remove(filepath.Join(Dir(o.Out), bookFile)); err != nil {
		t.Fatal(err)
	}
	o.lookAt("2024-10-11 09:00")
	o.made("2024Q2", "2024Q3")
	o.holds("2024-07-10 2024Q2 done", "2024-10-10 2024Q3 done", "2025-01-10 2024Q4 planned")
}

// TestKilledAfterPublishing: the edition stands but nobody wrote it down. It is not
// made again, though the ledgers changed meanwhile.
func TestKilledAfterPublishing(t *testing.T) {
	o := opened(t, quarterly, t.TempDir(), "2024-07-10 08:59")
	o.look()
	o.Publish = func(context.Context, queries.Quarter) (Outcome, error) {
		stand(t, o.Out, "2024Q2", "two", false)
		panic("killed")
	}
	o.set("2024-07-10 09:00")
	func() {
		defer func() { recover() }()
		o.Look(t.Context())
	}()
	o.Publish = func(context.Context, queries.Quarter) (Outcome, error) {
		t.Error("made a second time")
		return Outcome{Version: 2}, nil
	}
	o.look()
	o.holds("2024-07-10 2024Q2 done", "2024-10-10 2024Q3 planned")
}

// TestSettingsChange while the schedule runs: within a minute it goes by the new
// ones, and sleeps no longer than they say.
func TestSettingsChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := opened(t, quarterly, t.TempDir(), "2024-07-01 00:00")
		next := quarterly
		o.Renew = func() (Plan, bool) {
			other := next.Cron != o.Plan.Cron
			return next, other
		}
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		go o.Run(ctx, nil)
		time.Sleep(10 * time.Second)
		next.Cron = "3 0 1 1,4,7,10 *"
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		o.made()
		time.Sleep(time.Minute)
		synctest.Wait()
		o.made("2024Q2")
		o.holds("2024-07-01 2024Q2 done", "2024-10-01 2024Q3 planned")
	})
}
