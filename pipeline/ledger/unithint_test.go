package ledger

import "testing"

// The unit of a sheet without a unit column may stand in the sheet's name, the
// file's, a folder's, or a line above the header; the nearest comes first.
func TestUnitHint(t *testing.T) {
	one := newBook(t).rows("石龙区高庄街道 批次台账", "填报单位（盖章）：|高庄街道办事处||单位：亩", "批准文号|批准日期|批准面积", "豫1号|2009-04-20|20").bytes()
	b := newBook(t).rows("批准文号|批准日期|批准面积", "豫1号|2009-04-20|20")
	if err := b.f.SetSheetName("Sheet1", "龙兴 街道"); err != nil {
		t.Fatal(err)
	}
	if _, err := b.f.NewSheet("龙河街道"); err != nil {
		t.Fatal(err)
	}
	for cell, value := range map[string]string{"A1": "批准文号", "B1": "批准日期", "C1": "批准面积", "A2": "豫2号", "B2": "2010-01-01", "C2": "3"} {
		if err := b.f.SetCellValue("龙河街道", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	s := readFolder(t, map[string]string{
		"2024Q2/一/台账１.xlsx":  one,
		"2024Q2/二/分街道.xlsx":  b.bytes(),
		"2024Q2/龙河|街道.csv":   "填报单位：龙河街道　填报人：张三\n批准文号,批准日期,批准面积\n豫3号,2009-04-20,20\n",
		"2024Q2/高庄街道/批次.csv": batchCSV,
	})
	equal(t, "hints", s.table("sheet").columns("file", "sheet", "unit_hint"), ""+
		"2024Q2/一/台账１.xlsx|Sheet1|台账1|一|高庄街道办事处|石龙区高庄街道批次台账|填报单位(盖章):|单位:亩\n"+
		"2024Q2/二/分街道.xlsx|龙兴 街道|龙兴街道|分街道|二\n"+
		"2024Q2/二/分街道.xlsx|龙河街道|龙河街道|分街道|二\n"+
		"2024Q2/高庄街道/批次.csv||批次|高庄街道\n"+
		"2024Q2/龙河|街道.csv||龙河街道|填报单位:龙河街道填报人:张三")
	equal(t, "every sheet is read", s.table("batch").columns("sheet_id", "approval_no"), "1|豫1号\n2|豫1号\n3|豫2号\n4|豫1号\n5|豫3号")
}
