package main

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"tongbao/pipeline"
	"tongbao/queries"
)

// TestResidentDesk: processes that wait serve one statement each, are as jailed
// as any, and an edition published anew is the one that answers.
func TestResidentDesk(t *testing.T) {
	out := published(t)
	desk := pipeline.Desk{Out: out, Jail: jail()}.Resident(2)
	ask := func(statement string) (string, error) {
		reply, err := desk.Ask(t.Context(), "", queries.Job{Statement: statement, Limits: pipeline.DeskLimits})
		if err != nil {
			return "", err
		}
		return reply.Rows[0][0].String, nil
	}
	const rate = "SELECT value FROM kpi.supply_rate WHERE unit = '全区' AND as_of = DATE '2024-06-30'"
	seen := map[string]bool{}
	for range 5 {
		if got, err := ask(rate); err != nil || got != "69.751807" {
			t.Fatalf("%s %v", got, err)
		}
		time.Sleep(150 * time.Millisecond) // so that one waits
		if got, err := ask("SELECT CAST(random() AS VARCHAR)"); err != nil || seen[got] {
			t.Errorf("%s again: %v", got, err)
		} else {
			seen[got] = true
		}
	}
	for _, hostile := range []string{"SELECT * FROM read_text('/etc/hostname')", "SET memory_limit = '64GB'", "SELECT length(repeat('x', 2000000000)) AS n", "SELECT 1; SELECT 2"} {
		if got, err := ask(hostile); err == nil {
			t.Errorf("%s: %s", hostile, got)
		}
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if got, err := ask(rate); err != nil || got != "69.751807" {
				t.Errorf("%s %v", got, err)
			}
		})
	}
	all.Wait()
	q, err := queries.FindQuestion("1")
	if err != nil {
		t.Fatal(err)
	}
	bound, err := q.Bind(nil)
	if err != nil {
		t.Fatal(err)
	}
	question := func() string {
		t.Helper()
		reply, err := desk.Answer(t.Context(), "", q.Job(bound, pipeline.DeskLimits))
		if err != nil {
			t.Fatal(err)
		}
		return reply.Text(0, "供地率")
	}
	if got := question(); got != "69.751807" {
		t.Errorf("the question says %s", got)
	}
	tongbao(t, "run", "--ledgers", worked(t, replace(t, batchFile, "20.0000", "21.0000")), "--out", out).says(t, exitDone, "第2版")
	// 42.85 of 62.4321
	if got, err := ask(rate); err != nil || got != "68.634565" {
		t.Errorf("after another version: %s %v", got, err)
	}
	if got := question(); got != "68.634565" {
		t.Errorf("after another version the question says %s", got)
	}
	if err := os.RemoveAll(filepath.Join(out, "editions/2024Q2")); err != nil {
		t.Fatal(err)
	}
	if got, err := ask(rate); err == nil || !strings.Contains(err.Error(), "tongbao run") {
		t.Errorf("of an edition that is gone: %s %v", got, err)
	}
}
