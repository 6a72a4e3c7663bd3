package bulletins

import (
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"tongbao/queries"
)

// ReturnMarts are the tables that WriteReturn reads, both ordered by unit.
func ReturnMarts() []string { return []string{"mart.return_problem", "mart.return_cell"} }

// Return is what goes back to one unit: its problems and the rows they are in,
// as ranges of the rows of mart.return_problem and mart.return_cell.
type Return struct {
	Unit     string
	Problems []int
	Cells    []int
}

// Returns groups the two tables by unit, in their order.
func Returns(problems, cells queries.Table) []Return {
	var list []Return
	byUnit := map[string]int{}
	for i := range problems.Len() {
		unit := problems.Text(i, "unit")
		if _, seen := byUnit[unit]; !seen {
			byUnit[unit] = len(list)
			list = append(list, Return{Unit: unit})
		}
		r := &list[byUnit[unit]]
		r.Problems = append(r.Problems, i)
	}
	for i := range cells.Len() {
		if at, ok := byUnit[cells.Text(i, "unit")]; ok {
			list[at].Cells = append(list[at].Cells, i)
		}
	}
	return list
}

var notInFileNames = regexp.MustCompile(`[/\\:*?"<>|\x00-\x1f]`)

// FileNames gives each return a file name of its own: the unit's name.
func FileNames(list []Return) []string {
	names := make([]string, len(list))
	for i, r := range list {
		names[i] = r.Unit
	}
	names = DistinctNames(names)
	for i := range names {
		names[i] += ".xlsx"
	}
	return names
}

// DistinctNames makes file names of names: without what file systems refuse, and
// no two alike.
func DistinctNames(list []string) []string {
	names := make([]string, len(list))
	used := map[string]bool{}
	for i, name := range list {
		name = strings.Trim(notInFileNames.ReplaceAllString(name, "_"), " .")
		if runes := []rune(name); len(runes) > 60 {
			name = string(runes[:60])
		}
		if name == "" {
			name = "未明确责任单位"
		}
		for base, n := name, 2; used[strings.ToLower(name)]; n++ {
			name = base + "_" + strconv.Itoa(n)
		}
		used[strings.ToLower(name)] = true
		names[i] = name
	}
	return names
}

// WriteReturn writes one unit's return workbook: a page that lists every problem
// and says what to do, then a sheet for each ledger sheet concerned, with the
// rows as they were sent, the wrong cells coloured and noted, and the 退回标识 by
// which a corrected row finds the one it replaces. Every cell is text.
func WriteReturn(w io.Writer, r Return, problems, cells queries.Table, quarterName string) error {
	b, err := newReturnBook()
	if err != nil {
		return err
	}
	defer b.file.Close()
	if err := b.cover(r, problems, quarterName); err != nil {
		return fmt.Errorf("%s的退回表：%w", r.Unit, err)
	}
	for n, sheet := range bySheet(r.Cells, cells) {
		if err := b.ledger(fmt.Sprintf("%d %s", n+1, ledgerTitle(cells.Text(sheet[0][0], "kind"))), sheet, cells); err != nil {
			return fmt.Errorf("%s的退回表：%w", r.Unit, err)
		}
	}
	if err := b.file.SetDocProps(&excelize.DocProperties{Title: r.Unit + quarterName + "台账退回与核实", Created: zeroDay, Modified: zeroDay, Language: "zh-CN"}); err != nil {
		return err
	}
	_, err = b.file.WriteTo(w)
	return err
}

// zeroDay stands where a workbook wants a time: the same input gives the same bytes.
const zeroDay = "2000-01-01T00:00:00Z"

// bySheet groups a unit's cells by ledger sheet and then by row.
func bySheet(indexes []int, cells queries.Table) (sheets [][][]int) {
	sheet, line := "", ""
	for _, i := range indexes {
		s, l := cells.Text(i, "sheet_id"), cells.Text(i, "line")
		if len(sheets) == 0 || s != sheet {
			sheets = append(sheets, nil)
			line = ""
		}
		last := &sheets[len(sheets)-1]
		if l != line {
			*last = append(*last, nil)
		}
		rows := *last
		rows[len(rows)-1] = append(rows[len(rows)-1], i)
		sheet, line = s, l
	}
	return sheets
}

var ledgerTitles = map[string]string{"batch": "批次台账", "parcel": "地块台账", "supply": "供地台账", "writeoff": "核销调整台账",
	"idle": "闲置土地台账", "idle_disposal": "闲置处置台账", "task": "任务分解表"}

func ledgerTitle(kind string) string {
	if t := ledgerTitles[kind]; t != "" {
		return t
	}
	return kind
}

// returnBook is a workbook with the few styles of a return.
type returnBook struct {
	file                                  *excelize.File
	title, note, head, cell, wrong, doubt int
}

func newReturnBook() (*returnBook, error) {
	b := &returnBook{file: excelize.NewFile()}
	text := "@"
	fill := func(color string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
	}
	body := &excelize.Font{Family: "仿宋", Size: 10.5}
	for _, s := range []struct {
		at    *int
		style excelize.Style
	}{
		{&b.title, excelize.Style{Font: &excelize.Font{Family: "黑体", Size: 14}, Alignment: middle("left", false)}},
		{&b.note, excelize.Style{Font: body, Alignment: middle("left", true)}},
		{&b.head, excelize.Style{Font: &excelize.Font{Family: "黑体", Size: 10.5}, Alignment: middle("center", true), Border: borders()}},
		{&b.cell, excelize.Style{Font: body, Alignment: middle("left", true), Border: borders(), CustomNumFmt: &text}},
		{&b.wrong, excelize.Style{Font: body, Alignment: middle("left", true), Border: borders(), CustomNumFmt: &text, Fill: fill("F8B4AE")}},
		{&b.doubt, excelize.Style{Font: body, Alignment: middle("left", true), Border: borders(), CustomNumFmt: &text, Fill: fill("FCE8A6")}},
	} {
		id, err := b.file.NewStyle(&s.style)
		if err != nil {
			return nil, err
		}
		*s.at = id
	}
	return b, nil
}

// cover is the first page: what to do, and every problem in a line.
func (b *returnBook) cover(r Return, problems queries.Table, quarterName string) error {
	const name = "说明"
	if err := b.file.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	refused := 0
	for _, i := range r.Problems {
		if problems.Text(i, "severity") == "R" {
			refused++
		}
	}
	p := page{file: b.file, name: name, row: 1}
	p.line(b.title, r.Unit+"："+quarterName+"台账退回与核实")
	p.line(b.note, fmt.Sprintf("共%d个问题，其中退回%d个（红色，所在的行没有计入任何指标），提请核实%d个（黄色，已计入）。", len(r.Problems), refused, len(r.Problems)-refused))
	p.line(b.note, "怎样改：在后面各张表里直接改正，然后把本文件放回该季度的台账文件夹（原来的文件留着不动）。“退回标识”一列不要改，程序靠它用改正的行替换原来的行；不需要改的行可以删去。")
	p.cells(b.head, "序号", "级别", "规则", "文件", "表", "行", "栏", "原来写的", "问题和改法", "编号")
	for n, i := range r.Problems {
		level, style := "核实", b.doubt
		switch problems.Text(i, "severity") {
		case "R":
			level, style = "退回", b.wrong
		case "B":
			level, style = "阻断发布", b.wrong
		}
		p.cells(b.cell, strconv.Itoa(n+1), level, problems.Text(i, "rule"), problems.Text(i, "file"), problems.Text(i, "sheet"), problems.Text(i, "line"),
			problems.Text(i, "column_title"), problems.Text(i, "value"), problems.Text(i, "message"), problems.Text(i, "key"))
		p.mark(2, style)
	}
	p.widths(6, 9, 7, 32, 14, 7, 16, 18, 60, 24)
	return p.err
}

// ledger is one ledger sheet's rows, headed as they were.
func (b *returnBook) ledger(name string, rows [][]int, cells queries.Table) error {
	if runes := []rune(name); len(runes) > 31 {
		name = string(runes[:31])
	}
	if _, err := b.file.NewSheet(name); err != nil {
		return err
	}
	first := rows[0][0]
	p := page{file: b.file, name: name, row: 1}
	p.line(b.title, "退回与核实："+cells.Text(first, "file")+bracketed(cells.Text(first, "sheet")))
	if measure := cells.Text(first, "measure"); measure != "" {
		p.line(b.note, "单位："+measure)
	}
	var heads []string
	for _, i := range rows[0] {
		heads = append(heads, cells.Text(i, "title"))
	}
	p.cells(b.head, append(heads, "退回标识", "问题")...)
	for _, row := range rows {
		var texts []string
		for _, i := range row {
			texts = append(texts, cells.Text(i, "value"))
		}
		p.cells(b.cell, append(texts, cells.Text(row[0], "row_id"), cells.Text(row[0], "problems"))...)
		for column, i := range row {
			if note := cells.Text(i, "note"); note != "" {
				p.mark(column+1, b.wrong)
				p.comment(column+1, note)
			}
		}
		whole := b.doubt
		if cells.Text(row[0], "severity") == "R" {
			whole = b.wrong
		}
		p.mark(len(row)+2, whole)
	}
	widths := make([]float64, len(heads), len(heads)+2)
	for i := range widths {
		widths[i] = 16
	}
	p.widths(append(widths, 30, 60)...)
	return p.err
}

func bracketed(sheet string) string {
	if sheet == "" {
		return ""
	}
	return "［" + sheet + "］"
}

// page writes rows of text from the top of a sheet; the first error stops it.
type page struct {
	file *excelize.File
	name string
	row  int
	err  error
}

func (p *page) try(err error) {
	if p.err == nil {
		p.err = err
	}
}

func (p *page) line(style int, text string) {
	p.try(p.file.SetCellStr(p.name, at(1, p.row), text))
	p.try(p.file.MergeCell(p.name, at(1, p.row), at(8, p.row)))
	p.try(p.file.SetCellStyle(p.name, at(1, p.row), at(8, p.row), style))
	if style != 0 && len([]rune(text)) > 60 {
		p.try(p.file.SetRowHeight(p.name, p.row, 48))
	}
	p.row++
}

func (p *page) cells(style int, texts ...string) {
	for i, text := range texts {
		if text != "" {
			p.try(p.file.SetCellStr(p.name, at(i+1, p.row), text))
		}
	}
	p.try(p.file.SetCellStyle(p.name, at(1, p.row), at(len(texts), p.row), style))
	p.row++
}

// mark colours a cell of the row written last.
func (p *page) mark(column, style int) {
	p.try(p.file.SetCellStyle(p.name, at(column, p.row-1), at(column, p.row-1), style))
}

// comment says beside a cell of the row written last what is wrong with it.
func (p *page) comment(column int, text string) {
	p.try(p.file.AddComment(p.name, excelize.Comment{Cell: at(column, p.row-1), Author: "台账核查", Text: text, Width: 260, Height: 90}))
}

func (p *page) widths(widths ...float64) {
	for i, width := range widths {
		name, err := excelize.ColumnNumberToName(i + 1)
		p.try(err)
		p.try(p.file.SetColWidth(p.name, name, name, width))
	}
}
