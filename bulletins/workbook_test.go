package bulletins

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"tongbao/queries"
)

func annexBook(t *testing.T, c Content) *excelize.File {
	t.Helper()
	var once, twice bytes.Buffer
	if err := WriteAnnex(&once, c); err != nil {
		t.Fatal(err)
	}
	if err := WriteAnnex(&twice, c); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(once.Bytes(), twice.Bytes()) {
		t.Error("the same content gave two different workbooks")
	}
	f, err := excelize.OpenReader(&once)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// What a spreadsheet shows must be what the bulletin prints, cell by cell.
func TestWorkbookShowsTheAnnexes(t *testing.T) {
	c := sampleContent()
	f := annexBook(t, c)
	annexes := c.annexes(newOrigins(c))
	if got := f.GetSheetList(); len(got) != 6 || got[0] != "附件1" || got[5] != "附件6" {
		t.Fatalf("sheets %q", got)
	}
	for i, a := range annexes {
		name := f.GetSheetList()[i]
		first := 4
		if i < 2 {
			first = 5 // two rows of headings
		}
		for r, row := range a.Table.Rows {
			for k, want := range row.Cells {
				cell := at(k+1, first+r)
				if got, err := f.GetCellValue(name, cell); err != nil || got != want {
					t.Errorf("%s!%s = %q, %v; want %q", name, cell, got, err, want)
				}
			}
		}
	}
	for cell, want := range map[string]string{"A1": "批而未供处置进展表（示例数据）", "K3": "本季处置", "K4": "供应", "M4": "调整", "A3": "序号"} {
		if got, _ := f.GetCellValue("附件1", cell); got != want {
			t.Errorf("附件1!%s = %q, want %q", cell, got, want)
		}
	}
	merged, err := f.GetMergeCells("附件1")
	if err != nil {
		t.Fatal(err)
	}
	ranges := map[string]bool{}
	for _, m := range merged {
		ranges[m.GetStartAxis()+":"+m.GetEndAxis()] = true
	}
	for _, want := range []string{"A1:Q1", "A3:A4", "K3:M3", "Q3:Q4"} {
		if !ranges[want] {
			t.Errorf("%s is not merged; merged are %v", want, ranges)
		}
	}
	if kind, _ := f.GetCellType("附件1", "C5"); kind != excelize.CellTypeNumber && kind != excelize.CellTypeUnset {
		t.Errorf("a figure is stored as type %d, not as a number", kind)
	}
	if raw, _ := f.GetCellValue("附件1", "I5", excelize.Options{RawCellValue: true}); raw != "0.7375" {
		t.Errorf("73.75%% is stored as %s", raw)
	}
	if panes, _ := f.GetPanes("附件1"); !panes.Freeze || panes.YSplit != 4 {
		t.Errorf("the headings are not frozen: %+v", panes)
	}
}

func TestWorkbookHasNoFormulas(t *testing.T) {
	c := sampleContent()
	bad := []string{"=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "=HYPERLINK(\"http://x\")", "007", "1e5", "12345678901234567"}
	row := append(append([]string{}, bad...), "", "", "")
	c.Annexes[2] = queries.NewTable("mart.annex_3", c.Annexes[2].Columns, row)
	f := annexBook(t, c)
	for i, want := range bad {
		cell := at(i+1, 4)
		if got, _ := f.GetCellValue("附件3", cell); got != want {
			t.Errorf("%s = %q, want %q", cell, got, want)
		}
		if formula, _ := f.GetCellFormula("附件3", cell); formula != "" {
			t.Errorf("%s became the formula %s", cell, formula)
		}
		if kind, _ := f.GetCellType("附件3", cell); kind != excelize.CellTypeSharedString && kind != excelize.CellTypeInlineString {
			t.Errorf("%s %q is stored as type %d, not as text", cell, want, kind)
		}
	}
}

func TestExactNumber(t *testing.T) {
	for _, c := range []struct {
		text   string
		value  float64
		format string
		ok     bool
	}{
		{"12.3400", 12.34, "0.0000", true}, {"0", 0, "0", true}, {"69.75%", 0.6975, "0.00%", true}, {"101.81%", 1.0181, "0.00%", true},
		{"-1.50", -1.5, "0.00", true}, {"+4.10", 4.1, "+0.00;-0.00;0.00", true}, {"5%", 0.05, "0%", true},
		{"", 0, "", false}, {"—", 0, "", false}, {"1,234", 0, "", false}, {"01", 0, "", false}, {"4104040000001", 0, "", false}, {"1.", 0, "", false},
	} {
		value, format, ok := exactNumber(c.text)
		if value != c.value || format != c.format || ok != c.ok {
			t.Errorf("exactNumber(%q) = %v, %q, %v; want %v, %q, %v", c.text, value, format, ok, c.value, c.format, c.ok)
		}
	}
}
