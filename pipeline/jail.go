package pipeline

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
	"unicode/utf8"

	"tongbao/queries"
)

// Jail is where a reader's statement runs: a process of its own that lives for
// one statement. It opens the sealed files to read, can reach nothing else, and
// is killed at the deadline whatever it is doing. DuckDB's own limits are soft:
// a single long function call heeds neither its memory limit nor a cancellation.
type Jail struct {
	// Command is this same program and the word that makes it a Confined one.
	Command  []string
	Deadline time.Duration // zero: 30 s
	Memory   int64         // bytes a statement may take beyond the bare process; zero: 1 GiB

	ready *waiting
}

// cell is what a jailed process is told first on its standard input: the
// editions to open, and its limits. The job follows.
type cell struct {
	Editions []sealed `json:"editions"`
	Memory   int64    `json:"memory"`
	Seconds  uint64   `json:"seconds"` // of processor time
}

// line is one line of a jailed process's standard output: the head, then a row
// each, then the end or an error.
type line struct {
	Head  *queries.Head `json:"head,omitempty"`
	Row   []*string     `json:"row,omitempty"`
	End   bool          `json:"end,omitempty"`
	Cut   string        `json:"cut,omitempty"`
	Error string        `json:"error,omitempty"`
	// Damaged is the edition's file that would not open.
	Damaged string `json:"damaged,omitempty"`
}

// defaultDeadline is how long a statement may take where nothing else is said.
const defaultDeadline = 30 * time.Second

// threads of a jailed DuckDB: enough to be quick, few enough to bound its memory.
const jailThreads = 2

// errTooLong and errTooBig end a statement that the jail had to kill.
var (
	errTooLong = errors.New("语句太慢，到时没有做完，已停止；请加条件、少连几张表，或先汇总")
	errTooBig  = errors.New("语句要用的内存太多，已停止；请加条件或先汇总")
)

// run hands a statement to a process of its own and gathers what it says. The
// process stands in dir and is told the editions' paths from there.
func (j Jail) run(ctx context.Context, dir string, editions []sealed, job queries.Job) (queries.Answer, error) {
	if j.Deadline == 0 {
		j.Deadline = defaultDeadline
	}
	if j.Memory == 0 {
		j.Memory = 1 << 30
	}
	// JSON would mend what is no text, and the jail would not see it.
	if !utf8.ValidString(job.Statement) {
		return queries.Answer{}, errors.New("语句不能执行：不是 UTF-8 文字")
	}
	text, err := json.Marshal(job)
	if err != nil {
		return queries.Answer{}, err
	}
	limited, cancel := context.WithTimeout(ctx, j.Deadline)
	defer cancel()
	// Should a new process be needed, its life hangs on this thread.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	p, err := j.prisoner(dir, cell{editions, j.Memory, uint64(j.Deadline/time.Second+1) * jailThreads})
	if err != nil {
		return queries.Answer{}, err
	}
	// At the deadline nobody waits: a process that holds much memory takes the
	// kernel a while to take down.
	stop := context.AfterFunc(limited, func() {
		p.cmd.Process.Kill()
		p.out.Close()
	})
	defer stop()
	go func() { // a process that died meanwhile does not read
		p.in.Write(text)
		p.in.Close()
	}()
	answer, ended, err := listen(io.LimitReader(p.out, 4*int64(job.Limits.Bytes)+1<<20))
	if limited.Err() != nil {
		go p.cmd.Wait()
		if ctx.Err() != nil {
			return queries.Answer{}, ctx.Err()
		}
		return queries.Answer{}, errTooLong
	}
	return verdict(dir, p.cmd, answer, ended, err)
}

// prisoner is a process that waits for a statement, or a new one.
func (j Jail) prisoner(dir string, c cell) (*prisoner, error) {
	key, err := keyOf(dir, c)
	if err != nil {
		return nil, err
	}
	p := j.ready.take(key)
	if p == nil {
		if p, err = j.start(dir, c); err != nil {
			return nil, fmt.Errorf("查询进程起不来：%w", err)
		}
	}
	j.ready.refill(key, func() (*prisoner, error) { return j.start(dir, c) })
	return p, nil
}

// verdict waits for a process that came to its end by itself and says what its
// words and its end mean.
func verdict(dir string, cmd *exec.Cmd, answer queries.Answer, ended bool, err error) (queries.Answer, error) {
	if !ended {
		cmd.Process.Kill()
	}
	end := cmd.Wait()
	var broken brokenFile
	switch {
	case errors.As(err, &broken):
		return queries.Answer{}, damaged(filepath.Join(dir, broken.path), errors.New(broken.why))
	case ended && err != nil:
		return queries.Answer{}, err
	case ended && end == nil:
		return answer, nil
	case outOfTime(cmd):
		return queries.Answer{}, errTooLong
	default: // it ended in the middle: the kernel refused it memory
		return queries.Answer{}, errTooBig
	}
}

// brokenFile is an edition that would not open, and DuckDB's words for it.
type brokenFile struct{ path, why string }

func (b brokenFile) Error() string { return b.path + ": " + b.why }

// outOfTime says that the kernel ended the process for its processor time.
func outOfTime(cmd *exec.Cmd) bool {
	status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGXCPU
}

// listen reads what a jailed process says. ended tells that it came to its end,
// with an answer or with an error of the statement.
func listen(from io.Reader) (answer queries.Answer, ended bool, err error) {
	answer.Name = "查询"
	d := json.NewDecoder(bufio.NewReaderSize(from, 1<<16))
	for {
		var l line
		if err := d.Decode(&l); err != nil {
			return answer, false, err
		}
		switch {
		case l.Damaged != "":
			return answer, true, brokenFile{l.Damaged, l.Error}
		case l.Error != "":
			return answer, true, errors.New(l.Error)
		case l.Head != nil:
			answer.Columns, answer.Types, answer.Governed = l.Head.Columns, l.Head.Types, l.Head.Governed
		case l.End:
			answer.Cut = l.Cut
			return answer, true, nil
		case len(l.Row) != len(answer.Columns):
			return answer, false, errors.New("row of another width")
		default:
			row := make([]sql.NullString, len(l.Row))
			for i, cell := range l.Row {
				if cell != nil {
					row[i] = sql.NullString{String: *cell, Valid: true}
				}
			}
			answer.Rows = append(answer.Rows, row)
		}
	}
}
