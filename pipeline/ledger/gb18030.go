package ledger

import (
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// gbkTable is every two-byte character of GB18030: lead 0x81–0xFE, trail
// 0x40–0xFE; 0 where there is none. It is made once from x/text, whose own
// decoder cannot be used on files: it puts U+FFFD for a bad byte and goes on.
var gbkTable = sync.OnceValue(func() *[126 * 191]uint16 {
	var table [126 * 191]uint16
	decode := simplifiedchinese.GB18030.NewDecoder()
	for lead := 0x81; lead <= 0xFE; lead++ {
		for trail := 0x40; trail <= 0xFE; trail++ {
			if trail == 0x7F {
				continue
			}
			out, err := decode.Bytes([]byte{byte(lead), byte(trail)})
			if err != nil {
				continue
			}
			r, size := utf8.DecodeRune(out)
			if r != utf8.RuneError && size == len(out) && r <= 0xFFFF {
				table[(lead-0x81)*191+trail-0x40] = uint16(r)
			}
		}
	}
	return &table
})

// decodeGB18030 is a strict decoder of GB18030 (and so of GBK and GB2312).
func decodeGB18030(dst, src []byte, atEOF bool) (out []byte, used int, bad bool) {
	table := gbkTable()
	i := 0
	for i < len(src) {
		c := src[i]
		if c < utf8.RuneSelf {
			j := i + 1
			for j < len(src) && src[j] < utf8.RuneSelf {
				j++
			}
			dst = append(dst, src[i:j]...)
			i = j
			continue
		}
		if i+1 == len(src) {
			return dst, i, atEOF || c == 0x80 || c == 0xFF
		}
		trail := src[i+1]
		if c == 0x80 || c == 0xFF || trail == 0xFF {
			return dst, i, true
		}
		if trail >= 0x40 {
			r := table[int(c-0x81)*191+int(trail-0x40)]
			if r == 0 {
				return dst, i, true
			}
			dst = utf8.AppendRune(dst, rune(r))
			i += 2
			continue
		}
		if i+4 > len(src) {
			return dst, i, atEOF || trail < '0' || trail > '9'
		}
		r, ok := fourByteGB18030(src[i : i+4])
		if !ok {
			return dst, i, true
		}
		dst = utf8.AppendRune(dst, r)
		i += 4
	}
	return dst, i, false
}

// fourByteGB18030 decodes one rare character (names, mostly) through x/text.
func fourByteGB18030(b []byte) (rune, bool) {
	isDigit := func(c byte) bool { return '0' <= c && c <= '9' }
	if !isDigit(b[1]) || !isDigit(b[3]) || b[2] < 0x81 || b[2] > 0xFE {
		return 0, false
	}
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
	if err != nil {
		return 0, false
	}
	r, size := utf8.DecodeRune(out)
	// 84 31 A4 37 is U+FFFD itself; from other bytes it means 'no character'.
	replaced := r == utf8.RuneError && string(b) != "\x84\x31\xA4\x37"
	return r, size == len(out) && !replaced
}

// encodeGB18030 is a text in GB18030; what it has no character for is left out.
func encodeGB18030(s string) []byte {
	out, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(s))
	if err != nil {
		return nil
	}
	return out
}
