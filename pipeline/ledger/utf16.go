package ledger

import (
	"bytes"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// utf16Encoding tells UTF-16 by its mark or, without one, by its zeros: the
// commas, digits and line breaks of a ledger leave one in two bytes of theirs
// zero, always on the same side, and what comes out of it reads as text.
// Anything else is "".
func utf16Encoding(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("\xFF\xFE")):
		return encodingUTF16LE
	case bytes.HasPrefix(head, []byte("\xFE\xFF")):
		return encodingUTF16BE
	}
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i&1]++
		}
	}
	switch {
	case zeros[0] == 0 && zeros[1] >= 4 && readsAsText(head, utf16Decoder(1, 0)):
		return encodingUTF16LE
	case zeros[1] == 0 && zeros[0] >= 4 && readsAsText(head, utf16Decoder(0, 1)):
		return encodingUTF16BE
	}
	return ""
}

// readsAsText says that nearly all characters are those of a Chinese ledger.
func readsAsText(head []byte, decode decoder) bool {
	text, _, bad := decode(nil, head, false)
	odd, all := 0, 0
	for _, r := range string(text) {
		all++
		if r >= 0x80 && !unicode.Is(unicode.Han, r) && !unicode.IsPunct(r) && !(r >= 0xFF00 && r < 0xFFF0) || r < ' ' && r != '\t' && r != '\n' && r != '\r' {
			odd++
		}
	}
	return !bad && all > 0 && odd*20 <= all
}

// narrow leaves the zeros out of a beginning in UTF-16, so that marks of ASCII
// can be looked for.
func narrow(head []byte) []byte {
	if utf16Encoding(head) == "" {
		return head
	}
	return bytes.ReplaceAll(bytes.TrimLeft(head, "\xFF\xFE"), []byte{0}, nil)
}

// utf16Decoder decodes UTF-16 whose high byte of a unit stands at high and low
// byte at low. A lone surrogate and an odd last byte are bad.
func utf16Decoder(high, low int) decoder {
	return func(dst, src []byte, atEOF bool) ([]byte, int, bool) {
		i := 0
		for i+1 < len(src) {
			r := rune(src[i+high])<<8 | rune(src[i+low])
			if !utf16.IsSurrogate(r) {
				dst = utf8.AppendRune(dst, r)
				i += 2
				continue
			}
			if i+3 >= len(src) {
				return dst, i, atEOF
			}
			r = utf16.DecodeRune(r, rune(src[i+2+high])<<8|rune(src[i+2+low]))
			if r == utf8.RuneError {
				return dst, i, true
			}
			dst = utf8.AppendRune(dst, r)
			i += 4
		}
		return dst, i, atEOF && i < len(src)
	}
}
