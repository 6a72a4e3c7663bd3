package ledger

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"encoding/xml"

	"github.com/xuri/excelize/v2"
)

// book is a workbook as offices' programs write it.
type book struct {
	t *testing.T
	f *excelize.File
}

func newBook(t *testing.T) book { return book{t, excelize.NewFile()} }

func (b book) set(cell string, value any) book {
	b.t.Helper()
	if err := b.f.SetCellValue("Sheet1", cell, value); err != nil {
		b.t.Fatal(err)
	}
	return b
}

// rows fills rows from A1 on, cells split at |.
func (b book) rows(lines ...string) book {
	b.t.Helper()
	for r, line := range lines {
		for c, text := range strings.Split(line, "|") {
			if text != "" {
				b.set(fmt.Sprintf("%s%d", columnLetter(c+1), r+1), text)
			}
		}
	}
	return b
}

func (b book) styled(cell string, value any, style excelize.Style) book {
	b.t.Helper()
	id, err := b.f.NewStyle(&style)
	if err != nil {
		b.t.Fatal(err)
	}
	b.set(cell, value)
	if err := b.f.SetCellStyle("Sheet1", cell, cell, id); err != nil {
		b.t.Fatal(err)
	}
	return b
}

func (b book) merge(from, to string) book {
	b.t.Helper()
	if err := b.f.MergeCell("Sheet1", from, to); err != nil {
		b.t.Fatal(err)
	}
	return b
}

func (b book) bytes() string {
	b.t.Helper()
	out, err := b.f.WriteToBuffer()
	if err != nil {
		b.t.Fatal(err)
	}
	return out.String()
}

func code(s string) excelize.Style { return excelize.Style{CustomNumFmt: &s} }

const batchHeader = "批准文号|批次名称|批准日期|批准面积|责任单位"

func TestXLSXValues(t *testing.T) {
	b := newBook(t).rows("批次台账", batchHeader+"|验收时间|金额")
	b.set("A3", "豫政土〔2009〕1号").set("B3", "第一批 & <城镇>\n\"建设\"")
	b.styled("C3", 41406, excelize.Style{NumFmt: 14}).set("D3", 12.340000000000002)
	b.set("A4", 410404000010005123).styled("C4", 41406, code(`yyyy"年"m"月"d"日";@`)).set("D4", 0.1+0.2)
	b.styled("C5", 43435, excelize.Style{NumFmt: 57}).styled("D5", 12.5, code(`0.00"亩"`)).set("A5", "甲")
	b.styled("C6", 43440, code(`[$-804]yyyy"年"m"月"`)).styled("D6", 125000, code(`0.00,"亩"`)).set("A6", "乙")
	b.set("A7", true).set("C7", "2013年5月12日").set("D7", "１２．５亩").styled("F7", 0.5, excelize.Style{NumFmt: 20})
	s := readOne(t, "a.xlsx", b.bytes())
	equal(t, "rows", s.table("batch").columns("line", "approval_no", "approved_on", "approved_area"), strings.Join([]string{
		"3|豫政土〔2009〕1号|2013-05-12|12.34",
		"4|4.10404000010005E+17|2013-05-12|0.3",
		"5|甲|2018-12|12.5亩",
		"6|乙|2018-12-06|125000",
		"7|TRUE|2013年5月12日|１２．５亩",
	}, "\n"))
	equal(t, "text", s.table("batch").rows[0][3], "第一批 & <城镇>\n\"建设\"")
	equal(t, "extra", s.table("batch").rows[4][13], `{"验收时间":"0.5"}`)
}

func TestXLSX1904(t *testing.T) {
	b := newBook(t).rows(batchHeader, "甲")
	yes := true
	if err := b.f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}); err != nil {
		t.Fatal(err)
	}
	b.styled("C2", 41406-1462, excelize.Style{NumFmt: 14}).set("D2", 1)
	// without a date style it is a number still, of the same system
	b.set("A3", "乙").set("C3", 41406-1462).set("D3", 1)
	s := readOne(t, "a.xlsx", b.bytes())
	equal(t, "date", s.table("batch").columns("approved_on"), "2013-05-12\n41406")
}

// Text, id and date cells carry down over a merge; areas do not, and a merge
// does not make a row out of a blank one.
func TestXLSXMergedCells(t *testing.T) {
	b := newBook(t).rows("石龙区台账（单位：亩）", batchHeader+"|耕地面积",
		"豫1号|一批|2013-05-12|20|高庄街道|5", "|||10||", "||||龙河街道|", "", "豫2号|二批|2014-01-01|30|高庄街道|")
	b.merge("A1", "F1").merge("A3", "A6").merge("C3", "C5").merge("D3", "D5").merge("E3", "E4")
	s := readOne(t, "a.xlsx", b.bytes())
	equal(t, "rows", s.table("batch").columns("line", "approval_no", "approved_on", "approved_area", "unit", "arable_area"), strings.Join([]string{
		"3|豫1号|2013-05-12|20|高庄街道|5",
		"5|豫1号|2013-05-12||龙河街道|",
		"7|豫2号|2014-01-01|30|高庄街道|",
	}, "\n"))
	equal(t, "sheet", s.table("sheet").columns("sheet", "kind", "header_line", "measure", "rows_read", "rows_blank", "status"), "Sheet1|batch|2|亩|5|2|ok")
}

func TestXLSXSheets(t *testing.T) {
	b := newBook(t).rows(batchHeader, "豫1号|一批|2013-05-12|20|高庄街道")
	for _, name := range []string{"空表", "说明", "任务"} {
		if _, err := b.f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
	}
	for i, title := range []string{"责任单位", "任务类别", "年度", "任务面积（亩）"} {
		for _, cell := range []struct {
			row   int
			value any
		}{{1, title}, {2, []any{"高庄街道", "批而未供", 2024, 150}[i]}} {
			if err := b.f.SetCellValue("任务", fmt.Sprintf("%s%d", columnLetter(i+1), cell.row), cell.value); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := b.f.SetCellValue("说明", "A1", "请按季度填报"); err != nil {
		t.Fatal(err)
	}
	if err := b.f.SetSheetVisible("任务", false); err != nil {
		t.Fatal(err)
	}
	s := readOne(t, "子文件夹/a.xls", b.bytes()) // a workbook under a wrong name
	equal(t, "sheets", s.table("sheet").columns("sheet_id", "file", "sheet", "kind", "format", "status"), strings.Join([]string{
		"1|2024Q2/子文件夹/a.xls|Sheet1|batch|xlsx|ok",
		"2|2024Q2/子文件夹/a.xls|说明||xlsx|note",
		"3|2024Q2/子文件夹/a.xls|任务|task|xlsx|ok",
	}, "\n"))
	equal(t, "task", s.table("task").columns("sheet_id", "line", "unit", "category", "year", "area"), "3|2|高庄街道|批而未供|2024|150")
	equal(t, "columns", s.table("sheet_column").columns("sheet_id", "position", "letter", "field", "title", "measure"), strings.Join([]string{
		"1|1|A|approval_no|批准文号|", "1|2|B|batch_name|批次名称|", "1|3|C|approved_on|批准日期|",
		"1|4|D|approved_area|批准面积|", "1|5|E|unit|责任单位|",
		"3|1|A|unit|责任单位|", "3|2|B|category|任务类别|", "3|3|C|year|年度|", "3|4|D|area|任务面积（亩）|亩",
	}, "\n"))
}

// pack makes a workbook out of raw parts, for what excelize does not write.
func pack(t *testing.T, parts map[string]string) string {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range sortedKeys(parts) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, parts[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func rawBook(t *testing.T, sheet string) string {
	return pack(t, map[string]string{
		"[Content_Types].xml": "<Types/>",
		`xl\workbook.xml`: `<?xml version="1.0"?><x:workbook xmlns:x="a" xmlns:r="b"><x:sheets><x:sheet name="台&amp;账" sheetId="1" r:id="r1"/>` +
			`</x:sheets></x:workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="t/worksheet" Target="/xl/worksheets/s.xml"/>` +
			`<Relationship Id="r2" Type="t/sharedStrings" Target="shared.xml"/></Relationships>`,
		"xl/shared.xml":       `<sst><si><t>批准文号</t></si><si><r><t>批准</t></r><r><t xml:space="preserve">日期</t></r><rPh><t>zhun</t></rPh></si><si><t>批准面积</t></si></sst>`,
		"xl/worksheets/s.xml": sheet,
	})
}

// Prefixed names, no addresses, inline and rich strings, escapes, CDATA: valid
// workbooks that other programs write.
func TestXLSXOtherWriters(t *testing.T) {
	s := readOne(t, "a.xlsx", rawBook(t, `<?xml version="1.0"?><!-- x > y --><x:worksheet xmlns:x="a"><x:sheetData>
<x:row><x:c t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c><x:c t="s"><x:v>2</x:v></x:c></x:row>
<x:row r="4"><x:c t="inlineStr"><x:is><x:r><x:t>豫&#20013;</x:t></x:r><x:r><x:t><![CDATA[<1>号]]></x:t></x:r></x:is></x:c>`+
		`<x:c t="d"><x:v>2013-05-12T00:00:00</x:v></x:c><x:c r="C4"><x:v>1.25E1</x:v></x:c><x:c t="str"><x:f>A&gt;1</x:f><x:v>a_x000D_b</x:v></x:c></x:row>
<x:row><x:c><x:f>SUM(A1:A3)</x:f></x:c><x:c><x:f t="shared" si="0"/><x:v></x:v></x:c><x:c t="str"><x:f>B1</x:f><x:v></x:v></x:c></x:row>
</x:sheetData></x:worksheet>`))
	equal(t, "row", s.table("batch").columns("line", "approval_no", "approved_on", "approved_area", "extra"),
		"4|豫中<1>号|2013-05-12|12.5|{\"多出的第4列\":\"a\\u000db\"}\n5|=SUM(A1:A3)|=||")
	equal(t, "sheet", s.table("sheet").columns("sheet", "rows_read", "rows_blank"), "台&账|4|2")
}

func TestXLSXDamaged(t *testing.T) {
	header := `<worksheet><sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row>`
	for name, c := range map[string]struct{ sheet, says string }{
		"cut off":           {header + `<row><c><v>1</v></c>`, "不完整"},
		"unknown string":    {header + `<row><c t="s"><v>99</v></c></row></sheetData></worksheet>`, "99"},
		"rows go back":      {`<worksheet><sheetData><row r="5"/><row r="3"/></sheetData></worksheet>`, "3"},
		"address elsewhere": {header + `<row r="2"><c r="B9"><v>1</v></c></row></sheetData></worksheet>`, "B9"},
		"not UTF-8":         {header + "<row><c t=\"str\"><v>\xC5\xFA</v></c></row></sheetData></worksheet>", "UTF-8"},
		"bad entity":        {header + "<row><c t=\"str\"><v>&nbsp;</v></c></row></sheetData></worksheet>", "&nbsp;"},
		"doctype":           {`<!DOCTYPE worksheet [<!ENTITY a "b">]><worksheet/>`, "文档类型"},
	} {
		s := readOne(t, "a.xlsx", rawBook(t, c.sheet))
		f := s.Files[0]
		if f.Status != StatusUnreadable || len(s.Sheets) != 0 || len(s.table("batch").rows) != 0 {
			t.Errorf("%s: %+v, %d rows staged", name, f, len(s.table("batch").rows))
		}
		contains(t, f.Message, c.says, "台&账", "另存为.xlsx")
	}
}

func TestNumbers(t *testing.T) {
	for raw, want := range map[string]string{
		"12.5": "12.5", "35.432100000000005": "35.4321", "12.0": "12", "100": "100", "-3.10": "-3.1", "0": "0", "0.0": "0",
		"1E-2": "0.01", "1.2300000000000001E-4": "0.000123", "1.23E+15": "1.23E+15", "4.10404000010005E+17": "4.10404000010005E+17",
		"410404000010005": "410404000010005", "4104040000100051": "4.10404000010005E+15", "999999999999999.9": "1E+15",
		"0.30000000000000004": "0.3", "18.582100000000001": "18.5821", "2.9999999999999999E-2": "0.03", ".5": "0.5",
		"123456789.12345678": "123456789.123457", "#N/A": "#N/A", "abc": "abc", "": "", "1e400": "1e400", " 7 ": "7",
	} {
		equal(t, raw, string(appendNumber(nil, []byte(raw))), want)
	}
}

func TestSerialDay(t *testing.T) {
	for _, c := range []struct {
		serial   float64
		date1904 bool
		want     string
	}{
		{1, false, "1900-01-01"}, {59, false, "1900-02-28"}, {61, false, "1900-03-01"}, {41406, false, "2013-05-12"},
		{41406.75, false, "2013-05-12"}, {41405.9999999999, false, "2013-05-12"}, {2958465, false, "9999-12-31"},
		{0, true, "1904-01-01"}, {39944, true, "2013-05-12"},
		{60, false, ""}, {0, false, ""}, {-1, false, ""}, {-1, true, ""}, {2958466, false, ""},
	} {
		day, ok := serialDay(c.serial, c.date1904)
		got := ""
		if ok {
			got = day.Format("2006-01-02")
		}
		equal(t, fmt.Sprint(c.serial, c.date1904), got, c.want)
	}
}

func TestParseFormat(t *testing.T) {
	measures := DefaultVocabulary().measureNames()
	for code, want := range map[string]cellStyle{
		"General": {}, "0.00": {}, "#,##0.00_ ": {}, "@": {}, "0.00E+00": {}, `0.00_);[Red]\(0.00\)`: {},
		"yyyy-mm-dd": {format: formatDate}, `yyyy"年"m"月"d"日";@`: {format: formatDate}, "m/d/yy h:mm": {format: formatDate},
		`[DBNum1][$-804]yyyy"年"m"月"`: {format: formatMonth}, "mmm-yy": {format: formatMonth}, "yyyy": {format: formatDate},
		"h:mm:ss": {}, "[h]:mm": {}, "mm:ss": {},
		`0.00"亩"`: {suffix: "亩"}, `#,##0.00 "万元"`: {suffix: "万元"}, `0.00公顷`: {suffix: "公顷"}, `General"平方米"`: {suffix: "平方米"},
		`0.00"户"`: {}, `0.00,"亩"`: {}, `0!.0,"万元"`: {}, `"dmy"0`: {}, `"亩"0.00`: {suffix: "亩"},
	} {
		if got := parseFormat(code, measures); got != want {
			t.Errorf("%s: %+v, want %+v", code, got, want)
		}
	}
}

// The scanner and encoding/xml agree on what a document says.
func FuzzXMLScanner(f *testing.F) {
	for _, seed := range []string{`<a b="1&gt;" c='>'><x:d/>t&#20013;&amp;<![CDATA[<]]></a>`, "<?xml?><!-- > --><a>\r\n</a>", "<a", "<a></a></a>", `<a b="`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, doc string) {
		whole, err := xmlEvents(strings.NewReader(doc))
		pieces, err2 := xmlEvents(iotest.OneByteReader(strings.NewReader(doc)))
		if whole != pieces || (err == nil) != (err2 == nil) {
			t.Fatalf("whole %q %v, in pieces %q %v", whole, err, pieces, err2)
		}
		want, wantErr := standardEvents(doc)
		// Names with a colon at an end are split in different ways.
		if wantErr == nil && err == nil && whole != want && !strings.Contains(want, ":") {
			t.Fatalf("got %q, encoding/xml %q", whole, want)
		}
	})
}

func xmlEvents(r io.Reader) (string, error) {
	var out strings.Builder
	x := newXMLScanner(r)
	for {
		if err := x.next(); errors.Is(err, io.EOF) {
			return out.String(), nil
		} else if err != nil {
			return out.String(), err
		}
		switch x.kind {
		case xmlStart:
			v, err := x.attrText("b")
			if err != nil {
				return out.String(), err
			}
			fmt.Fprintf(&out, "<%s b=%s>", x.name, v)
		case xmlEnd:
			fmt.Fprintf(&out, "</%s>", x.name)
		case xmlText:
			if x.depth > 0 {
				out.Write(x.text)
			}
		}
	}
}

func standardEvents(doc string) (string, error) {
	var out strings.Builder
	d := xml.NewDecoder(strings.NewReader(doc))
	depth := 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out.String(), nil
		}
		if err != nil {
			return "", err
		}
		switch e := token.(type) {
		case xml.StartElement:
			depth++
			b := ""
			for i := len(e.Attr) - 1; i >= 0; i-- {
				if e.Attr[i].Name.Local == "b" {
					b = e.Attr[i].Value
				}
			}
			fmt.Fprintf(&out, "<%s b=%s>", e.Name.Local, b)
		case xml.EndElement:
			depth--
			fmt.Fprintf(&out, "</%s>", e.Name.Local)
		case xml.CharData:
			if depth > 0 {
				out.Write(e)
			}
		}
	}
}
