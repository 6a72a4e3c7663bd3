package pipeline

import (
	"compress/zlib"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/ledongthuc/pdf"
	"golang.org/x/net/html"

	"tongbao/queries"
)

// auditPaper opens the bulletin as a reader would: as many pages as were set,
// text on each, in the text the words it must hold, and every number in its list.
func auditPaper(path string, tables map[string]queries.Table, words []string, pages int) error {
	text, n, err := readPaper(path)
	if err != nil {
		return err
	}
	if n != pages || n == 0 {
		return fmt.Errorf("排了%d页，读回%d页", pages, n)
	}
	if err := holds(text, words); err != nil {
		return err
	}
	return auditNumbers(path, tables)
}

// paperWords are words that every bulletin holds: the title, the day and every
// ranked unit.
func paperWords(tables map[string]queries.Table) []string {
	head := mastheadOf(tables)
	want := []string{"关于" + head["quarter_name"] + "批而未供和闲置土地", head["as_of_name"], head["issuer"]}
	ranking := tables["mart.ranking"]
	for i := range ranking.Len() {
		want = append(want, ranking.Text(i, "unit"))
	}
	return want
}

// holds looks for words in text whose spaces and line ends do not count. A
// character that a PDF sets in a private code (a rare one, which its face lacks)
// is met by any such code.
func holds(text string, words []string) error {
	bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
	const private = '\ue000'
	text = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Co, r) {
			return private
		}
		return r
	}, bare(text))
	for _, w := range words {
		rare := strings.Map(func(r rune) rune {
			if !strings.ContainsRune(text, r) {
				return private
			}
			return r
		}, bare(w))
		if !strings.Contains(text, bare(w)) && !strings.Contains(text, rare) {
			return fmt.Errorf("读回的文字里没有“%s”", w)
		}
	}
	return nil
}

func mastheadOf(tables map[string]queries.Table) map[string]string {
	head := map[string]string{}
	t := tables["mart.masthead"]
	for i := range t.Len() {
		head[t.Text(i, "key")] = t.Text(i, "value")
	}
	return head
}

// readPaper is the text of a PDF file that we wrote, and its pages. A page
// without text is an error: a bulletin has a page number on each.
func readPaper(path string) (text string, pages int, err error) {
	defer func() {
		if broken := recover(); broken != nil { // the reader panics on a damaged file
			err = fmt.Errorf("不是完整的 PDF（%v）", broken)
		}
	}()
	f, r, err := pdf.Open(path)
	if err != nil {
		return "", 0, fmt.Errorf("打不开：%w", err)
	}
	defer f.Close()
	var all strings.Builder
	for n := 1; n <= r.NumPage(); n++ {
		page := r.Page(n)
		if page.V.IsNull() {
			return "", 0, fmt.Errorf("没有第%d页", n)
		}
		before := all.Len()
		pageText(page, &all)
		if all.Len() == before {
			return "", 0, fmt.Errorf("第%d页没有文字", n)
		}
	}
	return all.String(), r.NumPage(), nil
}

// pageText collects what a page shows. Our fonts are addressed by UTF-16, so the
// codes are the text; what is set in private-use codes (rare characters) is not
// looked for.
func pageText(page pdf.Page, all *strings.Builder) {
	hidden := 0 // the outlines of letters are drawn once more under them, as no text
	show := func(v pdf.Value) {
		if hidden > 0 {
			return
		}
		raw := v.RawString()
		units := make([]uint16, 0, len(raw)/2)
		for i := 0; i+1 < len(raw); i += 2 {
			units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
		}
		all.WriteString(string(utf16.Decode(units)))
		all.WriteByte('\n') // one number never stands in two strings
	}
	pdf.Interpret(page.V.Key("Contents"), func(stk *pdf.Stack, op string) {
		switch op {
		case "BDC":
			if read := stk.Pop().Key("ActualText"); hidden > 0 || read.Kind() == pdf.String && read.RawString() == "\xfe\xff" {
				hidden++
			}
		case "EMC":
			hidden = max(0, hidden-1)
		case "Tj", "'":
			show(stk.Pop())
		case "TJ":
			for list, i := stk.Pop(), 0; i < list.Len(); i++ {
				if v := list.Index(i); v.Kind() == pdf.String {
					show(v)
				}
			}
		default:
			for stk.Len() > 0 {
				stk.Pop()
			}
		}
	})
}

// auditPage parses the dashboard as a browser would: it is whole, its data unpack
// to JSON, and it holds every ranked unit as text, and asks for nothing from outside.
func auditPage(path string, tables map[string]queries.Table) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	root, err := html.Parse(f)
	if err != nil {
		return fmt.Errorf("解析不了：%w", err)
	}
	p := pageReader{data: map[string]bool{}}
	p.walk(root)
	if p.err != nil {
		return p.err
	}
	if !p.data["data"] {
		return errors.New("页面里没有图的数据")
	}
	want := []string{mastheadOf(tables)["quarter_name"]}
	ranking := tables["mart.ranking"]
	for i := range ranking.Len() {
		want = append(want, ranking.Text(i, "unit"))
	}
	if err := holds(p.text.String(), want); err != nil {
		return err
	}
	return auditTail(path, "</html>")
}

// pageReader gathers a page's text and the ids of its data.
type pageReader struct {
	text strings.Builder
	data map[string]bool
	err  error
}

func (p *pageReader) walk(n *html.Node) {
	switch n.Type {
	case html.ElementNode:
		p.element(n)
	case html.TextNode:
		if n.Parent != nil && n.Parent.Data != "script" && n.Parent.Data != "style" {
			p.text.WriteString(n.Data)
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		p.walk(c)
	}
}

func (p *pageReader) element(n *html.Node) {
	attr := map[string]string{}
	for _, a := range n.Attr {
		attr[a.Key] = a.Val
	}
	if n.Data == "script" && attr["type"] == "text/plain" && n.FirstChild != nil {
		if err := packed(n.FirstChild.Data); err != nil {
			p.err = fmt.Errorf("数据 %s 不是完整的 JSON：%w", attr["id"], err)
		}
		p.data[attr["id"]] = true
	}
	source := attr["src"]
	if n.Data == "link" {
		source = attr["href"]
	}
	if source != "" && !strings.HasPrefix(source, "data:") {
		p.err = fmt.Errorf("页面要从外面取 %s", source)
	}
}

// packed unpacks a page's data as its script does.
func packed(letters string) error {
	r, err := zlib.NewReader(base64.NewDecoder(base64.RawURLEncoding, strings.NewReader(letters)))
	if err != nil {
		return err
	}
	text, err := io.ReadAll(r)
	if err == nil && !json.Valid(text) {
		err = errors.New("内容不对")
	}
	return err
}

// auditTail looks whether a file was written to its end.
func auditTail(path, tail string) error {
	b, err := os.ReadFile(path)
	if err == nil && !strings.HasSuffix(strings.TrimSpace(string(b)), tail) {
		err = errors.New("没有写到末尾")
	}
	return err
}
