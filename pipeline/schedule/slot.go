// Package schedule publishes when it is time, and remembers. cron knows only the
// next time; this package keeps a book of every time that fell due, what came of
// it and why, on disk, so that a machine that was off, a clock that was wrong or
// ledgers that came late cost nothing but a note. Times are those of Shanghai
// (R14), whatever the host's zone.
package schedule

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tongbao/pipeline/edition"
)

// The states of a slot.
const (
	Planned = "planned" // not due yet, or due and waiting: the reason says for what
	Done    = "done"    // published in time
	Late    = "late"    // published, but not in time
	Missed  = "missed"  // passed by: not made up, or its ledgers never came
	Waived  = "waived"  // let off by a person
	Failed  = "failed"  // tried in vain; Next says when it is tried again, if at all
)

// Word is a state in Chinese.
func Word(state string) string {
	return map[string]string{Planned: "待办", Done: "按时完成", Late: "迟后完成", Missed: "错过", Waived: "免办", Failed: "失败"}[state]
}

// Slot is one time at which an edition falls due. There is one for each Due;
// Quarter is the last that had ended by then.
type Slot struct {
	Due      time.Time `json:"due"`
	Quarter  string    `json:"quarter"`
	State    string    `json:"state"`
	Changed  time.Time `json:"changed"`
	Attempts int       `json:"attempts,omitempty"`
	Next     time.Time `json:"next,omitzero"`
	Grace    time.Time `json:"grace,omitzero"` // until when ledgers may come, where a person reopened the slot
	Version  int       `json:"version,omitempty"`
	Stood    int       `json:"stood,omitempty"`   // the version that stood before an attempt began
	Draft    bool      `json:"draft,omitempty"`   // left to be signed
	Blocked  bool      `json:"blocked,omitempty"` // waits, or waited in vain, for findings to be mended
	By       string    `json:"by,omitempty"`
	Reason   string    `json:"reason,omitempty"`
	Mail     *Letter   `json:"mail,omitempty"`
}

// open says that something is still to be done about the slot.
func (s Slot) open() bool {
	return s.State == Planned || s.State == Failed && !s.Next.IsZero()
}

// Overdue says that a slot's time is over and its edition neither made nor let
// off: whether it still waits, failed or was missed.
func (s Slot) Overdue(now time.Time) bool {
	return !s.Due.After(now) && (s.State == Planned || s.State == Failed || s.State == Missed)
}

// Book is slots.json.
type Book struct {
	// Through is the time up to which slots are entered.
	Through time.Time `json:"through"`
	// Skipped counts times that were too many to enter each after a long pause.
	Skipped int `json:"skipped,omitempty"`
	// Rebuilt says when and from what the book was made again, where it was lost.
	Rebuilt string `json:"rebuilt,omitempty"`
	Slots   []Slot `json:"slots"`
}

const (
	bookFile   = "slots.json"
	lockFile   = ".lock"
	noticeFile = "notice.txt"
)

// Dir is where an output folder keeps its schedule.
func Dir(out string) string { return filepath.Join(out, "schedule") }

// Read is the book of an output folder; one that is not there is empty.
func Read(out string) (Book, error) {
	var b Book
	path := filepath.Join(Dir(out), bookFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return b, nil
	}
	if err == nil {
		err = json.Unmarshal(text, &b)
	}
	if err != nil {
		return b, fmt.Errorf("定时登记 %s 读不了：%w；下一次 tongbao schedule 或 run --due 会按流水和现存各期重建", path, err)
	}
	for i := range b.Slots {
		b.Slots[i].Due = b.Slots[i].Due.In(edition.Shanghai)
	}
	return b, nil
}

// write puts the book in place whole, after its log: what a killed process leaves
// is the book before or after.
func (b Book) write(dir string) error {
	slices.SortFunc(b.Slots, func(x, y Slot) int { return x.Due.Compare(y.Due) })
	if err := b.log(dir); err != nil {
		return fmt.Errorf("时点流水 %s 写不成：%w", logFile, err)
	}
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(b); err != nil {
		return err
	}
	if err := edition.WriteAtomic(filepath.Join(dir, bookFile), text.Bytes(), 0o644); err != nil {
		return fmt.Errorf("定时登记写不成：%w", err)
	}
	return nil
}

// find is the slot that is due at a time.
func (b *Book) find(due time.Time) *Slot {
	for i := range b.Slots {
		if b.Slots[i].Due.Equal(due) {
			return &b.Slots[i]
		}
	}
	return nil
}

// Sentence is a slot for people.
func (s Slot) Sentence() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s（%s）%s", s.Quarter, s.Due.In(edition.Shanghai).Format("2006-01-02 15:04"), Word(s.State))
	if s.Version > 0 && s.Draft {
		fmt.Fprintf(&b, "，第%d版草稿待审签", s.Version)
	} else if s.Version > 0 {
		fmt.Fprintf(&b, "，第%d版", s.Version)
	}
	if s.Reason != "" {
		b.WriteString("：" + s.Reason)
	}
	if s.By != "" {
		b.WriteString("（" + s.By + "）")
	}
	if s.State == Failed && !s.Next.IsZero() {
		b.WriteString("；" + s.Next.In(edition.Shanghai).Format("2006-01-02 15:04") + "再试")
	}
	return b.String() + s.Mail.sentence()
}
