package pipeline

import (
	"fmt"
	"math/big"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"tongbao/fixtures/reference"
	"tongbao/queries"
)

// randomLedgers writes the ledgers of a random world and gives it with the folder.
func randomLedgers(t *testing.T, seed uint64, size int) (reference.World, string) {
	t.Helper()
	w := reference.Random(seed, size)
	return w, ledgersOf(t, w)
}

func ledgersOf(t *testing.T, w reference.World) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "ledgers")
	if err := w.WriteCSV(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestRandomLedgers holds every figure and rank of random ledgers against those
// that plain Go over exact integers computes from the rules alone.
func TestRandomLedgers(t *testing.T) {
	for _, c := range []struct {
		seed uint64
		size int
	}{{101, 3}, {102, 2}, {103, 4}, {104, 8}, {105, 12}, {106, 18}, {107, 25}, {108, 40}, {109, 60}, {110, 90}, {111, 150}, {112, 300}} {
		t.Run(fmt.Sprintf("seed=%d,size=%d", c.seed, c.size), func(t *testing.T) {
			t.Parallel()
			w, ledgers := randomLedgers(t, c.seed, c.size)
			s := built(t, ledgers)
			nothingRefused(t, s)
			sameAsReferenceFigures(t, mart(t, s, "mart.figures_csv"), w)
			sameAsReferenceRanking(t, mart(t, s, "mart.rankings_csv"), w)
		})
	}
}

// nothingRefused: a random world is one that every check accepts, so a refused
// row or a blocked edition is a check that misread a rule.
func nothingRefused(t *testing.T, s *store) {
	t.Helper()
	for _, name := range []string{"mart.refused_csv", "mart.blocking"} {
		table := mart(t, s, name)
		for i := range table.Len() {
			t.Errorf("%s: %v", name, table.Rows[i])
		}
	}
}

// figureKey names one figure of figures.csv.
type figureKey struct{ indicator, unit, asOf string }

// byFigure indexes a table that has the columns of figures.csv.
func byFigure(t *testing.T, table queries.Table) map[figureKey]int {
	t.Helper()
	rows := map[figureKey]int{}
	for i := range table.Len() {
		key := figureKey{table.Text(i, "indicator"), table.Text(i, "unit"), table.Text(i, "as_of")}
		if _, twice := rows[key]; twice {
			t.Errorf("%v stands twice", key)
		}
		rows[key] = i
	}
	return rows
}

// noDepartment is where the program shows the land that names no 主管部门.
const noDepartment = "（未明确主管部门）"

// departed is the world with that land under a department of its own.
func departed(w reference.World) reference.World {
	w.Units = append(slices.Clone(w.Units), reference.Unit{Code: "999999999", Name: noDepartment, Category: "部门"})
	w.Batches = slices.Clone(w.Batches)
	for i := range w.Batches {
		if w.Batches[i].Department == "" {
			w.Batches[i].Department = noDepartment
		}
	}
	return w
}

func sameAsReferenceFigures(t *testing.T, got queries.Table, w reference.World) {
	t.Helper()
	w = departed(w)
	rows, compared := byFigure(t, got), 0
	p := reference.DefaultPolicy()
	end := reference.EndOf(w.Quarter)
	for _, day := range reference.Days(p, end) {
		wanted := reference.Figures(w, p, day)
		if day == end {
			wanted = append(wanted, approvalYears(w, p, day)...)
		}
		for _, want := range wanted {
			key := figureKey{want.Indicator, want.Unit, string(want.AsOf)}
			i, found := rows[key]
			delete(rows, key)
			switch {
			case !found && want.Value == "":
				continue // nothing to divide by: the figure need not stand there
			case !found && zero(want):
				continue // a unit without land need not stand in every land figure
			case !found:
				t.Errorf("%v: missing, want %s", key, want.Value)
				continue
			}
			compared++
			for column, value := range map[string]string{"value": want.Value, "measure": want.Measure, "numerator": want.Numerator, "denominator": want.Denominator} {
				// The reference states the parts of rates only.
				if value == "" && column != "value" {
					continue
				}
				if is := got.Text(i, column); is != value {
					t.Errorf("%v: %s is %q, want %q", key, column, is, value)
				}
			}
		}
	}
	for key, i := range rows {
		if got.Text(i, "value") != "" {
			t.Errorf("%v: %s is unknown to the reference", key, got.Text(i, "value"))
		}
	}
	if compared < 300 {
		t.Errorf("only %d figures were compared", compared)
	}
}

// approvalYears is 供地率 of the batches approved in each year, on one day.
func approvalYears(w reference.World, p reference.Policy, day reference.Day) (list []reference.Figure) {
	supplied, due := map[int]reference.Area{}, map[int]reference.Area{}
	for _, part := range reference.Parts(w, p, day) {
		year := w.Batches[part.Batch].Approved.Year()
		supplied[year] += part.Capped()
		due[year] += part.D()
	}
	for year := range due {
		f := reference.Figure{Indicator: fmt.Sprintf("supply_rate_%d", year), Unit: reference.District, AsOf: day, Measure: "%",
			Numerator: big.NewRat(supplied[year], reference.Hectare).FloatString(6), Denominator: big.NewRat(due[year], reference.Hectare).FloatString(6)}
		if due[year] != 0 {
			f.Value = new(big.Rat).Mul(big.NewRat(supplied[year], due[year]), big.NewRat(100, 1)).FloatString(6)
		}
		list = append(list, f)
	}
	return list
}

func zero(f reference.Figure) bool { return f.Value == "0.000000" }

func sameAsReferenceRanking(t *testing.T, got queries.Table, w reference.World) {
	t.Helper()
	want := reference.Ranking(w, reference.DefaultPolicy(), reference.EndOf(w.Quarter))
	if got.Len() != len(want) {
		t.Errorf("%d units ranked, want %d", got.Len(), len(want))
	}
	for _, r := range want {
		rank := ""
		if r.Rank > 0 {
			rank = strconv.Itoa(r.Rank)
		}
		line := map[string]string{"rank": rank, "unit": r.Unit, "score": r.Score, "supply_rate": r.SupplyRate, "idle_disposal_rate": r.IdleRate,
			"disposed_ha": r.Disposed, "remaining_ha": r.Remaining, "status": r.Status}
		rows := find(got, line, "unit")
		if len(rows) != 1 {
			t.Errorf("ranking: %s stands %d times", r.Unit, len(rows))
			continue
		}
		for column, value := range line {
			if is := got.Text(rows[0], column); is != value {
				t.Errorf("ranking of %s: %s is %q, want %q", r.Unit, column, is, value)
			}
		}
	}
}
