package ledger

import (
	"bytes"
	"math"
	"strconv"
	"time"
)

// appendNumber writes a workbook's number as decimal text: digits that are
// only binary noise (12.340000000000002) are rounded away at 15 significant
// digits, which is all a spreadsheet keeps. A number of more than 15 digits
// before the point stays in scientific form: an id stored as a number has lost
// its last digits, and the form tells it. Text that is no number stays as it is.
func appendNumber(dst, raw []byte) []byte {
	raw = bytes.TrimSpace(raw)
	if shortDecimal(raw) {
		return append(dst, raw...)
	}
	f, err := strconv.ParseFloat(string(raw), 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return append(dst, raw...)
	}
	if f == 0 {
		return append(dst, '0')
	}
	var digits [40]byte
	sci := strconv.AppendFloat(digits[:0], f, 'E', 14, 64)
	exp, _ := strconv.Atoi(string(sci[bytes.IndexByte(sci, 'E')+1:]))
	if exp >= 15 || exp < -30 {
		return appendTrimmed(dst, sci)
	}
	// Rounded to 15 digits above; the second formatting only lays them out.
	g, _ := strconv.ParseFloat(string(sci), 64)
	return appendTrimmed(dst, strconv.AppendFloat(nil, g, 'f', max(0, 14-exp), 64))
}

// shortDecimal says that the text is already how it should be written: up to 15
// digits, no exponent, no zeros after the last decimal.
func shortDecimal(b []byte) bool {
	digits, point := 0, false
	for i, c := range b {
		switch {
		case '0' <= c && c <= '9':
			digits++
		case c == '.' && !point && i > 0:
			point = true
		case c == '-' && i == 0:
		default:
			return false
		}
	}
	if digits == 0 || digits > 15 {
		return false
	}
	last := b[len(b)-1]
	return !point || last != '0' && last != '.'
}

// appendTrimmed appends digits without zeros after the last decimal place.
func appendTrimmed(dst, b []byte) []byte {
	tail := b[len(b):]
	if i := bytes.IndexAny(b, "eE"); i >= 0 {
		b, tail = b[:i], b[i:]
	}
	if bytes.IndexByte(b, '.') >= 0 {
		b = bytes.TrimRight(b, "0")
		b = bytes.TrimSuffix(b, []byte("."))
	}
	return append(append(dst, b...), tail...)
}

const maxSerial = 2958465 // 9999-12-31

// serialDay is the day of a spreadsheet's date serial. The 1900 system counts a
// 29 February 1900 that never was; the 1904 system begins at 0.
func serialDay(serial float64, date1904 bool) (time.Time, bool) {
	day := int(math.Floor(serial + 1e-9))
	switch {
	case date1904 && day >= 0 && day <= maxSerial-1462:
		return time.Date(1904, 1, 1+day, 0, 0, 0, 0, time.UTC), true
	case date1904 || day < 1 || day > maxSerial || day == 60:
		return time.Time{}, false
	case day < 60:
		return time.Date(1899, 12, 31+day, 0, 0, 0, 0, time.UTC), true
	}
	return time.Date(1899, 12, 30+day, 0, 0, 0, 0, time.UTC), true
}

// appendDate writes a date cell as 2013-05-12. A cell that is shown as a month
// only and holds the first of the month was typed as a month and is written as
// one, 2013-05: its day was never known (check A07).
func appendDate(dst, raw []byte, format cellFormat, date1904 bool) []byte {
	serial, err := strconv.ParseFloat(string(bytes.TrimSpace(raw)), 64)
	if err != nil {
		return append(dst, raw...)
	}
	day, ok := serialDay(serial, date1904)
	if !ok {
		return appendNumber(dst, raw)
	}
	if format == formatMonth && day.Day() == 1 {
		return day.AppendFormat(dst, "2006-01")
	}
	return day.AppendFormat(dst, "2006-01-02")
}
