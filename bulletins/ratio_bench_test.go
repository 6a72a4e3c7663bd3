package bulletins

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// annexOf is a document of one annex of that many parcels.
func annexOf(b *testing.B, rows int) Document {
	b.Helper()
	c := sampleContent()
	c.Annexes[3] = parcels(rows)
	doc := compose(b, c)
	doc.Body, doc.Annexes = nil, doc.Annexes[3:4]
	return doc
}

// BenchmarkLongAnnex typesets an annex of 10 000 parcels, receipts included, and
// in the same run has LibreOffice convert the same content from the Word file and
// Chromium print it from a page: x-office and x-browser say how many times as
// long they took of the processors.
func BenchmarkLongAnnex(b *testing.B) {
	for _, rows := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(rows), func(b *testing.B) { longAnnex(b, rows) })
	}
}

func longAnnex(b *testing.B, rows int) {
	doc, faces := annexOf(b, rows), builtInFaces(b)
	dir := b.TempDir()
	for b.Loop() {
		begun := cpuTime()
		var pdf bytes.Buffer
		stats, err := WritePDF(&pdf, doc, faces)
		if err != nil {
			b.Fatal(err)
		}
		own := cpuTime() - begun
		b.ReportMetric(own.Seconds()*1000, "own-cpu-ms")
		b.ReportMetric(float64(stats.Pages), "pages")
		b.ReportMetric(peakMB(), "peak-MB")
		word, page := filepath.Join(dir, "annex.docx"), filepath.Join(dir, "annex.html")
		var docx bytes.Buffer
		if err := WriteDOCX(&docx, doc, faces); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(word, docx.Bytes(), 0o644); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(page, htmlOf(doc), 0o644); err != nil {
			b.Fatal(err)
		}
		if took, there := outsideTook(b, dir, "soffice", "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "pdf", "--outdir", dir, word); there {
			b.ReportMetric(took.Seconds()/own.Seconds(), "x-office")
		}
		if took, there := outsideTook(b, dir, "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--print-to-pdf="+filepath.Join(dir, "printed.pdf"), "file://"+page); there {
			b.ReportMetric(took.Seconds()/own.Seconds(), "x-browser")
		}
	}
}

// patience is how long another program may take; a ratio is then a lower bound.
const patience = 4 * time.Minute

// outsideTook is how much of the processors another program takes; there is false
// without it.
func outsideTook(b *testing.B, dir, name string, args ...string) (took time.Duration, there bool) {
	b.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		b.Logf("%s 不在，没有量", name)
		return 0, false
	}
	ctx, cancel := context.WithTimeout(b.Context(), patience)
	defer cancel()
	c := exec.CommandContext(ctx, path, args...)
	c.Dir = dir
	out, err := c.CombinedOutput()
	if ctx.Err() != nil {
		b.Logf("%s 到 %s 还没有做完：倍数是下限", name, patience)
	} else if err != nil {
		b.Fatalf("%s: %v %s", name, err, out)
	}
	return c.ProcessState.UserTime() + c.ProcessState.SystemTime(), true
}

// htmlOf is an annex as a page for a browser to print, its headings repeated.
func htmlOf(doc Document) []byte {
	var s strings.Builder
	s.WriteString(`<!doctype html><meta charset="utf-8"><style>@page{size:A4 landscape;margin:28mm 35mm 26mm 37mm}table{border-collapse:collapse;width:100%;font:10.5pt serif}td,th{border:.5pt solid;padding:3pt}tr{break-inside:avoid}</style><table><thead><tr>`)
	table := doc.Annexes[0].Table
	for _, c := range table.Columns {
		fmt.Fprintf(&s, "<th>%s</th>", html.EscapeString(c.Name))
	}
	s.WriteString("</tr></thead>")
	for _, row := range table.Rows {
		s.WriteString("<tr>")
		for _, cell := range row.Cells {
			fmt.Fprintf(&s, "<td>%s</td>", html.EscapeString(cell))
		}
		s.WriteString("</tr>\n")
	}
	s.WriteString("</table>")
	return []byte(s.String())
}

// cpuTime is what this process has taken of the processors so far: a ratio of
// processor times holds on a busy machine as well.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func peakMB() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return float64(u.Maxrss) / 1024
}

// BenchmarkDistrict is a district's bulletin after start-up: faces read, charts
// drawn; composed and typeset, with its receipts.
func BenchmarkDistrict(b *testing.B) {
	faces := builtInFaces(b)
	c := sampleContent()
	for _, f := range sampleDocument(b).Body {
		if f.Figure != nil {
			c.Charts = append(c.Charts, *f.Figure)
		}
	}
	begun := cpuTime()
	for b.Loop() {
		doc := compose(b, c)
		if _, err := WritePDF(new(bytes.Buffer), doc, faces); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric((cpuTime()-begun).Seconds()*1000/float64(b.N), "cpu-ms")
	b.ReportMetric(peakMB(), "peak-MB")
}
