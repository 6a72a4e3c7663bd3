package pipeline

import (
	"encoding/csv"
	"flag"
	"fmt"
	"maps"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"tongbao/queries"
)

// seeds is how many seeded faults TestSeededFaults makes; make faults runs 1 000.
var seeds = flag.Int("seeds", 40, "how many seeded faults to make")

// seeded is a quarter's ledgers as tables: a fault changes cells and rows of them.
type seeded struct {
	*rand.Rand
	files map[string][][]string // by name; the first row is the header
	raw   map[string]string     // files whose bytes stand as they are
	// where the fault was made: the finding must name this file, and this line
	// when it is known (0: anywhere in it). An empty file is anywhere at all.
	file string
	line int
}

// at says where the fault was made, by row of the file.
func (l *seeded) at(file string, row int) bool {
	l.file, l.line = file, row+1
	return true
}

// col is a column by its name without the measure; -1 when the file has none.
func (l *seeded) col(file, title string) int {
	rows := l.files[file]
	if len(rows) == 0 {
		return -1
	}
	return slices.IndexFunc(rows[0], func(h string) bool { return measureless(h) == title })
}

func measureless(title string) string {
	title, _, _ = strings.Cut(title, "（")
	title, _, _ = strings.Cut(title, "(")
	return title
}

// pick is a random row of the file whose cells satisfy ok; 0 when none does.
func (l *seeded) pick(file string, ok func(cell func(title string) string) bool) int {
	var list []int
	for i, row := range l.files[file] {
		cell := func(title string) string {
			if c := l.col(file, title); c >= 0 && c < len(row) {
				return row[c]
			}
			return ""
		}
		if i > 0 && (ok == nil || ok(cell)) {
			list = append(list, i)
		}
	}
	if len(list) == 0 {
		return 0
	}
	return list[l.IntN(len(list))]
}

// filled picks a row whose cell in the column is not blank.
func (l *seeded) filled(file, title string) (row, col int, ok bool) {
	row = l.pick(file, func(cell func(string) string) bool { return cell(title) != "" })
	col = l.col(file, title)
	return row, col, row > 0 && col >= 0
}

// write puts the ledgers into a folder.
func (l *seeded) write(t *testing.T, quarter string) string {
	t.Helper()
	root := t.TempDir()
	for name, rows := range l.files {
		path := filepath.Join(root, quarter, name)
		if name == unitFile {
			path = filepath.Join(root, name)
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if text, ok := l.raw[name]; ok {
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := writeRows(path, "", rows); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// text is a file as it would be written.
func (l *seeded) text(file string) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	if err := w.WriteAll(l.files[file]); err != nil {
		panic(err)
	}
	return b.String()
}

const unitFile = "单位名录.csv"

// seededWorld is a good ledger: what it holds, what it says and its figures.
type seededWorld struct {
	quarter string
	files   map[string][][]string
	once    sync.Once
	said    map[string]int
	where   map[string]finding
	figures string
}

// worlds are the clean twin of fixtures/broken and some small random worlds.
func worlds(t *testing.T) (list []*seededWorld) {
	t.Helper()
	read := func(root, quarter string) *seededWorld {
		w := &seededWorld{quarter: quarter, files: map[string][][]string{}}
		for _, pattern := range []string{filepath.Join(root, quarter, "*.csv"), filepath.Join(root, unitFile)} {
			paths, err := filepath.Glob(pattern)
			if err != nil {
				t.Fatal(err)
			}
			for _, path := range paths {
				rows, err := readList(path)
				if err != nil {
					t.Fatal(err)
				}
				w.files[filepath.Base(path)] = rows
			}
		}
		return w
	}
	list = append(list, read("../fixtures/broken/clean", "2024Q2"))
	for seed := uint64(401); seed < 408; seed++ {
		w, root := randomLedgers(t, seed, 9)
		list = append(list, read(root, w.Quarter))
	}
	return list
}

// copy is the ledgers to be spoiled.
func (w *seededWorld) copy(seed uint64) *seeded {
	l := &seeded{Rand: rand.New(rand.NewPCG(seed, 3)), files: map[string][][]string{}, raw: map[string]string{}}
	for name, rows := range w.files {
		for _, row := range rows {
			l.files[name] = append(l.files[name], slices.Clone(row))
		}
	}
	return l
}

// finding is what was said of one place; loose is what it says without lines,
// which other rows may push down.
type finding struct {
	rule, file string
	line       int
	loose      string
}

// outcome is all that is said, by its words, and every figure and rank.
func outcome(t *testing.T, root string) (said map[string]int, where map[string]finding, figures string) {
	t.Helper()
	s := builtPart(t, root, listsOnly)
	defer s.db.Close()
	said, where = map[string]int{}, map[string]finding{}
	add := func(table queries.Table, columns ...string) {
		for i := range table.Len() {
			var words []string
			for _, c := range columns {
				words = append(words, table.Text(i, c))
			}
			key := strings.Join(words, " ")
			said[key]++
			file := table.Text(i, "file")
			if file == "" && table.Has("key") { // a finding about a file as a whole
				file = table.Text(i, "key")
			}
			file = filepath.Base(file)
			f := finding{rule: table.Text(i, "rule"), file: file, line: number(table, i, "line")}
			if f.loose = f.rule + " " + file; table.Has("key") {
				f.loose += " " + table.Text(i, "severity") + " " + table.Text(i, "key")
			}
			where[key] = f
		}
	}
	add(mart(t, s, "mart.refused_csv"), "rule", "file", "line", "column", "value", "reason")
	add(mart(t, s, "mart.findings_csv"), "rule", "severity", "key", "file", "line", "message")
	a, b := mart(t, s, "mart.figures_csv"), mart(t, s, "mart.rankings_csv")
	return said, where, fmt.Sprint(a.Rows, b.Rows)
}

// TestSeededFaults makes one known fault in a good ledger, seed by seed. Where
// figures change, a rule that the fault is known by must say so at the place of
// the fault; a change that is none (another encoding, a right total, a header
// repeated) changes no figure and says nothing.
func TestSeededFaults(t *testing.T) {
	worlds := worlds(t)
	var mu sync.Mutex
	fired, changed := map[string]int{}, map[string]int{}
	t.Run("seeds", func(t *testing.T) {
		// A share of the seeds goes through the kinds as all of them do.
		step := max(1, 1000 / *seeds)
		for big.NewInt(0).GCD(nil, nil, big.NewInt(int64(step)), big.NewInt(int64(len(seededFaults)))).Int64() != 1 {
			step++
		}
		for n := range *seeds {
			seed := uint64(n * step)
			kind := seededFaults[int(seed)%len(seededFaults)]
			t.Run(fmt.Sprintf("%d %s", seed, kind.name), func(t *testing.T) {
				t.Parallel()
				w, l := spoilable(worlds, kind, seed)
				if l == nil {
					t.Fatal("no world has what this fault spoils")
				}
				w.once.Do(func() {
					w.said, w.where, w.figures = outcome(t, w.copy(0).write(t, w.quarter))
				})
				said, where, figures := outcome(t, l.write(t, w.quarter))
				hit, other := news(w.said, said, where, kind, l)
				if len(kind.rules) == 0 && sameLoose(w, said, where) {
					other = nil
				}
				mu.Lock()
				if hit {
					fired[kind.name]++
				}
				if figures != w.figures {
					changed[kind.name]++
				}
				mu.Unlock()
				switch {
				case len(kind.rules) == 0 && (figures != w.figures || len(other) > 0):
					t.Errorf("%s at %s:%d is no fault, figures changed: %v, and it says\n%s", kind.name, l.file, l.line, figures != w.figures, strings.Join(other, "\n"))
				case len(kind.rules) > 0 && !hit && (figures != w.figures || kind.always):
					t.Errorf("%s at %s:%d: figures changed: %v, and none of %v says so; new is only\n%s", kind.name, l.file, l.line, figures != w.figures, kind.rules, strings.Join(other, "\n"))
				}
			})
		}
	})
	for _, kind := range seededFaults {
		t.Logf("%-40s fired %d, figures changed %d", kind.name, fired[kind.name], changed[kind.name])
		if *seeds >= 1000 && len(kind.rules) > 0 && fired[kind.name] == 0 {
			t.Errorf("%s never fired", kind.name)
		}
	}
}

// spoilable finds a world, beginning at one that depends on the seed, that has
// what the fault spoils, and spoils a copy.
func spoilable(worlds []*seededWorld, kind seededFault, seed uint64) (*seededWorld, *seeded) {
	first := int(seed/uint64(len(seededFaults))) % len(worlds)
	for i := range worlds {
		w := worlds[(first+i)%len(worlds)]
		if l := w.copy(seed); kind.spoil(l) {
			return w, l
		}
	}
	return nil, nil
}

// news is what is said now and was not before: whether one of the fault's rules
// names its place, and all of it in words.
func news(was, is map[string]int, where map[string]finding, kind seededFault, l *seeded) (hit bool, words []string) {
	for key, n := range is {
		if n <= was[key] {
			continue
		}
		words = append(words, key)
		f := where[key]
		hit = hit || slices.Contains(kind.rules, f.rule) && (kind.elsewhere || l.file == "" || f.file == "" || f.file == l.file && (l.line <= 1 || f.line == 0 || f.line == l.line))
	}
	slices.Sort(words)
	if n := len(words); n > 6 {
		words = append(words[:6], fmt.Sprintf("… %d in all", n))
	}
	return hit, words
}

// sameLoose says that the same findings stand, whatever their lines.
func sameLoose(w *seededWorld, is map[string]int, where map[string]finding) bool {
	count := func(said map[string]int, where map[string]finding) map[string]int {
		n := map[string]int{}
		for key, times := range said {
			n[where[key].loose] += times
		}
		return n
	}
	return maps.Equal(count(w.said, w.where), count(is, where))
}

// TestRepeatedRowsInAnyOrder repeats rows of every ledger with another area, day
// or unit, and then shuffles all rows: which of two counts is settled by what
// they say, so that no figure and no number of refused rows changes.
func TestRepeatedRowsInAnyOrder(t *testing.T) {
	worlds := worlds(t)
	for i, w := range worlds[:3] {
		l := w.copy(uint64(i))
		for _, file := range ledgerNames {
			for range 3 {
				row, col, ok := l.filled(file, areaColumn[file])
				if !ok {
					continue
				}
				again := slices.Clone(l.files[file][row])
				switch title := one(l, "area", "day", "unit"); {
				case title == "day" && dateColumn[file] != "":
					again[l.col(file, dateColumn[file])] = "2015-01-01"
				case title == "unit" && l.col(file, "责任单位") >= 0:
					again[l.col(file, "责任单位")] = "人民路街道"
				default:
					again[col] = scaled(again[col], 9, 10)
				}
				l.insert(file, again)
			}
		}
		before, _, figures := outcome(t, l.write(t, w.quarter))
		for _, file := range ledgerNames {
			reordered(l, file)
		}
		after, _, same := outcome(t, l.write(t, w.quarter))
		if len(before) < 10 {
			t.Errorf("world %d: only %d things are said of the repeated rows", i, len(before))
		}
		if same != figures || len(after) != len(before) {
			t.Errorf("world %d: another order gives other figures: %v, %d findings and %d", i, same != figures, len(before), len(after))
		}
	}
}
