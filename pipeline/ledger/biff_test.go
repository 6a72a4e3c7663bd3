package ledger

import (
	"encoding/binary"
	"os"
	"strings"
	"testing"
	"unicode/utf16"
)

// The two workbooks in testdata were written by another program (SheetJS
// 0.18.5, biff8, with and without shared strings): title, note, merged cells,
// dates as day and as month, a formula's text, a second sheet.
func TestBinaryWorkbook(t *testing.T) {
	for _, name := range []string{"shared.xls", "inline.xls"} {
		b, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		s := readOne(t, "台账.xls", string(b))
		equal(t, name, s.table("batch").columns("line", "approval_no", "batch_name", "approved_on", "approved_area", "remark"), ""+
			"4|豫政土〔2009〕1号|一批|2009-04-20|12.34|甲\n"+
			"5|豫政土〔2009〕1号|二批|2013-05-11|300|TRUE\n"+
			"6|豫政土〔2011〕3号|三批|2011-01-01|0.0001|乙\n"+
			"7|ABC-3|plain ascii|2011-01-02|123456789.125|长长长长长长长长长\n"+
			"8|豫政土〔2011〕4号|四批|2011-01-01|0.00001|算出的字")
		equal(t, name+" sheets", s.table("sheet").columns("sheet", "kind", "measure", "format", "rows_read", "unit_hint"),
			"龙兴街道|batch|亩|xls|5|龙兴街道|台账|高庄街道批次台账|单位:亩\n任务|task||xls|3|任务|台账")
		equal(t, name+" task", s.table("task").columns("unit", "area"), "高庄街道第0组|0\n高庄街道第1组|0.01\n高庄街道第2组|0.02")
		cut := readOne(t, "台账.xls", string(b[:len(b)/2]))
		equal(t, name+" cut off", cut.Files[0].Status, StatusUnreadable)
		contains(t, cut.Files[0].Message, "旧版", "另存为.xlsx")
	}
}

// biffRecord is one record of a stream.
func biffRecord(kind uint16, data ...[]byte) []byte {
	var all []byte
	for _, d := range data {
		all = append(all, d...)
	}
	head := binary.LittleEndian.AppendUint16(nil, kind)
	return append(binary.LittleEndian.AppendUint16(head, uint16(len(all))), all...)
}

func wideUnits(s string) (b []byte) {
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// A string that runs on in a CONTINUE record changes its width there; formatting
// and phonetic parts after a string are passed over, wherever they are cut.
func TestBinaryStringsRunOn(t *testing.T) {
	stream := biffRecord(biffBOF, []byte{0, 6, 5, 0})
	stream = append(stream, biffRecord(biffSST, []byte{3, 0, 0, 0, 3, 0, 0, 0},
		[]byte{6, 0, 0}, []byte("abc"))...)
	stream = append(stream, biffRecord(biffContinue, []byte{1}, wideUnits("地块号"),
		[]byte{2, 0, 0x0D, 1, 0, 3, 0, 0, 0}, wideUnits("合计"), []byte{9, 9})...)
	stream = append(stream, biffRecord(biffContinue, []byte{9, 9, 7, 7, 7}, []byte{1, 0, 0, 'z'})...)
	stream = append(stream, biffRecord(biffEOF)...)
	b := biff{stream: stream}
	if err := b.read(); err != nil {
		t.Fatal(err)
	}
	equal(t, "strings", strings.Join(b.strings, "|"), "abc地块号|合计|z")
	for says, stream := range map[string][]byte{
		"密码":     append(biffRecord(biffBOF, []byte{0, 6, 5, 0}), biffRecord(biffFilePass, []byte{0})...),
		"文字表不完整": append(biffRecord(biffBOF, []byte{0, 6, 5, 0}), biffRecord(biffSST, []byte{1, 0, 0, 0, 9, 0, 0, 0, 5, 0, 0, 'a'})...),
		"不完整":    biffRecord(biffBOF, []byte{0, 6, 5, 0}),
		"不是可以读取": biffRecord(biffBOF, []byte{0, 5, 5, 0}),
	} {
		b := biff{stream: stream}
		if err := b.read(); err == nil {
			t.Errorf("%s: no error", says)
		} else {
			contains(t, err.Error(), says)
		}
	}
}

// A number packed into 30 bits: 12.34 as an integer over a hundred, 1 as the
// upper half of a double.
func TestRK(t *testing.T) {
	if got := rk(binary.LittleEndian.AppendUint32(nil, 1234<<2|3)); got != 12.34 {
		t.Errorf("got %v, want 12.34", got)
	}
	if got := rk(binary.LittleEndian.AppendUint32(nil, 0x3FF00000)); got != 1 {
		t.Errorf("got %v, want 1", got)
	}
	if got := rk(binary.LittleEndian.AppendUint32(nil, uint32(0xFFFFFFFF)&^1)); got != -1 {
		t.Errorf("got %v, want -1", got)
	}
}
