package schedule

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"tongbao/pipeline/edition"
)

// notice writes notice.txt: how the schedule stands, for people and for whatever
// watches a file.
func (s *Scheduler) notice(b Book) error {
	var text strings.Builder
	fmt.Fprintf(&text, "定时登记，%s。\n", s.now().Format("2006-01-02 15:04"))
	if b.Rebuilt != "" {
		text.WriteString(b.Rebuilt + "。\n")
	}
	shown := b.Slots[max(0, len(b.Slots)-12):]
	for i := len(shown) - 1; i >= 0; i-- {
		text.WriteString(shown[i].Sentence() + "\n")
	}
	if b.Skipped > 0 {
		fmt.Fprintf(&text, "另有%d个更早的时点没有逐一登记。\n", b.Skipped)
	}
	if err := edition.WriteAtomic(filepath.Join(Dir(s.Out), noticeFile), []byte(text.String()), 0o644); err != nil {
		return fmt.Errorf("%s 写不成：%w", noticeFile, err)
	}
	return nil
}

// Hook runs a command of the office's own after a slot changed its state: the
// slot as JSON on its input and in its environment. What it says comes back; its
// failure is an error that changes nothing of the slot.
func Hook(ctx context.Context, command []string, limit time.Duration, out string, slot Slot) (string, error) {
	if len(command) == 0 {
		return "", nil
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	c := exec.CommandContext(ctx, command[0], command[1:]...)
	c.WaitDelay = time.Second
	input, err := json.Marshal(slot)
	if err != nil {
		return "", err
	}
	var said bytes.Buffer
	c.Stdin, c.Stdout, c.Stderr = bytes.NewReader(input), &said, &said
	c.Env = append(c.Environ(), "TONGBAO_OUT="+out, "TONGBAO_QUARTER="+slot.Quarter, "TONGBAO_STATE="+slot.State,
		"TONGBAO_MESSAGE="+slot.Sentence())
	if err := c.Run(); err != nil {
		if ctx.Err() != nil {
			err = fmt.Errorf("%v之内没有结束", limit)
		}
		return said.String(), fmt.Errorf("通知命令 %s 没有成功：%w", command[0], err)
	}
	return said.String(), nil
}
