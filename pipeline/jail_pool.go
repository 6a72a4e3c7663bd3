package pipeline

import (
	"encoding/json"
	"io"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
)

// prisoner is a jailed process. What it is to open is said to it first, its one
// statement later.
type prisoner struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out io.ReadCloser
	key string // what it has open, and under which limits
}

// waiting are jailed processes that have opened an edition and wait for their
// one statement, so that a reader does not wait for that. None is used twice.
type waiting struct {
	mu    sync.Mutex
	list  []*prisoner
	most  int
	calls chan func()
}

// Wait makes a jail keep n processes ready for the edition that was asked last.
func (j Jail) Wait(n int) Jail {
	w := &waiting{most: n, calls: make(chan func())}
	// The kernel ends a jailed process together with the thread that started it:
	// these are started by one thread that lives as long as this process.
	go func() {
		runtime.LockOSThread()
		for call := range w.calls {
			call()
		}
	}()
	j.ready = w
	return j
}

// start begins a jailed process that stands in dir and tells it what to open.
func (j Jail) start(dir string, c cell) (*prisoner, error) {
	cmd := exec.Command(j.Command[0], j.Command[1:]...)
	cmd.Env, cmd.Dir = []string{}, dir
	// Should this process be killed, the kernel takes the jailed one along. Ctrl+C
	// at a terminal is for this process alone, which then ends the jailed one.
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &prisoner{cmd: cmd, in: in, out: out}
	return p, json.NewEncoder(in).Encode(c)
}

// take is a process that waits with the key, nil when there is none. Those that
// wait with another key are let go: another edition is asked now, or the file
// was published anew.
func (w *waiting) take(key string) *prisoner {
	if w == nil {
		return nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.list) > 0 {
		p := w.list[0]
		w.list = w.list[1:]
		if p.key == key {
			return p
		}
		p.dismiss()
	}
	return nil
}

// refill starts processes until enough wait.
func (w *waiting) refill(key string, start func() (*prisoner, error)) {
	if w == nil {
		return
	}
	go func() {
		w.calls <- func() {
			w.mu.Lock()
			enough := len(w.list) >= w.most
			w.mu.Unlock()
			if enough {
				return
			}
			p, err := start()
			if err != nil { // the next statement starts its own, and tells why
				return
			}
			p.key = key
			w.mu.Lock()
			w.list = append(w.list, p)
			w.mu.Unlock()
		}
	}()
}

// dismiss ends a process that has had no statement.
func (p *prisoner) dismiss() {
	p.cmd.Process.Kill()
	go p.cmd.Wait()
}

// keyOf tells what a jailed process has open and under which limits.
func keyOf(dir string, c cell) (string, error) {
	var files []sealed
	for _, e := range c.Editions {
		files = append(files, sealed{e.Name, filepath.Join(dir, e.Path)})
	}
	key, err := identity(files)
	if err != nil {
		return "", err
	}
	limits, err := json.Marshal(c)
	return key + string(limits), err
}
