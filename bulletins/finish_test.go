package bulletins

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// plain is the file with its objects laid open.
func plain(t *testing.T, path string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "plain.pdf")
	poppler(t, "qpdf", "--qdf", "--object-streams=disable", "--no-original-object-ids", path, out)
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// What PDF/A-3b asks of a file as a whole, as far as text shows it.
func TestArchivalParts(t *testing.T) {
	path, _ := typeset(t, sampleDocument(t))
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(raw) > 1<<20 {
		t.Errorf("%d bytes", len(raw))
	}
	if !regexp.MustCompile(`/ID \[<[0-9a-f]{32}> <[0-9a-f]{32}>\]`).Match(raw) {
		t.Error("the file has no identity")
	}
	text := plain(t, path)
	for _, want := range []string{"/GTS_PDFA1", "/DestOutputProfile", "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>", "/AFRelationship /Data", "/PageLabels", "/DisplayDocTitle true",
		"<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">关于2024年第二季度", "<xmp:CreateDate>2024-07-10T00:00:00+08:00</xmp:CreateDate>", "/Lang (zh-CN)"} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %s", want)
		}
	}
	for _, not := range []string{"/Encrypt", "/JavaScript", "/Launch", "/URI", "/Count 0\n"} {
		if strings.Contains(text, not) {
			t.Errorf("has %s", not)
		}
	}
	for _, annotation := range regexp.MustCompile(`(?s)<<[^<>]*/Subtype /Link[^<>]*>>`).FindAllString(text, -1) {
		if !strings.Contains(annotation, "/F 4") {
			t.Errorf("a link that would not print: %s", annotation)
		}
	}
}

// The figures travel in the file and come out as they went in.
func TestFiguresAreAttached(t *testing.T) {
	doc := sampleDocument(t)
	path, _ := typeset(t, doc)
	dir := t.TempDir()
	poppler(t, "pdfdetach", "-saveall", "-o", dir, path)
	got, err := os.ReadFile(filepath.Join(dir, "figures.csv"))
	if err != nil || !bytes.Equal(got, doc.Attachments[0].Data) {
		t.Fatalf("%d bytes came out of %d: %v", len(got), len(doc.Attachments[0].Data), err)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(got, []byte("\ufeff")))).ReadAll()
	if err != nil || len(rows) != sampleContent().Figure.Len()+1 || rows[1][0] != "supply_rate" || rows[1][9] != "69.75" {
		t.Errorf("%d rows: %v %v", len(rows), rows[1], err)
	}
}

// Every mention of an annex leads to the page where that annex begins.
func TestMentionsLeadToAnnexes(t *testing.T) {
	doc := sampleDocument(t)
	path, stats := typeset(t, doc)
	begins := map[int]int{} // page to annex
	for i, text := range stats.Text {
		for k := range doc.Annexes {
			if strings.HasPrefix(text, fmt.Sprintf("— %d —\n附件%d\n", i+1, k+1)) {
				begins[i+1] = k + 1
			}
		}
	}
	text := plain(t, path)
	pages := map[string]int{}
	for i, m := range regexp.MustCompile(`(?s)%% Page (\d+)\n(\d+) 0 obj`).FindAllStringSubmatch(text, -1) {
		pages[m[2]] = i + 1
	}
	led := map[int]int{}
	for _, m := range regexp.MustCompile(`(?s)/Dest \[\s*(\d+) 0 R[^\]]*\]\s*/F 4`).FindAllStringSubmatch(text, -1) {
		led[begins[pages[m[1]]]]++
	}
	// 附件说明 leads to all six; the sample's sentences name 3, 4 and 5, and 4 at a line's end or not.
	for k := range doc.Annexes {
		if led[k+1] == 0 {
			t.Errorf("nothing leads to 附件%d: %v", k+1, led)
		}
	}
	if led[0] > 0 || led[3] < 2 || led[5] < 2 {
		t.Errorf("links by annex: %v", led)
	}
}

// The bookmarks: the title over its sections, these over theirs.
func TestBookmarksAreCounted(t *testing.T) {
	path, _ := typeset(t, sampleDocument(t))
	text := plain(t, path)
	m := regexp.MustCompile(`(?s)/Count (\d+)\s*/First \d+ 0 R\s*/Last \d+ 0 R\s*/Type /Outlines`).FindStringSubmatch(text)
	// The title, four sections and six annexes.
	if m == nil || m[1] != "11" {
		t.Errorf("the outline shows %v entries", m)
	}
	if n := strings.Count(text, "/Count -"); n != 3 { // 一 has three below it, 三 five, 四 six; 二 has none
		t.Errorf("%d sections are closed over others, want 3", n)
	}
}

// A rare character's private code leads back to it in the file's own table.
func TestPrivateCodesAreMapped(t *testing.T) {
	doc := sampleDocument(t)
	doc.Body = append(doc.Body, Block{Runs: []Run{{Fang, "联系人𠮷某、䶮某。"}}})
	path, _ := typeset(t, doc)
	if text := plain(t, path); !regexp.MustCompile(`<E[0-9A-F]{3}> <D842DFB7>`).MatchString(text) { // 𠮷 in UTF-16
		t.Error("no table leads from a private code to 𠮷")
	}
	if !strings.Contains(squeeze(poppler(t, "pdftotext", path, "-")), "联系人𠮷某、䶮某。") {
		t.Error("𠮷 and 䶮 are not read back")
	}
}
