package bulletins

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// outside runs what needs programs too heavy for every test: a PDF/A validator
// (PDFBox's preflight) and LibreOffice. `make form` installs both.
var outside = flag.Bool("outside", false, "also run the PDF/A validator and LibreOffice")

// What PDF/A-3 asks of every object of a kind, held on the file laid open.
func TestArchivalObjects(t *testing.T) {
	path, _ := typeset(t, sampleDocument(t))
	text := plain(t, path)
	count := func(form string) int { return len(regexp.MustCompile(form).FindAllString(text, -1)) }
	fonts := count(`/Subtype /Type0`)
	if fonts < 5 || count(`/ToUnicode \d+ 0 R`) != fonts || count(`/FontFile2 \d+ 0 R`) != fonts || count(`/CIDToGIDMap`) != fonts {
		t.Errorf("%d fonts, %d character maps, %d files, %d glyph maps", fonts, count(`/ToUnicode \d+ 0 R`), count(`/FontFile2 \d+ 0 R`), count(`/CIDToGIDMap`))
	}
	if modes := regexp.MustCompile(`/BM /(\w+)`).FindAllStringSubmatch(text, -1); len(modes) == 0 {
		t.Error("no blend mode is named")
	} else {
		for _, m := range modes {
			if m[1] != "Normal" {
				t.Errorf("blend mode %s", m[1])
			}
		}
	}
	for _, not := range []string{"/LZWDecode", "/Subtype /Type3", "/Subtype /PS", "/OPI", "/Alternates", "/TR ", "/HTP", "/XFA", "/NeedAppearances", "/SMask"} {
		if strings.Contains(text, not) {
			t.Errorf("has %s", not)
		}
	}
	files := count(`/Type /Filespec`)
	if files != 2 || count(`/AFRelationship /Data`) != files || count(`/Subtype /text#2fcsv`)+count(`/Subtype /text#2Fcsv`) != files {
		t.Errorf("%d files inside: %d with a relationship", files, count(`/AFRelationship /Data`))
	}
	packet := regexp.MustCompile(`(?s)<x:xmpmeta.*</x:xmpmeta>`).FindString(text)
	for x := xml.NewDecoder(strings.NewReader(packet)); ; {
		if _, err := x.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("the metadata: %v", err)
		}
	}
	if count(`/OutputIntents`) != 1 || count(`/DestOutputProfile`) != 1 || packet == "" {
		t.Error("colours or metadata are not told once")
	}
}

// PDFBox's preflight knows PDF/A-1b. Of a PDF/A-3b it may complain of three things
// only, which the later part allows: its number, files inside, transparency.
func TestPreflight(t *testing.T) {
	if !*outside {
		t.Skip("校验器只在 make form 时运行")
	}
	jars, err := filepath.Glob("/usr/share/java/*.jar")
	if err != nil || len(jars) == 0 {
		t.Fatalf("没有 libpdfbox2-java：%v", err)
	}
	path, _ := typeset(t, sampleDocument(t))
	// A file with faults ends with status 1, and says which.
	out, err := exec.Command("java", "-cp", strings.Join(jars, ":"), "org.apache.pdfbox.preflight.Validator_A1b", path).CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	told := regexp.MustCompile(`(?m)^(\d+(?:\.\d+)+) : (.*)$`).FindAllSubmatch(out, -1)
	if len(told) == 0 {
		t.Fatalf("the validator says %s", out)
	}
	allowed := map[string]string{"1.2.9": "EmbeddedFile", "7.11.2": "part must be 1", "4.1.2": "Transparency", "2.2.1": "transparency", "1.4.7": "EmbeddedFile"}
	for _, m := range told {
		if words := allowed[string(m[1])]; words == "" || !bytes.Contains(m[2], []byte(words)) {
			t.Errorf("%s", m[0])
		}
	}
}

// LibreOffice opens the Word file under this program's own faces and lays out a
// page as the PDF does: 22 lines, the 版记 at the foot, charts with ink.
func TestWordRendered(t *testing.T) {
	if !*outside {
		t.Skip("LibreOffice 只在 make form 时运行")
	}
	dir := t.TempDir()
	faces, err := filepath.Abs("fonts")
	if err != nil {
		t.Fatal(err)
	}
	rules := `<?xml version="1.0"?><fontconfig><dir>` + faces + `</dir><cachedir>` + dir + `/cache</cachedir>`
	for office, own := range map[string]string{"仿宋_GB2312": "Tongbao Fang", "楷体_GB2312": "Tongbao Kai", "黑体": "Tongbao Hei Medium", "方正小标宋简体": "Tongbao Song Bold", "宋体": "Tongbao Folio"} {
		rules += `<match target="pattern"><test name="family"><string>` + office + `</string></test><edit name="family" mode="assign" binding="strong"><string>` + own + `</string></edit></match>`
	}
	doc := sampleDocument(t)
	var plain []Block
	for _, b := range doc.Body {
		if b.Kind != FigureBlock && b.Kind != TableBlock {
			plain = append(plain, b)
		}
	}
	doc.Body = append(plain, doc.Body...)
	path := filepath.Join(dir, "bulletin.docx")
	if err := errors.Join(os.WriteFile(filepath.Join(dir, "fonts.conf"), []byte(rules+`</fontconfig>`), 0o644), os.WriteFile(path, wordFile(t, doc), 0o644)); err != nil {
		t.Fatal(err)
	}
	c := exec.Command("soffice", "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "pdf", "--outdir", dir, path)
	c.Env = append(c.Environ(), "FONTCONFIG_FILE="+filepath.Join(dir, "fonts.conf"))
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	shown := filepath.Join(dir, "bulletin.pdf")
	lines, last := map[int]int{}, 0.0
	pages := 0
	for _, l := range textLines(t, shown) {
		if pages = max(pages, l.page); l.y < 262.5 {
			lines[l.page]++
		}
	}
	for _, w := range placedWords(t, shown) {
		if w.page == pages && w.y1 < 262 {
			last = max(last, w.y1)
		}
	}
	full := 0 // a heading may leave a page a line short, never a line long
	for page := 2; page < 6; page++ {
		full = max(full, lines[page])
	}
	if full != 22 {
		t.Errorf("the fullest page has %d lines: %v", full, lines)
	}
	if last < 248 || last > 260 {
		t.Errorf("the 版记's last line begins at %.1f mm of page %d", last, pages)
	}
	if images := poppler(t, "pdfimages", "-list", shown); strings.Count(images, "\n") < 2+6 {
		t.Errorf("the charts are no pictures: %s", images)
	}
}
