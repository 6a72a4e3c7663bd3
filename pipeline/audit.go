package pipeline

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"

	"github.com/xuri/excelize/v2"

	"tongbao/queries"
)

// auditList reads a CSV file back: the same rows, the same cells.
func auditList(path string, want [][]string) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	got, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff")))).ReadAll()
	if err != nil {
		return fmt.Errorf("%s 写后读不回：%w", filepath.Base(path), err)
	}
	if len(got) != len(want) {
		return fmt.Errorf("%s 写了%d行，读回%d行", filepath.Base(path), len(want), len(got))
	}
	return nil
}

// audit reads each artefact back before anything becomes visible.
func audit(ctx context.Context, dir string, tables map[string]queries.Table) error {
	if err := auditEnds(filepath.Join(dir, "bulletin.pdf"), "%PDF-", "%%EOF"); err != nil {
		return err
	}
	if err := auditEnds(filepath.Join(dir, "dashboard.html"), "<!", "</html>"); err != nil {
		return err
	}
	book, err := excelize.OpenFile(filepath.Join(dir, "annex.xlsx"))
	if err != nil {
		return fmt.Errorf("annex.xlsx 写后打不开：%w", err)
	}
	defer book.Close()
	if n := len(book.GetSheetList()); n < 6 {
		return fmt.Errorf("annex.xlsx 只有%d张表", n)
	}
	return auditLedger(ctx, filepath.Join(dir, "ledger.duckdb"), tables["mart.figure"])
}

func auditEnds(path, head, tail string) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	b = bytes.TrimSpace(b)
	if !bytes.HasPrefix(b, []byte(head)) || !bytes.HasSuffix(b, []byte(tail)) {
		return fmt.Errorf("%s 写后不完整", filepath.Base(path))
	}
	return nil
}

// auditLedger opens the sealed database and compares its figures with those
// that were printed.
func auditLedger(ctx context.Context, path string, printed queries.Table) error {
	db, err := openSealed(ctx, "1GB", 2, sealed{Name: "sealed", Path: path})
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
	return nil
}
