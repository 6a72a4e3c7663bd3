package ledger

import (
	"unicode/utf16"
	"unicode/utf8"
)

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
