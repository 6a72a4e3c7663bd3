package queries

import "testing"

// TestLeaveOrdered: a table keeps its order by only where its rows do not stand in
// it yet, or two are of one rank and could stand either way; NULL stands last.
func TestLeaveOrdered(t *testing.T) {
	db := open(t, t.TempDir())
	db.SetMaxOpenConns(1)
	execute(t, db, []string{
		"CREATE TABLE ordered AS SELECT * FROM (VALUES (1, 'a'), (1, 'b'), (2, 'a'), (2, NULL)) AS v(sheet_id, line)",
		"CREATE TABLE swapped AS SELECT * FROM (VALUES (1, 'a'), (2, 'a'), (1, 'b')) AS v(sheet_id, line)",
		"CREATE TABLE twice AS SELECT * FROM (VALUES (1, 'a'), (1, 'a')) AS v(sheet_id, line)",
		"CREATE TABLE null_first AS SELECT * FROM (VALUES (1, NULL), (1, 'a')) AS v(sheet_id, line)",
		"CREATE TABLE empty AS SELECT * FROM ordered WHERE false",
	})
	const by = "sheet_id, line"
	tables := []sealedTable{{"ordered", by}, {"swapped", by}, {"twice", by}, {"null_first", by}, {"empty", by}, {"swapped", "ALL"}, {"swapped", ""}}
	if err := leaveOrdered(t.Context(), db, tables); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"", by, by, by, "", "ALL", ""} {
		if tables[i].Order != want {
			t.Errorf("%s by %q: sealed by %q, want %q", tables[i].Object, by, tables[i].Order, want)
		}
	}
}
