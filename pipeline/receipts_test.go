package pipeline

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"tongbao/bulletins"
	"tongbao/queries"
)

// receipts reads the last edition's bulletin back against its sealed ledger:
// every number on every page has its line in the list inside the PDF, and every
// figure of the list is the database's. A digit changed on a page, a digit changed
// in the database: each time somebody minds.
func (d demo) receipts(t *testing.T) {
	path := d.file(d.last(), "bulletin.pdf")
	tables := d.tables(t)
	if err := auditNumbers(path, tables); err != nil {
		t.Fatal(err)
	}
	if tables["mart.receipt"].Len() < 100 {
		t.Errorf("only %d receipts beside the figures", tables["mart.receipt"].Len())
	}
	open := filepath.Join(t.TempDir(), "open.pdf")
	if out, err := exec.Command("qpdf", "--qdf", "--object-streams=disable", path, open).CombinedOutput(); err != nil {
		t.Fatalf("qpdf: %v %s", err, out)
	}
	whole, err := os.ReadFile(open)
	if err != nil {
		t.Fatal(err)
	}
	if err := auditNumbers(open, tables); err != nil {
		t.Fatalf("laid open: %v", err)
	}
	pages := bytes.Count(whole, []byte("%% Contents for page "))
	for n := 1; n <= pages; n += 1 + pages/8 {
		spoilt := bytes.Clone(whole)
		at := digitOn(t, spoilt, n)
		spoilt[at] = '0' + (spoilt[at]-'0'+3)%10
		if err := os.WriteFile(open, spoilt, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := auditNumbers(open, tables); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("第%d页", n)) {
			t.Errorf("page %d: a digit became %c, and the audit says %v", n, spoilt[at], err)
		}
	}
	for _, change := range []struct{ mart, indicator, column string }{
		{"mart.figure", "supply_rate", "value"}, {"mart.figure", "idle_recognised_count", "value"}, {"mart.receipt", "parcel_ha", "value"},
		{"mart.receipt", "supply_rate.change", "value"}, {"mart.receipt", "score", "value"},
	} {
		if err := auditNumbers(path, turned(t, tables, change.mart, change.indicator, change.column)); err == nil {
			t.Errorf("%s of %s changed in the database, and nobody minds", change.column, change.indicator)
		}
	}
}

// digitOn finds a digit in the middle of what a page of an opened PDF shows. A
// string stands there in brackets, two bytes a character, or in hexadecimal.
func digitOn(t *testing.T, pdf []byte, page int) int {
	t.Helper()
	from := bytes.Index(pdf, fmt.Appendf(nil, "%%%% Contents for page %d\n", page))
	to := from + bytes.Index(pdf[from:], []byte("endstream"))
	var places []int
	for _, m := range regexp.MustCompile(`<([0-9a-f]+)> Tj`).FindAllSubmatchIndex(pdf[from:to], -1) {
		for at := m[2]; at+4 <= m[3]; at += 4 {
			if bytes.HasPrefix(pdf[from+at:], []byte("003")) && pdf[from+at+3] <= '9' {
				places = append(places, from+at+3)
			}
		}
	}
	if from < 0 || len(places) == 0 {
		t.Fatalf("page %d shows no digit", page)
	}
	return places[len(places)/2]
}

// turned is the tables with a digit of one figure of the current day changed.
func turned(t *testing.T, tables map[string]queries.Table, mart, indicator, column string) map[string]queries.Table {
	t.Helper()
	from := tables[mart]
	rows := make([][]string, from.Len())
	done := false
	for i := range rows {
		for _, name := range from.Columns {
			cell := from.Text(i, name)
			current := mart != "mart.figure" || from.Text(i, "period") == "current"
			if name == column && !done && current && from.Text(i, "indicator") == indicator && cell != "" {
				done = true
				cell = string('0'+(cell[0]-'0'+3)%10) + cell[1:]
			}
			rows[i] = append(rows[i], cell)
		}
	}
	if !done {
		t.Fatalf("%s has no %s", mart, indicator)
	}
	out := map[string]queries.Table{}
	for name, table := range tables {
		out[name] = table
	}
	out[mart] = queries.NewTable(mart, from.Columns, rows...)
	return out
}

// everyFigureIsSourced looks at the sentences: a number with a measure has its
// receipt, and reads as that figure does.
func everyFigureIsSourced(t *testing.T, doc bulletins.Document) (found int) {
	t.Helper()
	measured := regexp.MustCompile(`(\d+(?:\.\d+)?)(?:%|个百分点|公顷|宗|分[^之]|位|条)`)
	for _, block := range doc.Body {
		var text strings.Builder
		for _, run := range block.Runs {
			text.WriteString(run.Text)
		}
		said := text.String()
		for _, m := range measured.FindAllStringSubmatchIndex(said, -1) {
			at, number := utf8.RuneCountInString(said[:m[2]]), said[m[2]:m[3]]
			var source bulletins.Sourced
			for _, s := range block.Sources {
				if s.At == at {
					source = s
				}
			}
			texts := bulletins.Numbers(source.Text)
			if source.Indicator == "" || !(len(texts) == 1 && texts[0] == number) && !roundsTo(source.Value, number) {
				t.Errorf("%s in %s comes from %+v", said[m[0]:m[1]], said, source)
			}
			found++
		}
	}
	return found
}
