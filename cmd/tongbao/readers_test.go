package main

import (
	"context"
	"database/sql"
	"flag"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tongbao/pipeline"
	"tongbao/pipeline/edition"
	"tongbao/queries"
)

// flips is an output folder in which TestFlippedByte flips a byte of every file:
// go test ./cmd/tongbao -run Flipped -flips /path/to/demo. It works on a copy.
var flips = flag.String("flips", "", "an output folder for TestFlippedByte")

// bothFigures asks for two figures that change together.
const bothFigures = `SELECT CAST(r.value AS VARCHAR) AS rate, CAST(d.value AS VARCHAR) AS due FROM kpi.supply_rate AS r
	JOIN kpi.due_ha AS d ON d.unit = r.unit AND d.as_of = r.as_of WHERE r.unit = '全区' AND r.as_of = DATE '2024-06-30'`

// agree says whether two figures are of one version: 42.85 of 61.4321 ha, or of
// 62.4321 when the batch of 20 ha has 21.
func agree(rate, due string) bool {
	return rate == "69.751807" && strings.HasPrefix(due, "61.4321") || rate == "68.634565" && strings.HasPrefix(due, "62.4321")
}

// TestEightReaders read an edition in every way there is while it is replaced and
// another quarter is published beside it: no error, and never figures of two
// versions side by side.
func TestEightReaders(t *testing.T) {
	x := openSite(t, nil)
	x.s.slots = make(chan struct{}, 8) // the readers are not to wait for each other
	desk := pipeline.Desk{Out: x.out, Jail: jail()}
	client, err := sql.Open("duckdb", filepath.Join(x.out, "editions/2024Q2/ledger.duckdb")+"?access_mode=read_only")
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	ctx, stop := context.WithCancel(t.Context())
	var reads [8]atomic.Int64
	var readers sync.WaitGroup
	read := func(i int, once func(ctx context.Context) (rate, due string, err error)) {
		readers.Go(func() {
			for ctx.Err() == nil {
				rate, due, err := once(ctx)
				switch {
				case ctx.Err() != nil:
				case err != nil:
					t.Errorf("reader %d: %v", i, err)
					return
				case !agree(rate, due):
					t.Errorf("reader %d: mixed: %s, %s", i, rate, due)
					return
				default:
					reads[i].Add(1)
				}
				time.Sleep(50 * time.Millisecond) // the editions must get on as well
			}
		})
	}
	for i := range 3 { // sql, each statement in a process of its own
		read(i, func(ctx context.Context) (string, string, error) {
			reply, err := desk.Ask(ctx, "2024Q2", queries.Job{Statement: bothFigures, Limits: pipeline.DeskLimits})
			if err != nil || reply.Len() != 1 {
				return "", "", err
			}
			return reply.Text(0, "rate"), reply.Text(0, "due"), nil
		})
	}
	for i := range 3 { // serve: the published file
		read(3+i, func(ctx context.Context) (string, string, error) {
			answer, text := x.ask(t, "GET", "/editions/2024Q2/figures.csv", "")
			if answer.StatusCode != http.StatusOK {
				return "", answer.Status, nil
			}
			return cellOf(text, "supply_rate,全区,2024-06-30", 5), cellOf(text, "due_ha,全区,2024-06-30", 5), nil
		})
	}
	for i := range 2 { // a client that opened the database before and keeps it open
		read(6+i, func(ctx context.Context) (rate, due string, err error) {
			err = client.QueryRowContext(ctx, bothFigures).Scan(&rate, &due)
			if err == nil && rate != "69.751807" {
				due = "another version under an open file"
			}
			return rate, due, err
		})
	}
	ledgers := []string{worked(t, replace(t, batchFile, "20.0000", "21.0000"), quarters(t, "2024Q3")), workedLedgers}
	for n := range 3 {
		tongbao(t, "run", "--ledgers", ledgers[n%2], "--out", x.out, "--quarter", "2024Q2").says(t, exitDone, "已发布")
	}
	tongbao(t, "run", "--ledgers", ledgers[0], "--out", x.out, "--quarter", "2024Q3").says(t, exitDone, "第1版")
	stop()
	readers.Wait()
	for i := range reads {
		if reads[i].Load() < 2 {
			t.Errorf("reader %d read %d times", i, reads[i].Load())
		}
	}
	tongbao(t, "verify", "--out", x.out).says(t, exitDone, "2期5版")
}

// cellOf is the n-th field of the line of a CSV that begins so.
func cellOf(text, begins string, n int) string {
	for line := range strings.Lines(text) {
		if parts := strings.Split(strings.TrimSpace(line), ","); strings.HasPrefix(line, begins+",") && len(parts) > n {
			return parts[n]
		}
	}
	return ""
}

// TestFlippedByte flips one byte of every file that an output folder keeps, one
// after the other: verify finds it and names the file.
func TestFlippedByte(t *testing.T) {
	out, _ := corrected(t, "--class", "更正", "--by", "李四", "--because", "录入有误")
	if *flips != "" {
		out = filepath.Join(t.TempDir(), "copy")
		if err := os.CopyFS(out, os.DirFS(*flips)); err != nil {
			t.Fatal(err)
		}
	}
	flipped := 0
	err := filepath.WalkDir(out, func(path string, e fs.DirEntry, err error) error {
		name, errRel := filepath.Rel(out, path)
		if err != nil || errRel != nil || e.IsDir() || name != "register.json" && !strings.HasPrefix(name, "editions/") && !strings.HasPrefix(name, "archive/") {
			return err
		}
		flipByte(t, out, path, name)
		flipped++
		return nil
	})
	if err != nil || flipped < 25 {
		t.Errorf("%d files (%v)", flipped, err)
	}
	tongbao(t, "verify", "--out", out).says(t, exitDone)
	t.Logf("%d files", flipped)
}

func flipByte(t *testing.T, out, path, name string) {
	b, err := os.ReadFile(path)
	if err != nil || len(b) == 0 || os.Remove(path) != nil {
		t.Fatalf("%s: %v", name, err)
	}
	at, bit := rand.IntN(len(b)), byte(1)<<rand.IntN(8)
	other := append([]byte{}, b...)
	other[at] ^= bit
	put := func(b []byte) {
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put(other)
	v, err := edition.Verify(out, "")
	named := false
	for _, p := range v.Problems {
		named = named || p.File == name || strings.Contains(p.Message, name) || strings.Contains(p.Message, filepath.Base(name))
	}
	if err != nil || v.OK || !named {
		t.Errorf("%s, byte %d bit %x: %+v (%v)", name, at, bit, v.Problems, err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	put(b)
}

// TestLostFiles: whatever file of an edition or of its archive went or was altered,
// the next run of the quarter puts it back as it was, says so, and verify is clean.
func TestLostFiles(t *testing.T) {
	out := published(t)
	m, err := edition.Read(filepath.Join(out, "editions/2024Q2"))
	if err != nil {
		t.Fatal(err)
	}
	before := editions(t, out)
	remove(t, "editions/2024Q2/bulletin.pdf")(out)
	remove(t, "editions/2024Q2/ledger.duckdb")(out)
	remove(t, "editions/2024Q2/figures.csv")(out)
	write(t, "editions/2024Q2/figures.csv", "altered")(out)
	if err := os.Remove(edition.Object(out, m.Inputs[0].SHA256)); err != nil {
		t.Fatal(err)
	}
	tongbao(t, "verify", "--out", out).says(t, exitFailed, "bulletin.pdf", "ledger.duckdb", "figures.csv", m.Inputs[0].File)
	tongbao(t, "run", "--ledgers", workedLedgers, "--out", out).says(t, exitDone, "原样找回", "bulletin.pdf", "figures.csv", "ledger.duckdb", "1个台账文件")
	tongbao(t, "verify", "--out", out).says(t, exitDone)
	for name, sum := range editions(t, out) {
		if before[name] != sum {
			t.Errorf("%s is another", name)
		}
	}
	// A notice of a correction cannot be made by a run that corrects nothing.
	out, _ = corrected(t)
	remove(t, "editions/2024Q2/correction.pdf")(out)
	ledgers := worked(t, replace(t, batchFile, "20.0000", "21.0000"))
	tongbao(t, "run", "--ledgers", ledgers, "--out", out).says(t, exitFailed, "correction.pdf", "rebuild")
}
