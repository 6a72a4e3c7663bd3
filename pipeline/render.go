package pipeline

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"tongbao/bulletins"
	"tongbao/charts"
	"tongbao/queries"
)

// list is a CSV file, the mart it is written from, and whether it speaks of figures.
type list struct {
	file, mart string
	figures    bool
}

// lists are the CSV files of an edition and the mart each is written from; the
// first two speak of figures and are left out of what a blocked run leaves.
var lists = []list{
	{"figures.csv", "mart.figures_csv", true},
	{"rankings.csv", "mart.rankings_csv", true},
	{"findings.csv", "mart.findings_csv", false},
	{"refused.csv", "mart.refused_csv", false},
}

// writeLists writes the CSV files: UTF-8 with BOM, LF, RFC 4180, and reads each
// back.
func writeLists(ctx context.Context, s *store, dir string, blocked bool) error {
	for _, l := range lists {
		if blocked && l.figures {
			continue
		}
		t, err := queries.Read(ctx, s.db, l.mart)
		if err != nil {
			return err
		}
		if err := writeList(filepath.Join(dir, l.file), t); err != nil {
			return err
		}
	}
	return nil
}

// rowsOf is a table as a CSV file holds it: the header, then every cell's text.
func rowsOf(t queries.Table) [][]string {
	rows := [][]string{t.Columns}
	for i := range t.Len() {
		row := make([]string, len(t.Columns))
		for j := range row {
			row[j] = t.Rows[i][j].String
		}
		rows = append(rows, row)
	}
	return rows
}

// writeList writes a table as a CSV file and reads it back.
func writeList(path string, t queries.Table) error {
	rows := rowsOf(t)
	if err := writeRows(path, "\ufeff", rows); err != nil {
		return err
	}
	return auditList(path, rows)
}

// render writes every artefact of an edition into dir and reads each back.
func render(ctx context.Context, r Request, s *store, p paper, dir string, drawer *charts.Renderer) (*press, error) {
	r.Progress("排版")
	tables, err := readMarts(ctx, s)
	if err != nil {
		return nil, err
	}
	sealed := make(chan error, 1)
	go func() {
		defer r.watch("seal")()
		sealed <- s.seal(ctx, filepath.Join(dir, "ledger.duckdb"))
	}()
	if r.Watch != nil { // one after the other, so that what each takes can be told
		sealed <- <-sealed
	}
	set, err := pages(tables, p, dir, drawer)
	err = errors.Join(err, writeLists(ctx, s, dir, false), writeReturns(ctx, s, dir, r.Quarter))
	if e := <-sealed; e != nil || err != nil {
		return nil, errors.Join(err, e)
	}
	r.Progress("核对成品")
	defer r.watch("audit")()
	return set, audit(ctx, dir, tables, set.pages, p.correction)
}

// readMarts reads every table that charts, dashboard and bulletin are made of.
func readMarts(ctx context.Context, s *store) (map[string]queries.Table, error) {
	tables := map[string]queries.Table{}
	for _, name := range slices.Concat(charts.Marts(), charts.PageMarts(), bulletins.Marts()) {
		if _, done := tables[name]; done {
			continue
		}
		t, err := queries.Read(ctx, s.db, name)
		if err != nil {
			return nil, err
		}
		tables[name] = t
	}
	return tables, nil
}

// press is what a bulletin is made of once its charts are drawn, so that it can be
// set again when what it says of another version changes.
type press struct {
	tables   map[string]queries.Table
	set      charts.Set
	drawings map[string][]byte
	dir      string
	pages    int // of the bulletin as it was set last
}

// pages writes the bulletin (for print and for Word), the annex workbook and the
// dashboard.
func pages(tables map[string]queries.Table, p paper, dir string, drawer *charts.Renderer) (*press, error) {
	set, err := charts.New(tables)
	if err != nil {
		return nil, err
	}
	drawings, err := set.SVGs(drawer)
	if err != nil {
		return nil, err
	}
	made := &press{tables: tables, set: set, drawings: drawings, dir: dir}
	var wg sync.WaitGroup
	errs := make([]error, 3)
	wg.Go(func() { errs[0] = made.bulletin(p) })
	wg.Go(func() {
		errs[1] = write(filepath.Join(dir, "annex.xlsx"), func(w io.Writer) error { return bulletins.WriteAnnex(w, made.content(p, tables)) })
	})
	wg.Go(func() {
		errs[2] = write(filepath.Join(dir, "dashboard.html"), func(w io.Writer) error {
			return charts.Dashboard(w, charts.Page{Tables: tables, Charts: set, Drawings: drawings})
		})
	})
	wg.Wait()
	return made, errors.Join(errs...)
}

func (m *press) content(p paper, tables map[string]queries.Table) bulletins.Content {
	content := bulletins.ContentOf(tables, bulletins.Figures(m.set.Bulletin(), m.drawings))
	content.Narrative, content.Correction = p.narrative, p.correction
	return content
}

// bulletin sets the bulletin for print and for Word, and the copy that is marked
// as a draft where one is asked for.
func (m *press) bulletin(p paper) error {
	doc, err := bulletins.Compose(m.content(p, m.tables))
	if err != nil {
		return err
	}
	var wg sync.WaitGroup
	errs := make([]error, 3)
	wg.Go(func() {
		errs[0] = write(filepath.Join(m.dir, "bulletin.pdf"), func(w io.Writer) error {
			stats, err := bulletins.WritePDF(w, doc, p.faces)
			m.pages = stats.Pages
			return err
		})
	})
	wg.Go(func() {
		errs[1] = write(filepath.Join(m.dir, "bulletin.docx"), func(w io.Writer) error { return bulletins.WriteDOCX(w, doc, p.faces) })
	})
	if p.preview != "" {
		wg.Go(func() {
			errs[2] = write(p.preview, func(w io.Writer) error {
				marked, err := bulletins.Compose(m.content(p, marked(m.tables)))
				if err != nil {
					return err
				}
				_, err = bulletins.WritePDF(w, marked, p.faces)
				return err
			})
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// write makes one file whole: what the writer says, on the disk, or an error
// that names the file.
func write(path string, fill func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<16)
	err = errors.Join(fill(w), w.Flush(), f.Close())
	if err != nil {
		return fmt.Errorf("%s 写不成：%w", filepath.Base(path), err)
	}
	return nil
}
