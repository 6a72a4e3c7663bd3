package ledger

import (
	"strings"
	"testing"
)

// A web page called .xls: a title table, merged cells both ways, a note between
// the tables, a table of another kind after it.
func TestHTMLWorkbook(t *testing.T) {
	page := `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset=gb2312><title>批次台账</title><style>td{color:red}</style></head><body>
<table><tr><td>高庄街道台账</td></tr></table>单位：亩
<TABLE border=1><tr><th rowspan=2>批准文号</th><th colspan=2>批准</th><th rowspan="2">备注</th><tr><th>日期</th><th>面积</th>
<tr><td rowspan=2>豫政土〔2009〕1号<td>2009-04-20<td>12&nbsp;亩<td>甲&amp;乙<br>丙</tr>
<tr><td>2009-04-21</td><td>  7 </td></tr>
<tr><td colspan="2">合计</td><td>19</td></tr></TABLE>
<table><tr><td>责任单位</td><td>任务类别</td><td>年度</td><td>任务面积（公顷）</td></tr><tr><td>高庄街道</td><td>批而未供</td><td>2024</td><td>4</td></tr></table></body></html>`
	for name, content := range map[string]string{"utf-8": page, "gb18030": gb18030(t, page), "utf-16": utf16Bytes(page, false)} {
		s := readOne(t, "台账.xls", content)
		equal(t, name, s.table("batch").columns("line", "approval_no", "approved_on", "approved_area", "remark"),
			"5|豫政土〔2009〕1号|2009-04-20|12\u00a0亩|甲&乙\n丙\n6|豫政土〔2009〕1号|2009-04-21|7|\n7|合计||19|")
		equal(t, name+" sheets", s.table("sheet").columns("sheet", "kind", "header_line", "measure", "format", "unit_hint"),
			"表1|batch|3|亩|html|台账|高庄街道台账|单位:亩\n表2|task|8||html|台账")
		equal(t, name+" task", s.table("task").columns("line", "unit", "area"), "9|高庄街道|4")
	}
}

// The XML form of Excel 2003, as .xls: sheets, skipped rows and columns, merged
// cells, dates and numbers exact.
func TestXMLWorkbook(t *testing.T) {
	s := readOne(t, "台账.xls", `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><ss:Worksheet ss:Name="一季度"><ss:Table>
<ss:Row ss:Index="2"><ss:Cell><ss:Data ss:Type="String">批准文号</ss:Data></ss:Cell><ss:Cell ss:Index="3"><ss:Data ss:Type="String">批准日期</ss:Data></ss:Cell><ss:Cell><ss:Data ss:Type="String">批准面积</ss:Data></ss:Cell></ss:Row>
<ss:Row><ss:Cell ss:MergeDown="1"><ss:Data ss:Type="String">豫1号</ss:Data></ss:Cell><ss:Cell ss:Index="3"><ss:Data ss:Type="DateTime">2009-04-20T00:00:00.000</ss:Data></ss:Cell><ss:Cell><ss:Data ss:Type="Number">12.340000000000002</ss:Data></ss:Cell></ss:Row>
<ss:Row ss:Index="4"><ss:Cell ss:Index="3"><ss:Data ss:Type="DateTime">2010-04-20T00:00:00.000</ss:Data></ss:Cell><ss:Cell><ss:Data ss:Type="Number">1</ss:Data></ss:Cell></ss:Row>
</ss:Table></ss:Worksheet><ss:Worksheet ss:Name="空"/></ss:Workbook>`)
	equal(t, "rows", s.table("batch").columns("line", "approval_no", "approved_on", "approved_area"), "3|豫1号|2009-04-20|12.34\n4|豫1号|2010-04-20|1")
	equal(t, "sheet", s.table("sheet").columns("sheet", "format", "rows_read", "unit_hint"), "一季度|xml|2|一季度|台账")
}

// UTF-16 without a mark is told by its zeros.
func TestUTF16WithoutMark(t *testing.T) {
	text := "批准文号,批准日期,批准面积\r\n豫1号,2009-04-20,20\r\n"
	for _, big := range []bool{false, true} {
		s := readOne(t, "a.csv", utf16Bytes(text, big)[2:])
		equal(t, "rows", s.table("batch").columns("line", "approval_no", "approved_area"), "2|豫1号|20")
		equal(t, "encoding", s.table("sheet").columns("encoding"), map[bool]string{false: encodingUTF16LE, true: encodingUTF16BE}[big])
	}
}

// A bad byte is located by line and column.
func TestBadByteColumn(t *testing.T) {
	s := readOne(t, "a.csv", gb18030(t, "批准文号,批准日期,批准面积\n\"豫,1号\",2009-04-20,")+"\x81\x20\n")
	contains(t, s.Files[0].Message, "第2行C列", "GB18030", "81 20")
}

// Excel's own limits: what is beyond them is told, not read without end.
func TestHugeHTML(t *testing.T) {
	s := readOne(t, "a.xls", "<table>"+strings.Repeat("<tr><td colspan=16000><td>x", 2000))
	contains(t, s.Files[0].Message, "表格过大")
}
