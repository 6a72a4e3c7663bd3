package ledger

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// sheetXML wraps rows into a workbook of one sheet.
func sheetXML(t *testing.T, rows string) string {
	t.Helper()
	const rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	return zipped(t, "[Content_Types].xml", "<Types/>",
		"_rels/.rels", `<Relationships><Relationship Id="r1" Type="`+rel+`officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml", `<workbook><sheets><sheet name="a" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Type="`+rel+`worksheet" Target="s.xml"/></Relationships>`,
		"xl/s.xml", "<worksheet><sheetData>"+rows+"</sheetData></worksheet>")
}

func textCells(cells ...string) string {
	var b strings.Builder
	b.WriteString("<row>")
	for _, c := range cells {
		b.WriteString(`<c t="str"><v>` + c + `</v></c>`)
	}
	return b.String() + "</row>"
}

// What spreadsheets can hold is read, what is beyond them is told with the
// place, and neither takes memory in proportion to what is not there.
func TestBounds(t *testing.T) {
	head := textCells("批准文号", "批准日期", "批准面积")
	row := textCells("豫1号", "2009-04-20", "20")
	for name, c := range map[string]struct{ file, content, says string }{
		"1048576 rows":        {"a.xlsx", sheetXML(t, head+strings.Repeat("<row/>", maxSheetRows-2)+row), ""},
		"one row more":        {"a.xlsx", sheetXML(t, head+strings.Repeat("<row/>", maxSheetRows)), "超过1048576行"},
		"16384 columns":       {"a.xlsx", sheetXML(t, head+textCells(append([]string{"豫1号", "2009-04-20", "20"}, make([]string, 16381)...)...)), ""},
		"one column more":     {"a.xlsx", sheetXML(t, head+"<row>"+strings.Repeat("<c><v>1</v></c>", maxSheetColumns+1)+"</row>"), "超过16384列"},
		"a giant cell":        {"a.xlsx", sheetXML(t, head+textCells(strings.Repeat("x", maxRecord+1))), "超过16 MB"},
		"a wide text":         {"a.csv", batchCSV + strings.Repeat(",", maxSheetColumns) + "x\n", "超过16384列"},
		"a giant quoted cell": {"a.csv", batchCSV + "\"" + strings.Repeat("x\n", maxRecord), "超过16 MB"},
		"a bomb of spaces":    {"a.zip", zipped(t, "a.csv", strings.Repeat(" ", 200<<20)), "16 MB"},
	} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		s := readOne(t, c.file, c.content)
		runtime.ReadMemStats(&after)
		if c.says == "" {
			equal(t, name, s.table("batch").columns("approval_no", "approved_area"), "豫1号|20")
		} else {
			equal(t, name, s.Files[0].Status, StatusUnreadable)
			contains(t, s.Files[0].Message, c.says)
		}
		if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > 300<<20 {
			t.Errorf("%s: the heap grew by %d MB", name, grown>>20)
		}
	}
	equal(t, "rows read", fmt.Sprint(readOne(t, "a.xlsx", sheetXML(t, head+strings.Repeat("<row/>", 9)+row)).Sheets[0].RowsRead), "10")
}
