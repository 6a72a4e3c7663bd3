package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"tongbao/pipeline/edition"
	"tongbao/queries"
)

const demoLedgers = "../fixtures/shilong/ledgers"

// TestDemo publishes the thirteen quarters of the demo district one after the
// other and holds what was published to what was told.
func TestDemo(t *testing.T) {
	settings, err := ReadSettings(filepath.Join(demoLedgers, "tongbao.toml"), true)
	if err != nil {
		t.Fatal(err)
	}
	quarters, err := Quarters(demoLedgers)
	if err != nil || len(quarters) != 13 {
		t.Fatalf("%d quarters: %v", len(quarters), err)
	}
	d := demo{out: t.TempDir(), quarters: quarters, settings: settings}
	for _, q := range quarters {
		if res := d.run(t, demoLedgers, d.out, q); res.Unchanged || res.Version != 1 {
			t.Errorf("%s: %+v", q, res)
		}
	}
	t.Run("figures", d.sameFigures)
	t.Run("opening is the last closing", d.openings)
	t.Run("manifest", d.manifests)
	t.Run("row balance", d.balances)
	t.Run("bulletin", d.bulletin)
	t.Run("receipts", d.receipts)
	t.Run("tour of questions", d.tour)
	t.Run("same bytes again", d.sameBytes)
	t.Run("unchanged in place", d.unchanged)
	if left, _ := filepath.Glob(filepath.Join(d.out, ".work-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// demo is the output folder of one pass over all quarters.
type demo struct {
	out      string
	quarters []queries.Quarter
	settings Settings
}

func (d demo) run(t *testing.T, ledgers, out string, q queries.Quarter) Result {
	t.Helper()
	res, err := Run(t.Context(), Request{Ledgers: ledgers, Out: out, Quarter: q, Settings: d.settings, Build: "test"})
	if err != nil || !res.Published {
		t.Fatalf("%s: %v %v", q, err, res.Blocking)
	}
	return res
}

func (d demo) last() queries.Quarter { return d.quarters[len(d.quarters)-1] }

// file is the path of an edition's file.
func (d demo) file(q queries.Quarter, name string) string {
	return filepath.Join(d.out, "editions", q.String(), name)
}

// sameFigures holds figures.csv and rankings.csv of every edition to those that
// were made from the demo's story.
func (d demo) sameFigures(t *testing.T) {
	for _, q := range d.quarters {
		for list, by := range map[string][]string{"figures": {"indicator", "unit", "as_of"}, "rankings": {"unit"}} {
			want := expected(t, filepath.Join("../fixtures/shilong/expected", strings.TrimSuffix(q.String()+"_"+list, "_figures")+".csv"))
			got := keyed(expected(t, d.file(q, list+".csv")), by)
			if len(want) < 5 {
				t.Errorf("%s: only %d expected %s", q, len(want), list)
			}
			for _, w := range want {
				g, found := got[key(w, by)]
				for column, value := range w {
					if !found && value != "" && column == "value" {
						t.Errorf("%s: no %s", q, key(w, by))
					}
					if found && (value != "" || column == "value") && g[column] != value {
						t.Errorf("%s %s: %s is %q, want %q", q, key(w, by), column, g[column], value)
					}
				}
			}
		}
	}
}

func key(row map[string]string, by []string) string {
	var parts []string
	for _, c := range by {
		parts = append(parts, row[c])
	}
	return strings.Join(parts, " ")
}

func keyed(rows []map[string]string, by []string) map[string]map[string]string {
	m := map[string]map[string]string{}
	for _, r := range rows {
		m[key(r, by)] = r
	}
	return m
}

// openings: a quarter opens with what the edition before closed with, or the
// bulletin says which earlier figure changed and why (T02, R15).
func (d demo) openings(t *testing.T) {
	changed := 0
	for i, q := range d.quarters[1:] {
		before := d.quarters[i]
		closing := keyed(expected(t, d.file(before, "figures.csv")), []string{"indicator", "unit", "as_of"})
		opening := keyed(expected(t, d.file(q, "figures.csv")), []string{"indicator", "unit", "as_of"})
		said, told := d.adjustments(t, q)
		for _, pair := range [][2]string{{"unsupplied_opening", "unsupplied_ha"}, {"idle_opening", "idle_closing"}} {
			for _, unit := range []string{"全区", "人民路街道", "龙河街道", "高庄街道", "龙兴街道", "先进制造业开发区"} {
				o := opening[pair[0]+" "+unit+" "+q.End().Format("2006-01-02")]["value"]
				c := closing[pair[1]+" "+unit+" "+before.End().Format("2006-01-02")]["value"]
				if o == "" || c == "" {
					t.Errorf("%s %s: opening %q, closing %q", q, unit, o, c)
				}
				if o == c {
					continue
				}
				changed++
				// 全区 changes by what its units changed, whose batches the table names.
				if !told[pair[1]+unit] && unit != "全区" || !said[pair[1]+unit] {
					t.Errorf("%s %s: opens with %s %s, closed with %s, and nothing says why", q, unit, pair[0], o, c)
				}
			}
		}
	}
	if changed == 0 {
		t.Error("the demo corrects nothing; 2023Q4 should look different in 2024Q1")
	}
}

// adjustments is for which stock and unit the edition says that the day before
// its quarter changed, by a T02 finding and a line of annex 7, and for which of
// them that line tells the batches or parcels.
func (d demo) adjustments(t *testing.T, q queries.Quarter) (said, told map[string]bool) {
	t.Helper()
	annex, err := Ask(t.Context(), d.out, q.String(), "SELECT * FROM mart.annex_7")
	if err != nil {
		t.Fatal(err)
	}
	findings := keyed(expected(t, d.file(q, "findings.csv")), []string{"rule", "key"})
	said, told = map[string]bool{}, map[string]bool{}
	for i := range annex.Len() {
		stock, name := "unsupplied_ha", "批而未供 "
		if strings.Contains(annex.Text(i, "指标"), "闲置") {
			stock, name = "idle_closing", "闲置土地 "
		}
		unit := annex.Text(i, "单位")
		_, found := findings["T02 "+name+unit]
		if found && annex.Text(i, "截止日") == q.Previous().End().Format("2006-01-02") {
			said[stock+unit] = true
			told[stock+unit] = annex.Text(i, "涉及批次或地块") != "—"
		}
	}
	return said, told
}

func readManifest(t *testing.T, path string) edition.Manifest {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var m edition.Manifest
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return m
}

func sumOf(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// manifests holds every edition to its manifest: each file's hash, none more and
// none fewer, and the chain to the edition before.
func (d demo) manifests(t *testing.T) {
	previous := ""
	for _, q := range d.quarters {
		m := readManifest(t, d.file(q, "manifest.json"))
		if m.Quarter != q.String() || m.Build != "test" || m.Version != 1 || len(m.Settings) < 20 || len(m.Inputs) < 7 {
			t.Errorf("%s: manifest of %s, build %s, version %d, %d settings, %d inputs", q, m.Quarter, m.Build, m.Version, len(m.Settings), len(m.Inputs))
		}
		if m.Previous != previous {
			t.Errorf("%s: previous_sha256 is %q, want %q", q, m.Previous, previous)
		}
		previous = sumOf(t, d.file(q, "manifest.json"))
		files := []string{"manifest.json"}
		for _, o := range m.Outputs {
			files = append(files, o.File)
			if sum := sumOf(t, d.file(q, o.File)); sum != o.SHA256 {
				t.Errorf("%s: %s has hash %s, the manifest says %s", q, o.File, sum, o.SHA256)
			}
		}
		for _, in := range m.Inputs {
			if sum := sumOf(t, filepath.Join(demoLedgers, filepath.FromSlash(in.File))); sum != in.SHA256 {
				t.Errorf("%s: %s has hash %s, the manifest says %s", q, in.File, sum, in.SHA256)
			}
		}
		there := slices.Sorted(maps.Keys(tree(t, filepath.Join(d.out, "editions", q.String()))))
		slices.Sort(files)
		if !slices.Equal(there, files) {
			t.Errorf("%s: holds %v, the manifest lists %v", q, there, files)
		}
		for _, want := range []string{"annex.xlsx", "bulletin.pdf", "dashboard.html", "figures.csv", "findings.csv", "ledger.duckdb", "rankings.csv", "refused.csv"} {
			if !slices.Contains(files, want) {
				t.Errorf("%s: no %s", q, want)
			}
		}
	}
}

// balances: every row read was accepted, refused or left out.
func (d demo) balances(t *testing.T) {
	for _, q := range d.quarters {
		kinds := map[string]bool{}
		for _, in := range readManifest(t, d.file(q, "manifest.json")).Inputs {
			if len(in.Sheets) == 0 {
				t.Errorf("%s: nothing read from %s", q, in.File)
			}
			for _, s := range in.Sheets {
				kinds[s.Kind] = true
				if s.Read == 0 || s.Read != s.Accepted+s.Refused+s.LeftOut || s.Status != "ok" {
					t.Errorf("%s %s %s: read %d, accepted %d, refused %d, left out %d, %s", q, in.File, s.Sheet, s.Read, s.Accepted, s.Refused, s.LeftOut, s.Status)
				}
			}
		}
		for _, k := range strings.Fields("batch parcel supply idle idle_disposal task unit shape") {
			if !kinds[k] {
				t.Errorf("%s: no sheet is a %s", q, k)
			}
		}
	}
}

// sameBytes makes the last edition again on one processor, from a copy of the
// ledgers into another folder where the editions before it stand, and compares
// every file: no clock, path or order of threads may show in one.
func (d demo) sameBytes(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	other, ledgers := t.TempDir(), filepath.Join(t.TempDir(), "抄本")
	if err := os.CopyFS(ledgers, os.DirFS(demoLedgers)); err != nil {
		t.Fatal(err)
	}
	for _, q := range d.quarters[:len(d.quarters)-1] {
		from, to := filepath.Join(d.out, "editions", q.String()), filepath.Join(other, "editions", q.String())
		if err := os.CopyFS(to, os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
	}
	d.run(t, ledgers, other, d.last())
	first := tree(t, filepath.Join(d.out, "editions", d.last().String()))
	second := tree(t, filepath.Join(other, "editions", d.last().String()))
	for name, sum := range first {
		if second[name] != sum {
			t.Errorf("%s differs between two runs", name)
		}
	}
	if len(first) != len(second) || len(first) < 9 {
		t.Errorf("%d files, then %d", len(first), len(second))
	}
}

// unchanged: the same run in place leaves the edition as it stands.
func (d demo) unchanged(t *testing.T) {
	before := tree(t, d.out)
	res := d.run(t, demoLedgers, d.out, d.last())
	if !res.Unchanged || res.Version != 1 {
		t.Errorf("%+v", res)
	}
	sameTree(t, before, tree(t, d.out))
}

// tree is every file below a folder with its hash.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	sums := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		sums[name] = sumOf(t, path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return sums
}

// sameTree says which files came, went or changed.
func sameTree(t *testing.T, before, after map[string]string) {
	t.Helper()
	for name, sum := range before {
		if after[name] != sum {
			t.Errorf("%s changed or went", name)
		}
	}
	for name := range after {
		if _, ok := before[name]; !ok {
			t.Errorf("%s came", name)
		}
	}
}
