package bulletins

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// finisher adds to a drawn PDF what the drawing library cannot write, as one
// incremental update at the file's end: what makes it a PDF/A-3b (identity,
// metadata, the meaning of its colours), the figures as an attached file, page
// labels, links, and the way back from private codes to rare characters.
type finisher struct {
	pdf     []byte
	offsets map[int]int    // of the objects as drawn
	changed map[int][]byte // objects of the update
	next    int
	root    int
	info    int
	prev    int
	err     error
}

// link is a place on a page that leads to an annex.
type link struct {
	page           int
	x1, y1, x2, y2 float64 // points from the lower left
	annex          int
}

// landing is where an annex begins.
type landing struct {
	page int
	top  float64 // points from the lower left
}

var (
	trailerForm = regexp.MustCompile(`trailer\n<<\n/Size (\d+)\n/Root (\d+) 0 R\n/Info (\d+) 0 R\n>>\nstartxref\n(\d+)\n%%EOF\s*$`)
	kidsForm    = regexp.MustCompile(`/Kids \[([^\]]*)\]`)
	childForm   = regexp.MustCompile(`(\d+) 0 R`)
	parentForm  = regexp.MustCompile(`/Parent (\d+) 0 R`)
	outlineForm = regexp.MustCompile(`/Outlines (\d+) 0 R`)
	unicodeForm = regexp.MustCompile(`/BaseFont /utf8(\w+)\n/Encoding /Identity-H\n(?s:.*)/ToUnicode (\d+) 0 R`)
)

// finish gives the finished file. The same drawing and document give the same bytes.
func finish(pdf []byte, doc Document, links []link, landings []landing, private map[Role]map[rune]rune) ([]byte, error) {
	f, err := newFinisher(pdf)
	if err != nil {
		return nil, err
	}
	pages := f.pages()
	f.links(pages, links, landings)
	f.readable(private)
	f.outline()
	f.catalog(doc)
	if f.err != nil {
		return nil, f.err
	}
	return f.bytes(), nil
}

func newFinisher(pdf []byte) (*finisher, error) {
	m := trailerForm.FindSubmatch(pdf)
	if m == nil {
		return nil, errors.New("PDF 的结尾认不出，不能补全")
	}
	f := &finisher{pdf: pdf, offsets: map[int]int{}, changed: map[int][]byte{}}
	f.next, _ = strconv.Atoi(string(m[1]))
	f.root, _ = strconv.Atoi(string(m[2]))
	f.info, _ = strconv.Atoi(string(m[3]))
	f.prev, _ = strconv.Atoi(string(m[4]))
	lines := strings.SplitAfter(string(pdf[f.prev:]), "\n")
	if len(lines) < f.next+2 || lines[0] != "xref\n" {
		return nil, errors.New("PDF 的对象表认不出，不能补全")
	}
	for n := 1; n < f.next; n++ {
		at, err := strconv.Atoi(lines[n+2][:10])
		if err != nil {
			return nil, fmt.Errorf("PDF 的对象表：%w", err)
		}
		f.offsets[n] = at
	}
	return f, nil
}

// object is an object's dictionary as drawn; never that of a stream.
func (f *finisher) object(n int) string {
	at, known := f.offsets[n]
	if !known {
		f.err = errors.Join(f.err, fmt.Errorf("PDF 没有第%d号对象", n))
		return ""
	}
	body := f.pdf[at:]
	body = body[:max(0, bytes.Index(body, []byte("endobj")))]
	_, body, _ = bytes.Cut(body, []byte("obj\n"))
	return string(body)
}

func (f *finisher) set(n int, body string) { f.changed[n] = []byte(body) }

func (f *finisher) add(body string) int {
	n := f.next
	f.next++
	f.set(n, body)
	return n
}

// stream adds a stream, compressed unless it must stay legible.
func (f *finisher) stream(dictionary string, data []byte, compress bool) int {
	if compress {
		var b bytes.Buffer
		z, _ := zlib.NewWriterLevel(&b, zlib.BestCompression) // the level is a valid one
		if _, err := z.Write(data); err != nil {
			f.err = errors.Join(f.err, err)
		}
		f.err = errors.Join(f.err, z.Close())
		data, dictionary = b.Bytes(), dictionary+" /Filter /FlateDecode"
	}
	return f.add(fmt.Sprintf("<<%s /Length %d>>\nstream\n%s\nendstream\n", dictionary, len(data), data))
}

// pages are the numbers of the page objects in reading order.
func (f *finisher) pages() []int {
	var pages []int
	if kids := kidsForm.FindStringSubmatch(f.object(1)); kids != nil {
		for _, m := range childForm.FindAllStringSubmatch(kids[1], -1) {
			n, _ := strconv.Atoi(m[1])
			pages = append(pages, n)
		}
	}
	return pages
}

// links lays link annotations over the text that speaks of annexes.
func (f *finisher) links(pages []int, links []link, landings []landing) {
	onPage := map[int][]string{}
	for _, l := range links {
		if l.annex >= len(landings) || l.page > len(pages) || landings[l.annex].page > len(pages) {
			continue
		}
		to := landings[l.annex]
		n := f.add(fmt.Sprintf("<</Type /Annot /Subtype /Link /F 4 /Border [0 0 0] /Rect [%.2f %.2f %.2f %.2f] /Dest [%d 0 R /XYZ 0 %.2f null]>>\n",
			l.x1, l.y1, l.x2, l.y2, pages[to.page-1], to.top))
		onPage[l.page] = append(onPage[l.page], fmt.Sprintf("%d 0 R", n))
	}
	for i, n := range pages {
		if refs := onPage[i+1]; refs != nil {
			body := strings.TrimSpace(f.object(n))
			f.set(n, strings.TrimSuffix(body, ">>")+"\n/Annots ["+strings.Join(refs, " ")+"]>>\n")
		}
	}
}

// readable maps the private codes a font's text carries back to the characters.
func (f *finisher) readable(private map[Role]map[rune]rune) {
	for n := 1; n < len(f.offsets)+1; n++ {
		at := f.offsets[n]
		head := string(f.pdf[at:min(len(f.pdf), at+300)])
		if !strings.Contains(head[:min(len(head), 60)], "/Type /Font\n/Subtype /Type0") {
			continue
		}
		m := unicodeForm.FindStringSubmatch(f.object(n))
		if m == nil {
			continue
		}
		for role, codes := range private {
			if role.key() != m[1] || len(codes) == 0 {
				continue
			}
			to, _ := strconv.Atoi(m[2])
			reading := toUnicode(codes)
			f.set(to, fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream\n", len(reading), reading))
		}
	}
}

// toUnicode is a character map where every code is its character but those given.
func toUnicode(codes map[rune]rune) string {
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo\n<</Registry (Adobe)\n/Ordering (UCS)\n/Supplement 0\n>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	var order []rune
	for code := range codes {
		order = append(order, code)
	}
	slices.Sort(order)
	for len(order) > 0 { // a hundred at most in one list
		n := min(100, len(order))
		fmt.Fprintf(&b, "%d beginbfchar\n", n)
		for _, code := range order[:n] {
			fmt.Fprintf(&b, "<%04X> <%s>\n", code, utf16Hex([]rune{codes[code]}))
		}
		b.WriteString("endbfchar\n")
		order = order[n:]
	}
	for high := 0; high < 256; high += 64 { // a range keeps to one high byte
		b.WriteString("64 beginbfrange\n")
		for h := high; h < high+64; h++ {
			fmt.Fprintf(&b, "<%02X00> <%02XFF> <%02X00>\n", h, h, h)
		}
		b.WriteString("endbfrange\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend")
	return b.String()
}

// outline gives the bookmarks the counts they lack: the title stands open over
// its sections, and these are closed over theirs.
func (f *finisher) outline() {
	m := outlineForm.FindStringSubmatch(f.object(f.root))
	if m == nil {
		return
	}
	root, _ := strconv.Atoi(m[1])
	parents, kids := map[int]int{}, map[int]int{}
	for n := 1; n < len(f.offsets)+1; n++ {
		if head := f.pdf[f.offsets[n]:]; bytes.HasPrefix(head, fmt.Appendf(nil, "%d 0 obj\n<</Title ", n)) {
			if p := parentForm.FindStringSubmatch(f.object(n)); p != nil {
				parents[n], _ = strconv.Atoi(p[1])
				kids[parents[n]]++
			}
		}
	}
	shown := kids[root]
	for n, parent := range parents {
		body, count := strings.Replace(f.object(n), "\n/Count 0>>", ">>", 1), kids[n]
		if parent == root {
			shown += count
		} else {
			count = -count
		}
		if count != 0 {
			body = strings.Replace(body, "<</Title ", fmt.Sprintf("<</Count %d /Title ", count), 1)
		}
		f.set(n, body)
	}
	f.set(root, strings.Replace(f.object(root), "/Type /Outlines", fmt.Sprintf("/Type /Outlines /Count %d", shown), 1))
}

// catalog rewrites the catalog: attachments, labels, colours, metadata.
func (f *finisher) catalog(doc Document) {
	old := f.object(f.root)
	outlines := ""
	if m := outlineForm.FindString(old); m != "" {
		outlines = m + " /PageMode /UseOutlines "
	}
	profile := f.stream("/N 3", sRGB(), true)
	intent := f.add(fmt.Sprintf("<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /RegistryName (http://www.color.org) /Info (sRGB IEC61966-2.1) /DestOutputProfile %d 0 R>>\n", profile))
	meta := f.stream("/Type /Metadata /Subtype /XML", metadata(doc), false)
	var files, names []string
	for _, a := range doc.Attachments {
		data := f.stream(fmt.Sprintf("/Type /EmbeddedFile /Subtype /text#2Fcsv /Params <</Size %d /ModDate %s>>", len(a.Data), pdfDate(doc.Created)), a.Data, true)
		spec := f.add(fmt.Sprintf("<</Type /Filespec /F (%s) /UF %s /Desc %s /AFRelationship /Data /EF <</F %d 0 R /UF %d 0 R>>>>\n", a.Name, pdfText(a.Name), pdfText(a.Title), data, data))
		files = append(files, fmt.Sprintf("%d 0 R", spec))
		names = append(names, fmt.Sprintf("(%s) %d 0 R", a.Name, spec))
	}
	attached := ""
	if len(files) > 0 {
		attached = fmt.Sprintf("/AF [%s] /Names <</EmbeddedFiles <</Names [%s]>>>> ", strings.Join(files, " "), strings.Join(names, " "))
	}
	f.set(f.root, fmt.Sprintf("<</Type /Catalog /Version /1.7 /Pages 1 0 R /Lang (zh-CN) %s%s/PageLabels <</Nums [0 <</S /D>>]>> /ViewerPreferences <</DisplayDocTitle true>> /OutputIntents [%d 0 R] /Metadata %d 0 R>>\n",
		outlines, attached, intent, meta))
	f.set(f.info, fmt.Sprintf("<</Title %s /Author %s /Subject %s /Creator (tongbao) /Producer (tongbao) /CreationDate %s /ModDate %s>>\n",
		pdfText(doc.Title), pdfText(doc.Signature), pdfText(doc.Number), pdfDate(doc.Created), pdfDate(doc.Created)))
}

// bytes is the drawing with the update behind it. The file is named by the hash
// of what it holds, so the same content keeps its name.
func (f *finisher) bytes() []byte {
	out := slices.Clone(bytes.TrimRight(f.pdf, "\n"))
	out = append(out, '\n')
	var order []int
	for n := range f.changed {
		order = append(order, n)
	}
	slices.Sort(order)
	table := "xref\n"
	for i := 0; i < len(order); {
		j := i
		for j+1 < len(order) && order[j+1] == order[j]+1 {
			j++
		}
		table += fmt.Sprintf("%d %d\n", order[i], j-i+1)
		for _, n := range order[i : j+1] {
			table += fmt.Sprintf("%010d 00000 n \n", len(out))
			out = fmt.Appendf(out, "%d 0 obj\n%sendobj\n", n, f.changed[n])
		}
		i = j + 1
	}
	at := len(out)
	sum := sha256.Sum256(out)
	id := hex.EncodeToString(sum[:16])
	return fmt.Appendf(append(out, table...), "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R /Prev %d /ID [<%s> <%s>]>>\nstartxref\n%d\n%%%%EOF\n",
		f.next, f.root, f.info, f.prev, id, id, at)
}

// pdfText is a text string of a PDF, in UTF-16.
func pdfText(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, unit := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", unit)
	}
	b.WriteByte('>')
	return b.String()
}

// pdfDate is a day in the time zone of the papers (R14).
func pdfDate(t time.Time) string { return t.Format("(D:20060102150405+08'00')") }
