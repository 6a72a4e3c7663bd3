package pipeline

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"tongbao/fixtures/reference"
	"tongbao/pipeline/edition"
	"tongbao/pipeline/ledger"
	"tongbao/queries"
)

// additive are the indicators whose units add up to 全区 (R17). supply_gap_ha is
// not one: a unit beyond the target makes up for nobody else's gap; nor is
// batches_supplied: a batch of two units is one batch.
var additive = strings.Fields(`approved_ha writeoff_ha adjustment_ha due_ha supplied_ha unsupplied_ha unsupplied_opening unsupplied_new
	disposed_ha disposed_supply_ha disposed_writeoff_ha disposed_adjustment_ha idle_recognised_ha idle_done_ha idle_opening idle_new
	idle_disposed idle_cancelled idle_reopened idle_closing idle_recognised_count idle_done_count idle_closing_count idle_new_count
	idle_disposed_count idle_fee_due idle_takeback_due`)

// ratios are the rates whose numerators and denominators add up as well (R1).
var ratios = strings.Fields(`supply_rate supply_rate_gross unsupplied_rate stock_clearance_rate stock_supply_rate pre2014_clearance_rate
	idle_disposal_rate idle_disposal_rate_count`)

// territory is the five units that make up the district in every random world.
var territory = []string{"人民路街道", "龙河街道", "高庄街道", "龙兴街道", "先进制造业开发区"}

// exact is a decimal as DuckDB prints it; NULL is zero.
func exact(t *testing.T, text string) *big.Rat {
	t.Helper()
	r := new(big.Rat)
	if _, ok := r.SetString(text); !ok && text != "" {
		t.Fatalf("%q is no decimal", text)
	}
	return r
}

// sums adds a column over the units of each kind, by indicator and day.
func sums(t *testing.T, figures queries.Table, indicators []string, column string, member func(row int) bool) map[figureKey]*big.Rat {
	t.Helper()
	total := map[figureKey]*big.Rat{}
	for i := range figures.Len() {
		if id := figures.Text(i, "indicator"); slices.Contains(indicators, id) && member(i) {
			key := figureKey{id, "", figures.Text(i, "as_of")}
			if total[key] == nil {
				total[key] = new(big.Rat)
			}
			total[key].Add(total[key], exact(t, figures.Text(i, column)))
		}
	}
	return total
}

// TestUnitsAddUpToDistrict holds Σ units = 全区 for every sum, and for both parts of every rate.
func TestUnitsAddUpToDistrict(t *testing.T) {
	t.Parallel()
	for _, seed := range []uint64{201, 202} {
		_, ledgers := randomLedgers(t, seed, 50)
		figures := mart(t, built(t, ledgers), "mart.figures_csv")
		district := func(i int) bool { return figures.Text(i, "unit") == reference.District }
		territorial := func(i int) bool { return slices.Contains(territory, figures.Text(i, "unit")) }
		for _, c := range []struct {
			column     string
			indicators []string
		}{{"value", additive}, {"numerator", ratios}, {"denominator", ratios}} {
			whole, parts := sums(t, figures, c.indicators, c.column, district), sums(t, figures, c.indicators, c.column, territorial)
			if days := len(whole) / len(c.indicators); days < 3 || len(whole)%len(c.indicators) != 0 {
				t.Errorf("seed %d: 全区 has %d %s of %d indicators", seed, len(whole), c.column, len(c.indicators))
			}
			for key, want := range whole {
				got := parts[key]
				if got == nil {
					got = new(big.Rat) // no unit has the figure
				}
				if got.Cmp(want) != 0 {
					t.Errorf("seed %d: %s of %s on %s: units add up to %s, 全区 has %s", seed, c.column, key.indicator, key.asOf, got.FloatString(6), want.FloatString(6))
				}
			}
		}
	}
}

// TestStockFlowCloses holds opening + new − disposed − cancelled = closing for
// every unit and day, on land and on idle land (I3).
func TestStockFlowCloses(t *testing.T) {
	t.Parallel()
	for _, seed := range []uint64{211, 212} {
		_, ledgers := randomLedgers(t, seed, 50)
		figures := mart(t, built(t, ledgers), "mart.figures_csv")
		rows := byFigure(t, figures)
		value := func(indicator, unit, asOf string) *big.Rat {
			if i, ok := rows[figureKey{indicator, unit, asOf}]; ok {
				return exact(t, figures.Text(i, "value"))
			}
			return new(big.Rat)
		}
		moved := 0
		for key := range rows {
			flow := new(big.Rat)
			closing := value(key.indicator, key.unit, key.asOf)
			switch key.indicator {
			case "unsupplied_ha":
				flow.Add(value("unsupplied_opening", key.unit, key.asOf), value("unsupplied_new", key.unit, key.asOf))
				flow.Sub(flow, value("disposed_ha", key.unit, key.asOf))
			case "idle_closing":
				flow.Add(value("idle_opening", key.unit, key.asOf), value("idle_new", key.unit, key.asOf))
				flow.Sub(flow, value("idle_disposed", key.unit, key.asOf))
				flow.Sub(flow, value("idle_cancelled", key.unit, key.asOf))
			case "disposed_ha":
				flow.Add(value("disposed_supply_ha", key.unit, key.asOf), value("disposed_writeoff_ha", key.unit, key.asOf))
				flow.Add(flow, value("disposed_adjustment_ha", key.unit, key.asOf))
				if closing.Sign() != 0 {
					moved++
				}
			default:
				continue
			}
			if flow.Cmp(closing) != 0 {
				t.Errorf("seed %d: %s of %s on %s is %s, its flow makes %s", seed, key.indicator, key.unit, key.asOf, closing.FloatString(6), flow.FloatString(6))
			}
		}
		if moved < 10 {
			t.Errorf("seed %d: only %d flows moved; the world is too quiet to prove anything", seed, moved)
		}
	}
}

// TestRowOrderChangesNothing shuffles the data rows of every file.
func TestRowOrderChangesNothing(t *testing.T) {
	t.Parallel()
	const seed = 221
	_, ledgers := randomLedgers(t, seed, 60)
	before := built(t, ledgers)
	shuffled := 0
	err := filepath.WalkDir(ledgers, func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".csv" {
			return err
		}
		shuffled++
		return shuffleRows(path, rand.New(rand.NewPCG(seed, uint64(shuffled))))
	})
	if err != nil || shuffled < 8 {
		t.Fatalf("%d files shuffled: %v", shuffled, err)
	}
	after := built(t, ledgers)
	// What speaks of figures; the lists of findings and rows name lines, which did move.
	for _, name := range []string{"mart.figures_csv", "mart.rankings_csv", "mart.annex_1", "mart.annex_2", "mart.annex_3", "mart.annex_4", "mart.annex_6"} {
		sameTable(t, name, mart(t, before, name), mart(t, after, name))
	}
}

// shuffleRows puts the rows below a CSV file's header in another order.
func shuffleRows(path string, r *rand.Rand) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	rows, err := csv.NewReader(strings.NewReader(string(b))).ReadAll()
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	data := rows[1:]
	r.Shuffle(len(data), func(i, j int) { data[i], data[j] = data[j], data[i] })
	return writeRows(path, "", rows)
}

// TestFormChangesNothing cuts every file in two under other names and in another
// folder, one of them in GB18030 with its columns in another order and a title
// above: what a sheet is and says is found from its header (domain, section 3).
func TestFormChangesNothing(t *testing.T) {
	t.Parallel()
	const seed = 227
	w, ledgers := randomLedgers(t, seed, 40)
	before := built(t, ledgers)
	files, err := filepath.Glob(filepath.Join(ledgers, w.Quarter, "*.csv"))
	if err != nil || len(files) < 7 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	for i, path := range files {
		if err := cutInTwo(path, i, rand.New(rand.NewPCG(seed, uint64(i)))); err != nil {
			t.Fatal(err)
		}
	}
	after := built(t, ledgers)
	for _, name := range []string{"mart.figures_csv", "mart.rankings_csv", "mart.annex_1", "mart.annex_2", "mart.annex_3", "mart.annex_4", "mart.annex_6"} {
		sameTable(t, name, mart(t, before, name), mart(t, after, name))
	}
}

func cutInTwo(path string, i int, r *rand.Rand) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	rows, err := csv.NewReader(strings.NewReader(string(b))).ReadAll()
	if err != nil {
		return err
	}
	half := 1 + (len(rows)-1)/2
	order := r.Perm(len(rows[0]))
	second := [][]string{make([]string, len(order))}
	second[0][0] = "石龙区示例台账"
	for _, row := range append(rows[:1:1], rows[half:]...) {
		moved := make([]string, len(order))
		for k, from := range order {
			moved[k] = row[from]
		}
		second = append(second, moved)
	}
	folder := filepath.Join(filepath.Dir(path), "二组")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	other := filepath.Join(folder, fmt.Sprintf("报表%d.csv", i))
	if err := writeRows(other, "", second); err != nil {
		return err
	}
	text, err := os.ReadFile(other)
	if err != nil {
		return err
	}
	if text, err = simplifiedchinese.GB18030.NewEncoder().Bytes(text); err != nil {
		return err
	}
	if err := os.WriteFile(other, text, 0o644); err != nil {
		return err
	}
	if err := writeRows(filepath.Join(filepath.Dir(path), fmt.Sprintf("甲%d.txt", i)), "\ufeff", rows[:half]); err != nil {
		return err
	}
	return os.Remove(path)
}

func sameTable(t *testing.T, name string, a, b queries.Table) {
	t.Helper()
	if a.Len() != b.Len() || !slices.Equal(a.Columns, b.Columns) {
		t.Errorf("%s: %d rows became %d", name, a.Len(), b.Len())
		return
	}
	for i := range a.Rows {
		for j, column := range a.Columns {
			if a.Rows[i][j] != b.Rows[i][j] {
				t.Errorf("%s row %d: %s was %q and is %q", name, i+1, column, a.Rows[i][j].String, b.Rows[i][j].String)
			}
		}
	}
}

// TestDepartmentsAreASecondDimension: a 主管部门 splits the same land a second
// time and is never added to the first (R17), be it missing, one that also
// ranks as a unit, or a 责任单位 that is a department.
func TestDepartmentsAreASecondDimension(t *testing.T) {
	t.Parallel()
	w := reference.Random(225, 30)
	for i := range w.Parcels {
		w.Parcels[i].Department = ""
	}
	none, same := w, w
	none.Batches, same.Batches = slices.Clone(w.Batches), slices.Clone(w.Batches)
	for i := range w.Batches {
		none.Batches[i].Department, same.Batches[i].Department = "", territory[4]
	}
	plain, doubled := built(t, ledgersOf(t, none)), built(t, ledgersOf(t, same))
	was, is := mart(t, plain, "mart.figures_csv"), mart(t, doubled, "mart.figures_csv")
	rows := byFigure(t, is)
	for i := range was.Len() {
		key := figureKey{was.Text(i, "indicator"), was.Text(i, "unit"), was.Text(i, "as_of")}
		if key.unit != reference.District && !slices.Contains(territory, key.unit) {
			continue
		}
		if j, ok := rows[key]; !ok || was.Text(i, "value") != is.Text(j, "value") {
			t.Fatalf("%v is %s, and %s once %s is the 主管部门 of every batch", key, was.Text(i, "value"), is.Text(j, "value"), territory[4])
		}
	}
}

// TestUnitKinds: only the units that make up the district are called
// territorial; the bulletin names these when it speaks of 各单位.
func TestUnitKinds(t *testing.T) {
	t.Parallel()
	_, ledgers := randomLedgers(t, 226, 10)
	figures := mart(t, built(t, ledgers), "mart.figure")
	wrong := map[string]bool{}
	for i := range figures.Len() {
		if unit := figures.Text(i, "unit"); figures.Text(i, "unit_kind") == "territorial" && !slices.Contains(territory, unit) && !wrong[unit] {
			wrong[unit] = true
			t.Errorf("%s counts as territorial", unit)
		}
	}
}

// TestThreadsChangeNothing builds the same ledgers on one thread and on eight
// and compares every cell of every mart.
func TestThreadsChangeNothing(t *testing.T) {
	t.Parallel()
	_, ledgers := randomLedgers(t, 231, 80)
	one, eight := builtOn(t, ledgers, 1), builtOn(t, ledgers, 8)
	files, err := queries.Files("mart")
	if err != nil || len(files) < 15 {
		t.Fatalf("%d marts: %v", len(files), err)
	}
	for _, f := range files {
		sameTable(t, f.Object(), mart(t, one, f.Object()), mart(t, eight, f.Object()))
	}
	// The sealed database is the same to the byte.
	a, b := filepath.Join(t.TempDir(), "ledger.duckdb"), filepath.Join(t.TempDir(), "ledger.duckdb")
	if err := errors.Join(one.seal(t.Context(), a), eight.seal(t.Context(), b)); err != nil {
		t.Fatal(err)
	}
	if sumOf(t, a) != sumOf(t, b) {
		t.Error("ledger.duckdb differs between one thread and eight")
	}
}

// builtOn is built with as many DuckDB threads and workers as asked for.
func builtOn(t *testing.T, ledgers string, threads int) *store {
	t.Helper()
	settings, err := ReadSettings(filepath.Join(ledgers, "tongbao.toml"), false)
	if err != nil {
		t.Fatal(err)
	}
	quarters, err := Quarters(ledgers)
	if err != nil {
		t.Fatal(err)
	}
	q := quarters[0]
	work, err := edition.Sketch("", q.String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(work.Close)
	stage := filepath.Join(work.Dir, "stage")
	if err := os.MkdirAll(stage, 0o755); err != nil {
		t.Fatal(err)
	}
	v := ledger.DefaultVocabulary()
	if _, err := ledger.Read(t.Context(), ledger.Source{Root: ledgers, Quarter: q.String()}, v, stage); err != nil {
		t.Fatal(err)
	}
	if err := stageSettings(stage, Request{Quarter: q, Settings: settings}, ledger.DefaultVocabulary()); err != nil {
		t.Fatal(err)
	}
	s, err := openStore(t.Context(), stage)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.db.Close() })
	if _, err := s.db.ExecContext(t.Context(), fmt.Sprintf("SET threads = %d", threads)); err != nil {
		t.Fatal(err)
	}
	s.db.SetMaxOpenConns(threads)
	if err := s.follow(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if err := queries.Build(t.Context(), s.db, threads, nil); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestTenTimesTheLand multiplies every area by ten: areas grow tenfold, rates,
// counts and ranks stay.
func TestTenTimesTheLand(t *testing.T) {
	t.Parallel()
	// Where no batch is split between units (R17) nothing is rounded on the way, and tenfold is exact.
	unsplit := reference.Random(241, 40)
	for i := range unsplit.Parcels {
		unsplit.Parcels[i].Unit, unsplit.Parcels[i].Department = "", ""
	}
	tenfold(t, unsplit, new(big.Rat), new(big.Rat))
	// A split in proportion is rounded at 0.01 m²: a few of those, seen tenfold, are all that may differ.
	tenfold(t, reference.Random(242, 40), big.NewRat(1, 1000), big.NewRat(1, 100))
}

func tenfold(t *testing.T, w reference.World, area, rate *big.Rat) {
	t.Helper()
	before := built(t, ledgersOf(t, w))
	after := built(t, ledgersOf(t, times(w, 10)))
	was, is := mart(t, before, "mart.figures_csv"), mart(t, after, "mart.figures_csv")
	rows := byFigure(t, is)
	for i := range was.Len() {
		key := figureKey{was.Text(i, "indicator"), was.Text(i, "unit"), was.Text(i, "as_of")}
		if key.indicator == "batches_supplied" {
			continue // its tolerance is an area that does not grow along
		}
		j, ok := rows[key]
		if !ok || was.Null(i, "value") != is.Null(j, "value") {
			t.Errorf("%v came or went", key)
			continue
		}
		want, off := exact(t, was.Text(i, "value")), rate
		if was.Text(i, "measure") == "公顷" {
			want.Mul(want, big.NewRat(10, 1))
			off = area
		}
		if key.indicator == "supply_gap_ha" && area.Sign() == 0 {
			off = big.NewRat(5, 1_000_000) // 80 % of the land is rounded at 0.01 m² before it grows
		}
		if d := new(big.Rat).Sub(exact(t, is.Text(j, "value")), want); d.Abs(d).Cmp(off) > 0 {
			t.Errorf("%v was %s and is %s", key, was.Text(i, "value"), is.Text(j, "value"))
		}
	}
	old, now := mart(t, before, "mart.rankings_csv"), mart(t, after, "mart.rankings_csv")
	for i := range old.Len() {
		if a, b := old.Text(i, "rank")+old.Text(i, "unit"), now.Text(i, "rank")+now.Text(i, "unit"); a != b {
			t.Errorf("ranking line %d was %s and is %s", i+1, a, b)
		}
	}
}

// times is the world with every area n times as large.
func times(w reference.World, n reference.Area) reference.World {
	w.Batches, w.Parcels, w.Supplies = slices.Clone(w.Batches), slices.Clone(w.Parcels), slices.Clone(w.Supplies)
	w.Writeoffs, w.Idles = slices.Clone(w.Writeoffs), slices.Clone(w.Idles)
	w.Disposals, w.Tasks = slices.Clone(w.Disposals), slices.Clone(w.Tasks)
	for i := range w.Batches {
		w.Batches[i].Area *= n
		w.Batches[i].NewArea *= n
	}
	for i := range w.Parcels {
		w.Parcels[i].Area *= n
	}
	for i := range w.Supplies {
		w.Supplies[i].Whole *= n
		w.Supplies[i].Allocated *= n
	}
	for i := range w.Writeoffs {
		w.Writeoffs[i].Area *= n
	}
	for i := range w.Idles {
		w.Idles[i].Area *= n
	}
	for i := range w.Disposals {
		w.Disposals[i].Area *= n
	}
	for i := range w.Tasks {
		w.Tasks[i].Area *= n
	}
	return w
}
