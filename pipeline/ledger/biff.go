package ledger

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/richardlehane/mscfb"
)

// The records of a binary workbook (BIFF8, Excel 97 to 2003) that are read.
// MS-XLS gives their layout; all numbers are little-endian.
const (
	biffFormula    = 0x0006
	biffEOF        = 0x000A
	biffDateMode   = 0x0022
	biffFilePass   = 0x002F
	biffContinue   = 0x003C
	biffBoundSheet = 0x0085
	biffMulRK      = 0x00BD
	biffRString    = 0x00D6
	biffXF         = 0x00E0
	biffMerged     = 0x00E5
	biffSST        = 0x00FC
	biffLabelSST   = 0x00FD
	biffNumber     = 0x0203
	biffLabel      = 0x0204
	biffBoolErr    = 0x0205
	biffString     = 0x0207
	biffRK         = 0x027E
	biffFormat     = 0x041E
	biffBOF        = 0x0809
)

// maxBIFF bounds the stream of a binary workbook, which is read whole; 65536
// rows of ledger columns take a fifth of it.
const maxBIFF = 256 << 20

var (
	errPassword = errors.New("工作簿加了密码，不能读取。请用Excel或WPS打开，去掉密码，另存为.xlsx后重新放入")
	errBIFF     = errors.New("不是可以读取的旧版工作簿")
)

// readXLS reads a binary workbook (.xls, .et): its sheets in order, hidden ones
// too. Older forms than Excel 97 and encrypted files are told with the remedy.
func (r *fileReader) readXLS(f io.ReaderAt) error {
	stream, err := workbookStream(f)
	if err == nil {
		b := biff{stream: stream, measures: r.v.measureNames()}
		if err = b.read(); err == nil {
			r.date1904 = b.date1904
			for _, l := range b.sheets {
				if err := r.readSheet(l, l.name, l.merges); err != nil {
					return damaged(fmt.Errorf("工作表“%s”：%w", l.name, err))
				}
			}
			return nil
		}
	}
	if errors.Is(err, errPassword) || errors.Is(err, errTooLarge) {
		return err
	}
	return fmt.Errorf("这是旧版二进制工作簿，读不了（%w）。请用Excel或WPS打开，核对后另存为.xlsx重新放入", cause(err))
}

// workbookStream takes the workbook out of its compound file.
func workbookStream(f io.ReaderAt) ([]byte, error) {
	doc, err := mscfb.New(f)
	if err != nil {
		return nil, fmt.Errorf("文件已损坏：%w", cause(err))
	}
	old := false
	for entry, err := doc.Next(); err == nil; entry, err = doc.Next() {
		switch entry.Name {
		case "Workbook":
			if entry.Size > maxBIFF {
				return nil, fmt.Errorf("超过%d MB", maxBIFF>>20)
			}
			return io.ReadAll(io.LimitReader(entry, maxBIFF))
		case "EncryptedPackage":
			return nil, errPassword
		case "Book":
			old = true
		}
	}
	if old {
		return nil, errors.New("是Excel 95或更早的格式")
	}
	return nil, errors.New("其中没有工作簿")
}

// biff is a workbook stream being read.
type biff struct {
	stream   []byte
	measures []string

	at       int // of the next record
	kind     uint16
	data     []byte
	starts   []biffSheet
	formats  map[int]string
	styles   []cellStyle
	strings  []string
	date1904 bool
	sheets   []*rowList
	cells    int
}

type biffSheet struct {
	name  string
	start int
}

// next moves to the next record; false at the end.
func (b *biff) next() bool {
	if b.at+4 > len(b.stream) {
		return false
	}
	b.kind = binary.LittleEndian.Uint16(b.stream[b.at:])
	end := b.at + 4 + int(binary.LittleEndian.Uint16(b.stream[b.at+2:]))
	if end > len(b.stream) {
		return false
	}
	b.data, b.at = b.stream[b.at+4:end], end
	return true
}

func (b *biff) u16(at int) int {
	if at+2 > len(b.data) {
		return 0
	}
	return int(binary.LittleEndian.Uint16(b.data[at:]))
}

// read reads what holds for the workbook, then each worksheet.
func (b *biff) read() error {
	b.formats = map[int]string{}
	if !b.next() || b.kind != biffBOF || b.u16(0) != 0x0600 {
		return errBIFF
	}
	for b.kind != biffEOF {
		if !b.next() {
			return errors.New("内容不完整")
		}
		if err := b.global(); err != nil {
			return err
		}
	}
	for _, s := range b.starts {
		l := &rowList{name: s.name}
		if err := b.sheet(s.start, l); err != nil {
			return fmt.Errorf("工作表“%s”：%w", s.name, err)
		}
		b.sheets = append(b.sheets, l)
	}
	return nil
}

// global takes one record that holds for the whole workbook.
func (b *biff) global() error {
	switch b.kind {
	case biffFilePass:
		return errPassword
	case biffDateMode:
		b.date1904 = b.u16(0) == 1
	case biffFormat:
		code, _, ok := biffText(b.data, 2, 2)
		if ok {
			b.formats[b.u16(0)] = code
		}
	case biffXF:
		style := cellStyle{format: builtinFormat(b.u16(2))}
		if code, ok := b.formats[b.u16(2)]; ok {
			style = parseFormat(code, b.measures)
		}
		b.styles = append(b.styles, style)
	case biffBoundSheet:
		name, _, ok := biffText(b.data, 6, 1)
		if !ok {
			return errors.New("工作表清单不完整")
		}
		if b.data[5] == 0 { // a worksheet, no chart and no macros
			b.starts = append(b.starts, biffSheet{name, int(binary.LittleEndian.Uint32(b.data))})
		}
	case biffSST:
		return b.sharedStrings()
	}
	return nil
}

// sheet reads the cells of one worksheet. They come in order in every program's
// files; should they not, the rows are put in order.
func (b *biff) sheet(start int, l *rowList) error {
	if start < 0 || start >= len(b.stream) {
		return errors.New("位置不对")
	}
	b.at = start
	if !b.next() || b.kind != biffBOF {
		return errors.New("位置不对")
	}
	s := biffCells{biff: b, list: l, rows: map[int]int{}}
	for depth := 1; depth > 0; {
		if !b.next() {
			return errors.New("内容不完整")
		}
		switch {
		case b.kind == biffBOF: // a chart on the sheet
			depth++
		case b.kind == biffEOF:
			depth--
		case depth == 1:
			if err := s.take(); err != nil {
				return err
			}
		}
	}
	slices.SortFunc(l.rows, func(x, y listedRow) int { return x.line - y.line })
	return nil
}
