package schedule

import (
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"tongbao/pipeline/edition"
)

// Waive lets a quarter off: its newest slot that is not done is not tried any
// more. Who and why stays in the book.
func (s *Scheduler) Waive(quarter, by, because string) (Slot, error) {
	return s.amend(quarter, func(slot *Slot, now time.Time) error {
		if slot.State == Waived {
			return fmt.Errorf("%s 已经免办", quarter)
		}
		slot.State, slot.Next, slot.By, slot.Reason = Waived, time.Time{}, by, because
		return nil
	})
}

// Retry opens a quarter's slot again that was missed, waived or given up, with
// the time of grace that a slot of today would have.
func (s *Scheduler) Retry(quarter string) (Slot, error) {
	return s.amend(quarter, func(slot *Slot, now time.Time) error {
		slot.State, slot.Next, slot.By, slot.Attempts = Planned, time.Time{}, "", 0
		slot.Reason, slot.Grace = "重新开办", now.Add(s.Plan.Grace)
		return nil
	})
}

func (s *Scheduler) amend(quarter string, change func(*Slot, time.Time) error) (Slot, error) {
	if err := edition.MakeDir(Dir(s.Out)); err != nil {
		return Slot{}, fmt.Errorf("输出文件夹 %s 写不了：%w；请检查路径和权限", s.Out, err)
	}
	lock, err := edition.Hold(filepath.Join(Dir(s.Out), lockFile), s.Holder)
	if err != nil {
		return Slot{}, err
	}
	defer edition.Release(lock)
	book, note, err := s.open()
	if err != nil {
		return Slot{}, err
	}
	now := s.now()
	if note != "" {
		book.Rebuilt = now.Format("2006-01-02 15:04") + " " + note
	}
	if err := s.Plan.enter(&book, now); err != nil {
		return Slot{}, err
	}
	var slot *Slot
	for i := range book.Slots {
		if one := &book.Slots[i]; one.Quarter == quarter && one.State != Done && one.State != Late {
			slot = one
		}
	}
	if slot == nil {
		return Slot{}, errors.New(quarter + " 没有未完成的时点；登记见 tongbao status")
	}
	if err := change(slot, now); err != nil {
		return Slot{}, err
	}
	slot.Changed = now
	changed := *slot
	return changed, errors.Join(book.write(Dir(s.Out)), s.notice(book))
}
