package bulletins

import (
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// WriteAnnex writes the annex tables as a workbook, one sheet each: the title and
// the measure above the headings, 组/列 headings merged, figures as numbers that
// show exactly what the bulletin prints, everything else as text. Nothing in it
// is ever a formula. The same content gives the same bytes.
func WriteAnnex(w io.Writer, c Content) error {
	head, err := c.masthead()
	if err != nil {
		return err
	}
	b, err := newBook()
	if err != nil {
		return err
	}
	defer b.file.Close()
	for i, a := range c.annexes(newOrigins(c)) {
		name := fmt.Sprintf("附件%d", i+1)
		if err := b.sheet(name, a, head); err != nil {
			return fmt.Errorf("%s %s：%w", name, a.Title, err)
		}
		for n, g := range a.Rest {
			further := fmt.Sprintf("%s（%d）", name, n+2)
			if err := b.sheet(further, Annex{Title: g.Caption, Table: g}, head); err != nil {
				return fmt.Errorf("%s %s：%w", further, g.Caption, err)
			}
		}
	}
	if len(b.file.GetSheetList()) == 0 {
		return fmt.Errorf("没有附件可写")
	}
	created := head["signature_date"]
	if day, err := time.Parse(time.DateOnly, created); err == nil {
		created = day.Format(time.RFC3339)
	}
	if err := b.file.SetDocProps(&excelize.DocProperties{
		Creator: head["issuer"], LastModifiedBy: head["issuer"], Title: head["quarter_name"] + "通报附件", Created: created, Modified: created, Language: "zh-CN",
	}); err != nil {
		return err
	}
	_, err = b.file.WriteTo(w)
	return err
}

// book is a workbook with the styles of its cells.
type book struct {
	file   *excelize.File
	title  int
	heads  int
	right  int
	note   int
	styles map[styleKey]int
	first  bool
}

type styleKey struct {
	format string // number format; empty for text
	total  bool
	wrap   bool
}

func newBook() (*book, error) {
	b := &book{file: excelize.NewFile(), styles: map[styleKey]int{}, first: true}
	for _, s := range []struct {
		at    *int
		style excelize.Style
	}{
		{&b.title, excelize.Style{Font: &excelize.Font{Family: "方正小标宋简体", Size: 16}, Alignment: middle("center", false)}},
		{&b.heads, excelize.Style{Font: &excelize.Font{Family: "黑体", Size: 10.5}, Alignment: middle("center", true), Border: borders()}},
		{&b.right, excelize.Style{Font: &excelize.Font{Family: "仿宋", Size: 10.5}, Alignment: middle("right", false)}},
		{&b.note, excelize.Style{Font: &excelize.Font{Family: "仿宋", Size: 10.5}, Alignment: middle("left", true)}},
	} {
		id, err := b.file.NewStyle(&s.style)
		if err != nil {
			return nil, err
		}
		*s.at = id
	}
	return b, nil
}

func middle(horizontal string, wrap bool) *excelize.Alignment {
	return &excelize.Alignment{Horizontal: horizontal, Vertical: "center", WrapText: wrap}
}

func borders() []excelize.Border {
	var out []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		out = append(out, excelize.Border{Type: side, Color: "000000", Style: 1})
	}
	return out
}

// sheet writes one annex.
func (b *book) sheet(name string, a Annex, head masthead) error {
	f := b.file
	if b.first {
		b.first = false
		if err := f.SetSheetName("Sheet1", name); err != nil {
			return err
		}
	} else if _, err := f.NewSheet(name); err != nil {
		return err
	}
	columns := len(a.Table.Columns)
	title := a.Title
	if head["synthetic"] == "true" {
		title += "（示例数据）"
	}
	s := sheetWriter{book: b, name: name, columns: columns, row: 1}
	s.band(title, b.title)
	s.height(26)
	s.band(strings.TrimSpace("截至"+head["as_of_name"]+"　"+a.Table.Measure), b.right)
	s.headings(a.Table.Columns)
	frozen := s.row
	for _, row := range a.Table.Rows {
		s.cells(row)
	}
	for _, note := range a.Table.Notes {
		s.band(note, b.note)
	}
	s.widths(a.Table)
	s.print(frozen)
	return s.err
}

// sheetWriter writes a sheet from the top; the first error stops it.
type sheetWriter struct {
	*book
	name    string
	columns int
	row     int
	err     error
}

func (s *sheetWriter) try(err error) {
	if s.err == nil {
		s.err = err
	}
}

func at(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		panic(err) // columns are counted here, never read
	}
	return name
}

// band is a text across all columns.
func (s *sheetWriter) band(text string, style int) {
	from, to := at(1, s.row), at(s.columns, s.row)
	s.try(s.file.SetCellStr(s.name, from, text))
	if s.columns > 1 {
		s.try(s.file.MergeCell(s.name, from, to))
	}
	s.try(s.file.SetCellStyle(s.name, from, to, style))
	s.row++
}

func (s *sheetWriter) height(points float64) {
	s.try(s.file.SetRowHeight(s.name, s.row-1, points))
}

// headings writes one or two rows of headings and merges what belongs together.
func (s *sheetWriter) headings(columns []Column) {
	two := false
	for _, c := range columns {
		two = two || c.Group != ""
	}
	last := s.row
	if two {
		last++
	}
	for i := 0; i < len(columns); {
		c := columns[i]
		j := i + 1
		if c.Group == "" {
			s.try(s.file.SetCellStr(s.name, at(i+1, s.row), c.Name))
			if two {
				s.try(s.file.MergeCell(s.name, at(i+1, s.row), at(i+1, last)))
			}
			i = j
			continue
		}
		for j < len(columns) && columns[j].Group == c.Group {
			j++
		}
		s.try(s.file.SetCellStr(s.name, at(i+1, s.row), c.Group))
		if j-i > 1 {
			s.try(s.file.MergeCell(s.name, at(i+1, s.row), at(j, s.row)))
		}
		for k := i; k < j; k++ {
			s.try(s.file.SetCellStr(s.name, at(k+1, last), columns[k].Name))
		}
		i = j
	}
	s.try(s.file.SetCellStyle(s.name, at(1, s.row), at(len(columns), last), s.heads))
	s.row = last + 1
}

func (s *sheetWriter) cells(row Row) {
	for i, text := range row.Cells {
		cell := at(i+1, s.row)
		value, format, ok := exactNumber(text)
		key := styleKey{format: format, total: row.Total, wrap: !ok}
		style, err := s.style(key)
		s.try(err)
		switch {
		case ok:
			// Written in the fewest digits that read back as the same number: those of the text.
			s.try(s.file.SetCellValue(s.name, cell, value))
		case text != "":
			s.try(s.file.SetCellStr(s.name, cell, text))
		}
		s.try(s.file.SetCellStyle(s.name, cell, cell, style))
	}
	s.row++
}

func (s *sheetWriter) style(key styleKey) (int, error) {
	if id, ok := s.styles[key]; ok {
		return id, nil
	}
	style := excelize.Style{Font: &excelize.Font{Family: "仿宋", Size: 10.5, Bold: key.total}, Alignment: middle("center", key.wrap), Border: borders()}
	if key.format != "" {
		style.CustomNumFmt = &key.format
		style.Alignment = middle("right", false)
	}
	id, err := s.file.NewStyle(&style)
	s.styles[key] = id
	return id, err
}

// widths gives each column the room of its longest text, within limits.
func (s *sheetWriter) widths(g Grid) {
	for i, c := range g.Columns {
		width := 6.0
		for _, row := range g.Rows {
			width = max(width, min(36, textColumns(row.Cells[i])+2))
		}
		width = max(width, min(12, textColumns(c.Name)/2+3))
		name, err := excelize.ColumnNumberToName(i + 1)
		s.try(err)
		s.try(s.file.SetColWidth(s.name, name, name, width))
	}
}

// textColumns is the width of a text in half-width characters.
func textColumns(text string) float64 {
	n := 0.0
	for _, r := range text {
		if r < 0x2000 {
			n++
		} else {
			n += 2
		}
	}
	return n
}

// print freezes the headings, repeats them on paper and fits the width of a page.
func (s *sheetWriter) print(firstRow int) {
	s.try(s.file.SetPanes(s.name, &excelize.Panes{Freeze: true, YSplit: firstRow - 1, TopLeftCell: at(1, firstRow), ActivePane: "bottomLeft"}))
	size, orientation, width, height := 9, "portrait", 1, 0 // 9 is A4
	if s.columns > 8 {
		orientation = "landscape"
	}
	s.try(s.file.SetPageLayout(s.name, &excelize.PageLayoutOptions{Size: &size, Orientation: &orientation, FitToWidth: &width, FitToHeight: &height}))
	fit := true
	s.try(s.file.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	s.try(s.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$1:$%d", s.name, firstRow-1), Scope: s.name}))
	s.try(s.file.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddFooter: "&C— &P —"}))
}

var exactForm = regexp.MustCompile(`^([+-]?)(0|[1-9]\d{0,10})(\.\d{1,6})?(%?)$`)

// exactNumber reads a text that is a number as it stands: 12.3400, 69.75%, +4.10.
// The number format makes a spreadsheet show the same digits again. Codes with
// leading zeros and texts of many digits stay text.
func exactNumber(text string) (value float64, format string, ok bool) {
	m := exactForm.FindStringSubmatch(text)
	if m == nil {
		return 0, "", false
	}
	value, err := strconv.ParseFloat(m[1]+m[2]+m[3], 64)
	if err != nil {
		return 0, "", false
	}
	format = "0"
	if n := len(m[3]); n > 0 {
		format += "." + strings.Repeat("0", n-1)
	}
	if m[4] == "%" {
		// 69.75% is 0.6975; the nearest float of the quotient prints back the same.
		value, err = strconv.ParseFloat(shiftPercent(m[1], m[2], m[3]), 64)
		format += "%"
	}
	if m[1] == "+" {
		format = "+" + format + ";-" + format + ";" + format
	}
	return value, format, err == nil
}

// shiftPercent moves the point of a decimal two places to the left, as text.
func shiftPercent(sign, whole, fraction string) string {
	digits := strings.Repeat("0", max(0, 3-len(whole))) + whole
	return sign + digits[:len(digits)-2] + "." + digits[len(digits)-2:] + strings.TrimPrefix(fraction, ".")
}
