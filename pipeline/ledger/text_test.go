package ledger

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

func gb18030(t testing.TB, s string) string {
	t.Helper()
	out, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func utf16Bytes(s string, bigEndian bool) string {
	var b []byte
	for _, u := range utf16.Encode([]rune("\uFEFF" + s)) {
		if bigEndian {
			b = append(b, byte(u>>8), byte(u))
		} else {
			b = append(b, byte(u), byte(u>>8))
		}
	}
	return string(b)
}

func decodeAll(data string) (text, encoding string, err error) {
	r, err := newTextReader(strings.NewReader(data))
	if err != nil {
		return "", "", err
	}
	out, err := io.ReadAll(r)
	return string(out), r.Encoding(), err
}

func TestEncodings(t *testing.T) {
	const text = "批准文号,用地单位\n豫政土〔2018〕902号,𠮷野·㐂·€公司\n"
	long := strings.Repeat("a,b\n", 100_000) + text // not ASCII only after 400 KB
	for name, c := range map[string]struct{ data, encoding, want string }{
		"utf-8":        {text, encodingUTF8, text},
		"utf-8 mark":   {"\xEF\xBB\xBF" + text, encodingUTF8BOM, text},
		"utf-16 le":    {utf16Bytes(text, false), encodingUTF16LE, text},
		"utf-16 be":    {utf16Bytes(text, true), encodingUTF16BE, text},
		"gb18030":      {gb18030(t, text), encodingGB18030, text},
		"late utf-8":   {long, encodingUTF8, long},
		"late gb18030": {gb18030(t, long), encodingGB18030, long},
		"ascii":        {"a,b\n", encodingUTF8, "a,b\n"},
		"one GBK word": {gb18030(t, "name,联通\n"), encodingGB18030, "name,联通\n"},
		"one char":     {"面", encodingUTF8, "面"},
		"U+FFFD":       {gb18030(t, "批准\uFFFD文号"), encodingGB18030, "批准\uFFFD文号"},
	} {
		got, encoding, err := decodeAll(c.data)
		if err != nil || encoding != c.encoding || got != c.want {
			t.Errorf("%s: %s %v, %d bytes, want %s, %d bytes", name, encoding, err, len(got), c.encoding, len(c.want))
		}
	}
}

func TestUndecodable(t *testing.T) {
	good := strings.Repeat("批准文号\n", 20_000)
	gb := gb18030(t, good)
	for name, c := range map[string]struct {
		data, encoding string
		offset         int64
	}{
		"utf-8":                 {good + "\xFFx", encodingUTF8, int64(len(good))},
		"utf-8 early":           {"批准文号\xFF" + good, encodingUTF8, 12},
		"utf-8 surrogate":       {good + "\xED\xA0\x80", encodingUTF8, int64(len(good))},
		"utf-8 cut off":         {good + "\xE6\x89", encodingUTF8, int64(len(good))},
		"utf-8 then gbk":        {good + gb, encodingUTF8, int64(len(good))},
		"gb18030 lead":          {gb + "\xFF,", encodingGB18030, int64(len(gb))},
		"gb18030 trail":         {gb + "\xC5\x20", encodingGB18030, int64(len(gb))},
		"gb18030 cut off":       {gb + "\xC5", encodingGB18030, int64(len(gb))},
		"gb18030 four cut off":  {gb + "\x81\x30\x81", encodingGB18030, int64(len(gb))},
		"gb18030 no character":  {gb + "\x84\x39\xFE\x39", encodingGB18030, int64(len(gb))},
		"utf-16 odd":            {utf16Bytes("文号", false) + "a", encodingUTF16LE, 6},
		"utf-16 lone surrogate": {utf16Bytes("文号", true) + "\xD8\x00\x00\x41", encodingUTF16BE, 6},
	} {
		_, _, err := decodeAll(c.data)
		var bad *decodeError
		if !errors.As(err, &bad) || bad.offset != c.offset || bad.encoding != c.encoding {
			t.Errorf("%s: %v, want %s at %d", name, err, c.encoding, c.offset)
		}
	}
}

// The strict decoder agrees with x/text on every two-byte character and on
// every four-byte lead, and refuses where x/text puts U+FFFD.
func TestGB18030AgainstXText(t *testing.T) {
	check := func(b []byte) {
		want, _, err := transform.Bytes(simplifiedchinese.GB18030.NewDecoder(), b)
		replaced := err != nil || bytes.ContainsRune(want, utf8.RuneError)
		got, _, bad := decodeGB18030(nil, b, true)
		if bad != replaced || !bad && !bytes.Equal(got, want) {
			t.Fatalf("% X: %q bad=%v, x/text %q", b, got, bad, want)
		}
	}
	for lead := 0x81; lead <= 0xFE; lead++ {
		for trail := 0x40; trail <= 0xFE; trail++ {
			if trail != 0x7F {
				check([]byte{byte(lead), byte(trail)})
			}
		}
		check([]byte{byte(lead), 0x30, 0x81, 0x30})
	}
}

func FuzzDecoders(f *testing.F) {
	f.Add([]byte("批准文号,1\n"))
	f.Add([]byte(gb18030(f, "批准文号,𠮷\n")))
	f.Add([]byte("\xFF\xFEa\x00\x00\xD8"))
	f.Add([]byte("\xEF\xBB\xBF\xE6"))
	f.Fuzz(func(t *testing.T, data []byte) {
		whole, encoding, err := decodeAll(string(data))
		if !utf8.ValidString(whole) {
			t.Fatalf("%s gave text that is not UTF-8", encoding)
		}
		var bad *decodeError
		if err != nil && (!errors.As(err, &bad) || bad.offset > int64(len(data))) {
			t.Fatalf("error %v", err)
		}
		// The same text however the file comes in pieces.
		r, e := newTextReader(iotest.OneByteReader(bytes.NewReader(data)))
		if e != nil {
			t.Fatal(e)
		}
		pieces, e := io.ReadAll(r)
		if string(pieces) != whole || (e == nil) != (err == nil) {
			t.Fatalf("in pieces %q %v, whole %q %v", pieces, e, whole, err)
		}
	})
}
