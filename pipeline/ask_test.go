package pipeline

import (
	"context"
	"testing"

	"tongbao/queries"
)

// Ask reads an edition as a test does: in this process, without a jail.
func Ask(ctx context.Context, out, quarter, statement string) (queries.Table, error) {
	list, err := Desk{Out: out}.editions(quarter)
	if err != nil {
		return queries.Table{}, err
	}
	db, err := openSealed(ctx, "1GB", 2, sealedOf(list[0]))
	if err != nil {
		return queries.Table{}, err
	}
	defer db.Close()
	return queries.Select(ctx, db, statement)
}

// asked is the answer to a saved question.
func asked(t *testing.T, out, quarter, name string, given map[string]string) queries.Answer {
	t.Helper()
	q, err := queries.FindQuestion(name)
	if err != nil {
		t.Fatal(err)
	}
	bound, err := q.Bind(given)
	if err != nil {
		t.Fatal(err)
	}
	list, err := Desk{Out: out}.editions(quarter)
	if err != nil {
		t.Fatal(err)
	}
	db, err := openSealed(t.Context(), "1GB", 2, sealedOf(list[0]))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	answer, err := queries.Collect(t.Context(), db, q.Job(bound, DeskLimits))
	if err != nil {
		t.Fatalf("%s of %s: %v", name, quarter, err)
	}
	return answer
}
