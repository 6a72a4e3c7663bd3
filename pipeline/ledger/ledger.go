// Package ledger turns ledger exports – workbooks and text files as offices send
// them – into UTF-8 CSV files that DuckDB loads in bulk. It finds what a sheet is
// from its header row, by a vocabulary; it reads cells exactly and changes no
// value: judging rows is the work of SQL. What cannot be read is told in
// Chinese, with the place and the remedy; nothing is guessed.
package ledger

import (
	"context"
	"errors"
	"fmt"
	"strconv"
)

// Source is a folder of ledgers and the quarter to read. Files below
// Root/Quarter are the quarter's own; a sheet of a file directly in Root holds
// for the quarter when the quarter has no sheet of that kind.
type Source struct {
	Root    string
	Quarter string // 2024Q2
}

// File is one input file.
type File struct {
	Path     string // relative to the root, with /
	Size     int64
	SHA256   string
	Format   string // by content: xlsx, csv, txt, geojson, xls, html, xml, zip or empty
	Encoding string // of text files
	Status   string // ok, unreadable or ignored
	Message  string
}

// Load is what was read: for the manifest.
type Load struct {
	Quarter string
	Files   []File
	Sheets  []Sheet
}

// Problems lists the files that could not be read and the sheets that were not
// placed, each with file, sheet and remedy.
func (l Load) Problems() []string {
	var list []string
	for _, f := range l.Files {
		if f.Status == StatusUnreadable {
			list = append(list, f.Path+"："+f.Message)
		}
	}
	for _, s := range l.Sheets {
		if s.Status == StatusUnplaced {
			where := s.File
			if s.Name != "" {
				where += "［" + s.Name + "］"
			}
			list = append(list, where+"："+s.Message)
		}
	}
	return list
}

// Read stages the quarter's ledgers in stageDir: one CSV per kind of the
// vocabulary, sheet.csv, sheet_column.csv and file.csv, all with a header line.
// The same input gives the same bytes. Files that cannot be read and sheets that
// cannot be placed are part of the result, not an error; an error means that
// the folder is missing or empty, that staging failed or that ctx ended.
func Read(ctx context.Context, src Source, v Vocabulary, stageDir string) (Load, error) {
	own, shared, err := src.list()
	if err != nil {
		return Load{}, err
	}
	st, err := newStage(stageDir, v)
	if err != nil {
		return Load{}, err
	}
	l := loader{ctx: ctx, src: src, v: v, stage: st, spool: stageDir, load: Load{Quarter: src.Quarter}}
	err = l.readAll(own, shared)
	if err == nil {
		err = l.writeLists()
	}
	if err = errors.Join(err, st.close()); err != nil {
		return Load{}, fmt.Errorf("读取 %s 的台账：%w", src.Quarter, err)
	}
	return l.load, nil
}

// loader reads files one after the other; inside a file, reading and parsing
// run side by side.
type loader struct {
	ctx   context.Context
	src   Source
	v     Vocabulary
	stage *stage
	spool string // where members of archives are unpacked, one at a time
	load  Load

	archives inflated
}

func (l *loader) readAll(own, shared []string) error {
	for _, path := range own {
		if err := l.readFile(path, nil); err != nil {
			return err
		}
	}
	had := map[string]bool{}
	for _, s := range l.load.Sheets {
		had[s.Kind] = true
	}
	for _, path := range shared {
		if err := l.readFile(path, func(kind string) bool { return had[kind] }); err != nil {
			return err
		}
	}
	return nil
}

// writeLists writes sheet.csv, sheet_column.csv and file.csv.
func (l *loader) writeLists() error {
	for _, s := range l.load.Sheets {
		header := ""
		if s.HeaderLine > 0 {
			header = itoa(s.HeaderLine)
		}
		if err := l.stage.sheet.record(itoa(s.ID), s.Snapshot, s.File, s.Name, s.Kind, header, s.Measure,
			s.MoneyMeasure, s.UnitHint, s.Format, s.Encoding, itoa(s.RowsRead), itoa(s.RowsBlank), s.SHA256, s.Status, s.Message); err != nil {
			return err
		}
		for _, c := range s.columns {
			if err := l.stage.column.record(itoa(s.ID), itoa(c.position), c.letter, c.field, c.title, c.measured); err != nil {
				return err
			}
		}
	}
	for _, f := range l.load.Files {
		if err := l.stage.file.record(f.Path, strconv.FormatInt(f.Size, 10), f.SHA256, f.Format, f.Encoding, f.Status, f.Message); err != nil {
			return err
		}
	}
	return nil
}
