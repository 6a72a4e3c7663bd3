package pipeline

import (
	"path/filepath"

	"github.com/xuri/excelize/v2"

	"tongbao/pipeline/ledger"
)

// starterLedgers writes one empty workbook per kind of ledger, with the header
// the program reads: the unit list and the tasks for every quarter, the rest in
// the quarter's folder.
func starterLedgers(dir, quarter string) error {
	for _, k := range ledger.DefaultVocabulary().Kinds() {
		folder := filepath.Join(dir, quarter)
		switch k.ID {
		case "shape":
			continue
		case "unit", "task":
			folder = dir
		}
		if err := emptyLedger(filepath.Join(folder, k.Title+".xlsx"), k); err != nil {
			return err
		}
	}
	return nil
}

func emptyLedger(path string, k ledger.Kind) error {
	book := excelize.NewFile()
	defer book.Close()
	const sheet = "Sheet1"
	style, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{Horizontal: "center", WrapText: true}})
	if err != nil {
		return err
	}
	for i, f := range k.Fields {
		cell, err := excelize.CoordinatesToCellName(i+1, 1)
		if err != nil {
			return err
		}
		if err := book.SetCellStr(sheet, cell, f.Header()); err != nil {
			return err
		}
		if err := book.SetCellStyle(sheet, cell, cell, style); err != nil {
			return err
		}
		column, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := book.SetColWidth(sheet, column, column, 16); err != nil {
			return err
		}
	}
	if err := book.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	return book.SaveAs(path)
}
