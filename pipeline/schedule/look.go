package schedule

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"tongbao/pipeline/edition"
	"tongbao/queries"
)

// Outcome is what came of making an edition.
type Outcome struct {
	Version  int
	Draft    bool     // left to be signed
	Blocking []string // what the checks stopped it for; empty when it was made
}

// Scheduler makes editions when they are due. All it knows of the clock is Now,
// of editions Ready and Publish.
type Scheduler struct {
	Out    string
	Plan   Plan
	Holder edition.Holder
	Now    func() time.Time
	// Ready says what of a quarter's ledgers has not come yet.
	Ready func(ctx context.Context, q queries.Quarter) (missing []string, err error)
	// Publish makes a quarter's edition. One that stands already, the same byte for
	// byte, is not made twice: that is what lets a slot be tried again.
	Publish func(ctx context.Context, q queries.Quarter) (Outcome, error)
	// Tell hears of each slot that changed its state; nil for nobody.
	Tell func(ctx context.Context, s Slot)
	// Send mails the same; nil for no mail. Its failure is tried again and told in
	// the book, and fails no slot.
	Send func(ctx context.Context, s Slot) error
	// Renew is asked before each look, and every minute between, for the plan as
	// the settings have it by now; false for no other. nil keeps Plan as it is.
	Renew func() (Plan, bool)
}

// Look is what one look found.
type Look struct {
	Ended   []Slot    `json:"ended,omitempty"`   // slots that came to an end, or failed
	Waiting []Slot    `json:"waiting,omitempty"` // due, and waiting
	Next    time.Time `json:"next"`              // when there may be something to do again
	Note    string    `json:"note,omitempty"`    // that the book was lost and made again, and from what
}

// Look brings the book up to the present and does what is due, once. Another
// process that is at it is edition.ErrBusy: one look at a time. The context's end
// leaves the slot in hand as it was.
func (s *Scheduler) Look(ctx context.Context) (Look, error) {
	dir := Dir(s.Out)
	if err := edition.MakeDir(dir); err != nil {
		return Look{}, fmt.Errorf("输出文件夹 %s 写不了：%w；请检查路径和权限", s.Out, err)
	}
	lock, err := edition.Hold(filepath.Join(dir, lockFile), s.Holder)
	if err != nil {
		return Look{}, err
	}
	defer edition.Release(lock)
	edition.ClearParts(dir)
	s.renew()
	book, note, err := s.open()
	if err != nil {
		return Look{}, err
	}
	now := s.now()
	if note != "" {
		book.Rebuilt = now.Format("2006-01-02 15:04") + " " + note
	}
	if err := s.Plan.enter(&book, now); err != nil {
		return Look{}, err
	}
	l := Look{Ended: s.Plan.passBy(&book, now), Note: note}
	if err := book.write(dir); err != nil {
		return l, err
	}
	for _, one := range l.Ended {
		s.tell(ctx, book.find(one.Due))
	}
	// Oldest first: an edition follows the one of the quarter before it.
	for i := range book.Slots {
		slot := &book.Slots[i]
		if !slot.open() || slot.Due.After(now) || slot.Next.After(now) {
			continue
		}
		before := *slot
		err := s.attend(ctx, &book, slot)
		if ctx.Err() != nil { // stopped by a person: no attempt, and no failure
			*slot = before
			return l, errors.Join(ctx.Err(), book.write(dir))
		}
		if err == nil {
			err = book.write(dir)
		}
		if err != nil {
			return l, err
		}
		if slot.State != Planned {
			l.Ended = append(l.Ended, *slot)
		}
		if slot.State != before.State || slot.Reason != before.Reason {
			s.tell(ctx, slot)
		}
	}
	if err := errors.Join(book.write(dir), s.deliver(ctx, &book)); err != nil {
		return l, err
	}
	l.Waiting, l.Next = book.outlook(s.now())
	return l, s.notice(book)
}

func (s *Scheduler) now() time.Time { return s.Now().In(edition.Shanghai).Truncate(time.Second) }

// renew takes the plan of today; true when it is another.
func (s *Scheduler) renew() bool {
	if s.Renew == nil {
		return false
	}
	plan, other := s.Renew()
	if other {
		s.Plan = plan
	}
	return other
}

func (s *Scheduler) tell(ctx context.Context, slot *Slot) {
	s.post(slot)
	if s.Tell != nil {
		s.Tell(ctx, *slot)
	}
}

// outlook is what waits, and when it is worth looking again.
func (b Book) outlook(now time.Time) (waiting []Slot, next time.Time) {
	for _, s := range b.Slots {
		if l := s.Mail; l != nil && l.State == Waiting && (next.IsZero() || l.Next.Before(next)) {
			next = l.Next
		}
		if !s.open() {
			continue
		}
		at := s.Due
		if s.Next.After(at) {
			at = s.Next
		}
		if next.IsZero() || at.Before(next) {
			next = at
		}
		if !s.Due.After(now) && s.State == Planned {
			waiting = append(waiting, s)
		}
	}
	return waiting, next
}

// attend does one slot that is due: waits for its ledgers, makes its edition, and
// writes down what came of it. An error is one of the book, not of the edition.
func (s *Scheduler) attend(ctx context.Context, book *Book, slot *Slot) error {
	q, err := queries.ParseQuarter(slot.Quarter)
	if err != nil {
		return fmt.Errorf("定时登记里的季度不对：%w", err)
	}
	slot.Blocked = false
	stood, err := s.stands(slot.Quarter)
	if err != nil {
		return err
	}
	if slot.Reason == interrupted && stood.Version > slot.Stood {
		s.finish(slot, Outcome{Version: stood.Version, Draft: stood.Draft}, "")
		return nil // killed after it was made and before it was written down
	}
	missing, err := s.Ready(ctx, q)
	switch {
	case ctx.Err() != nil:
		return nil
	case err != nil:
		s.fail(slot, err)
		return nil
	case len(missing) > 0:
		s.wait(slot, "等待台账，还缺"+strings.Join(missing, "、"), "宽限期已过，台账仍缺"+strings.Join(missing, "、"))
		return nil
	}
	// Counted before it begins: an attempt that kills the program counts as well.
	waited := slot.Reason
	slot.Attempts++
	if slot.Attempts > s.Plan.Retries+1 {
		slot.State, slot.Changed, slot.Next = Failed, s.now(), time.Time{}
		slot.Reason = fmt.Sprintf("试了%d次都没有做完，程序中途停止", slot.Attempts-1)
		return nil
	}
	slot.Reason, slot.Stood = interrupted, stood.Version
	if err := book.write(Dir(s.Out)); err != nil {
		return err
	}
	o, err := s.Publish(ctx, q)
	switch {
	case ctx.Err() != nil:
		return nil
	case errors.Is(err, edition.ErrBusy):
		slot.Attempts--
		slot.Reason, slot.Next = "输出文件夹正被占用，稍后再试", s.now().Add(time.Minute)
	case err != nil:
		slot.Attempts-- // fail counts it
		s.fail(slot, err)
	case len(o.Blocking) > 0:
		slot.Attempts--
		slot.Blocked = true
		why := strings.Join(o.Blocking[:min(3, len(o.Blocking))], "；")
		s.wait(slot, fmt.Sprintf("核查未通过（%d个问题），等待台账改正：%s", len(o.Blocking), why), "宽限期已过，核查仍未通过："+why)
	default:
		s.finish(slot, o, waited)
	}
	return nil
}

// interrupted stands in the book while an edition is made.
const interrupted = "运行中，或运行时中断"

// stands is the newest version of a quarter, published or left to be signed.
func (s *Scheduler) stands(quarter string) (edition.Latest, error) {
	list, err := edition.Standing(s.Out)
	for _, l := range list {
		if l.Quarter == quarter {
			return l, nil
		}
	}
	return edition.Latest{}, err
}

// finish writes down that the edition is made.
func (s *Scheduler) finish(slot *Slot, o Outcome, waited string) {
	now := s.now()
	slot.State, slot.Changed, slot.Next, slot.Reason = Done, now, time.Time{}, ""
	slot.Version, slot.Draft = o.Version, o.Draft
	if behind := now.Sub(slot.Due); behind > s.Plan.OnTime {
		slot.State = Late
		slot.Reason = fmt.Sprintf("迟了%d天", int(behind.Hours()/24))
		if behind < 24*time.Hour {
			slot.Reason = fmt.Sprintf("迟了%d小时", int(behind.Hours()))
		}
		if waited != "" {
			slot.Reason += "，此前" + waited
		}
	}
}

// wait puts a slot off until its ledgers change, or gives it up when their time
// is over.
func (s *Scheduler) wait(slot *Slot, meanwhile, over string) {
	now := s.now()
	end := slot.Due.Add(s.Plan.Grace)
	if slot.Grace.After(end) {
		end = slot.Grace
	}
	slot.Changed = now
	if now.Before(end) {
		slot.State, slot.Reason, slot.Next = Planned, meanwhile, now.Add(max(time.Minute, s.Plan.Backoff))
		if slot.Next.After(end) {
			slot.Next = end
		}
		return
	}
	slot.State, slot.Reason, slot.Next = Missed, over, time.Time{}
}

// fail writes down an attempt that failed and when the next one is.
func (s *Scheduler) fail(slot *Slot, err error) {
	now := s.now()
	slot.Attempts++
	slot.State, slot.Changed, slot.Reason, slot.Next = Failed, now, err.Error(), time.Time{}
	if slot.Attempts <= s.Plan.Retries {
		slot.Next = now.Add(s.Plan.wait(slot.Attempts))
	}
}

// Run looks again and again until the context ends. It sleeps a minute at most
// and then asks the clock: a machine that was suspended, or whose clock was set,
// is noticed within it, whatever timers thought. It looks when something may be
// due, when the clock went back, when the settings changed, and every hour, for
// what other processes and people wrote into the book. looked hears of each look.
func (s *Scheduler) Run(ctx context.Context, looked func(Look, error)) error {
	for {
		began := s.Now()
		l, err := s.Look(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if !errors.Is(err, edition.ErrBusy) && looked != nil { // whoever is at it does the same
			looked(l, err)
		}
		// Nothing is open when the clock was set back over a slot that is done.
		if err != nil || l.Next.IsZero() {
			l.Next = s.Now().Add(time.Minute)
		}
		for now := s.Now(); now.Before(l.Next) && !now.Before(began) && now.Sub(began) < time.Hour && !s.renew(); now = s.Now() {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(min(time.Minute, max(time.Millisecond, l.Next.Sub(now)))):
			}
		}
	}
}
