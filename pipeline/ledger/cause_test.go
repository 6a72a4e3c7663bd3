package ledger

import (
	"strings"
	"testing"
)

// What libraries say of a damaged file is not for the office that sent it: each
// message is Chinese, but for names of formats, programs and files.
func TestMessagesAreChinese(t *testing.T) {
	sound := sheetXML(t, textCells("批准文号", "批准日期", "批准面积")+strings.Repeat(textCells("豫1号", "2009-04-20", "20"), 5000))
	spoilt := []byte(sound)
	for i := len(spoilt) / 2; i < len(spoilt)/2+40; i++ {
		spoilt[i] ^= 0x55
	}
	for name, content := range map[string]string{
		"cut.xlsx": sound[:len(sound)/2], "spoilt.xlsx": string(spoilt), "cut.zip": zipped(t, "a.csv", batchCSV)[:60], "a.geojson": `{"type":"FeatureCollection","features":[{]}`,
		"b.geojson": `{"type":"FeatureCollection","features":[{"properties":{}`, "c.xml": `<?xml version="1.0"?><Workbook><Worksheet><Table><Row`,
		"d.xls": "<table><tr><td>" + strings.Repeat("x", maxRecord+1), "e.xls": "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x01", 600),
		"f.shp": "\x00\x00\x27\x0A" + strings.Repeat("\x00", 96), "g.csv": batchCSV + "豫\xFF号,2009-04-20,20\n", "h.csv": batchCSV + "\"豫3号,2009-04-20,20\n",
	} {
		s := readOne(t, name, content)
		for _, message := range s.Problems() {
			for _, word := range strings.FieldsFunc(message, func(r rune) bool {
				return !(r >= 'a' && r <= 'z' || r == ' ')
			}) {
				if len(strings.Fields(word)) > 1 {
					t.Errorf("%s: %q is not Chinese in %s", name, word, message)
				}
			}
			if !strings.Contains(message, "请") {
				t.Errorf("%s: nothing to do: %s", name, message)
			}
		}
		if len(s.Problems()) == 0 {
			t.Errorf("%s is read", name)
		}
	}
}
