package ledger

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// readXMLSheet reads a workbook in the XML form of Excel 2003 (SpreadsheetML),
// which systems export as .xls or .xml. Row numbers are the sheet's own.
func (r *fileReader) readXMLSheet(text io.Reader) error {
	d := xml.NewDecoder(text)
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // decoded already
	x := xmlSheets{d: d}
	if err := x.read(); err != nil {
		var bad *decodeError
		if errors.As(err, &bad) || errors.Is(err, errTooLarge) {
			return err
		}
		return fmt.Errorf("XML表格内容有误（%w）。请用Excel或WPS打开，另存为.xlsx后重新放入", cause(err))
	}
	if !x.workbook {
		return errors.New("内容是XML，但不是工作簿。请用Excel或WPS打开，另存为.xlsx后重新放入")
	}
	for _, l := range x.sheets {
		if err := r.readSheet(l, l.name, l.merges); err != nil {
			return err
		}
	}
	return nil
}

// xmlSheets is the document being read.
type xmlSheets struct {
	d        *xml.Decoder
	workbook bool
	sheets   []*rowList
	build    *listBuilder
	cells    int

	inData       bool
	kind         string
	text         []byte
	across, down int
}

func (x *xmlSheets) read() error {
	for {
		token, err := x.d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			err = x.start(t)
		case xml.EndElement:
			err = x.end(t.Name.Local)
		case xml.CharData:
			if x.inData {
				x.text = append(x.text, t...)
			}
		}
		if err != nil {
			return err
		}
	}
}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// number is a small attribute, fallback when it is absent.
func number(t xml.StartElement, name string, fallback int) int {
	n, err := strconv.Atoi(attribute(t, name))
	if err != nil || n < 0 {
		return fallback
	}
	return min(n, maxSheetRows)
}

func (x *xmlSheets) start(t xml.StartElement) error {
	switch t.Name.Local {
	case "Workbook":
		x.workbook = true
	case "Worksheet":
		l := &rowList{name: attribute(t, "Name")}
		x.sheets = append(x.sheets, l)
		x.build = &listBuilder{list: l, cells: x.cells}
	case "Row":
		if x.build == nil {
			return errors.New("行不在工作表中")
		}
		line := number(t, "Index", x.build.list.lastLine()+1)
		if line <= x.build.list.lastLine() {
			return fmt.Errorf("第%d行之后的行号 %d 不对", x.build.list.lastLine(), line)
		}
		x.build.begin(line)
	case "Cell":
		if x.build == nil || x.build.row == nil {
			return errors.New("单元格不在行中")
		}
		x.text, x.kind = nil, ""
		x.across, x.down = number(t, "MergeAcross", 0)+1, number(t, "MergeDown", 0)+1
		if i := number(t, "Index", 0); i > 0 {
			x.build.free = i
		}
	case "Data":
		x.inData, x.kind = true, attribute(t, "Type")
	}
	return nil
}

func (x *xmlSheets) end(name string) error {
	switch name {
	case "Worksheet":
		if x.build != nil {
			x.cells = x.build.cells
		}
		x.build = nil
	case "Row":
		if x.build != nil {
			x.build.row = nil
		}
	case "Data":
		x.inData = false
	case "Cell":
		if x.build == nil || x.build.row == nil {
			return errors.New("单元格不在行中")
		}
		if !x.build.put(xmlValue(x.kind, x.text), x.across, x.down) {
			return errTooLarge
		}
	}
	return nil
}

// xmlValue is a cell as other workbooks give it: exact numbers, ISO days.
func xmlValue(kind string, text []byte) []byte {
	switch kind {
	case "Number":
		return appendNumber(nil, text)
	case "DateTime":
		day, clock, _ := strings.Cut(string(text), "T")
		if strings.Trim(clock, "0:.") == "" {
			return []byte(day)
		}
	case "Boolean":
		if string(text) == "1" {
			return []byte("TRUE")
		}
		return []byte("FALSE")
	}
	return bytes.TrimRight(text, "\x00")
}
