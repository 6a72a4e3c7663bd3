package pipeline

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/xuri/excelize/v2"

	"tongbao/bulletins"
	"tongbao/queries"
)

// auditList reads a CSV file back: the same rows, the same cells.
func auditList(path string, want [][]string) error {
	got, err := readList(path)
	if err != nil {
		return err
	}
	if len(got) != len(want) {
		return fmt.Errorf("%s 写了%d行，读回%d行", filepath.Base(path), len(want), len(got))
	}
	oneLineEnd := func(g, w string) bool { return g == strings.ReplaceAll(w, "\r\n", "\n") } // a reader of CSV knows one
	for i := range want {
		if !slices.EqualFunc(got[i], want[i], oneLineEnd) {
			return fmt.Errorf("%s 第%d行写后读回不同", filepath.Base(path), i+1)
		}
	}
	return nil
}

func readList(path string) ([][]string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff")))).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s 写后读不回：%w", filepath.Base(path), err)
	}
	return rows, nil
}

// audit reads each artefact back before anything becomes visible: the paper, the
// page and the workbook hold what the marts say, the database and the lists hold
// the same rows, and every other file is one that its program will open.
func audit(ctx context.Context, dir string, tables map[string]queries.Table, pages int, x *bulletins.Correction) error {
	checks := []func() error{
		func() error { return auditBulletin(dir, tables, pages, x) },
		func() error { return told("dashboard.html", auditPage(filepath.Join(dir, "dashboard.html"), tables)) },
		func() error { return told("annex.xlsx", auditAnnex(filepath.Join(dir, "annex.xlsx"), tables)) },
		func() error { return auditLedger(ctx, dir, tables["mart.figure"]) },
		func() error { return auditRest(dir) },
	}
	errs := make([]error, len(checks))
	var wg sync.WaitGroup
	for i, check := range checks {
		wg.Go(func() { errs[i] = check() })
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// told names the file that did not pass.
func told(name string, err error) error {
	if err != nil {
		return fmt.Errorf("%s 写后核对不过，没有发布：%w", name, err)
	}
	return nil
}

// auditBulletin reads the bulletin back, as it goes to print and to Word.
func auditBulletin(dir string, tables map[string]queries.Table, pages int, x *bulletins.Correction) error {
	words := paperWords(tables)
	if x != nil {
		words = append(words, fmt.Sprintf("本通报%s并替代此前印发的本季度通报（第%d版）", x.Class, x.Old()))
	}
	if err := auditPaper(filepath.Join(dir, "bulletin.pdf"), tables, words, pages); err != nil {
		return fmt.Errorf("bulletin.pdf 写后核对不过，没有发布：%w", err)
	}
	if err := auditWord(filepath.Join(dir, "bulletin.docx"), words); err != nil {
		return fmt.Errorf("bulletin.docx 写后核对不过，没有发布：%w", err)
	}
	return nil
}

// auditAnnex reopens the workbook: every annex with all its rows.
func auditAnnex(path string, tables map[string]queries.Table) error {
	rows, sheets, err := countWorkbook(path)
	if err != nil {
		return err
	}
	annexes, want := 0, 0
	for n := 1; ; n++ {
		t, ok := tables[fmt.Sprintf("mart.annex_%d", n)]
		if !ok {
			break
		}
		if t.Len() > 0 {
			annexes++
			want += t.Len()
		}
	}
	if sheets < annexes || rows < want {
		return fmt.Errorf("读回%d张表%d行，附件有%d张表%d行", sheets, rows, annexes, want)
	}
	return nil
}

// countWorkbook reopens a workbook and counts its sheets and their rows.
func countWorkbook(path string) (rows, sheets int, err error) {
	book, err := excelize.OpenFile(path)
	if err != nil {
		return 0, 0, fmt.Errorf("打不开：%w", err)
	}
	defer book.Close()
	for _, name := range book.GetSheetList() {
		r, err := book.Rows(name)
		if err != nil {
			return 0, 0, fmt.Errorf("工作表 %s 打不开：%w", name, err)
		}
		n := 0
		for r.Next() {
			n++
		}
		if err := errors.Join(r.Error(), r.Close()); err != nil {
			return 0, 0, fmt.Errorf("工作表 %s 读不完：%w", name, err)
		}
		if n == 0 {
			return 0, 0, fmt.Errorf("工作表 %s 是空的", name)
		}
		rows, sheets = rows+n, sheets+1
	}
	return rows, sheets, nil
}

// auditLedger opens the sealed database and holds its figures to those that were
// printed, and every list to its CSV file, cell by cell.
func auditLedger(ctx context.Context, dir string, printed queries.Table) error {
	db, err := openSealed(ctx, "1GB", 2, sealed{Name: "sealed", Path: filepath.Join(dir, "ledger.duckdb")})
	if err != nil {
		return err
	}
	defer db.Close()
	kept, err := queries.Read(ctx, db, "mart.figure")
	if err != nil {
		return fmt.Errorf("ledger.duckdb 写后读不回：%w", err)
	}
	if kept.Len() != printed.Len() {
		return fmt.Errorf("ledger.duckdb 有%d个指标，应有%d个", kept.Len(), printed.Len())
	}
	for i := range kept.Rows {
		for j := range kept.Columns {
			if kept.Rows[i][j] != printed.Rows[i][j] {
				return fmt.Errorf("ledger.duckdb 第%d个指标的%s与印出的不同", i+1, kept.Columns[j])
			}
		}
	}
	for _, l := range lists {
		kept, err := queries.Read(ctx, db, l.mart)
		if err != nil {
			return fmt.Errorf("ledger.duckdb 写后读不回：%w", err)
		}
		if err := auditList(filepath.Join(dir, l.file), rowsOf(kept)); err != nil {
			return fmt.Errorf("ledger.duckdb 与清单不一致：%w", err)
		}
	}
	return nil
}

// auditRest opens what is written beside the main artefacts, by its kind; those
// are read by checks of their own.
func auditRest(dir string) error {
	return filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		if slices.Contains([]string{"bulletin.pdf", "bulletin.docx", "annex.xlsx"}, name) || slices.ContainsFunc(lists, func(l list) bool { return l.file == name }) {
			return nil
		}
		return told(name, auditKind(path))
	})
}

func auditKind(path string) error {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv":
		_, err := readList(path)
		return err
	case ".xlsx":
		_, _, err := countWorkbook(path)
		return err
	case ".docx":
		z, err := zip.OpenReader(path)
		if err != nil {
			return err
		}
		return z.Close()
	case ".pdf":
		_, _, err := readPaper(path)
		return err
	case ".json", ".geojson":
		b, err := os.ReadFile(path)
		if err == nil && !json.Valid(b) {
			err = errors.New("不是完整的 JSON")
		}
		return err
	}
	info, err := os.Stat(path)
	if err == nil && info.Size() == 0 {
		err = errors.New("是空的")
	}
	return err
}
