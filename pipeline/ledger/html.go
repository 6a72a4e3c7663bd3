package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

var errTooLarge = fmt.Errorf("表格过大（超过%d万个单元格或%d列）。请删去空白的行列，另存为.xlsx后重新放入", maxListedCells/10000, maxSheetColumns)

// readHTML reads a web page that passes for a workbook, as many systems export
// one. Rows are counted over all of its tables and the texts between them, as a
// spreadsheet program shows them; rowspan and colspan are merged cells. A table
// that begins with a header is a sheet; the others, titles and notes mostly,
// belong to the sheet that follows or goes on.
func (r *fileReader) readHTML(text io.Reader) error {
	p := page{z: html.NewTokenizer(text)}
	p.z.SetMaxBuf(maxRecord)
	if err := p.read(); err != nil {
		var bad *decodeError
		if errors.As(err, &bad) || errors.Is(err, errTooLarge) {
			return err
		}
		return fmt.Errorf("网页表格内容有误（%w）。请用Excel或WPS打开，另存为.xlsx后重新放入", cause(err))
	}
	sheets := r.joinTables(p.tables)
	for i, l := range sheets {
		if len(sheets) > 1 {
			l.name = "表" + itoa(i+1)
		}
		if err := r.readSheet(l, l.name, l.merges); err != nil {
			return err
		}
	}
	return nil
}

// joinTables puts tables without a header of their own with the next that has
// one, or with the last.
func (r *fileReader) joinTables(tables []*rowList) []*rowList {
	var sheets []*rowList
	open := &rowList{}
	headed := false
	for _, t := range tables {
		g := grid{merges: t.merges}
		for _, row := range t.rows[:min(len(t.rows), headerRows)] {
			g.rows = append(g.rows, bufferedRow{line: row.line, cells: row.cells}.grid())
		}
		m, _ := r.v.findHeader(g)
		if m.kind != nil && m.complete() {
			if headed {
				sheets = append(sheets, open)
				open = &rowList{}
			}
			headed = true
		}
		open.rows = append(open.rows, t.rows...)
		open.merges = append(open.merges, t.merges...)
	}
	sheets = append(sheets, open)
	for _, s := range sheets { // a table inside another stands between its rows
		slices.SortStableFunc(s.rows, func(a, b listedRow) int { return a.line - b.line })
	}
	return sheets
}

// page is an HTML document being read.
type page struct {
	z      *html.Tokenizer
	tables []*rowList
	// stack holds the builders of the tables that are open, the innermost last.
	stack []*listBuilder
	line  int
	cells int

	text         []byte
	inCell, skip bool
	across, down int
}

func (p *page) read() error {
	for {
		kind := p.z.Next()
		switch kind {
		case html.ErrorToken:
			if err := p.z.Err(); !errors.Is(err, io.EOF) {
				return err
			}
			return p.endCell()
		case html.TextToken:
			if !p.skip {
				p.text = append(p.text, p.z.Text()...)
			}
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			name, hasAttr := p.z.TagName()
			if err := p.tag(atom.Lookup(name), kind == html.EndTagToken, hasAttr); err != nil {
				return err
			}
		}
	}
}

// tag acts on a tag. Missing end tags are common: a row ends where another
// begins, a cell likewise.
func (p *page) tag(name atom.Atom, end, hasAttr bool) error {
	switch name {
	case atom.Style, atom.Script, atom.Title:
		p.skip = !end
	case atom.Br, atom.P, atom.Div:
		if len(bytes.TrimSpace(p.text)) > 0 {
			p.text = append(p.text, '\n')
		}
	case atom.Table:
		if err := p.endCell(); err != nil {
			return err
		}
		switch {
		case !end:
			b := &listBuilder{list: &rowList{}, cells: p.cells}
			p.stack = append(p.stack, b)
			p.tables = append(p.tables, b.list)
		case len(p.stack) > 0:
			p.cells = p.stack[len(p.stack)-1].cells
			p.stack = p.stack[:len(p.stack)-1]
		}
		if len(p.stack) > 1000 {
			return errors.New("表格嵌套过深")
		}
	case atom.Tr:
		if err := p.endCell(); err != nil || end || len(p.stack) == 0 {
			return err
		}
		p.line++
		p.stack[len(p.stack)-1].begin(p.line)
	case atom.Td, atom.Th:
		if err := p.endCell(); err != nil || end {
			return err
		}
		p.inCell, p.across, p.down = true, 1, 1
		for hasAttr {
			var key, value []byte
			key, value, hasAttr = p.z.TagAttr()
			switch string(key) {
			case "colspan":
				p.across = span(value)
			case "rowspan":
				p.down = span(value)
			}
		}
	}
	return nil
}

func span(value []byte) int {
	n, err := strconv.Atoi(string(bytes.TrimSpace(value)))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, maxSheetRows)
}

// endCell puts the text gathered into its cell; a text outside of any cell is a
// row of its own, so that 单位：亩 between two tables is not lost.
func (p *page) endCell() error {
	cell := foldSpace(bytes.Clone(bytes.TrimSpace(p.text)))
	p.text = p.text[:0]
	if !p.inCell || len(p.stack) == 0 {
		p.inCell = false
		if len(bytes.TrimSpace(cell)) == 0 {
			return nil
		}
		p.line++
		list := &rowList{rows: []listedRow{{line: p.line, cells: [][]byte{cell}}}}
		p.tables = append(p.tables, list)
		return nil
	}
	p.inCell = false
	b := p.stack[len(p.stack)-1]
	if b.row == nil { // a cell without a row
		p.line++
		b.begin(p.line)
	}
	if !b.put(cell, p.across, p.down) {
		return errTooLarge
	}
	return nil
}

// foldSpace makes runs of spaces one space; line breaks stay.
func foldSpace(b []byte) []byte {
	out := b[:0]
	for _, c := range b {
		if c == '\r' || c == '\t' || c == ' ' {
			c = ' '
			if n := len(out); n > 0 && (out[n-1] == ' ' || out[n-1] == '\n') {
				continue
			}
		}
		out = append(out, c)
	}
	return bytes.TrimRight(out, " \n")
}
