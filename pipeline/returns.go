package pipeline

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/xuri/excelize/v2"

	"tongbao/bulletins"
	"tongbao/queries"
)

// returnsDir holds a workbook for each unit with refused or flagged rows.
const returnsDir = "returns"

// writeReturns writes returns/UNIT.xlsx for each unit that has a row to put
// right or to confirm, and opens each again.
func writeReturns(ctx context.Context, s *store, dir string, quarter queries.Quarter) error {
	problems, err := queries.Read(ctx, s.db, "mart.return_problem")
	if err != nil {
		return err
	}
	cells, err := queries.Read(ctx, s.db, "mart.return_cell")
	if err != nil {
		return err
	}
	list := bulletins.Returns(problems, cells)
	if len(list) == 0 {
		return nil
	}
	if err := os.MkdirAll(filepath.Join(dir, returnsDir), 0o755); err != nil {
		return err
	}
	for i, name := range bulletins.FileNames(list) {
		path := filepath.Join(dir, returnsDir, name)
		err := write(path, func(w io.Writer) error {
			return bulletins.WriteReturn(w, list[i], problems, cells, quarter.Chinese())
		})
		if err == nil {
			err = auditReturn(path, len(list[i].Problems))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// auditReturn reads a return workbook back: its first page lists every problem.
func auditReturn(path string, problems int) error {
	book, err := excelize.OpenFile(path)
	if err != nil {
		return fmt.Errorf("%s 写后打不开：%w", filepath.Base(path), err)
	}
	defer book.Close()
	rows, err := book.GetRows(book.GetSheetName(0))
	if err != nil {
		return fmt.Errorf("%s 写后读不回：%w", filepath.Base(path), err)
	}
	const above = 4 // title, two lines of advice, headings
	if len(rows) != problems+above {
		return fmt.Errorf("%s 应有%d个问题，读回%d个", filepath.Base(path), problems, len(rows)-above)
	}
	return nil
}
