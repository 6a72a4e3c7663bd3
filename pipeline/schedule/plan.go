package schedule

import (
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"tongbao/pipeline/edition"
	"tongbao/queries"
)

// Plan is when editions fall due and what happens when things go wrong.
type Plan struct {
	Cron    string        // five fields, in Shanghai time
	From    time.Time     // slots from here on are entered; zero: from the first look
	OnTime  time.Duration // published within it after due is in time
	Grace   time.Duration // ledgers may come so long after due
	MakeUp  string        // newest: of several that passed by only the last; all
	Retries int           // attempts after the first that failed
	Backoff time.Duration // before the first retry; doubles with each
}

// What MakeUp may be.
const (
	Newest = "newest"
	All    = "all"
)

// most is how many slots are entered after one pause: a schedule of every minute
// on a machine that was off for a year shall not fill the book.
const most = 400

// longest is the longest wait between two attempts.
const longest = 24 * time.Hour

var parser = cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)

// ParseCron reads a cron expression. A zone of its own is refused: times are
// those of Shanghai.
func ParseCron(text string) (cron.Schedule, error) {
	if strings.Contains(text, "TZ=") {
		return nil, fmt.Errorf("定时 %q 不能写时区，一律按北京时间", text)
	}
	s, err := parser.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("定时 %q 认不出：写作“分 时 日 月 周”，如 \"0 9 10 1,4,7,10 *\" 为每季度首月10日9时", text)
	}
	return s, nil
}

// ended is the last quarter that had ended by a time.
func ended(at time.Time) queries.Quarter {
	return queries.QuarterOf(at.In(edition.Shanghai)).Previous()
}

// NextDue is the first time that the edition after quarter q falls due by a cron
// expression; zero where there never is one.
func NextDue(cron string, q queries.Quarter) (time.Time, error) {
	s, err := ParseCron(cron)
	if err != nil {
		return time.Time{}, err
	}
	next := queries.QuarterOf(q.End().AddDate(0, 0, 1)).End()
	return s.Next(time.Date(next.Year(), next.Month(), next.Day(), 23, 59, 59, 0, edition.Shanghai)), nil
}

// enter brings the book up to now: every time that fell due since is a slot.
func (p Plan) enter(b *Book, now time.Time) error {
	s, err := ParseCron(p.Cron)
	if err != nil {
		return err
	}
	now = now.In(edition.Shanghai)
	b.turnBack(now)
	// What was planned ahead is planned anew: the expression may be another by now.
	kept := make([]Slot, 0, len(b.Slots)+1)
	for _, one := range b.Slots {
		if one.State != Planned || !one.Due.After(b.Through) {
			kept = append(kept, one)
		}
	}
	b.Slots = kept
	from := b.Through
	if from.IsZero() {
		if from = p.From; from.IsZero() || from.After(now) {
			from = now
		}
		from = from.Add(-time.Second) // the very first time counts
	}
	var due []time.Time
	for at := s.Next(from.In(edition.Shanghai)); !at.IsZero() && !at.After(now); at = s.Next(at) {
		if due = append(due, at); len(due) > most {
			due = due[1:]
			b.Skipped++
		}
	}
	next := s.Next(now)
	if next.IsZero() {
		return fmt.Errorf("定时 %q 没有一个日子相符", p.Cron)
	}
	for _, at := range append(due, next) {
		if b.find(at) == nil {
			b.Slots = append(b.Slots, Slot{Due: at, Quarter: ended(at).String(), State: Planned, Changed: now})
		}
	}
	b.Through = now
	return nil
}

// turnBack undoes what a clock that was ahead has done: times that are to come
// again are neither missed nor failed. What was published stays published, and
// stays in the book, so that it is not published twice.
func (b *Book) turnBack(now time.Time) {
	if b.Through.After(now) {
		b.Through = now
	}
	for i := range b.Slots {
		s := &b.Slots[i]
		if s.Due.After(now) && (s.State == Missed || s.State == Failed) {
			*s = Slot{Due: s.Due, Quarter: s.Quarter, State: Planned, Changed: now}
		}
		if s.Next.Sub(now) > longest {
			s.Next = time.Time{}
			if s.State == Failed {
				s.Next = now
			}
		}
	}
}

// passBy gives up slots that passed by unseen, where only the newest is made up.
// A slot that was looked at before is waiting for something and stays.
func (p Plan) passBy(b *Book, now time.Time) (missed []Slot) {
	if p.MakeUp == All {
		return nil
	}
	newest := -1
	for i, s := range b.Slots {
		if !s.Due.After(now) && (newest < 0 || s.Due.After(b.Slots[newest].Due)) {
			newest = i
		}
	}
	for i := range b.Slots {
		s := &b.Slots[i]
		if i == newest || s.State != Planned || s.Due.After(now) || s.Attempts > 0 || s.Reason != "" {
			continue
		}
		s.State, s.Changed = Missed, now
		s.Reason = "到时程序没有运行，只补做最近的 " + b.Slots[newest].Quarter
		if s.Quarter == b.Slots[newest].Quarter {
			s.Reason = "到时程序没有运行，由同一季度后一个时点补做"
		}
		missed = append(missed, *s)
	}
	return missed
}

// wait is how long after the n-th attempt that failed the next one follows.
func (p Plan) wait(n int) time.Duration {
	d := p.Backoff
	for range n - 1 {
		if d *= 2; d >= longest {
			break
		}
	}
	return max(time.Minute, min(d, longest))
}
