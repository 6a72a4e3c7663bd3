package pipeline

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestReturns sends refused rows back to their units, corrects one in the
// workbook, puts the workbook into the quarter's folder, and wants the figures
// that a ledger without the slip would have given.
func TestReturns(t *testing.T) {
	t.Parallel()
	const sent = "../fixtures/cases/refuse_bad_number/ledgers"
	ledgers, mended := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")
	for _, dir := range []string{ledgers, mended} {
		if err := os.CopyFS(dir, os.DirFS(sent)); err != nil {
			t.Fatal(err)
		}
	}
	first := runOn(t, ledgers)
	returned := filepath.Join(first, "returns", "高庄街道.xlsx")
	book, err := excelize.OpenFile(returned)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	cell := locate(t, book, "约3")
	sheet := cell.sheet
	if notes, err := book.GetComments(sheet); err != nil || !slices.ContainsFunc(notes, func(c excelize.Comment) bool {
		return c.Cell == cell.at && strings.Contains(c.Text, "N01") && strings.Contains(c.Text, "不是数字")
	}) {
		t.Errorf("no note beside %s: %v %v", cell.at, notes, err)
	}
	// Both areas of the row were wrong: the first is the reason given.
	for _, row := range []string{"H", "I"} {
		if err := book.SetCellStr(sheet, row+cell.at[1:], "3.0000"); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.SaveAs(filepath.Join(ledgers, "2024Q2", "高庄街道补正.xlsx")); err != nil {
		t.Fatal(err)
	}

	path := filepath.Join(mended, "2024Q2", "供地台账.csv")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, bytes.ReplaceAll(b, []byte("约3"), []byte("3.0000")), 0o644); err != nil {
		t.Fatal(err)
	}
	want, got := runOn(t, mended), runOn(t, ledgers)
	for _, name := range []string{"figures.csv", "rankings.csv"} {
		if a, b := withoutRepairs(read(t, filepath.Join(want, name))), withoutRepairs(read(t, filepath.Join(got, name))); a != b {
			t.Errorf("%s differs after the correction:\n%s\n%s", name, a, b)
		}
	}
	if read(t, filepath.Join(first, "figures.csv")) == read(t, filepath.Join(got, "figures.csv")) {
		t.Error("the correction changed no figure")
	}
	// Two rows were given back, one of them to 高庄街道, and that one is put right.
	for _, rate := range []struct{ dir, line string }{{first, "全区,2024-06-30,0.000000,2.000000,0.000000"}, {first, "高庄街道,2024-06-30,0.000000,1.000000,0.000000"},
		{got, "全区,2024-06-30,1.000000,2.000000,50.000000"}, {got, "高庄街道,2024-06-30,1.000000,1.000000,100.000000"}} {
		if text := read(t, filepath.Join(rate.dir, "figures.csv")); !strings.Contains(text, "\nrepair_rate,"+rate.line+",%\n") {
			t.Errorf("no repair rate %s", rate.line)
		}
	}
	if text := read(t, filepath.Join(got, "refused.csv")); strings.Contains(text, "约3") || !strings.Contains(text, "12..5") {
		t.Errorf("the corrected row is refused still, or the other is not:\n%s", text)
	}
}

// withoutRepairs leaves out how many rows were put right: a ledger that needed
// no repair has another rate.
func withoutRepairs(figures string) string {
	var b strings.Builder
	for line := range strings.Lines(figures) {
		if !strings.HasPrefix(line, "repair_rate,") {
			b.WriteString(line)
		}
	}
	return b.String()
}

// runOn publishes the last quarter of the ledgers and gives the edition's folder.
func runOn(t *testing.T, ledgers string) string {
	t.Helper()
	settings, err := ReadSettings(filepath.Join(ledgers, "tongbao.toml"), false)
	if err != nil {
		t.Fatal(err)
	}
	quarters, err := Quarters(ledgers)
	if err != nil {
		t.Fatal(err)
	}
	res, err := Run(t.Context(), Request{Ledgers: ledgers, Out: t.TempDir(), Quarter: quarters[len(quarters)-1], Settings: settings})
	if err != nil || !res.Published {
		t.Fatal(err, res.Blocking)
	}
	return res.Dir
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

type place struct{ sheet, at string }

// locate is where a text stands in the ledger sheets of a return.
func locate(t *testing.T, book *excelize.File, text string) place {
	t.Helper()
	for _, sheet := range book.GetSheetList()[1:] {
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			if j := slices.Index(row, text); j >= 0 {
				at, err := excelize.CoordinatesToCellName(j+1, i+1)
				if err != nil {
					t.Fatal(err)
				}
				return place{sheet, at}
			}
		}
	}
	t.Fatalf("no cell says %s", text)
	return place{}
}
