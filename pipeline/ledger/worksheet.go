package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
)

const (
	maxSheetRows    = 1 << 20
	maxSheetColumns = 1 << 14
	// smallSheet is how large a sheet's XML may be to be inflated only once:
	// merged cells are listed after the rows they change.
	smallSheet = 32 << 20
)

// worksheetRows streams the rows of one worksheet. Cells are text as people see
// it, but exact: numbers unrounded, dates as 2013-05-12.
type worksheetRows struct {
	x     *xmlScanner
	w     *workbook
	row   int
	cells [][]byte
	arena []byte // cell texts of the current row
	close func()
}

// openSheet reads the sheet's merged cells and opens it for streaming.
func (w *workbook) openSheet(part string) (*worksheetRows, []mergedRange, error) {
	f, err := w.part(part)
	if err != nil {
		return nil, nil, err
	}
	open := func() (io.ReadCloser, error) { return f.Open() }
	if f.UncompressedSize64 <= smallSheet {
		r, err := f.Open()
		if err != nil {
			return nil, nil, err
		}
		whole, err := io.ReadAll(io.LimitReader(r, smallSheet+1))
		r.Close()
		if err != nil {
			return nil, nil, err
		}
		open = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(whole)), nil }
	}
	r, err := open()
	if err != nil {
		return nil, nil, err
	}
	merges, err := readMerges(r)
	r.Close()
	if err != nil {
		return nil, nil, err
	}
	if r, err = open(); err != nil {
		return nil, nil, err
	}
	p := newPrefetch(r, false)
	return &worksheetRows{x: newXMLScanner(p), w: w, close: func() { p.close(); r.Close() }}, merges, nil
}

// readMerges skips to <mergeCells> without looking at what is before it.
func readMerges(r io.Reader) ([]mergedRange, error) {
	rest, err := skipTo(r, []byte("mergeCell "))
	if err != nil || rest == nil {
		return nil, err
	}
	var merges []mergedRange
	for {
		i := bytes.Index(rest, []byte("mergeCell "))
		if i < 0 {
			return merges, nil
		}
		rest = rest[i+len("mergeCell "):]
		end := bytes.IndexByte(rest, '>')
		if end < 0 {
			return nil, fmt.Errorf("%w：合并单元格清单不完整", errXML)
		}
		x := xmlScanner{attrs: rest[:end]}
		m, ok := parseRange(x.attr("ref"))
		if !ok {
			return nil, fmt.Errorf("%w：合并单元格 %s", errXML, rest[:end])
		}
		merges = append(merges, m)
	}
}

// skipTo reads until mark and gives it and all that follows; nil when the mark
// is nowhere. What follows the rows of a sheet is small, and is bounded.
func skipTo(r io.Reader, mark []byte) ([]byte, error) {
	buf := make([]byte, chunkSize)
	kept := 0
	for {
		n, err := fill(r, buf[kept:])
		if i := bytes.Index(buf[:kept+n], mark); i >= 0 {
			tail := bytes.Clone(buf[i : kept+n])
			if err != nil {
				return tail, ignoreEOF(err)
			}
			rest, err := io.ReadAll(io.LimitReader(r, 4*maxRecord))
			return append(tail, rest...), err
		}
		if err != nil {
			return nil, ignoreEOF(err)
		}
		kept = copy(buf, buf[kept+n-len(mark):kept+n])
	}
}

func ignoreEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// parseRange reads A3:B7.
func parseRange(ref []byte) (mergedRange, bool) {
	from, to, ok := bytes.Cut(ref, []byte(":"))
	if !ok {
		to = from
	}
	left, top, ok1 := parseRef(from)
	right, bottom, ok2 := parseRef(to)
	return mergedRange{top, left, bottom, right}, ok1 && ok2 && top <= bottom && left <= right
}

// parseRef reads a cell's address, such as AB12: column 28, row 12.
func parseRef(ref []byte) (column, row int, ok bool) {
	i := 0
	for i < len(ref) && 'A' <= ref[i] && ref[i] <= 'Z' && column <= maxSheetColumns {
		column = column*26 + int(ref[i]-'A') + 1
		i++
	}
	start := i
	for i < len(ref) && '0' <= ref[i] && ref[i] <= '9' && row <= maxSheetRows {
		row = row*10 + int(ref[i]-'0')
		i++
	}
	ok = start > 0 && i > start && i == len(ref) && row > 0 && row <= maxSheetRows && column <= maxSheetColumns
	return column, row, ok
}

// next gives the next row that the sheet holds; empty rows may be left out.
func (s *worksheetRows) next() (int, [][]byte, bool, error) {
	for {
		if err := s.x.next(); err != nil {
			return s.row, nil, false, err
		}
		if s.x.kind != xmlStart || string(s.x.name) != "row" {
			continue
		}
		n := s.row + 1
		if r := s.x.attr("r"); r != nil {
			var err error
			if n, err = strconv.Atoi(string(r)); err != nil || n <= s.row || n > maxSheetRows {
				return s.row, nil, false, fmt.Errorf("%w：第%d行之后的行号 %s 不对", errXML, s.row, r)
			}
		}
		if n > maxSheetRows {
			return s.row, nil, false, fmt.Errorf("%w：超过%d行", errXML, maxSheetRows)
		}
		s.row = n
		s.cells, s.arena = s.cells[:0], s.arena[:0]
		err := s.readRow()
		return s.row, s.cells, false, err
	}
}

func (s *worksheetRows) readRow() error {
	for {
		if err := s.x.next(); err != nil {
			return err
		}
		switch {
		case s.x.kind == xmlEnd && string(s.x.name) == "row":
			return nil
		case s.x.kind == xmlStart && string(s.x.name) == "c":
			if err := s.readCell(); err != nil {
				return fmt.Errorf("第%d行：%w", s.row, err)
			}
		}
	}
}

// readCell reads <c> to its end and puts its text at its column.
func (s *worksheetRows) readCell() error {
	column := len(s.cells) + 1
	if ref := s.x.attr("r"); ref != nil {
		c, row, ok := parseRef(ref)
		if !ok || c < column || row != s.row {
			return fmt.Errorf("%w：单元格地址 %s 不对", errXML, ref)
		}
		column = c
	}
	if column > maxSheetColumns {
		return fmt.Errorf("%w：超过%d列", errXML, maxSheetColumns)
	}
	kind := cellType(s.x.attr("t"))
	var style cellStyle
	if id := s.x.attr("s"); id != nil {
		if n, err := strconv.Atoi(string(id)); err == nil && n >= 0 && n < len(s.w.styles) {
			style = s.w.styles[n]
		}
	}
	start := len(s.arena)
	formula, hasFormula, hasValue, inFormula, inValue, phonetic := start, false, false, false, false, false
	for done := false; !done; {
		if err := s.x.next(); err != nil {
			return err
		}
		name := string(s.x.name)
		switch {
		case s.x.kind == xmlText && (inValue || inFormula) && !phonetic:
			s.arena = append(s.arena, s.x.text...)
		case s.x.kind == xmlText:
		case name == "c":
			done = s.x.kind == xmlEnd
		case name == "v" || name == "t":
			hasValue, inValue = true, s.x.kind == xmlStart
		case name == "rPh":
			phonetic = s.x.kind == xmlStart
		case name == "f":
			hasFormula, inFormula = true, s.x.kind == xmlStart
			formula = len(s.arena)
		}
	}
	if computed := kind == "str" && hasValue; hasFormula && len(s.arena) == formula && !computed {
		// A formula that was never computed: a blank would hide it.
		text := s.arena[start:]
		s.arena = append(append(s.arena, '='), text...)
		s.set(column, s.arena[formula:])
		return nil
	}
	return s.put(column, kind, style, s.arena[formula:])
}

// cellType is the first letters that tell the types apart; n when absent.
func cellType(t []byte) string {
	switch string(t) {
	case "s":
		return "s"
	case "str":
		return "str"
	case "inlineStr":
		return "inlineStr"
	case "b":
		return "b"
	case "d":
		return "d"
	case "e":
		return "e"
	}
	return "n"
}

func (s *worksheetRows) set(column int, text []byte) {
	for len(s.cells) < column {
		s.cells = append(s.cells, nil)
	}
	s.cells[column-1] = text[:len(text):len(text)]
}

// put converts a cell's raw value and stores it.
func (s *worksheetRows) put(column int, kind string, style cellStyle, value []byte) error {
	if len(value) == 0 {
		return nil
	}
	start := len(s.arena)
	switch {
	case kind == "s":
		i, err := strconv.Atoi(string(bytes.TrimSpace(value)))
		text, ok := s.w.strings.at(i)
		if err != nil || !ok {
			return fmt.Errorf("%w：%s列引用的文字 %s 不存在", errXML, columnLetter(column), value)
		}
		s.set(column, text)
		return nil
	case kind == "b":
		if string(value) == "1" {
			s.arena = append(s.arena, "TRUE"...)
		} else {
			s.arena = append(s.arena, "FALSE"...)
		}
	case kind == "n" && style.format != formatNumber:
		s.arena = appendDate(s.arena, value, style.format, s.w.date1904)
	case kind == "n":
		s.arena = append(appendNumber(s.arena, value), style.suffix...)
	case kind == "d":
		s.arena = append(s.arena, bytes.TrimSuffix(value, []byte("T00:00:00"))...)
	default:
		s.arena = appendUnescaped(s.arena, value)
	}
	s.set(column, s.arena[start:])
	return nil
}
