// Package pipeline is one run from a folder of ledgers to a published edition:
// read, build, audit, render, seal, publish. It is the only room that opens
// DuckDB and touches the file system.
package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"tongbao/charts"
	"tongbao/pipeline/edition"
	"tongbao/pipeline/ledger"
	"tongbao/queries"
)

// Request is what one run is asked for.
type Request struct {
	Ledgers  string
	Out      string // empty for a check that looks at no earlier edition
	Quarter  queries.Quarter
	AsOf     time.Time // zero: the quarter's last day
	Settings Settings
	Accepted []Acceptance
	// CheckOnly stops after the audit of the ledgers and publishes nothing.
	CheckOnly bool
	// Correction says why an edition that stands is replaced; the class is 修订
	// where none is given. It is not looked at for a quarter's first edition.
	Correction edition.Correction
	// Holder is who runs, and since when: for whoever finds the folder in use, and
	// for the signed record of a draft.
	Holder edition.Holder
	// Build names the program's version in the manifest.
	Build string
	// Progress is told each step's Chinese name; nil for silence.
	Progress func(step string)
	// Watch is told when a part of the work begins that only makes the edition one
	// to be trusted, and what it returns when the part ends; nil for nobody. A run that
	// is watched seals its database first and typesets then, not both at once.
	Watch func(part string) (ended func())

	// keep leaves objects out that a test does not look at; nil keeps all.
	keep func(queries.File) bool
}

func (r Request) watch(part string) func() {
	if r.Watch == nil {
		return func() {}
	}
	return r.Watch(part)
}

// Acceptance acknowledges a blocking finding: of a rule, or of a rule and key.
type Acceptance struct {
	Rule    string `json:"rule"`
	Key     string `json:"key,omitempty"`
	By      string `json:"by"`
	Because string `json:"because"`
}

// Blocking is one finding that keeps an edition from being published.
type Blocking struct {
	Rule    string `json:"rule"`
	Kind    string `json:"kind"`
	Key     string `json:"key"`
	File    string `json:"file,omitempty"`
	Sheet   string `json:"sheet,omitempty"`
	Line    string `json:"line,omitempty"`
	Message string `json:"message"`
}

// Result is what came of a run.
type Result struct {
	Quarter   string     `json:"quarter"`
	Published bool       `json:"published"`
	Unchanged bool       `json:"unchanged,omitempty"` // the edition stood already, byte for byte
	Dir       string     `json:"dir,omitempty"`       // of the edition, or of what blocked it
	Version   int        `json:"version,omitempty"`
	Class     string     `json:"class,omitempty"`   // 修订 or 更正, of a version after the first
	Warning   string     `json:"warning,omitempty"` // what went wrong after the edition was published
	Changed   int        `json:"changed,omitempty"` // figures and ranks that the correction changed
	Drafted   bool       `json:"drafted,omitempty"` // waits to be approved and published
	Read      int        `json:"rows_read"`
	Accepted  int        `json:"rows_accepted"`
	Refused   int        `json:"rows_refused"`
	LeftOut   int        `json:"rows_left_out"`
	Findings  int        `json:"findings"`
	Blocking  []Blocking `json:"blocking,omitempty"`
	// Listed is every refused row and every finding, of a check only: an edition
	// has them in its folder.
	Listed []Finding `json:"listed,omitempty"`
}

// Finding is a line of findings.csv.
type Finding struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"` // R refused, F flagged, B blocking
	File     string `json:"file,omitempty"`
	Sheet    string `json:"sheet,omitempty"`
	Line     string `json:"line,omitempty"`
	Message  string `json:"message"`
}

// ErrBusy says that another run holds the output folder.
var ErrBusy = edition.ErrBusy

// Run makes one edition. A result with Blocking and no error is a run that the
// checks stopped: nothing was published. On any error the published editions
// are as they were.
func Run(ctx context.Context, r Request) (Result, error) {
	if r.Progress == nil {
		r.Progress = func(string) {}
	}
	work, err := workspace(r)
	if err != nil {
		return Result{}, err
	}
	defer work.Close()
	// Compiling ECharts takes as long as a small build: it runs beside it.
	drawer := drawerFor(r)
	s, load, err := compute(ctx, r, work)
	if err != nil {
		return Result{}, err
	}
	defer s.db.Close()
	return finish(ctx, r, s, work, load, drawer)
}

// compute reads the ledgers and builds every layer over them.
func compute(ctx context.Context, r Request, work *edition.Work) (*store, ledger.Load, error) {
	v, err := ledger.DefaultVocabulary().With(r.Settings.Synonyms)
	if err != nil {
		return nil, ledger.Load{}, err
	}
	r.Progress("读取台账")
	stage := filepath.Join(work.Dir, "stage")
	if err := os.MkdirAll(stage, 0o755); err != nil {
		return nil, ledger.Load{}, err
	}
	load, err := ledger.Read(ctx, ledger.Source{Root: r.Ledgers, Quarter: r.Quarter.String()}, v, stage)
	if err != nil {
		return nil, load, err
	}
	if err := stageSettings(stage, r, v); err != nil {
		return nil, load, err
	}
	s, err := openStore(ctx, stage)
	if err != nil {
		return nil, load, err
	}
	r.Progress("核算指标")
	if rowsRead(load) < fewRows {
		err = queries.Stage(ctx, s.db, "few_rows", nil)
	}
	if err == nil {
		err = s.follow(ctx, work.Previous.Ledger())
	}
	if err == nil {
		err = queries.BuildPart(ctx, s.db, runtime.NumCPU(), r.keep, func(made string) {
			if i := slices.IndexFunc(queries.Layers, func(l queries.Layer) bool { return l.Name == made }) + 1; i < len(queries.Layers) {
				r.Progress("核算指标 " + queries.Layers[i].Name)
			}
		})
	}
	if err != nil {
		s.db.Close()
		return nil, load, err
	}
	return s, load, nil
}

// fewRows is how many rows of ledgers one thread a statement is quickest for:
// planning takes longer than running, and the statements themselves run side by side.
const fewRows = 50_000

func rowsRead(load ledger.Load) (n int) {
	for _, s := range load.Sheets {
		n += s.RowsRead
	}
	return n
}

// finish audits what was built and publishes it, or says what blocks it.
func finish(ctx context.Context, r Request, s *store, work *edition.Work, load ledger.Load, drawer *charts.Renderer) (Result, error) {
	res, sheets, err := balance(ctx, r, s)
	if err != nil {
		return res, err
	}
	r.Progress("核查")
	blocking, err := queries.Read(ctx, s.db, "mart.blocking")
	if err != nil {
		return res, err
	}
	for i := range blocking.Len() {
		res.Blocking = append(res.Blocking, Blocking{Rule: blocking.Text(i, "rule"), Kind: blocking.Text(i, "kind"), Key: blocking.Text(i, "key"),
			File: blocking.Text(i, "file"), Sheet: blocking.Text(i, "sheet"), Line: blocking.Text(i, "line"), Message: blocking.Text(i, "message")})
	}
	desk, err := paperOf(r, previewOf(r, work))
	if err != nil {
		return res, err
	}
	if r.CheckOnly {
		return res, desk.proof(ctx, s)
	}
	m, err := manifest(ctx, r, s, load, sheets)
	if err != nil {
		return res, err
	}
	m.Inputs = append(m.Inputs, desk.inputs...)
	if len(res.Blocking) > 0 {
		if err := errors.Join(writeLists(ctx, s, work.Edition, true), writeReturns(ctx, s, work.Edition, r.Quarter)); err != nil {
			return res, err
		}
		res.Dir, err = work.Block(m)
		return res, err
	}
	desk.correction = asStands(work)
	made, err := render(ctx, r, s, desk, work.Edition, drawer)
	if err != nil {
		return res, err
	}
	if err := publish(ctx, r, s, work, load, desk, made, m, &res); err != nil || !res.Published {
		return res, err
	}
	if err := Catalogue(ctx, r.Out); err != nil {
		res.Warning = strings.TrimSpace(res.Warning + "\n" + err.Error()) // the edition stands: nobody shall be told to make it again
	}
	return res, nil
}

// drawerFor starts what draws the charts; a check draws none.
func drawerFor(r Request) *charts.Renderer {
	if r.CheckOnly {
		return nil
	}
	return charts.NewRenderer()
}

// workspace is a place to build in: under OUT, held against other runs, or a
// temporary folder for a check without OUT.
func workspace(r Request) (*edition.Work, error) {
	if r.CheckOnly {
		return edition.Sketch(r.Out, r.Quarter.String())
	}
	return edition.Open(r.Out, r.Quarter.String(), r.Holder)
}

// balance holds every row to account: read = accepted + refused + left out, per
// sheet. A sheet that does not balance is an error of the program.
func balance(ctx context.Context, r Request, s *store) (Result, queries.Table, error) {
	res := Result{Quarter: r.Quarter.String()}
	t, err := queries.Read(ctx, s.db, "mart.sheet_balance")
	if err != nil {
		return res, t, err
	}
	for i := range t.Len() {
		if !t.True(i, "balanced") {
			return res, t, fmt.Errorf("行数不平：%s %s 读入%s行，计入%s、退回%s、不计%s；这是程序的错误，没有发布", t.Text(i, "file"), t.Text(i, "sheet"),
				t.Text(i, "rows_read"), t.Text(i, "accepted"), t.Text(i, "refused"), t.Text(i, "left_out"))
		}
		res.Read += number(t, i, "rows_read")
		res.Accepted += number(t, i, "accepted")
		res.Refused += number(t, i, "refused")
		res.LeftOut += number(t, i, "left_out")
	}
	findings, err := queries.Read(ctx, s.db, "mart.findings_csv")
	for i := range findings.Len() {
		if findings.Text(i, "severity") != "R" { // refused rows are counted as such
			res.Findings++
		}
		if r.CheckOnly {
			res.Listed = append(res.Listed, Finding{findings.Text(i, "rule"), findings.Text(i, "severity"), findings.Text(i, "file"),
				findings.Text(i, "sheet"), findings.Text(i, "line"), findings.Text(i, "message")})
		}
	}
	return res, t, err
}

// number is a count that a mart holds as text.
func number(t queries.Table, row int, column string) int {
	var n int
	fmt.Sscan(t.Text(row, column), &n)
	return n
}

// Quarters lists the quarters that a folder of ledgers holds, oldest first; none
// is an error.
func Quarters(dir string) ([]queries.Quarter, error) {
	names, err := ledger.Quarters(dir)
	if err != nil {
		return nil, err
	}
	var list []queries.Quarter
	for _, n := range names {
		q, err := queries.ParseQuarter(n)
		if err != nil {
			return nil, err
		}
		list = append(list, q)
	}
	return list, nil
}
