package ledger

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"
)

// stage is the folder of CSV files that DuckDB loads: one per kind, and sheet,
// sheet_column and file. RFC 4180 with LF, UTF-8 without a mark.
type stage struct {
	kinds  []*stagedFile // in the vocabulary's order
	sheet  *stagedFile
	column *stagedFile
	file   *stagedFile
}

func newStage(dir string, v Vocabulary) (*stage, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("建立暂存文件夹：%w", err)
	}
	s := &stage{}
	var err error
	create := func(name string, columns ...string) *stagedFile {
		if err != nil {
			return nil
		}
		var f *stagedFile
		f, err = createStaged(filepath.Join(dir, name+".csv"), columns)
		return f
	}
	for _, k := range v.kinds {
		columns := []string{"sheet_id", "line"}
		for _, f := range k.Fields {
			columns = append(columns, f.ID)
		}
		if k.ID != "shape" {
			columns = append(columns, "extra")
		}
		s.kinds = append(s.kinds, create(k.ID, columns...))
	}
	s.sheet = create("sheet", "sheet_id", "snapshot", "file", "sheet", "kind", "header_line", "measure",
		"money_measure", "unit_hint", "format", "encoding", "rows_read", "rows_blank", "sha256", "status", "message")
	s.column = create("sheet_column", "sheet_id", "position", "letter", "field", "title", "measure")
	s.file = create("file", "file", "size", "sha256", "format", "encoding", "status", "message")
	if err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// close writes what is buffered and closes every file.
func (s *stage) close() error {
	var errs []error
	for _, f := range append(s.kinds, s.sheet, s.column, s.file) {
		if f != nil {
			errs = append(errs, f.close())
		}
	}
	return errors.Join(errs...)
}

// mark remembers how far the kinds' files are, to take back what a file that
// turns out unreadable has written.
func (s *stage) mark() []int64 {
	marks := make([]int64, len(s.kinds))
	for i, f := range s.kinds {
		marks[i] = f.size()
	}
	return marks
}

func (s *stage) rollback(marks []int64) error {
	var errs []error
	for i, f := range s.kinds {
		errs = append(errs, f.truncate(marks[i]))
	}
	return errors.Join(errs...)
}

// stagedFile is one CSV being written. Rows are appended to buf by their
// makers, then flushIfFull is called.
type stagedFile struct {
	f       *os.File
	buf     []byte
	written int64
}

func createStaged(path string, columns []string) (*stagedFile, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, fmt.Errorf("建立暂存文件：%w", err)
	}
	s := &stagedFile{f: f, buf: make([]byte, 0, 64<<10)}
	return s, s.record(columns...)
}

func (s *stagedFile) size() int64 { return s.written + int64(len(s.buf)) }

func (s *stagedFile) flushIfFull() error {
	if len(s.buf) < stageBuffer {
		return nil
	}
	return s.flush()
}

func (s *stagedFile) flush() error {
	n, err := s.f.Write(s.buf)
	s.written += int64(n)
	s.buf = s.buf[:0]
	if err != nil {
		return &stageError{fmt.Errorf("写暂存文件：%w", err)}
	}
	return nil
}

func (s *stagedFile) truncate(size int64) error {
	if size >= s.written {
		s.buf = s.buf[:size-s.written]
		return nil
	}
	s.buf = s.buf[:0]
	if err := s.f.Truncate(size); err != nil {
		return fmt.Errorf("退回暂存文件：%w", err)
	}
	if _, err := s.f.Seek(size, 0); err != nil {
		return fmt.Errorf("退回暂存文件：%w", err)
	}
	s.written = size
	return nil
}

func (s *stagedFile) close() error {
	return errors.Join(s.flush(), s.f.Close())
}

// record writes a row of strings; for the small files. File names and error
// texts may hold bytes that are no UTF-8, which DuckDB would refuse.
func (s *stagedFile) record(cells ...string) error {
	for i, c := range cells {
		if i > 0 {
			s.buf = append(s.buf, ',')
		}
		s.buf = appendCell(s.buf, []byte(strings.ToValidUTF8(c, "\uFFFD")), false)
	}
	s.buf = append(s.buf, '\n')
	return s.flushIfFull()
}

// special are the bytes for which a cell is quoted.
var special = [256]bool{',': true, '"': true, '\n': true, '\r': true}

// appendCell writes one cell, quoted where it must be; plain cells are known
// not to need it.
func appendCell(dst, cell []byte, plain bool) []byte {
	if plain || !needsQuotes(cell) {
		return append(dst, cell...)
	}
	dst = append(dst, '"')
	for _, b := range cell {
		if b == '"' {
			dst = append(dst, '"')
		}
		dst = append(dst, b)
	}
	return append(dst, '"')
}

func needsQuotes(cell []byte) bool {
	for _, b := range cell {
		if special[b] {
			return true
		}
	}
	return false
}

const hexDigits = "0123456789abcdef"

// appendJSONString writes a JSON string; the text is valid UTF-8.
func appendJSONString(dst, s []byte) []byte {
	dst = append(dst, '"')
	for _, b := range s {
		switch {
		case b == '"' || b == '\\':
			dst = append(dst, '\\', b)
		case b < ' ':
			dst = append(dst, '\\', 'u', '0', '0', hexDigits[b>>4], hexDigits[b&15])
		default:
			dst = append(dst, b)
		}
	}
	return append(dst, '"')
}

// columnLetter is a column as spreadsheets name it: 1 is A, 27 is AA.
func columnLetter(position int) string {
	var b [4]byte
	i := len(b)
	for ; position > 0 && i > 0; position = (position - 1) / 26 {
		i--
		b[i] = byte('A' + (position-1)%26)
	}
	return string(b[i:])
}

// blankCell says that a cell holds nothing but spaces, full width ones too.
func blankCell(c []byte) bool {
	for len(c) > 0 {
		switch {
		case c[0] == ' ' || c[0] == '\t' || c[0] == '\n' || c[0] == '\r':
			c = c[1:]
		case c[0] < utf8.RuneSelf:
			return false
		default:
			r, size := utf8.DecodeRune(c)
			if r != '\u3000' && r != '\u00A0' && r != '\uFEFF' && r != '\u200B' {
				return false
			}
			c = c[size:]
		}
	}
	return true
}

func itoa(n int) string { return strconv.Itoa(n) }
