package pipeline

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestOneLedgerManyForms sends the same quarter as UTF-8, as GB18030, as a web
// page, inside an archive, and its batches, parcels and supplies as one hand
// ledger: every figure stays what it was, to the last byte.
func TestOneLedgerManyForms(t *testing.T) {
	figures := func(f ledgerFiles) string {
		s := built(t, f.write(t))
		if list, words := said(t, s); len(list) > 0 {
			t.Errorf("%s\n%s", list, words)
		}
		table := mart(t, s, "mart.figures_csv")
		return fmt.Sprint(table.Columns, table.Rows)
	}
	clean := cleanLedgers(t)
	want := figures(clean)
	if len(want) < 2000 {
		t.Fatalf("too few figures: %s", want)
	}
	for name, spoil := range map[string]func(name, text string, f ledgerFiles){
		"gb18030": func(name, text string, f ledgerFiles) { f[name] = inGB18030(t, text) },
		"html": func(name, text string, f ledgerFiles) {
			f[strings.TrimSuffix(name, ".csv")+".xls"] = asPage(text)
			delete(f, name)
		},
		"xlsx": func(name, text string, f ledgerFiles) {
			f[strings.TrimSuffix(name, ".csv")+".xlsx"] = asWorkbook(t, text)
			delete(f, name)
		},
		"archive": func(name, text string, f ledgerFiles) { f[name+".zip"] = zipOf(t, name, text); delete(f, name) },
	} {
		files := cleanLedgers(t)
		for name, text := range clean {
			if strings.HasSuffix(name, ".csv") {
				spoil(name, text, files)
			}
		}
		if got := figures(files); got != want {
			t.Errorf("%s: other figures", name)
		}
	}
	hand := cleanLedgers(t)
	delete(hand, batchFile)
	delete(hand, parcelFile)
	delete(hand, supplyFile)
	hand["合并台账.csv"] = handOf(clean)
	if got := figures(hand); got != want {
		t.Error("hand ledger: other figures")
	}
}

func recordsOf(text string) (rows [][]string) {
	for line := range strings.Lines(text) {
		rows = append(rows, strings.Split(strings.TrimRight(line, "\n"), ","))
	}
	return rows
}

// asPage is a ledger as systems export one: a web page called .xls.
func asPage(text string) string {
	var b strings.Builder
	b.WriteString("<html><head><meta charset=\"utf-8\"></head><body><table border=\"1\">")
	for _, row := range recordsOf(text) {
		b.WriteString("<tr><td>" + strings.Join(row, "</td><td>") + "</td></tr>\n")
	}
	return b.String() + "</table></body></html>"
}

func asWorkbook(t *testing.T, text string) string {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	for i, row := range recordsOf(text) {
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	b, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// handOf puts batches, parcels and supplies on one sheet, three levels deep: a
// level's cells stand on its first line and are blank below, as merged cells are.
func handOf(clean ledgerFiles) string {
	// Columns of the three ledgers, by their number there.
	batchColumns, parcelColumns := []int{0, 1, 2, 3, 4}, []int{0, 3, 4, 5, 7, 8, 9, 10, 11, 12}
	supplyColumns := []int{0, 1, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18}
	pick := func(row []string, columns []int, blank bool) (cells []string) {
		for _, c := range columns {
			if blank {
				cells = append(cells, "")
			} else {
				cells = append(cells, row[c])
			}
		}
		return cells
	}
	batches, parcels, supplies := recordsOf(clean[batchFile]), recordsOf(clean[parcelFile]), recordsOf(clean[supplyFile])
	var b strings.Builder
	line := func(batch, parcel, supply []string) {
		b.WriteString(strings.Join(append(append(batch, parcel...), supply...), ",") + "\n")
	}
	line(pick(batches[0], batchColumns, false), pick(parcels[0], parcelColumns, false), pick(supplies[0], supplyColumns, false))
	for _, batch := range batches[1:] {
		again := false
		for _, parcel := range parcels[1:] {
			if parcel[1] != batch[0] {
				continue
			}
			supplied := false
			for _, supply := range supplies[1:] {
				if supply[4] == parcel[0] {
					line(pick(batch, batchColumns, again), pick(parcel, parcelColumns, supplied), pick(supply, supplyColumns, false))
					again, supplied = true, true
				}
			}
			if !supplied {
				line(pick(batch, batchColumns, again), pick(parcel, parcelColumns, false), pick(supplies[0], supplyColumns, true))
				again = true
			}
		}
	}
	return b.String()
}
