package schedule

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"tongbao/pipeline/edition"
	"tongbao/queries"
)

// slots.log holds a line for every change of a slot, written and on the disk
// before slots.json says the same. The book can be made again from it; where both
// are gone, from the editions that stand.
const logFile = "slots.log"

// line is one change. Through is that of the book it was written for.
type line struct {
	Through time.Time `json:"through"`
	Slot    Slot      `json:"slot"`
}

// readLog is the book as the log tells it. A line that cannot be read, such as
// the last one of a process that was killed, tells nothing.
func readLog(dir string) (b Book, err error) {
	text, err := os.ReadFile(filepath.Join(dir, logFile))
	if errors.Is(err, fs.ErrNotExist) {
		return b, nil
	}
	for words := bufio.NewScanner(bytes.NewReader(text)); words.Scan(); {
		var l line
		if json.Unmarshal(words.Bytes(), &l) != nil || l.Slot.Due.IsZero() {
			continue
		}
		b.Through, l.Slot.Due = l.Through, l.Slot.Due.In(edition.Shanghai)
		if s := b.find(l.Slot.Due); s != nil {
			*s = l.Slot
		} else {
			b.Slots = append(b.Slots, l.Slot)
		}
	}
	return b, err
}

// log appends what the book says otherwise than its log. Slots to come are left
// out: they follow from the expression.
func (b *Book) log(dir string) error {
	told, err := readLog(dir)
	if err != nil {
		return err
	}
	var lines bytes.Buffer
	e := json.NewEncoder(&lines)
	e.SetEscapeHTML(false)
	for _, s := range b.Slots {
		old := told.find(s.Due)
		if old != nil && old.same(s) || old == nil && s.Due.After(b.Through) && s.State == Planned {
			continue
		}
		if err := e.Encode(line{b.Through, s}); err != nil {
			return err
		}
	}
	if lines.Len() == 0 {
		return nil
	}
	if info, err := os.Stat(filepath.Join(dir, logFile)); err == nil && info.Size() > longLog {
		return b.shorten(dir)
	}
	f, err := os.OpenFile(filepath.Join(dir, logFile), os.O_CREATE|os.O_APPEND|os.O_RDWR, 0o644)
	if err != nil {
		return err
	}
	// A line that was cut short must not swallow the next.
	last := make([]byte, 1)
	if info, err := f.Stat(); err == nil && info.Size() > 0 {
		if _, err := f.ReadAt(last, info.Size()-1); err == nil && last[0] != '\n' {
			lines = *bytes.NewBuffer(append([]byte{'\n'}, lines.Bytes()...))
		}
	}
	_, err = f.Write(lines.Bytes())
	return errors.Join(err, f.Sync(), f.Close())
}

// longLog is how many bytes of old changes are kept: a slot that waits three weeks
// is looked at every ten minutes.
const longLog = 4 << 20

// shorten leaves of a long log what the book says now.
func (b *Book) shorten(dir string) error {
	var lines bytes.Buffer
	e := json.NewEncoder(&lines)
	e.SetEscapeHTML(false)
	for _, s := range b.Slots {
		if err := e.Encode(line{b.Through, s}); err != nil {
			return err
		}
	}
	return edition.WriteAtomic(filepath.Join(dir, logFile), lines.Bytes(), 0o644)
}

// same compares what is told of a slot.
func (s Slot) same(o Slot) bool {
	x, errX := json.Marshal(s)
	y, errY := json.Marshal(o)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// open reads the book, or makes it again where it was lost, cannot be read or is
// older than its log, as one from a backup is. note says that it was, and from
// what; a damaged book is kept beside under another name.
func (s *Scheduler) open() (b Book, note string, err error) {
	dir := Dir(s.Out)
	told, err := readLog(dir)
	if err != nil {
		return b, "", err
	}
	b, broken := Read(s.Out)
	was := "时点登记 " + bookFile + " 不见了"
	switch {
	case broken != nil:
		was = "时点登记 " + bookFile + " 损坏（另存为 " + bookFile + ".damaged）"
		if err := os.Rename(filepath.Join(dir, bookFile), filepath.Join(dir, bookFile+".damaged")); err != nil {
			return b, "", err
		}
	case !b.Through.IsZero() && !told.Through.After(b.Through):
		return b, "", nil
	case !b.Through.IsZero():
		was = "时点登记 " + bookFile + " 比流水旧"
	}
	if !told.Through.IsZero() {
		return told, was + "，已按流水 " + logFile + " 重建", nil
	}
	begun := exists(filepath.Join(dir, noticeFile)) || broken != nil
	b, err = s.begin(begun)
	if err != nil || !begun {
		return b, "", err
	}
	return b, was + "，流水也没有，已按现存各期和草稿重建", nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// begin is the book of a folder that has none: what stands is done, and what fell
// due since the newest edition is open. Where no schedule ever ran (begun is
// false) only that counts whose ledgers may still come: nobody promised the rest.
// A folder without an edition begins with the day that the settings name, or now.
func (s *Scheduler) begin(begun bool) (Book, error) {
	made, err := edition.Standing(s.Out)
	if err != nil || len(made) == 0 {
		return Book{}, err
	}
	newest, err := queries.ParseQuarter(made[len(made)-1].Quarter)
	if err != nil {
		return Book{}, err
	}
	from := newest.End().AddDate(0, 0, 1)
	from = time.Date(from.Year(), from.Month(), from.Day(), 0, 0, 0, 0, edition.Shanghai)
	if first := s.Plan.From; !first.IsZero() && first.Before(from) {
		from = first
	}
	now := s.now()
	if open := now.Add(-s.Plan.Grace); !begun && s.Plan.From.IsZero() && from.Before(open) {
		from = open
	}
	b := Book{Through: from.Add(-time.Second)}
	if b.Through.After(now) {
		return Book{}, nil
	}
	if err := s.Plan.enter(&b, now); err != nil {
		return b, err
	}
	for i := range b.Slots {
		slot := &b.Slots[i]
		for _, m := range made {
			if m.Quarter == slot.Quarter && !slot.Due.After(now) {
				slot.State, slot.Version, slot.Draft = Done, m.Version, m.Draft
				slot.Reason = fmt.Sprintf("按现存的第%d版补登", m.Version)
			}
		}
	}
	return b, nil
}
