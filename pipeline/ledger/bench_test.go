package ledger

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// supplyRow is one line of a supply ledger as long as real ones are.
func supplyRow(i int) []string {
	return []string{
		fmt.Sprint(i + 1), fmt.Sprintf("41040420%02dB%07d", i%20, i), fmt.Sprintf("石龙出让20%02d-%06d", i%20, i),
		fmt.Sprintf("豫政土〔20%02d〕%d号", i%20, i%900), fmt.Sprintf("DK-%07d", i), "挂牌出让",
		fmt.Sprintf("20%02d-%02d-%02d", i%20, i%12+1, i%28+1), fmt.Sprintf("%d.%04d", i%40, i%10000), fmt.Sprintf("%d.%04d", i%40, i%10000),
		fmt.Sprint(i%9000 + 100), fmt.Sprintf("平顶山示例%d号建设有限公司", i%5000), "工业用地",
		"2020-01-01", "2020-07-01", "2022-07-01", "2020-06-20", "", "", "",
	}
}

var supplyHeader = strings.Split("序号,电子监管号,合同编号(划拨决定书号),批准文号,地块编号,供应方式,签订日期,供地面积（公顷）,分摊面积（公顷）,成交价款（万元）,用地单位,土地用途,约定交地日期,约定动工日期,约定竣工日期,实际动工日期,实际竣工日期,撤销日期,撤销原因", ",")

func writeSupplyCSV(tb testing.TB, path string, rows int, gb bool) int64 {
	tb.Helper()
	var text bytes.Buffer
	text.WriteString(strings.Join(supplyHeader, ",") + "\r\n")
	for i := range rows {
		text.WriteString(strings.Join(supplyRow(i), ",") + "\r\n")
	}
	data := text.Bytes()
	if gb {
		var err error
		if data, err = simplifiedchinese.GB18030.NewEncoder().Bytes(data); err != nil {
			tb.Fatal(err)
		}
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		tb.Fatal(err)
	}
	return int64(len(data))
}

func benchmarkRead(b *testing.B, make func(dir string) int64) {
	root := b.TempDir()
	dir := filepath.Join(root, "2024Q2")
	if err := os.Mkdir(dir, 0o755); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(make(dir))
	stage := b.TempDir()
	b.ReportAllocs()
	for b.Loop() {
		l, err := Read(context.Background(), Source{root, "2024Q2"}, DefaultVocabulary(), stage)
		if err != nil || len(l.Sheets) != 1 || l.Sheets[0].Kind != "supply" {
			b.Fatal(l.Problems(), err)
		}
	}
}

const benchRows = 200_000

func BenchmarkCSV(b *testing.B) {
	benchmarkRead(b, func(dir string) int64 {
		return writeSupplyCSV(b, filepath.Join(dir, "供地.csv"), benchRows, false)
	})
}

func BenchmarkGB18030(b *testing.B) {
	benchmarkRead(b, func(dir string) int64 {
		return writeSupplyCSV(b, filepath.Join(dir, "供地.csv"), benchRows, true)
	})
}

func writeSupplyXLSX(tb testing.TB, path string, rows int) int64 {
	tb.Helper()
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		tb.Fatal(err)
	}
	style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		tb.Fatal(err)
	}
	row := func(i int) []any {
		cells := make([]any, len(supplyHeader))
		if i == 0 {
			for c, title := range supplyHeader {
				cells[c] = title
			}
			return cells
		}
		for c, text := range supplyRow(i) {
			cells[c] = text
		}
		cells[6] = excelize.Cell{StyleID: style, Value: 40000 + i%4000}
		cells[7], cells[8], cells[9] = float64(i)/7, float64(i)/7, i
		return cells
	}
	for i := range rows + 1 {
		if err := w.SetRow(fmt.Sprintf("A%d", i+1), row(i)); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		tb.Fatal(err)
	}
	if err := f.SaveAs(path); err != nil {
		tb.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		tb.Fatal(err)
	}
	return info.Size()
}

const benchSheetRows = 50_000

func BenchmarkXLSX(b *testing.B) {
	benchmarkRead(b, func(dir string) int64 {
		return writeSupplyXLSX(b, filepath.Join(dir, "供地.xlsx"), benchSheetRows)
	})
}

// BenchmarkRatioXLSX is how many times as long as excelize's own streaming
// reader a workbook of 200 000 rows takes: x-wall by the clock, x-cpu by the
// processor. Excelize reads raw values, without styles; ours are dates and exact
// numbers, staged as CSV.
func BenchmarkRatioXLSX(b *testing.B) {
	root := b.TempDir()
	dir := filepath.Join(root, "2024Q2")
	if err := os.Mkdir(dir, 0o755); err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(dir, "供地.xlsx")
	writeSupplyXLSX(b, path, benchRows)
	stage := b.TempDir()
	var ours, theirs cost
	for b.Loop() {
		theirs.add(func() { excelizeRows(b, path) })
		ours.add(func() {
			l, err := Read(context.Background(), Source{root, "2024Q2"}, DefaultVocabulary(), stage)
			if err != nil || len(l.Sheets) != 1 || l.Sheets[0].RowsRead != benchRows {
				b.Fatal(l.Problems(), err)
			}
		})
	}
	b.ReportMetric(ours.wall.Seconds()/theirs.wall.Seconds(), "x-wall")
	b.ReportMetric(ours.cpu.Seconds()/theirs.cpu.Seconds(), "x-cpu")
	b.ReportMetric(theirs.wall.Seconds()/float64(b.N), "excelize-s")
}

// cost adds up the time that work takes.
type cost struct{ wall, cpu time.Duration }

func (c *cost) add(work func()) {
	used := func() time.Duration {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			return 0
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	start, before := time.Now(), used()
	work()
	c.wall += time.Since(start)
	c.cpu += used() - before
}

// excelizeRows reads a sheet through excelize's streaming reader.
func excelizeRows(b *testing.B, path string) {
	f, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true})
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	rows, err := f.Rows("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	for rows.Next() {
		if _, err := rows.Columns(); err != nil {
			b.Fatal(err)
		}
	}
}

var benchXML = []byte("<a>" + strings.Repeat(`<row r="12"><c r="A12" s="3" t="s"><v>123</v></c><c r="B12"><v>12.5</v></c></row>`, 5000) + "</a>")

func BenchmarkXML(b *testing.B) {
	b.Run("own", func(b *testing.B) {
		b.SetBytes(int64(len(benchXML)))
		for b.Loop() {
			x := newXMLScanner(bytes.NewReader(benchXML))
			for x.next() == nil {
				_ = x.attr("r")
			}
		}
	})
	b.Run("encoding/xml", func(b *testing.B) {
		b.SetBytes(int64(len(benchXML)))
		for b.Loop() {
			d := xml.NewDecoder(bytes.NewReader(benchXML))
			for {
				if _, err := d.RawToken(); err == io.EOF {
					break
				}
			}
		}
	})
}
