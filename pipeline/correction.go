package pipeline

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"tongbao/bulletins"
	"tongbao/pipeline/edition"
	"tongbao/queries"
)

// correctionOf is what the bulletin of a manifest says of the version before it;
// nil in a quarter's first.
func correctionOf(m edition.Manifest) *bulletins.Correction {
	if m.Correction == nil {
		return nil
	}
	c := m.Correction
	return &bulletins.Correction{Class: c.Class, Because: c.Because, By: c.By, Date: c.Date, Version: m.Version, Replaced: m.Replaces}
}

// asStands is what the version that stands says of the one before it. The edition
// is set with these words first: only so can it be told from the one that stands
// by its bytes, and only where it differs is it a version of its own.
func asStands(work *edition.Work) *bulletins.Correction {
	if work.Standing.Dir == "" {
		return nil
	}
	m, err := edition.Read(work.Standing.Dir)
	if err != nil {
		return nil // publishing says what is wrong with it
	}
	return correctionOf(m)
}

// setAgain sets the bulletin once more, as what it says of another version changed,
// and reads it back.
func setAgain(made *press, p paper) error {
	if err := made.bulletin(p); err != nil {
		return err
	}
	return auditBulletin(made.dir, made.tables, made.pages, p.correction)
}

// corrections writes what a version changed against the one that stands: each
// figure and rank as corrections.csv, and the notice for print. Without a
// standing version there is neither.
func corrections(ctx context.Context, s *store, work *edition.Work, made *press, p paper) (int, error) {
	if work.Standing.Dir == "" {
		return 0, nil
	}
	t, err := queries.Corrections(ctx, s.db, work.Standing.Ledger())
	if err != nil {
		if ctx.Err() != nil {
			return 0, err
		}
		return 0, damaged(work.Standing.Ledger(), err)
	}
	if err := writeList(filepath.Join(work.Edition, edition.CorrectionsFile), unprinted(t)); err != nil {
		return 0, fmt.Errorf("%s：%w", edition.CorrectionsFile, err)
	}
	x := *p.correction
	x.Changes = t
	doc, err := bulletins.ComposeCorrection(made.content(p, made.tables), x)
	if err != nil {
		return 0, err
	}
	path, pages := filepath.Join(work.Edition, edition.NoticeFile), 0
	err = write(path, func(w io.Writer) error {
		stats, err := bulletins.WritePDF(w, doc, p.faces)
		pages = stats.Pages
		return err
	})
	if err != nil {
		return 0, err
	}
	text, n, err := readPaper(path)
	if err == nil && n != pages {
		err = fmt.Errorf("排了%d页，读回%d页", pages, n)
	}
	if err == nil {
		err = holds(text, []string{doc.Title, x.Reason(), x.Person(), x.Mark()})
	}
	if err != nil {
		return 0, fmt.Errorf("%s 写后核对不过，没有发布：%w", edition.NoticeFile, err)
	}
	return t.Len(), nil
}

// unprinted is a table without the texts made for print.
func unprinted(t queries.Table) queries.Table {
	var keep []int
	var columns []string
	for i, name := range t.Columns {
		if !strings.HasSuffix(name, "_text") {
			keep, columns = append(keep, i), append(columns, name)
		}
	}
	list := queries.Table{Name: t.Name, Columns: columns}
	for _, row := range t.Rows {
		picked := slices.Clone(row[:0:0])
		for _, i := range keep {
			picked = append(picked, row[i])
		}
		list.Rows = append(list.Rows, picked)
	}
	return list
}
