package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"
)

// xmlScanner is a pull scanner for the XML of workbooks: elements, attributes
// and text, without namespaces, validation or allocation per element.
// encoding/xml takes about six times as long (BenchmarkXML).
type xmlScanner struct {
	src      io.Reader
	buf      []byte
	pos, end int
	srcErr   error
	depth    int

	// The current token. Valid until the next call.
	kind  xmlKind
	name  []byte // local name of an element
	attrs []byte // raw
	text  []byte // decoded
	empty bool   // <a/>: an xmlEnd of the same name follows

	scratch []byte
}

type xmlKind byte

const (
	xmlStart xmlKind = iota + 1
	xmlEnd
	xmlText
)

var errXML = errors.New("XML结构有误")

func newXMLScanner(src io.Reader) *xmlScanner {
	return &xmlScanner{src: src, buf: make([]byte, 64<<10)}
}

// next moves to the next token; io.EOF only after a balanced document.
func (x *xmlScanner) next() error {
	if x.empty {
		x.empty, x.kind = false, xmlEnd
		x.depth--
		return nil
	}
	for {
		if err := x.need(1); err != nil {
			if errors.Is(err, io.EOF) && x.depth != 0 {
				return fmt.Errorf("%w：内容不完整", errXML)
			}
			return err
		}
		if x.buf[x.pos] != '<' {
			return x.textToken()
		}
		skip, err := x.markup()
		if err != nil || !skip {
			return err
		}
	}
}

// need makes at least n bytes available after pos; io.EOF when there are none.
func (x *xmlScanner) need(n int) error {
	for x.end-x.pos < n {
		if x.srcErr != nil {
			if x.end > x.pos && errors.Is(x.srcErr, io.EOF) {
				return fmt.Errorf("%w：内容不完整", errXML)
			}
			return x.srcErr
		}
		if x.pos > 0 {
			copy(x.buf, x.buf[x.pos:x.end])
			x.end -= x.pos
			x.pos = 0
		}
		if x.end == len(x.buf) {
			if x.end >= maxRecord {
				return fmt.Errorf("%w：一处内容超过%d MB", errXML, maxRecord>>20)
			}
			x.buf = append(x.buf, make([]byte, len(x.buf))...)
		}
		m, err := x.src.Read(x.buf[x.end:])
		x.end += m
		x.srcErr = err
	}
	return nil
}

// find gives the distance from pos to the next occurrence of mark, from offset.
func (x *xmlScanner) find(mark string, from int) (int, error) {
	for {
		if x.end-x.pos > from {
			if i := bytes.Index(x.buf[x.pos+from:x.end], []byte(mark)); i >= 0 {
				return from + i, nil
			}
			from = max(from, x.end-x.pos-len(mark)+1)
		}
		if err := x.need(x.end - x.pos + 1); err != nil {
			return 0, err
		}
	}
}

func (x *xmlScanner) textToken() error {
	n, err := x.find("<", 0)
	if err != nil {
		if x.depth == 0 && x.srcErr == io.EOF && len(bytes.TrimSpace(x.buf[x.pos:x.end])) == 0 {
			x.pos = x.end
			return io.EOF
		}
		return err
	}
	x.kind = xmlText
	x.text, err = x.unescape(x.buf[x.pos : x.pos+n])
	x.pos += n
	return err
}

// markup reads what begins with <; skip says that it is no token.
func (x *xmlScanner) markup() (skip bool, err error) {
	if err := x.need(2); err != nil {
		return false, err
	}
	switch x.buf[x.pos+1] {
	case '?':
		return true, x.skipPast("?>", 2)
	case '!':
		if err := x.need(9); err != nil {
			return false, err
		}
		if bytes.HasPrefix(x.buf[x.pos:x.end], []byte("<!--")) {
			return true, x.skipPast("-->", 4)
		}
		if bytes.HasPrefix(x.buf[x.pos:x.end], []byte("<![CDATA[")) {
			n, err := x.find("]]>", 9)
			if err != nil {
				return false, err
			}
			x.kind, x.text = xmlText, x.buf[x.pos+9:x.pos+n]
			x.pos += n + 3
			return false, checkUTF8(x.text)
		}
		return false, fmt.Errorf("%w：不接受文档类型声明", errXML)
	}
	return false, x.tag()
}

func (x *xmlScanner) skipPast(mark string, from int) error {
	n, err := x.find(mark, from)
	x.pos += n + len(mark)
	return err
}

func (x *xmlScanner) tag() error {
	n, err := x.tagEnd()
	if err != nil {
		return err
	}
	body := x.buf[x.pos+1 : x.pos+n]
	x.pos += n + 1
	x.kind, x.empty = xmlStart, false
	switch {
	case len(body) > 0 && body[0] == '/':
		x.kind = xmlEnd
		body = body[1:]
		x.depth--
	case len(body) > 0 && body[len(body)-1] == '/':
		x.empty = true
		body = body[:len(body)-1]
		x.depth++
	default:
		x.depth++
	}
	x.name, x.attrs = body, nil
	for i := 0; i < len(body) && x.attrs == nil; i++ {
		if body[i] == ':' {
			x.name = body[i+1:]
		} else if isSpace(body[i]) {
			x.name, x.attrs = body[len(body)-len(x.name):i], body[i:]
		}
	}
	if len(x.name) == 0 || x.depth < 0 {
		return errXML
	}
	return nil
}

// tagEnd is the distance to the > that ends the tag; one inside a quoted
// attribute does not.
func (x *xmlScanner) tagEnd() (int, error) {
	n := 0
	for {
		m, err := x.find(">", n+1)
		if err != nil {
			return 0, err
		}
		n = m
		if !openQuote(x.buf[x.pos : x.pos+n]) {
			return n, nil
		}
	}
}

func openQuote(b []byte) bool {
	var quote byte
	for _, c := range b {
		if quote == 0 && (c == '"' || c == '\'') {
			quote = c
		} else if c == quote {
			quote = 0
		}
	}
	return quote != 0
}

// attr gives an attribute's value by its local name; nil when it is absent.
func (x *xmlScanner) attr(name string) []byte {
	b := x.attrs
	for i := 0; i < len(b); i++ {
		if isSpace(b[i]) {
			continue
		}
		start := i
		for i < len(b) && b[i] != '=' && !isSpace(b[i]) {
			if b[i] == ':' {
				start = i + 1
			}
			i++
		}
		key := b[start:i]
		for i < len(b) && (isSpace(b[i]) || b[i] == '=') {
			i++
		}
		if i == len(b) || b[i] != '"' && b[i] != '\'' {
			return nil
		}
		end := bytes.IndexByte(b[i+1:], b[i])
		if end < 0 {
			return nil
		}
		if string(key) == name {
			return b[i+1 : i+1+end]
		}
		i += end + 1
	}
	return nil
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// attrText is an attribute as text, entities decoded.
func (x *xmlScanner) attrText(name string) (string, error) {
	raw, err := x.unescape(x.attr(name))
	return string(raw), err
}

func checkUTF8(b []byte) error {
	if !utf8.Valid(b) {
		return fmt.Errorf("%w：含有不是UTF-8的字节", errXML)
	}
	return nil
}

// unescape decodes entities and line ends; without any it returns b itself.
func (x *xmlScanner) unescape(b []byte) ([]byte, error) {
	if err := checkUTF8(b); err != nil {
		return nil, err
	}
	if bytes.IndexByte(b, '&') < 0 && bytes.IndexByte(b, '\r') < 0 {
		return b, nil
	}
	out := x.scratch[:0]
	for i := 0; i < len(b); i++ {
		switch {
		case b[i] == '\r':
			if i+1 == len(b) || b[i+1] != '\n' {
				out = append(out, '\n')
			}
		case b[i] == '&':
			end := bytes.IndexByte(b[i:], ';')
			if end < 0 {
				return nil, fmt.Errorf("%w：& 没有写成 &amp;", errXML)
			}
			r, ok := entity(string(b[i+1 : i+end]))
			if !ok {
				return nil, fmt.Errorf("%w：不认识的实体 %s", errXML, b[i:i+end+1])
			}
			out = utf8.AppendRune(out, r)
			i += end
		default:
			out = append(out, b[i])
		}
	}
	x.scratch = out
	return out, nil
}

func entity(s string) (rune, bool) {
	switch s {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(s) < 2 || s[0] != '#' {
		return 0, false
	}
	digits, base := s[1:], 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	return rune(n), err == nil && n <= utf8.MaxRune && utf8.ValidRune(rune(n))
}
