package edition

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"
)

// ErrBusy says that another run holds the output folder.
var ErrBusy = errors.New("另一个 tongbao 正在使用这个输出文件夹，请等它结束再运行")

// Holder is who holds a folder, written into its lock file for people to read.
// What counts is the lock of the operating system, which ends with the process:
// a file that a killed run left says nothing.
type Holder struct {
	PID   int       `json:"pid"`
	Host  string    `json:"host"`
	Since time.Time `json:"since"`
}

func (h Holder) String() string {
	return fmt.Sprintf("主机%s上的进程%d，自%s起", h.Host, h.PID, h.Since.In(Shanghai).Format("2006-01-02 15:04:05"))
}

// Shanghai is the time zone of every clock time that is written down (R14). It
// has known no summer time since 1991, and a host without a zone table has it too.
var Shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// Hold takes a lock file, or says who has it: an error that is ErrBusy.
func Hold(path string, by Holder) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("锁不住 %s：%w", path, err)
		}
		if h, ok := readHolder(path); ok {
			return nil, fmt.Errorf("%w（%s）", ErrBusy, h)
		}
		return nil, ErrBusy
	}
	// Only a courtesy to whoever is turned away: on a full disk it stays empty.
	if b, err := json.Marshal(by); err == nil && f.Truncate(0) == nil && by.PID != 0 {
		_, _ = f.WriteAt(b, 0)
	}
	return f, nil
}

// Release lets a lock file go.
func Release(f *os.File) {
	_ = f.Truncate(0)
	f.Close()
}

func readHolder(path string) (Holder, bool) {
	var h Holder
	b, err := os.ReadFile(path)
	return h, err == nil && json.Unmarshal(b, &h) == nil && h.PID != 0
}

// HeldBy says who holds a lock file at the moment; false when nobody does.
func HeldBy(path string) (Holder, bool) {
	f, err := os.Open(path)
	if err != nil {
		return Holder{}, false
	}
	defer f.Close()
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_SH|syscall.LOCK_NB); err == nil {
		return Holder{}, false
	}
	h, _ := readHolder(path)
	return h, true
}
