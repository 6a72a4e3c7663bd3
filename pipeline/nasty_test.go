package pipeline

import (
	"encoding/csv"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// nasty is what stands in cells where nobody expects it.
var nasty = []string{
	"", " ", "　", "—", "/", "无", "待定", "0", "-1", "-0.0001", "0.000000499", "１２．５亩", "12.5亩", "1,234.5678", "1 234", "12.5公顷左右", "约12",
	"99999999999999999999", "99999999999", "1e309", "1E+15", "4.1E14", "NaN", "Infinity", "#REF!", "#DIV/0!", "=1+1", "@SUM(A1)", "+86", "'12",
	"2024-02-30", "2013年5月", "2013年13月", "二〇一三年五月", "20130512", "41405", "9999-12-31", "0001-01-01", "1899-12-30", "2013-05-12 23:59:59", "13.5.12",
	"合计", "小计", "其中：", "注：示例", "全区", "区住建局", "区住房和城乡建设局", "高庄街道、龙兴街道", "高庄街道 ", "高\n庄街道", "\"引号\"", "a,b", "\x00", "\u202e", "😀", "D2", "D99", "调整使用", "是",
	"豫政土〔2018〕 902号", "豫政土[2018]902号", "豫政土【2018】902号", strings.Repeat("长", 5000), "'; DROP TABLE fact.batch; --",
}

// TestNastyCells spoils many cells of random ledgers. Whatever they hold, a run
// ends in figures and lists: each row has its fate, units add up to 全区, and no
// cell of a ledger is executed by whoever opens the lists.
func TestNastyCells(t *testing.T) {
	for _, seed := range []uint64{301, 302, 303, 304} {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			_, ledgers := randomLedgers(t, seed, 40)
			r := rand.New(rand.NewPCG(seed, 7))
			err := filepath.WalkDir(ledgers, func(path string, d fs.DirEntry, err error) error {
				if err != nil || filepath.Ext(path) != ".csv" || strings.Contains(path, "单位名录") {
					return err
				}
				return spoil(path, r, 4+int(seed%4)*8)
			})
			if err != nil {
				t.Fatal(err)
			}
			s := built(t, ledgers) // holds every sheet to read = accepted + refused + left out
			sheets := mart(t, s, "mart.sheet_balance")
			read, refused := 0, 0
			for i := range sheets.Len() {
				read += number(sheets, i, "rows_read")
				refused += number(sheets, i, "refused")
				if !sheets.True(i, "balanced") {
					t.Errorf("seed %d: %s does not balance", seed, sheets.Text(i, "file"))
				}
			}
			if list := mart(t, s, "mart.refused_csv"); read < 200 || refused < 10 || list.Len() != refused {
				t.Errorf("seed %d: %d rows read, %d refused, %d listed", seed, read, refused, list.Len())
			}
			for _, name := range []string{"mart.refused_csv", "mart.findings_csv", "mart.figures_csv", "mart.rankings_csv"} {
				table := mart(t, s, name)
				for i, row := range table.Rows {
					for j, cell := range row {
						if strings.ContainsAny(cell.String[:min(1, len(cell.String))], "=+@") || strings.HasPrefix(cell.String, "-") && strings.Trim(cell.String, "-.0123456789") != "" {
							t.Errorf("seed %d: %s row %d: %s begins like a formula: %.60q", seed, name, i+1, table.Columns[j], cell.String)
						}
					}
				}
			}
			for i := range mart(t, s, "mart.blocking").Len() {
				if rule := mart(t, s, "mart.blocking").Text(i, "rule"); rule == "T01" || rule == "T05" {
					t.Errorf("seed %d: %v", seed, mart(t, s, "mart.blocking").Rows[i])
				}
			}
		})
	}
}

// spoil replaces some of every hundred data cells of a CSV file.
func spoil(path string, r *rand.Rand, percent int) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	rows, err := csv.NewReader(strings.NewReader(string(b))).ReadAll()
	if err != nil {
		return err
	}
	for _, row := range rows[1:] {
		for j := range row {
			if r.IntN(100) < percent {
				row[j] = nasty[r.IntN(len(nasty))]
			}
		}
	}
	return writeRows(path, "", rows)
}
