package queries

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
)

// randomLedgers are valid ledgers without a repeated row, with areas to the last
// place, parcels of other units, capped supplies, revocations and write-offs of
// whole batches that spill over: all that the order of rows or threads could touch.
func randomLedgers(r *rand.Rand) *sqlCase {
	c := newCase("random", "")
	section := func(kind string, columns ...string) func(cells ...any) {
		s, err := c.begin("given "+kind, 0)
		if err != nil {
			panic(err)
		}
		s.columns = columns
		if err := s.header(); err != nil {
			panic(err)
		}
		return func(cells ...any) {
			row := make([]string, len(cells))
			for i, cell := range cells {
				row[i] = fmt.Sprint(cell)
			}
			s.line++
			if err := s.row(row); err != nil {
				panic(err)
			}
		}
	}
	unit := func() string { return defaultUnits[r.IntN(len(defaultUnits))][1] }
	area := func(most int64) string { return micro(1 + r.Int64N(most)) }
	day := func(from, to int) string {
		return fmt.Sprintf("%d-%02d-%02d", from+r.IntN(to-from+1), 1+r.IntN(12), 1+r.IntN(28))
	}
	batch := section("batch", "approval_no", "approved_on", "approved_area", "unit", "department")
	parcel := section("parcel", "parcel_id", "approval_no", "parcel_area", "unit")
	supply := section("supply", "supervision_no", "approval_no", "parcel_id", "signed_on", "allocated_area", "revoked_on")
	writeoff := section("writeoff", "approval_no", "parcel_id", "writeoff_type", "area", "effective_on", "document_no")
	for b := range 80 {
		no := "B" + strconv.Itoa(b)
		batch(no, day(2007, 2019), micro(5_000_000+r.Int64N(9_000_000)), unit(), "部门"+strconv.Itoa(r.IntN(3)))
		for p := range r.IntN(6) {
			id := fmt.Sprintf("P%d-%d", b, p)
			parcel(id, no, area(3_000_000), unit())
			if r.IntN(2) == 0 {
				supply("G"+id, no, id, day(2010, 2023), area(3_000_000), []string{"", day(2023, 2024)}[r.IntN(2)])
			}
		}
		supply("H"+no, no, "", day(2010, 2023), area(2_000_000), "")
		if r.IntN(2) == 0 {
			writeoff(no, "", "核销", area(2_000_000), fmt.Sprintf("2023-%02d-%02d", 1+r.IntN(12), 1+r.IntN(28)), "D1")
			writeoff(no, "", "调整使用", area(1_000_000), fmt.Sprintf("2024-%02d-%02d", 1+r.IntN(6), 1+r.IntN(28)), "D2")
		}
	}
	idle := section("idle", "idle_id", "idle_area", "unit", "recognition_no", "recognised_on", "cause")
	disposal := section("idle_disposal", "idle_id", "way", "disposed_area", "disposed_on", "new_start_due_on")
	for i := range 60 {
		id := "X" + strconv.Itoa(i)
		idle(id, micro(2_000_000+r.Int64N(2_000_000)), unit(), "R", day(2019, 2024), []string{"企业原因", "政府原因"}[r.IntN(2)])
		disposal(id, "D2", area(2_000_000), day(2023, 2023), day(2024, 2025))
		disposal(id, []string{"D1", "D5", "D7"}[r.IntN(3)], area(2_000_000), day(2022, 2022), "")
		if r.IntN(5) == 0 {
			disposal(id, "D0", "", "2024-05-0"+strconv.Itoa(1+r.IntN(9)), "")
		}
	}
	return c
}

func micro(n int64) string { return fmt.Sprintf("%d.%06d", n/1_000_000, n%1_000_000) }

// shuffled is the same ledgers with their rows in another order, and so on other lines.
func (c *sqlCase) shuffled(r *rand.Rand) *sqlCase {
	other := *c
	other.stage = map[string][][]string{}
	for kind, rows := range c.stage {
		switch kind {
		case "setting", "default_unit", "sheet", "sheet_column":
			other.stage[kind] = rows
			continue
		}
		mixed := make([][]string, len(rows))
		for i, from := range r.Perm(len(rows)) {
			mixed[i] = append([]string{}, rows[from]...)
			mixed[i][1] = strconv.Itoa(i + 2)
		}
		other.stage[kind] = mixed
	}
	return &other
}

// TestFiguresDoNotDependOnOrder holds every figure of random ledgers, built by one
// thread, to the same ledgers shuffled and built by four; and the sums to R17 and T01.
func TestFiguresDoNotDependOnOrder(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(50, 2022))
	c := randomLedgers(r)
	c.last = "check"
	one := c.build(t, 1, "SET threads = 1")
	four := c.shuffled(r).build(t, 4, "SET threads = 4")

	const figures = "SELECT indicator, unit, as_of, numerator, denominator, value FROM kpi.figure ORDER BY ALL"
	want, err := Select(t.Context(), one, figures)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Select(t.Context(), four, figures)
	if err != nil {
		t.Fatal(err)
	}
	if want.Len() < 1000 {
		t.Fatalf("only %d figures", want.Len())
	}
	compareOrdered(t, want, got)

	for what, statement := range map[string]string{
		"R17: the units do not add up to 全区": `SELECT d.indicator, d.as_of, d.value, sum(u.value) FROM kpi.figure AS d JOIN kpi.figure AS u USING (indicator, as_of)
			WHERE d.unit = '全区' AND d.measure = '公顷' AND d.indicator <> 'supply_gap_ha' AND u.unit IN (SELECT unit FROM frame.unit)
			GROUP BY d.indicator, d.as_of, d.value HAVING sum(u.value) <> d.value`,
		"T01: the flow does not close":        `SELECT key, message FROM "check".finding WHERE rule = 'T01'`,
		"the departments do not add up":       `SELECT as_of FROM stand.position GROUP BY as_of HAVING sum(due) FILTER (dimension = 'unit') <> sum(due) FILTER (dimension = 'department')`,
		"something supplied beyond its limit": `SELECT batch_id FROM stand.position WHERE supplied > greatest(0, due) OR unsupplied < 0 AND due >= 0`,
		"too much refused to prove anything":  `SELECT count(*) FROM clash.row HAVING count(*) > 40`,
	} {
		broken, err := Select(t.Context(), one, statement)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range plain(broken) {
			t.Errorf("%s: %s", what, row)
		}
	}
}

func compareOrdered(t *testing.T, want, got Table) {
	t.Helper()
	a, b := plain(want), plain(got)
	if len(a) != len(b) {
		t.Fatalf("%d figures, shuffled %d", len(a), len(b))
	}
	for i := range a {
		if fmt.Sprint(a[i]) != fmt.Sprint(b[i]) {
			t.Errorf("%s, shuffled %s", a[i], b[i])
		}
	}
}
