package pipeline

import (
	"database/sql"
	"strconv"
	"strings"
	"testing"

	"tongbao/queries"
)

// TestRecalled: what is kept is bounded, the oldest goes first, a large answer is
// not kept at all.
func TestRecalled(t *testing.T) {
	r := &recalled{known: map[string]queries.Answer{}}
	of := func(bytes int) (a queries.Answer) {
		a.Rows = [][]sql.NullString{{{String: strings.Repeat("x", bytes-24), Valid: true}}}
		return a
	}
	for i := range 40 {
		r.keep(strconv.Itoa(i), of(1<<20))
		r.keep(strconv.Itoa(i), of(1<<20)) // again: counted once
	}
	if _, ok := r.find("39"); !ok || len(r.known) != 31 || len(r.order) != 31 || r.bytes > mostRecalled {
		t.Errorf("%d kept, %d in order, %d bytes", len(r.known), len(r.order), r.bytes)
	}
	if _, ok := r.find("8"); ok {
		t.Error("an old answer is kept beyond its turn")
	}
	r.keep("large", of(longestRecalled+1))
	if _, ok := r.find("large"); ok {
		t.Error("a large answer is kept")
	}
	var none *recalled
	none.keep("a", of(100))
	if _, ok := none.find("a"); ok {
		t.Error("kept by nobody")
	}
	one, _ := recallKey("ed", queries.Job{Statement: "a", Bindings: []queries.Binding{{Name: "unit", Value: "x"}}})
	two, _ := recallKey("ed", queries.Job{Statement: "a", Bindings: []queries.Binding{{Name: "unit", Value: "y"}}})
	if one == two {
		t.Error("two questions of one key")
	}
}
