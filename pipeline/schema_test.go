package pipeline

import (
	"testing"

	"tongbao/queries"
)

// everyColumnIsDescribed: no table, view or column of a sealed edition stands
// there without a word of Chinese. A column that fails is to be named in
// queries/schema/words.txt.
func everyColumnIsDescribed(t *testing.T, out string) {
	statement, err := queries.Schema()
	if err != nil {
		t.Fatal(err)
	}
	s, err := Ask(t.Context(), out, "", statement)
	if err != nil {
		t.Fatal(err)
	}
	objects := map[string]bool{}
	for i := range s.Len() {
		object := s.Text(i, "层") + "." + s.Text(i, "表")
		objects[object] = true
		if s.Text(i, "表的说明") == "" || s.Text(i, "列的说明") == "" {
			t.Errorf("%s.%s: table %q, column %q", object, s.Text(i, "列"), s.Text(i, "表的说明"), s.Text(i, "列的说明"))
		}
	}
	for _, name := range []string{"kpi.supply_rate", "kpi.figure", "fact.batch", "raw.supply", "check.finding", "refuse.row", "clean.calendar", "mart.annex_1"} {
		if !objects[name] {
			t.Errorf("%s is not listed", name)
		}
	}
	if len(objects) < 90 {
		t.Errorf("only %d tables and views", len(objects))
	}
}

// sideBySide reads two editions in one statement: each view keeps to its own
// edition's rows.
func sideBySide(t *testing.T, out string) {
	list, err := Desk{Out: out}.editions("")
	if err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	db, err := openSealed(t.Context(), "1GB", 2, sealedOf(list[0]), sealedOf(list[1]))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	got, err := queries.Select(t.Context(), db, `SELECT (SELECT max(as_of) FROM kpi.supply_rate) AS here, (SELECT max(as_of) FROM ed_2024q1.kpi.supply_rate) AS named,
		(SELECT max(as_of) FROM ed_2023q4.kpi.supply_rate) AS before, (SELECT pct(1, 4)) AS macro`)
	if err != nil {
		t.Fatal(err)
	}
	for column, want := range map[string]string{"here": "2024-03-31", "named": "2024-03-31", "before": "2023-12-31", "macro": "25.000000"} {
		if got.Text(0, column) != want {
			t.Errorf("%s is %s, want %s", column, got.Text(0, column), want)
		}
	}
}
