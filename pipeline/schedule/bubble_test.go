package schedule

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"tongbao/pipeline/edition"
)

// runs keeps the schedule running for a while of the bubble's time, then ends it as
// a machine that is turned off would.
func (o *office) runs(d time.Duration) {
	o.t.Helper()
	ctx, stop := context.WithCancel(o.t.Context())
	ended := make(chan error)
	go func() { ended <- o.Run(ctx, nil) }()
	time.Sleep(d)
	synctest.Wait()
	stop()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		o.t.Error(err)
	}
}

const day = 24 * time.Hour

// TestRunning plays the office's calendar through the loop that schedule runs, in
// a bubble whose clock stands still unless somebody sleeps.
func TestRunning(t *testing.T) {
	all, patient := quarterly, quarterly
	all.MakeUp = All
	patient.Backoff = 12 * time.Hour // between two looks at a folder that is not complete
	for name, c := range map[string]struct {
		plan  Plan
		begin string
		play  func(o *office)
		made  []string
		book  []string
	}{
		"machine off over one slot": {quarterly, "2024-07-09 20:00", func(o *office) {
			o.runs(time.Hour)
			time.Sleep(2 * day)
			o.runs(time.Hour)
		}, []string{"2024Q2"}, []string{"2024-07-10 2024Q2 late", "2024-10-10 2024Q3 planned"}},
		"machine off over three slots, the newest made up": {quarterly, "2024-07-09 20:00", func(o *office) {
			o.runs(time.Hour)
			time.Sleep(190 * day)
			o.runs(time.Hour)
		}, []string{"2024Q4"}, []string{"2024-07-10 2024Q2 missed", "2024-10-10 2024Q3 missed", "2025-01-10 2024Q4 late", "2025-04-10 2025Q1 planned"}},
		"machine off over three slots, all made up": {all, "2024-07-09 20:00", func(o *office) {
			o.runs(time.Hour)
			time.Sleep(190 * day)
			o.runs(time.Hour)
		}, []string{"2024Q2", "2024Q3", "2024Q4"}, []string{"2024-07-10 2024Q2 late", "2024-10-10 2024Q3 late", "2025-01-10 2024Q4 late", "2025-04-10 2025Q1 planned"}},
		"clock set back after the slot, and again": {quarterly, "2024-07-10 08:50", func(o *office) {
			o.runs(20 * time.Minute)
			o.ahead -= time.Hour
			o.runs(2 * time.Hour)
			o.ahead -= 3 * time.Hour
			o.runs(5 * time.Hour)
		}, []string{"2024Q2"}, []string{"2024-07-10 2024Q2 done", "2024-10-10 2024Q3 planned"}},
		"clock set back while it runs": {quarterly, "2024-07-10 08:50", func(o *office) {
			go func() {
				time.Sleep(15 * time.Minute)
				o.ahead -= 30 * time.Minute
			}()
			o.runs(3 * time.Hour)
		}, []string{"2024Q2"}, []string{"2024-07-10 2024Q2 done", "2024-10-10 2024Q3 planned"}},
		"failure, then success": {quarterly, "2024-07-10 08:50", func(o *office) {
			o.fails = []error{errors.New("磁盘满了"), errors.New("磁盘又满了")}
			o.runs(20 * time.Minute) // 09:00 fails, 09:10 fails
			if len(o.published) > 0 || len(o.fails) > 0 {
				o.t.Errorf("published %v, failures left %v", o.published, o.fails)
			}
			o.runs(29 * time.Minute) // 09:30 does not
		}, []string{"2024Q2"}, []string{"2024-07-10 2024Q2 done", "2024-10-10 2024Q3 planned"}},
		"quarter and year ends": {Plan{Cron: "0 0 1 1,4,7,10 *", OnTime: day, Grace: day, MakeUp: All, Backoff: time.Minute}, "2024-09-30 23:58", func(o *office) {
			o.runs(time.Minute)
			o.made()
			o.runs(2 * time.Minute)
			o.made("2024Q3")
			time.Sleep(92*day - 2*time.Minute) // to a minute before the new year
			o.runs(3 * time.Minute)
		}, []string{"2024Q3", "2024Q4"}, []string{"2024-10-01 2024Q3 done", "2025-01-01 2024Q4 done", "2025-04-01 2025Q1 planned"}},
		"ledgers ten days late": {patient, "2024-07-10 08:50", func(o *office) {
			o.missing = []string{"供地台账"}
			go func() {
				time.Sleep(10*day + 5*time.Minute)
				o.missing = nil
			}()
			o.runs(11 * day)
			o.reason("2024Q2", "迟了10天，此前等待台账，还缺供地台账")
		}, []string{"2024Q2"}, []string{"2024-07-10 2024Q2 late", "2024-10-10 2024Q3 planned"}},
	} {
		for zone, place := range map[string]*time.Location{"Shanghai": edition.Shanghai, "UTC": time.UTC} {
			t.Run(name+", host in "+zone, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					o := opened(t, c.plan, t.TempDir(), c.begin)
					now := o.Now
					o.Now = func() time.Time { return now().In(place) }
					c.play(o)
					o.made(c.made...)
					o.holds(c.book...)
				})
			})
		}
	}
}
