package ledger

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/flate"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// alone makes the test binary read one folder and end: its peak memory is then
// that of reading, and of nothing a test did before.
var alone = flag.String("alone", "", "read this folder in a process of its own")

func TestMain(m *testing.M) {
	flag.Parse()
	if *alone == "" {
		os.Exit(m.Run())
	}
	os.Exit(readAlone(*alone))
}

// addressSpace ends a child that would take the machine with it.
const addressSpace = 6 << 30

func readAlone(root string) int {
	limit := syscall.Rlimit{Cur: addressSpace, Max: addressSpace}
	if err := syscall.Setrlimit(syscall.RLIMIT_AS, &limit); err != nil {
		fmt.Println(err)
		return 1
	}
	load, err := Read(context.Background(), Source{root, "2024Q2"}, DefaultVocabulary(), filepath.Join(root, "stage"))
	if err != nil {
		fmt.Println(err)
		return 1
	}
	for _, f := range load.Files {
		fmt.Println(f.Status, f.Message)
	}
	for _, s := range load.Sheets {
		fmt.Println(s.Kind, s.RowsRead)
	}
	// Of this process alone: what getrusage tells begins with the parent's peak.
	status, err := os.ReadFile("/proc/self/status")
	_, peak, found := strings.Cut(string(status), "VmHWM:")
	if err != nil || !found {
		fmt.Println("no peak memory:", err)
		return 1
	}
	peak, _, _ = strings.Cut(peak, "kB")
	fmt.Println("peak", strings.TrimSpace(peak))
	return 0
}

// readByChild reads root in a child and gives what it said and its peak memory in MB.
func readByChild(tb testing.TB, root string) (said string, peak int) {
	tb.Helper()
	out, err := exec.Command(os.Args[0], "-alone", root).CombinedOutput()
	if err != nil {
		tb.Fatalf("%v: %.2000s", err, out)
	}
	said, kB, _ := strings.Cut(string(out), "peak ")
	if _, err := fmt.Sscan(kB, &peak); err != nil || peak == 0 {
		tb.Fatalf("no peak memory: %s", out)
	}
	return said, peak >> 10
}

// parts streams a zip archive to a file: name and what writes it, in turn.
func parts(t *testing.T, path string, list ...any) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z := zip.NewWriter(f)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	for i := 0; i < len(list); i += 2 {
		w, err := z.Create(list[i].(string))
		if err != nil {
			t.Fatal(err)
		}
		b := bufio.NewWriterSize(w, 1<<20)
		switch content := list[i+1].(type) {
		case string:
			b.WriteString(content)
		case func(io.Writer):
			content(b)
		}
		if err := b.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
}

// workbookOf streams a workbook of one sheet, with shared strings.
func workbookOf(t *testing.T, path string, sheet, shared func(io.Writer)) {
	t.Helper()
	const rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	parts(t, path, "[Content_Types].xml", "<Types/>",
		"_rels/.rels", `<Relationships><Relationship Id="r1" Type="`+rel+`officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml", `<workbook><sheets><sheet name="a" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Type="`+rel+`worksheet" Target="s.xml"/><Relationship Id="r2" Type="`+rel+`sharedStrings" Target="t.xml"/></Relationships>`,
		"xl/s.xml", func(w io.Writer) {
			io.WriteString(w, "<worksheet><sheetData>"+textCells("批准文号", "批准日期", "批准面积"))
			sheet(w)
			io.WriteString(w, "</sheetData></worksheet>")
		},
		"xl/t.xml", func(w io.Writer) {
			io.WriteString(w, "<sst>")
			if shared != nil {
				shared(w)
			}
			io.WriteString(w, "</sst>")
		})
}

// repeated writes a text n times.
func repeated(w io.Writer, text string, n int) {
	chunk := []byte(strings.Repeat(text, max(1, 1<<16/len(text))))
	for left := n * len(text); left > 0; left -= len(chunk) {
		w.Write(chunk[:min(left, len(chunk))])
	}
}

// TestMemoryIsBounded reads what is meant to exhaust memory, or merely as large
// as a spreadsheet can be, each in a process of its own: it is read or refused,
// and no process ever holds a gigabyte.
func TestMemoryIsBounded(t *testing.T) {
	row := textCells("豫1号", "2009-04-20", "20")
	giant := func(w io.Writer) { repeated(w, "x", 100<<20) }
	for _, c := range []struct {
		name, file string
		make       func(path string)
		says       string
	}{
		{"a zip bomb", "a.zip", func(path string) {
			parts(t, path, "批次.csv", func(w io.Writer) { repeated(w, "豫1号,2009-04-20,20\n", (maxMemberSize+1<<20)/20) })
		}, "unreadable"},
		{"a bomb of one line", "a.zip", func(path string) { parts(t, path, "a.csv", func(w io.Writer) { repeated(w, ",", 900<<20) }) }, "16 MB"},
		{"a workbook that is a bomb", "a.xlsx", func(path string) {
			workbookOf(t, path, func(w io.Writer) { repeated(w, "                ", 60<<20) }, nil)
		}, ""},
		{"1048576 full rows", "a.xlsx", func(path string) { workbookOf(t, path, func(w io.Writer) { repeated(w, row, maxSheetRows-1) }, nil) }, "batch 1048575"},
		{"16384 columns, 300 rows", "a.xlsx", func(path string) {
			wide := "<row>" + strings.Repeat("<c><v>1</v></c>", maxSheetColumns) + "</row>"
			workbookOf(t, path, func(w io.Writer) { repeated(w, wide, 300) }, nil)
		}, "batch 300"},
		{"a cell of 100 MB", "a.xlsx", func(path string) {
			workbookOf(t, path, func(w io.Writer) {
				io.WriteString(w, `<row><c t="str"><v>`)
				giant(w)
				io.WriteString(w, "</v></c></row>")
			}, nil)
		}, "16 MB"},
		{"a shared text of 100 MB", "a.xlsx", func(path string) {
			workbookOf(t, path, func(w io.Writer) { io.WriteString(w, `<row><c t="s"><v>0</v></c></row>`) }, func(w io.Writer) {
				io.WriteString(w, "<si><t>")
				giant(w)
				io.WriteString(w, "</t></si>")
			})
		}, "16 MB"},
		{"60 shared texts of 10 MB", "a.xlsx", func(path string) {
			workbookOf(t, path, func(io.Writer) {}, func(w io.Writer) {
				for range 60 {
					io.WriteString(w, "<si><t>")
					repeated(w, "x", 10<<20)
					io.WriteString(w, "</t></si>")
				}
			})
		}, "unreadable"},
		{"a bomb of empty shared texts", "a.xlsx", func(path string) {
			workbookOf(t, path, func(io.Writer) {}, func(w io.Writer) { repeated(w, "<si></si>", maxItems+1) })
		}, "unreadable"},
		{"a quoted cell of 100 MB", "a.csv", func(path string) {
			var b bytes.Buffer
			b.WriteString(batchCSV + "\"")
			giant(&b)
			b.WriteString("\",2009-04-20,1\n")
			if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}, "16 MB"},
		{"a web page of 100 MB in one cell", "a.xls", func(path string) {
			var b bytes.Buffer
			b.WriteString("<table><tr><td>批准文号<td>批准日期<td>批准面积<tr><td>")
			giant(&b)
			if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := t.TempDir()
			if err := os.Mkdir(filepath.Join(root, "2024Q2"), 0o755); err != nil {
				t.Fatal(err)
			}
			c.make(filepath.Join(root, "2024Q2", c.file))
			said, peak := readByChild(t, root)
			t.Logf("%d MB: %.200s", peak, said)
			if !strings.Contains(said, c.says) {
				t.Errorf("nothing says %q: %.500s", c.says, said)
			}
			if peak > 1024 {
				t.Errorf("%d MB", peak)
			}
		})
	}
}

// BenchmarkMemory is the peak memory of reading ever more rows, each size in a
// process of its own: it should not grow with them.
func BenchmarkMemory(b *testing.B) {
	for _, kind := range []string{"csv", "xlsx"} {
		for _, rows := range []int{50_000, 200_000, 800_000} {
			b.Run(fmt.Sprintf("%s/%d", kind, rows), func(b *testing.B) {
				root := b.TempDir()
				path := filepath.Join(root, "2024Q2", "供地."+kind)
				if err := os.Mkdir(filepath.Dir(path), 0o755); err != nil {
					b.Fatal(err)
				}
				if kind == "csv" {
					writeSupplyCSV(b, path, rows, true)
				} else {
					writeSupplyXLSX(b, path, rows)
				}
				for b.Loop() {
					said, peak := readByChild(b, root)
					if !strings.Contains(said, fmt.Sprintf("supply %d", rows)) {
						b.Fatal(said)
					}
					b.ReportMetric(float64(peak), "peak-MB")
				}
			})
		}
	}
}
