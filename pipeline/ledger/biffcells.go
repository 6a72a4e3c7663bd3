package ledger

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strconv"
	"unicode/utf16"
)

// biffCells places the cells of one worksheet.
type biffCells struct {
	*biff
	list *rowList
	rows map[int]int // row → index in the list
	// formula is the cell whose text follows in a record of its own.
	formula *[]byte
}

// take takes one record of a worksheet.
func (s *biffCells) take() error {
	switch s.kind {
	case biffMerged:
		for i := range s.u16(0) {
			at := 2 + 8*i
			if at+8 > len(s.data) {
				return errors.New("合并单元格清单不完整")
			}
			m := mergedRange{s.u16(at) + 1, s.u16(at+4) + 1, s.u16(at+2) + 1, s.u16(at+6) + 1}
			if m.top <= m.bottom && m.left <= m.right {
				s.list.merges = append(s.list.merges, m)
			}
		}
		return nil
	case biffString:
		if text, _, ok := biffText(s.data, 0, 2); ok && s.formula != nil {
			*s.formula = []byte(text)
			s.formula = nil
		}
		return nil
	case biffLabelSST, biffLabel, biffRString, biffNumber, biffRK, biffMulRK, biffBoolErr, biffFormula:
	default:
		return nil
	}
	if len(s.data) < 8 {
		return fmt.Errorf("第%d行的单元格不完整", s.u16(0)+1)
	}
	row, column, style := s.u16(0), s.u16(2), s.style(s.u16(4))
	switch s.kind {
	case biffLabelSST:
		n := -1
		if len(s.data) >= 10 {
			n = int(binary.LittleEndian.Uint32(s.data[6:]))
		}
		if n < 0 || n >= len(s.strings) {
			return fmt.Errorf("第%d行%s列引用的文字不存在", row+1, columnLetter(column+1))
		}
		return s.put(row, column, []byte(s.strings[n]))
	case biffLabel, biffRString:
		text, _, ok := biffText(s.data, 6, 2)
		if !ok {
			return fmt.Errorf("第%d行%s列的文字不完整", row+1, columnLetter(column+1))
		}
		return s.put(row, column, []byte(text))
	case biffRK:
		return s.number(row, column, style, rk(s.data[6:]))
	case biffMulRK:
		for at := 4; at+6 <= len(s.data)-2; at += 6 {
			if err := s.number(row, column, s.style(s.u16(at)), rk(s.data[at+2:])); err != nil {
				return err
			}
			column++
		}
		return nil
	case biffBoolErr:
		return s.put(row, column, boolOrError(s.data[6], s.data[7] != 0))
	}
	if len(s.data) < 14 {
		return fmt.Errorf("第%d行%s列的数字不完整", row+1, columnLetter(column+1))
	}
	if s.kind == biffFormula && s.u16(12) == 0xFFFF {
		return s.formulaResult(row, column)
	}
	return s.number(row, column, style, math.Float64frombits(binary.LittleEndian.Uint64(s.data[6:])))
}

// formulaResult places what a formula last gave when that is no number.
func (s *biffCells) formulaResult(row, column int) error {
	switch s.data[6] {
	case 0: // a text, in the record that follows
		if err := s.put(row, column, []byte{' '}); err != nil {
			return err
		}
		r := &s.list.rows[s.rows[row]]
		s.formula = &r.cells[column]
		return nil
	case 1:
		return s.put(row, column, boolOrError(s.data[8], false))
	case 2:
		return s.put(row, column, boolOrError(s.data[8], true))
	}
	return nil
}

func boolOrError(v byte, isError bool) []byte {
	switch {
	case !isError && v == 0:
		return []byte("FALSE")
	case !isError:
		return []byte("TRUE")
	}
	names := map[byte]string{0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
	if name := names[v]; name != "" {
		return []byte(name)
	}
	return []byte("#ERROR!")
}

func (b *biff) style(n int) cellStyle {
	if n < len(b.styles) {
		return b.styles[n]
	}
	return cellStyle{}
}

// rk is a number packed into 30 bits.
func rk(b []byte) float64 {
	v := binary.LittleEndian.Uint32(b)
	f := math.Float64frombits(uint64(v&^3) << 32)
	if v&2 != 0 {
		f = float64(int32(v) >> 2)
	}
	if v&1 != 0 {
		f /= 100
	}
	return f
}

func (s *biffCells) number(row, column int, style cellStyle, f float64) error {
	raw := strconv.AppendFloat(nil, f, 'g', -1, 64)
	if style.format != formatNumber {
		return s.put(row, column, appendDate(nil, raw, style.format, s.date1904))
	}
	return s.put(row, column, append(appendNumber(nil, raw), style.suffix...))
}

func (s *biffCells) put(row, column int, text []byte) error {
	at, ok := s.rows[row]
	if !ok {
		at = len(s.list.rows)
		s.rows[row] = at
		s.list.rows = append(s.list.rows, listedRow{line: row + 1})
	}
	r := &s.list.rows[at]
	if grown := column + 1 - len(r.cells); grown > 0 {
		if s.biff.cells += grown; s.biff.cells > maxListedCells || column >= maxSheetColumns {
			return errTooLarge
		}
		r.cells = append(r.cells, make([][]byte, grown)...)
	}
	r.cells[column] = text
	return nil
}

// biffText reads a string whose length takes width bytes; next is what follows.
func biffText(b []byte, at, width int) (text string, next int, ok bool) {
	if at+width+1 > len(b) {
		return "", 0, false
	}
	n := int(b[at])
	if width == 2 {
		n = int(binary.LittleEndian.Uint16(b[at:]))
	}
	flags := b[at+width]
	at += width + 1
	if flags&8 != 0 {
		at += 2
	}
	if flags&4 != 0 {
		at += 4
	}
	units, next := biffUnits(nil, b, at, n, flags&1 != 0)
	return string(utf16.Decode(units)), next, len(units) == n
}

// biffUnits appends up to n characters, of one byte or two.
func biffUnits(units []uint16, b []byte, at, n int, wide bool) ([]uint16, int) {
	for ; n > 0; n-- {
		switch {
		case wide && at+2 <= len(b):
			units = append(units, binary.LittleEndian.Uint16(b[at:]))
			at += 2
		case !wide && at < len(b):
			units = append(units, uint16(b[at]))
			at++
		default:
			return units, at
		}
	}
	return units, at
}

// sharedStrings reads the workbook's strings. They run on through CONTINUE
// records; characters that do begin anew with a byte that tells their width.
func (b *biff) sharedStrings() error {
	if len(b.data) < 8 {
		return errors.New("文字表不完整")
	}
	count := int(binary.LittleEndian.Uint32(b.data[4:]))
	c := biffChain{biff: b, at: 8}
	for range count {
		text, ok := c.text()
		if !ok {
			return errors.New("文字表不完整")
		}
		b.strings = append(b.strings, text)
	}
	return nil
}

// biffChain reads on through CONTINUE records.
type biffChain struct {
	*biff
	at int
}

// more moves to the following CONTINUE when the record is used up.
func (c *biffChain) more() bool {
	for c.at >= len(c.data) {
		back := c.biff.at
		if !c.next() || c.kind != biffContinue {
			c.biff.at = back
			return false
		}
		c.at = 0
	}
	return true
}

// bytes reads n bytes that may run on.
func (c *biffChain) bytes(n int) (list []byte, ok bool) {
	for len(list) < n {
		if !c.more() {
			return nil, false
		}
		take := min(n-len(list), len(c.data)-c.at)
		list = append(list, c.data[c.at:c.at+take]...)
		c.at += take
	}
	return list, true
}

// skip passes over formatting, which can be long, without keeping it.
func (c *biffChain) skip(n int) bool {
	for n > 0 {
		if !c.more() {
			return false
		}
		take := min(n, len(c.data)-c.at)
		n, c.at = n-take, c.at+take
	}
	return true
}

func (c *biffChain) text() (string, bool) {
	head, ok := c.bytes(3)
	if !ok {
		return "", false
	}
	n, flags := int(binary.LittleEndian.Uint16(head)), head[2]
	after := 0
	if flags&8 != 0 {
		runs, ok := c.bytes(2)
		if !ok {
			return "", false
		}
		after += 4 * int(binary.LittleEndian.Uint16(runs))
	}
	if flags&4 != 0 {
		size, ok := c.bytes(4)
		if !ok {
			return "", false
		}
		after += int(binary.LittleEndian.Uint32(size))
	}
	var units []uint16
	for wide := flags&1 != 0; len(units) < n; {
		if c.at >= len(c.data) {
			if !c.more() {
				return "", false
			}
			wide = c.data[0]&1 != 0
			c.at = 1
		}
		had := len(units)
		units, c.at = biffUnits(units, c.data, c.at, n-len(units), wide)
		if len(units) == had && c.at < len(c.data) {
			return "", false // half a character
		}
	}
	return string(utf16.Decode(units)), c.skip(after)
}
