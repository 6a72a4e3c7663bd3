package ledger

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// The encodings of text files, as people read them in the manifest.
const (
	encodingUTF8    = "UTF-8"
	encodingUTF8BOM = "UTF-8 BOM"
	encodingUTF16LE = "UTF-16LE"
	encodingUTF16BE = "UTF-16BE"
	encodingGB18030 = "GB18030"
)

// decodeError is a byte that the file's encoding does not allow.
type decodeError struct {
	encoding string
	offset   int64 // of the file, from 0
	bytes    []byte
	line     int // physical line, set by the reader of lines
	column   int // its cell, likewise
}

func (e *decodeError) Error() string {
	at := ""
	if e.line > 0 {
		at = fmt.Sprintf("第%d行", e.line)
		if e.column > 0 {
			at += columnLetter(e.column) + "列"
		}
	}
	return fmt.Sprintf("%s的文字是乱码（不能按%s解码：文件第%d字节，十六进制 % X）。请用WPS、Excel或记事本打开，把这一格改对，另存为“CSV UTF-8（逗号分隔）”后重新放入",
		at, e.encoding, e.offset+1, e.bytes)
}

// textReader decodes a file to UTF-8. The encoding is told by the byte order
// mark or, failing that, at the first byte that is not ASCII, from what follows
// there. Every byte is checked; the first bad one is a *decodeError.
type textReader struct {
	src      *bufio.Reader
	offset   int64
	encoding string
	decode   decoder
	store    []byte // decoded
	pending  []byte // the part of store not yet handed out
	err      error
}

// decoder turns the beginning of src into UTF-8, appended to dst, and says how
// many bytes it used. It uses fewer than all when the last character is cut
// off and atEOF is not set; bad is set at the first byte it cannot use.
type decoder func(dst, src []byte, atEOF bool) (out []byte, used int, bad bool)

const peekSize = 64 << 10

func newTextReader(r io.Reader) (*textReader, error) {
	t := &textReader{src: bufio.NewReaderSize(r, 2*peekSize)}
	head, err := t.src.Peek(3)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")):
		t.use(encodingUTF8BOM, 3)
	case bytes.HasPrefix(head, []byte("\xFF\xFE")):
		t.use(encodingUTF16LE, 2)
	case bytes.HasPrefix(head, []byte("\xFE\xFF")):
		t.use(encodingUTF16BE, 2)
	default:
		if head, err = t.src.Peek(4096); err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		if e := utf16Encoding(head); e != "" {
			t.use(e, 0)
		}
	}
	return t, nil
}

// Encoding is known for certain once everything is read; a file of ASCII alone
// is UTF-8.
func (t *textReader) Encoding() string {
	if t.encoding == "" {
		return encodingUTF8
	}
	return t.encoding
}

func (t *textReader) use(encoding string, mark int) {
	t.encoding = encoding
	t.skip(mark)
	switch encoding {
	case encodingUTF16LE:
		t.decode = utf16Decoder(1, 0)
	case encodingUTF16BE:
		t.decode = utf16Decoder(0, 1)
	case encodingGB18030:
		t.decode = decodeGB18030
	default:
		t.decode = decodeUTF8
	}
}

func (t *textReader) skip(n int) {
	n, _ = t.src.Discard(n) // never more than was peeked
	t.offset += int64(n)
}

// Read gives decoded text; at a bad byte it first gives all text before it.
func (t *textReader) Read(p []byte) (int, error) {
	for len(t.pending) == 0 {
		if t.err != nil {
			return 0, t.err
		}
		t.err = t.more()
	}
	n := copy(p, t.pending)
	t.pending = t.pending[n:]
	return n, nil
}

func (t *textReader) more() error {
	src, err := t.src.Peek(peekSize)
	atEOF := errors.Is(err, io.EOF)
	if err != nil && !atEOF {
		return err
	}
	if len(src) == 0 {
		return io.EOF
	}
	if t.decode == nil {
		n := firstNonASCII(src)
		if n == 0 {
			t.use(detect(src, atEOF), 0)
			return nil
		}
		t.store = append(t.store[:0], src[:n]...)
		t.pending = t.store
		t.skip(n)
		return nil
	}
	out, used, bad := t.decode(t.store[:0], src, atEOF)
	t.store, t.pending = out, out
	if bad {
		err := &decodeError{encoding: t.Encoding(), offset: t.offset + int64(used)}
		err.bytes = bytes.Clone(src[used:min(used+2, len(src))])
		t.skip(used)
		return err
	}
	t.skip(used)
	return nil
}

func firstNonASCII(b []byte) int {
	for i, c := range b {
		if c >= utf8.RuneSelf {
			return i
		}
	}
	return len(b)
}

// detect tells UTF-8 from GB18030 by what stands there. Where both would do, a
// text without any three-byte UTF-8 character is Chinese in GB18030: no ledger
// has only Greek and Cyrillic in it, while a few common words (联通) are valid
// UTF-8 by chance. The other way round, several Chinese characters in valid
// UTF-8 are no chance: a bad byte after them is damage, though nearly any bytes
// could be read as GB18030.
func detect(window []byte, atEOF bool) string {
	text, used, badUTF8 := decodeUTF8(nil, window, atEOF)
	_, usedGB, badGB := decodeGB18030(nil, window, atEOF)
	wide := wideRunes(text)
	switch {
	case badUTF8 && (wide >= 4 || badGB && used >= usedGB):
		return encodingUTF8 // the error is reported where it stands
	case badUTF8:
		return encodingGB18030
	case badGB || wide > 0:
		return encodingUTF8
	}
	return encodingGB18030
}

// wideRunes counts characters of three bytes and more.
func wideRunes(text []byte) (n int) {
	for _, c := range text {
		if c >= 0xE0 {
			n++
		}
	}
	return n
}

func decodeUTF8(dst, src []byte, atEOF bool) ([]byte, int, bool) {
	whole := len(src)
	if !atEOF {
		whole -= cutTail(src)
	}
	if utf8.Valid(src[:whole]) {
		return append(dst, src[:whole]...), whole, false
	}
	n := 0
	for n < whole {
		r, size := utf8.DecodeRune(src[n:whole])
		if r == utf8.RuneError && size == 1 {
			break
		}
		n += size
	}
	return append(dst, src[:n]...), n, true
}

// cutTail is the length of an unfinished character at the end.
func cutTail(b []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(b); n++ {
		if c := b[len(b)-n]; utf8.RuneStart(c) {
			if !utf8.FullRune(b[len(b)-n:]) {
				return n
			}
			break
		}
	}
	return 0
}
