package pipeline

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"

	"tongbao/queries"
)

// Confined is a jailed process's whole life: it is told its limits and what to
// open, gives up what it does not need, waits for its one job, asks, and says the
// answer. Errors of the statement are said on out; what is returned is a mistake
// in the jail itself.
func Confined(ctx context.Context, in io.Reader, out io.Writer) error {
	var s cell
	told := json.NewDecoder(in)
	if err := told.Decode(&s); err != nil {
		return fmt.Errorf("jail: %w", err)
	}
	if err := confine(s.Memory, s.Seconds); err != nil {
		return fmt.Errorf("jail: %w", err)
	}
	w := bufio.NewWriterSize(out, 1<<16)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	db, err := openSealed(ctx, fmt.Sprintf("%dMB", s.Memory>>21), jailThreads, s.Editions...)
	if err != nil {
		e.Encode(line{Damaged: s.Editions[0].Path, Error: reason(err)})
		return w.Flush()
	}
	// What every statement needs of the engine is made ready while nobody waits.
	if err := queries.Warm(ctx, db); err != nil {
		return fmt.Errorf("jail: %w", err)
	}
	var job queries.Job
	switch err := told.Decode(&job); {
	case errors.Is(err, io.EOF): // nobody asked
		return nil
	case err != nil:
		return fmt.Errorf("jail: %w", err)
	}
	cut, err := queries.Run(ctx, db, job, func(h queries.Head) error { return e.Encode(line{Head: &h}) },
		func(cells []sql.NullString) error { return e.Encode(line{Row: pointers(cells)}) })
	last := line{End: true, Cut: cut}
	if err != nil {
		last = line{Error: err.Error()}
	}
	if err := e.Encode(last); err != nil {
		return err
	}
	// The database is not closed: the process ends here, and closing what a
	// statement has upset may take it down before its answer is out.
	return w.Flush()
}

// confine sets the kernel's limits: memory beyond what the bare process has
// mapped, processor time, no file written, no core.
func confine(memory int64, seconds uint64) error {
	mapped, err := mappedBytes()
	if err != nil {
		return err
	}
	for _, l := range []struct {
		resource int
		most     uint64
	}{
		{unix.RLIMIT_AS, mapped + uint64(memory)}, {unix.RLIMIT_CPU, seconds}, {unix.RLIMIT_FSIZE, 0}, {unix.RLIMIT_CORE, 0},
	} {
		if err := unix.Setrlimit(l.resource, &unix.Rlimit{Cur: l.most, Max: l.most}); err != nil {
			return err
		}
	}
	return unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
}

// mappedBytes is the address space that this process has: Go and DuckDB reserve
// much that they never touch.
func mappedBytes() (uint64, error) {
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, err
	}
	var pages uint64
	if _, err := fmt.Sscan(string(b), &pages); err != nil {
		return 0, err
	}
	return pages * uint64(os.Getpagesize()), nil
}

func pointers(cells []sql.NullString) []*string {
	row := make([]*string, len(cells))
	for i := range cells {
		if cells[i].Valid {
			row[i] = &cells[i].String
		}
	}
	return row
}

// reason is the innermost error's text.
func reason(err error) string {
	for {
		inner, ok := err.(interface{ Unwrap() error })
		if !ok || inner.Unwrap() == nil {
			return err.Error()
		}
		err = inner.Unwrap()
	}
}
