package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// tokenizer reads delimited text (RFC 4180, any of CR LF, LF, CR) from UTF-8
// without allocating per cell. A quote inside an unquoted cell is an ordinary
// character; a quoted cell that is not closed, or closed in the middle, is an
// error with its line.
type tokenizer struct {
	src   io.Reader
	delim byte

	buf      []byte
	pos, end int
	srcErr   error

	line  int // physical line the next record begins on
	cells [][]byte

	// The next line feed, carriage return and quote at or after pos; end where
	// there is none. Kept so that a file without quotes is scanned for them once.
	lf, cr, quote int
}

func newTokenizer(src io.Reader, delim byte) *tokenizer {
	return &tokenizer{src: src, delim: delim, buf: make([]byte, 1<<20), line: 1}
}

// quoteError is an unclosed or misplaced quote.
type quoteError struct {
	opened, at int // lines; at is 0 when the file ends first
	tooLong    bool
}

func (e *quoteError) Error() string {
	const remedy = "请在该行核对英文双引号是否成对（内容中的双引号应写成两个），改正后重新放入"
	switch {
	case e.tooLong:
		return fmt.Sprintf("第%d行开始的一条记录超过%d MB，多半是引号没有成对。%s", e.opened, maxRecord>>20, remedy)
	case e.at == 0:
		return fmt.Sprintf("第%d行的引号到文件末尾也没有闭合。%s", e.opened, remedy)
	}
	return fmt.Sprintf("第%d行开始的引号没有正常闭合：第%d行的引号后面不是分隔符。%s", e.opened, e.at, remedy)
}

// next gives a record: the line it begins on and its cells, which are valid
// until the following call. plain says that no cell needs quotes in a
// comma-separated file. At the end err is io.EOF.
func (t *tokenizer) next() (line int, cells [][]byte, plain bool, err error) {
	for {
		if t.pos < t.end {
			eol, after := t.lineEnd()
			if eol >= 0 && t.quote >= eol {
				line = t.line
				t.split(t.buf[t.pos:eol])
				t.pos = after
				t.line++
				return line, t.cells, t.delim == ',', nil
			}
			if eol >= 0 || t.atEOF() {
				line = t.line
				done, err := t.quoted()
				if err != nil {
					return line, nil, false, err
				}
				if done {
					return line, t.cells, false, nil
				}
			}
		} else if t.srcErr != nil {
			return t.line, nil, false, t.sourceError()
		}
		if err := t.more(); err != nil {
			return t.line, nil, false, err
		}
	}
}

func (t *tokenizer) atEOF() bool { return errors.Is(t.srcErr, io.EOF) }

// sourceError adds the line to an undecodable byte.
func (t *tokenizer) sourceError() error {
	var bad *decodeError
	if errors.As(t.srcErr, &bad) {
		rest := t.buf[t.pos:t.end]
		bad.line = t.line + countBreaks(rest)
		bad.column = 1 + t.delimiters(rest)
	}
	return t.srcErr
}

// delimiters counts those outside quotes since the last record began.
func (t *tokenizer) delimiters(b []byte) (n int) {
	quoted := false
	for _, c := range b {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == t.delim:
			n++
		case c == '\n' || c == '\r':
			n = 0
		}
	}
	return n
}

// lineEnd finds the next line break; after is where the following line begins.
// eol is -1 when more must be read to know.
func (t *tokenizer) lineEnd() (eol, after int) {
	if t.lf < t.pos {
		t.lf = t.find('\n')
	}
	if t.cr < t.pos {
		t.cr = t.find('\r')
	}
	if t.quote < t.pos {
		t.quote = t.find('"')
	}
	switch {
	case t.cr < t.lf && t.cr+1 < t.end:
		if t.buf[t.cr+1] == '\n' {
			return t.cr, t.cr + 2
		}
		return t.cr, t.cr + 1
	case t.cr < t.lf && t.atEOF():
		return t.cr, t.cr + 1
	case t.cr < t.lf:
		return -1, 0
	case t.lf < t.end:
		return t.lf, t.lf + 1
	case t.atEOF():
		return t.end, t.end
	}
	return -1, 0
}

func (t *tokenizer) find(b byte) int {
	if i := bytes.IndexByte(t.buf[t.pos:t.end], b); i >= 0 {
		return t.pos + i
	}
	return t.end
}

// more makes room and reads on. It is called only when the rest of the buffer
// is no whole record.
func (t *tokenizer) more() error {
	if t.srcErr != nil {
		if t.atEOF() {
			return nil
		}
		return t.sourceError()
	}
	if t.pos > 0 {
		copy(t.buf, t.buf[t.pos:t.end])
		t.end -= t.pos
		t.pos = 0
	}
	if t.end == len(t.buf) {
		if t.end >= maxRecord {
			return &quoteError{opened: t.line, tooLong: true}
		}
		t.buf = append(t.buf, make([]byte, len(t.buf))...)
	}
	n, err := t.src.Read(t.buf[t.end:])
	t.end += n
	t.srcErr = err
	t.lf, t.cr, t.quote = -1, -1, -1 // positions moved
	return nil
}

// split cuts a line without quotes.
func (t *tokenizer) split(line []byte) {
	t.cells = t.cells[:0]
	for {
		i := bytes.IndexByte(line, t.delim)
		if i < 0 {
			t.cells = append(t.cells, line)
			return
		}
		t.cells = append(t.cells, line[:i])
		line = line[i+1:]
	}
}

// quoted reads a record that has a quote somewhere. done is false when its end
// is not in the buffer yet; nothing is changed then.
func (t *tokenizer) quoted() (done bool, err error) {
	t.cells = t.cells[:0]
	at := t.pos
	for {
		cell, next, err := t.cell(at)
		if err != nil || next < 0 {
			return false, err
		}
		t.cells = append(t.cells, cell)
		if next < t.end && t.buf[next] == t.delim {
			at = next + 1
			continue
		}
		after := next
		if next < t.end {
			after++
			if t.buf[next] == '\r' {
				if after == t.end && !t.atEOF() {
					return false, nil
				}
				if after < t.end && t.buf[after] == '\n' {
					after++
				}
			}
		}
		t.line += countBreaks(t.buf[t.pos:after])
		t.unescape()
		t.pos = after
		return true, nil
	}
}

// cell finds the cell that begins at at and the delimiter or line break (or the
// end) after it; next is -1 when more must be read.
func (t *tokenizer) cell(at int) (cell []byte, next int, err error) {
	if at >= t.end || t.buf[at] != '"' {
		for i := at; i < t.end; i++ {
			if c := t.buf[i]; c == t.delim || c == '\n' || c == '\r' {
				return t.buf[at:i], i, nil
			}
		}
		if t.atEOF() {
			return t.buf[at:t.end], t.end, nil
		}
		return nil, -1, nil
	}
	closing := at + 1
	for {
		i := bytes.IndexByte(t.buf[closing:t.end], '"')
		if i < 0 {
			if t.atEOF() {
				return nil, -1, &quoteError{opened: t.lineOf(at)}
			}
			return nil, -1, nil
		}
		closing += i
		if closing+1 < t.end && t.buf[closing+1] == '"' {
			closing += 2
			continue
		}
		break
	}
	next = closing + 1
	for next < t.end && t.buf[next] == ' ' && t.delim != ' ' {
		next++
	}
	if next == t.end {
		if t.atEOF() {
			return t.buf[at : closing+1], next, nil
		}
		return nil, -1, nil
	}
	if c := t.buf[next]; c != t.delim && c != '\n' && c != '\r' {
		return nil, -1, &quoteError{opened: t.lineOf(at), at: t.lineOf(closing)}
	}
	return t.buf[at : closing+1], next, nil
}

func (t *tokenizer) lineOf(at int) int { return t.line + countBreaks(t.buf[t.pos:at]) }

// unescape takes the quotes off the record's cells, in place.
func (t *tokenizer) unescape() {
	for i, c := range t.cells {
		if len(c) < 2 || c[0] != '"' {
			continue
		}
		c = c[1 : len(c)-1]
		if j := bytes.IndexByte(c, '"'); j >= 0 {
			kept := c[:j]
			for ; j < len(c); j++ {
				kept = append(kept, c[j])
				if c[j] == '"' {
					j++
				}
			}
			c = kept
		}
		t.cells[i] = c
	}
}

// countBreaks counts line breaks; CR LF is one.
func countBreaks(b []byte) int {
	n := bytes.Count(b, []byte{'\n'})
	for {
		i := bytes.IndexByte(b, '\r')
		if i < 0 {
			return n
		}
		if i+1 == len(b) || b[i+1] != '\n' {
			n++
		}
		b = b[i+1:]
	}
}
