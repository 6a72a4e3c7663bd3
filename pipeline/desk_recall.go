package pipeline

import (
	"encoding/json"
	"sync"

	"tongbao/queries"
)

// mostRecalled bounds the answers that a desk keeps, in bytes of their cells, and
// longestRecalled one of them.
const (
	mostRecalled    = 32 << 20
	longestRecalled = 2 << 20
)

// recalled keeps answers to the program's own statements. An edition is sealed,
// so that the same question of the same file has the same answer for ever; who
// gets one must not change its rows. A nil one keeps nothing.
type recalled struct {
	mu    sync.Mutex
	known map[string]queries.Answer
	order []string // the oldest first
	bytes int
}

func recallKey(edition string, job queries.Job) (string, error) {
	text, err := json.Marshal(job)
	return edition + string(text), err
}

func (r *recalled) find(key string) (queries.Answer, bool) {
	if r == nil {
		return queries.Answer{}, false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	a, ok := r.known[key]
	return a, ok
}

func (r *recalled) keep(key string, a queries.Answer) {
	size := sizeOf(a)
	if r == nil || size > longestRecalled {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.known[key]; ok {
		return
	}
	r.known[key] = a
	r.order = append(r.order, key)
	r.bytes += size + len(key)
	for r.bytes > mostRecalled {
		oldest := r.order[0]
		r.order = r.order[1:]
		r.bytes -= sizeOf(r.known[oldest]) + len(oldest)
		delete(r.known, oldest)
	}
}

// sizeOf is about how much memory an answer holds: each cell has a header of 24
// bytes beside its text.
func sizeOf(a queries.Answer) (size int) {
	for _, row := range a.Rows {
		for _, cell := range row {
			size += len(cell.String) + 24
		}
	}
	return size
}
