package ledger

import (
	"strings"
	"testing"
)

const combinedHeader = "批准文号|批次名称|批准时间|地块名称|地块面积|供地文号|用地单位|出让面积|带供|备注"

// levels reads the rows of the three kinds that a combined ledger makes.
func levels(s staged) string {
	return s.table("batch").columns("sheet_id", "line", "approval_no", "batch_name", "approved_on", "approved_area", "unit", "remark", "extra") + "\n--\n" +
		s.table("parcel").columns("sheet_id", "line", "parcel_id", "approval_no", "batch_name", "parcel_name", "parcel_area", "unit", "remark", "extra") + "\n--\n" +
		s.table("supply").columns("sheet_id", "line", "contract_no", "approval_no", "batch_name", "parcel_id", "signed_on", "supply_area", "land_user", "extra")
}

func asCSV(lines ...string) string {
	return strings.ReplaceAll(strings.Join(lines, "\n"), "|", ",") + "\n"
}

// The ledger of domain.md, with merged (blank) cells: two batches, the first of
// two parcels of which one was supplied twice.
func TestCombined(t *testing.T) {
	lines := []string{
		"石龙区批而未供台账", combinedHeader,
		"豫政土〔2009〕1号|2009年第一批|2009-04-20|北地块|10|石龙出让1号|甲公司|4|是|头一宗",
		"|||||石龙出让2号|乙公司|5|否|",
		"|||南地块|8.5|||||未征",
		"豫政土〔2010〕2号|2010年第一批|2010-05-06|东地块|3|—|||带|",
		"合计|||||||||",
	}
	want := "1|3|豫政土〔2009〕1号|2009年第一批|2009-04-20||||\n" +
		"1|7||合计|||||\n" +
		"1|6|豫政土〔2010〕2号|2010年第一批|2010-05-06||||\n--\n" +
		"2|3|豫政土〔2009〕1号#北地块|豫政土〔2009〕1号|2009年第一批|北地块|10|||\n" +
		"2|5|豫政土〔2009〕1号#南地块|豫政土〔2009〕1号|2009年第一批|南地块|8.5||未征|\n" +
		"2|6|豫政土〔2010〕2号#东地块|豫政土〔2010〕2号|2010年第一批|东地块|3|||{\"供地文号\":\"—\",\"带供\":\"带\"}\n--\n" +
		"3|3|石龙出让1号|豫政土〔2009〕1号|2009年第一批|豫政土〔2009〕1号#北地块||4|甲公司|{\"带供\":\"是\",\"备注\":\"头一宗\"}\n" +
		"3|4|石龙出让2号|豫政土〔2009〕1号|2009年第一批|豫政土〔2009〕1号#北地块||5|乙公司|{\"带供\":\"否\"}"
	s := readOne(t, "合并台账.csv", asCSV(lines...))
	equal(t, "csv", levels(s), want)
	equal(t, "sheets", s.table("sheet").columns("sheet_id", "file", "kind", "header_line", "rows_read", "rows_blank", "status"),
		"1|2024Q2/合并台账.csv|batch|2|5|2|ok\n2|2024Q2/合并台账.csv|parcel|2|5|2|ok\n3|2024Q2/合并台账.csv|supply|2|5|3|ok")
	equal(t, "columns", strings.ReplaceAll(s.table("sheet_column").columns("letter", "field"), "\n", " "), "A|approval_no B|batch_name C|approved_on D| E| F| G| H| I| J|remark "+
		"A|approval_no B|batch_name C| D|parcel_name E|parcel_area F| G| H| I| J|remark A|approval_no B|batch_name C| D| E| F|contract_no G|land_user H|supply_area I| J|")

	b := newBook(t).rows(lines...).merge("A3", "A5").merge("B3", "B5").merge("C3", "C5").merge("D3", "D4").merge("E3", "E4").merge("A1", "J1")
	equal(t, "xlsx", levels(readOne(t, "合并台账.xlsx", b.bytes())), want)

	// Filled down instead of merged: the same rows.
	filled := append([]string{}, lines...)
	filled[3] = "豫政土 [2009] 1号|2009年第一批|2009-04-20|北地块|10.00|石龙出让2号|乙公司|5|否|"
	filled[4] = "豫政土〔2009〕1号|2009年第一批|2009-04-20|南地块|8.5|||||未征"
	equal(t, "filled down", levels(readOne(t, "合并台账.csv", asCSV(filled...))), want)
}

// Areas of their own at each level, units and numbers: what a whole combined
// ledger has. The batch's area repeated on each line counts once; another area
// for the same batch is a row again.
func TestCombinedAreas(t *testing.T) {
	s := readOne(t, "a.csv", asCSV(
		"单位：亩",
		"序号|批准文号|批次名称|批准时间|批准面积|责任单位|地块编号|地块名称|地块面积|合同编号|签订日期|供地面积（公顷）|用地单位",
		"1|豫1号|一批|2009-04-20|300|高庄街道|DK1|北|150|C1|2010-01-01|10|甲",
		"2|豫1号|一批|2009-04-20|300|龙河街道|DK2|南|150|C2|2010-01-01|9|乙",
		"3|豫1号|一批|2009-04-20|310||DK3|西|10||||",
		"|小计||||||||||19|",
		"4|豫1号|二批||20||DK4|东|20||||",
		"5|豫2号|三批|2011-01-01|30|高庄街道|||||||",
		"|豫1号|一批|2009-04-20|300|高庄街道|DK5|中|5||||",
		"注：面积为亩|||||||||||",
	))
	equal(t, "rows", levels(s), ""+
		"1|3|豫1号|一批|2009-04-20|300|高庄街道||\n"+
		"1|5|豫1号|一批|2009-04-20|310|||\n"+
		"1|7|豫1号|二批||20|||\n"+
		"1|8|豫2号|三批|2011-01-01|30|高庄街道||{\"序号\":\"5\"}\n"+
		"1|10|注：面积为亩||||||\n"+
		"1|9|豫1号|一批|2009-04-20|300|高庄街道||\n--\n"+
		"2|3|DK1|豫1号|一批|北|150|高庄街道||\n"+
		"2|4|DK2|豫1号|一批|南|150|龙河街道||\n"+
		"2|5|DK3|豫1号|一批|西|10|龙河街道||{\"序号\":\"3\"}\n"+
		"2|7|DK4|豫1号|二批|东|20|||{\"序号\":\"4\"}\n"+
		"2|9|DK5|豫1号|一批|中|5|高庄街道||\n--\n"+
		"3|3|C1|豫1号|一批|DK1|2010-01-01|10|甲|{\"序号\":\"1\"}\n"+
		"3|4|C2|豫1号|一批|DK2|2010-01-01|9|乙|{\"序号\":\"2\"}\n"+
		"3|6|小计|||||19||")
	equal(t, "sheets", s.table("sheet").columns("kind", "measure", "rows_read", "rows_blank"), "batch|亩|8|2\nparcel|亩|8|3\nsupply|亩|8|5")
	if got := s.table("sheet_column").columns("sheet_id", "field", "measure"); !strings.Contains(got, "3|supply_area|公顷") || strings.Contains(got, "2|parcel_area|公顷") {
		t.Errorf("measures of columns: %s", got)
	}
}

// A merged supply covers two parcels: both have a row, without a share of the
// area that nobody wrote down (N05). Text that only names a plan is no supply.
func TestCombinedMergedSupply(t *testing.T) {
	s := readOne(t, "a.xlsx", newBook(t).rows(combinedHeader+"|土地用途",
		"豫1号|一批|2009-04-20|北|10|C1|甲|12|||工业用地",
		"|||南|8|||||拟挂牌|商服用地",
		"豫2号|二批|2009-04-20|北|3||||||住宅用地",
	).merge("F2", "F3").merge("G2", "G3").merge("H2", "H3").bytes())
	equal(t, "supply", s.table("supply").columns("line", "contract_no", "parcel_id", "supply_area", "land_user", "land_use", "extra"),
		"2|C1|豫1号#北|12|甲|工业用地|\n3|C1|豫1号#南||甲|商服用地|{\"备注\":\"拟挂牌\"}")
	equal(t, "parcel", s.table("parcel").columns("parcel_id", "extra"), "豫1号#北|\n豫1号#南|\n豫2号#北|{\"土地用途\":\"住宅用地\"}")
}

// Nothing of a line is lost: texts that differ within one entity, a unit of
// their own, cells beyond the header.
func TestCombinedLosesNothing(t *testing.T) {
	s := readOne(t, "a.csv", asCSV(combinedHeader+"|责任单位",
		",,,,,,,,,,开头",
		"豫1号|一批|2009-04-20|北|10||||||高庄街道",
		"|||||C1|甲|1|||龙河街道|多",
		"||||||||是|另见附件|",
		"|||北|11||||||",
	))
	equal(t, "rows", levels(s), ""+
		"1|2|||||开头||\n1|3|豫1号|一批|2009-04-20||高庄街道||\n--\n"+
		"2|3|豫1号#北|豫1号|一批|北|10|高庄街道|另见附件|{\"带供(第5行)\":\"是\"}\n"+
		"2|6|豫1号#北|豫1号|一批|北|11|高庄街道||\n--\n"+
		"3|4|C1|豫1号|一批|豫1号#北||1|甲|{\"责任单位\":\"龙河街道\",\"多出的第12列\":\"多\"}")
}

// A ledger of idle land that tells of batch, parcel and supply stays one of idle
// land; a ledger that lacks a level is of one kind.
func TestNotCombined(t *testing.T) {
	for want, header := range map[string]string{
		"idle":   "闲置编号|宗地名称|宗地面积|闲置面积|认定日期|批准文号|批准日期|用地单位|供地面积|责任单位",
		"parcel": "地块编号|批准文号|批次名称|地块名称|地块面积|用地单位|供地面积|责任单位",
		"supply": "电子监管号|批准文号|地块编号|签订日期|供地面积|用地单位|地块名称",
		"batch":  "批准文号|批次名称|批准日期|批准面积|地块名称|用地单位",
	} {
		s := readOne(t, "a.csv", asCSV(header, strings.Repeat("1|", strings.Count(header, "|"))+"1"))
		equal(t, header, s.table("sheet").columns("kind"), want)
	}
}
