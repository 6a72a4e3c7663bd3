package bulletins

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
)

// receipts is the CSV inside the PDF: of every figure of this quarter, the one
// before and the base day, what it is made of, its exact value and the text that
// was printed. UTF-8 with BOM, LF.
func (c Content) receipts() ([]Attachment, error) {
	columns := []string{"indicator", "title", "unit", "as_of", "period", "numerator", "denominator", "value", "measure", "text", "change_text", "change_direction"}
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	rows := [][]string{columns}
	for i := range c.Figure.Len() {
		if c.Figure.Text(i, "period") == "history" {
			continue
		}
		row := make([]string, len(columns))
		for k, name := range columns {
			row[k] = harmless(c.Figure.Text(i, name))
		}
		rows = append(rows, row)
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, fmt.Errorf("附在通报里的指标表：%w", err)
	}
	return []Attachment{{Name: "figures.csv", Title: "本期指标的分子、分母、准确值和印出的数", Data: b.Bytes()}}, nil
}

// receiptList is the CSV of what was printed: page, place, text, and of figures
// the indicator, the unit, the day, the exact value and its measure. Every number
// of the document stands in it, in the order it was set.
func receiptList(set []printed) (Attachment, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	rows := [][]string{{"page", "place", "printed", "indicator", "unit", "as_of", "value", "measure"}}
	for _, p := range set {
		s := p.source
		if s.Value == "" && s.Indicator != "" {
			s.Value = p.text
		}
		rows = append(rows, []string{strconv.Itoa(p.page), p.place, harmless(p.text), s.Indicator, harmless(s.Unit), s.AsOf, s.Value, s.Measure})
	}
	if err := w.WriteAll(rows); err != nil {
		return Attachment{}, fmt.Errorf("附在通报里的出处表：%w", err)
	}
	return Attachment{Name: ReceiptsName, Title: "印出的每个数：页、指标、单位、截止日、准确值", Data: b.Bytes()}, nil
}

// ReceiptsName is the file inside the PDF that accounts for every number.
const ReceiptsName = "receipts.csv"

// harmless keeps a name from a ledger from being read as a formula. Figures
// begin with a digit or, below nothing, with a minus and a digit.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@", rune(cell[0])) && !isNumber(cell) {
		return "'" + cell
	}
	return cell
}
