package pipeline

import (
	"database/sql"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"tongbao/fixtures/bulk"
	"tongbao/queries"
)

// BenchmarkDemoEdition is one demo edition, ledgers to published: wall time,
// processor seconds (what a busy machine leaves comparable) and peak memory.
func BenchmarkDemoEdition(b *testing.B) {
	const ledgers = "../fixtures/shilong/ledgers"
	settings, err := ReadSettings(filepath.Join(ledgers, "tongbao.toml"), true)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		before := cpuSeconds()
		steps := newStopwatch()
		r := Request{Ledgers: ledgers, Out: b.TempDir(), Quarter: queries.Quarter{Year: 2025, N: 4}, Settings: settings, Progress: steps.mark}
		if _, err := Run(b.Context(), r); err != nil {
			b.Fatal(err)
		}
		steps.report(b)
		b.ReportMetric(cpuSeconds()-before, "cpu-s")
		b.ReportMetric(peakMB(), "peak-MB")
	}
}

// BenchmarkTrust measures, in one run of a demo edition, what it costs to make it
// one to be trusted: sealing the database, reading every artefact back, keeping the
// inputs, hashing and putting it in place. It counts the processor's time, which a
// busy machine does not change; cpu-% is of the whole run's and held to 30.
func BenchmarkTrust(b *testing.B) {
	const ledgers = "../fixtures/shilong/ledgers"
	settings, err := ReadSettings(filepath.Join(ledgers, "tongbao.toml"), true)
	if err != nil {
		b.Fatal(err)
	}
	spent := map[string]time.Duration{}
	var all, whole time.Duration
	watch := func(part string) func() {
		start := cpu(b)
		return func() { spent[part] += cpu(b) - start }
	}
	for b.Loop() {
		start := cpu(b)
		r := Request{Ledgers: ledgers, Out: b.TempDir(), Quarter: queries.Quarter{Year: 2025, N: 4}, Settings: settings, Watch: watch}
		if _, err := Run(b.Context(), r); err != nil {
			b.Fatal(err)
		}
		whole += cpu(b) - start
	}
	for _, part := range slices.Sorted(maps.Keys(spent)) {
		fmt.Printf("  %s %.0f ms", part, spent[part].Seconds()*1000/float64(b.N))
		all += spent[part]
	}
	share := 100 * all.Seconds() / whole.Seconds()
	fmt.Printf("  of %.0f ms, %.1f %%\n", whole.Seconds()*1000/float64(b.N), share)
	b.ReportMetric(share, "cpu-%")
}

// cpu is the processor time that this process took so far.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// cpuSeconds is what this process has used of its processors so far.
func cpuSeconds() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}

// peakMB is the most memory this process ever held, in MB.
func peakMB() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return float64(u.Maxrss) / 1024
}

// BenchmarkScale runs the whole job on ledgers of 10 000, 100 000 and 1 000 000
// parcels, beside a floor: DuckDB's own bare read_csv of the same files into
// tables and the same headline aggregate. x-floor is the ratio of the two by the
// clock, x-floor-cpu by processor seconds, x-tenth how many times the processor
// seconds of a tenth of the rows were used: 10 where time grows as the rows do.
func BenchmarkScale(b *testing.B) {
	tenth := 0.0
	for _, parcels := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(parcels), func(b *testing.B) {
			root := b.TempDir()
			dir := filepath.Join(root, "2024Q2")
			if err := os.MkdirAll(dir, 0o755); err != nil {
				b.Fatal(err)
			}
			if _, err := bulk.Write(root, parcels); err != nil {
				b.Fatal(err)
			}
			settings, err := ReadSettings(filepath.Join(root, "tongbao.toml"), false)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				start, before := time.Now(), cpuSeconds()
				bareRead(b, dir)
				floor, floorCPU := time.Since(start), cpuSeconds()-before
				steps := newStopwatch()
				start, before = time.Now(), cpuSeconds()
				r := Request{Ledgers: root, Out: b.TempDir(), Quarter: queries.Quarter{Year: 2024, N: 2}, Settings: settings, Progress: steps.mark}
				if res, err := Run(b.Context(), r); err != nil || !res.Published {
					b.Fatal(err, res.Blocking)
				}
				whole, wholeCPU := time.Since(start), cpuSeconds()-before
				steps.report(b)
				b.ReportMetric(peakMB(), "peak-MB")
				b.ReportMetric(floor.Seconds(), "floor-s")
				b.ReportMetric(whole.Seconds(), "whole-s")
				b.ReportMetric(whole.Seconds()/floor.Seconds(), "x-floor")
				b.ReportMetric(wholeCPU, "cpu-s")
				b.ReportMetric(wholeCPU/floorCPU, "x-floor-cpu")
				if tenth > 0 {
					b.ReportMetric(wholeCPU/tenth, "x-tenth")
				}
				tenth = wholeCPU
			}
		})
	}
}

// bareRead is the floor: the files as DuckDB alone reads them, into a database
// file, and the district's supplied area.
func bareRead(b *testing.B, dir string) {
	b.Helper()
	db, err := sql.Open("duckdb", filepath.Join(b.TempDir(), "floor.duckdb")+locked)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	floor, err := os.ReadFile("testdata/floor.sql")
	if err != nil {
		b.Fatal(err)
	}
	for _, statement := range strings.Split(strings.ReplaceAll(string(floor), "DIR", dir), ";\n") {
		if strings.TrimSpace(statement) == "" {
			continue
		}
		if _, err := db.Exec(statement); err != nil {
			b.Fatal(err)
		}
	}
}

// stopwatch times the steps a run tells of.
type stopwatch struct {
	names []string
	at    []time.Time
}

func newStopwatch() *stopwatch { return &stopwatch{} }

func (s *stopwatch) mark(step string) {
	s.names, s.at = append(s.names, step), append(s.at, time.Now())
}

func (s *stopwatch) report(b *testing.B) {
	for i, name := range s.names {
		end := time.Now()
		if i+1 < len(s.at) {
			end = s.at[i+1]
		}
		fmt.Fprintf(io.Writer(os.Stdout), "  %s %.0f ms", name, end.Sub(s.at[i]).Seconds()*1000)
	}
	fmt.Println()
}
