package pipeline

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
)

// openEditions keeps sealed databases open for the program's own statements: to
// open one costs more than most questions. It is safe for many goroutines; each
// database serves one at a time. A nil one opens and closes anew each time.
type openEditions struct {
	mu   sync.Mutex
	idle []openEdition // the longest unused first
}

type openEdition struct {
	key string
	db  *sql.DB
}

// How many databases stay open, and how much memory and how many threads each
// has: a few readers at once on a small machine.
const (
	mostOpen    = 6
	openMemory  = "512MB"
	openThreads = 2
)

// identity tells editions' files apart, an older version at the same path too.
func identity(editions []sealed) (string, error) {
	var key strings.Builder
	for _, e := range editions {
		info, err := os.Stat(e.Path)
		if err != nil {
			return "", damaged(e.Path, err)
		}
		var inode uint64
		if s, ok := info.Sys().(*syscall.Stat_t); ok {
			inode = s.Ino
		}
		fmt.Fprintf(&key, "%s=%s %d %d %d\n", e.Name, e.Path, inode, info.Size(), info.ModTime().UnixNano())
	}
	return key.String(), nil
}

// use hands an open database to a statement. One that went wrong is closed: what
// an interrupted or failed statement leaves behind serves nobody else.
func (o *openEditions) use(ctx context.Context, editions []sealed, run func(*sql.DB) error) error {
	key, err := identity(editions)
	if err != nil {
		return err
	}
	db := o.take(key)
	if db == nil {
		if db, err = openSealed(ctx, openMemory, openThreads, editions...); err != nil {
			return err
		}
	}
	if err := run(db); err != nil {
		db.Close()
		return err
	}
	return o.keep(key, db)
}

func (o *openEditions) take(key string) *sql.DB {
	if o == nil {
		return nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for i := len(o.idle) - 1; i >= 0; i-- {
		if o.idle[i].key == key {
			db := o.idle[i].db
			o.idle = slices.Delete(o.idle, i, i+1)
			return db
		}
	}
	return nil
}

func (o *openEditions) keep(key string, db *sql.DB) error {
	if o == nil {
		return db.Close()
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.idle = append(o.idle, openEdition{key, db})
	if len(o.idle) <= mostOpen {
		return nil
	}
	oldest := o.idle[0].db
	o.idle = slices.Delete(o.idle, 0, 1)
	return oldest.Close()
}
