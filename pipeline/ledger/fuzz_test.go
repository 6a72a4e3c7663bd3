package ledger

import (
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
)

var fuzzVocabulary = sync.OnceValue(DefaultVocabulary)

// held reads files of 2024Q2 and holds the result to what is true of any input:
// no error of the program, every staged CSV readable with its columns, and for
// each placed sheet rows read = rows staged + rows blank.
func held(t *testing.T, files map[string][]byte) {
	root, stage := t.TempDir(), t.TempDir()
	if err := os.Mkdir(filepath.Join(root, "2024Q2"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(root, "2024Q2", name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	load, err := Read(context.Background(), Source{root, "2024Q2"}, fuzzVocabulary(), stage)
	if err != nil {
		t.Fatal(err)
	}
	if len(load.Files) < len(files) {
		t.Errorf("%d of %d files are listed", len(load.Files), len(files))
	}
	staged := map[string]int{}
	for _, k := range fuzzVocabulary().Kinds() {
		f, err := os.Open(filepath.Join(stage, k.ID+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(f).ReadAll() // all rows as wide as the header
		f.Close()
		if err != nil {
			t.Fatalf("%s.csv: %v", k.ID, err)
		}
		for _, row := range rows[1:] {
			staged[row[0]]++
		}
	}
	for _, s := range load.Sheets {
		if n := staged[strconv.Itoa(s.ID)]; s.Status == StatusOK && n+s.RowsBlank != s.RowsRead {
			t.Errorf("%s %s: %d rows read, %d staged, %d blank", s.File, s.Kind, s.RowsRead, n, s.RowsBlank)
		}
		delete(staged, strconv.Itoa(s.ID))
	}
	if len(staged) > 0 {
		t.Errorf("rows of sheets that are not listed: %v", staged)
	}
	for _, f := range load.Files {
		if f.Status == StatusUnreadable && f.Message == "" {
			t.Errorf("%s is unreadable without a reason", f.Path)
		}
	}
}

func FuzzCSV(f *testing.F) {
	f.Add([]byte(batchCSV))
	f.Add([]byte("批准文号\t批准日期\t批准面积\r\n\"豫\"\"1号\"\t2009-04-20\t20\r\n\r\n合计\t\t20"))
	f.Add([]byte(asCSV(combinedHeader, "豫1号|一批|2009-04-20|北|10|C1|甲|4|是|备", "|||||C2|乙|5||", "合计||||18|||9||", "注：无|||||||||", "豫1号|一批|2009-04-20|北|11||||是|")))
	f.Add([]byte("\xFF\xFEa\x00,\x00"))
	f.Add([]byte("\xC5\xFA\xD7\xBC\xCE\xC4\xBA\xC5,\x81\x20\n"))
	f.Fuzz(func(t *testing.T, data []byte) { held(t, map[string][]byte{"a.csv": data}) })
}

func FuzzHTML(f *testing.F) {
	f.Add([]byte("<table><tr><td rowspan=2>批准文号<td colspan=2>批准<tr><td>日期<td>面积<tr><td>豫1号<td>2009-04-20<td>20</table>注：<table><tr><td><table><tr><td>x"))
	f.Add([]byte(`<html><body>单位：亩<table><tr><th>责任单位<th>任务类别<th>年度<th>任务面积<tr><td>高庄街道<td>批而未供<td>2024<td>4</table>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		held(t, map[string][]byte{"a.xls": append([]byte("<table>"), data...)})
	})
}

func FuzzXMLSheet(f *testing.F) {
	f.Add([]byte(`<Workbook><Worksheet Name="a"><Table><Row><Cell MergeDown="1"><Data Type="String">批准文号</Data></Cell><Cell Index="3"><Data Type="String">批准日期</Data></Cell><Cell><Data>批准面积</Data></Cell></Row><Row Index="4"><Cell><Data Type="Number">1.5</Data></Cell></Row></Table></Worksheet></Workbook>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		held(t, map[string][]byte{"a.xml": append([]byte("<?xml version=\"1.0\"?>"), data...)})
	})
}

// The parts of a workbook are fuzzed inside a sound archive: spoiled archives
// are what FuzzZip is for.
func FuzzXLSX(f *testing.F) {
	f.Add([]byte(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>批准日期</t></is></c><c r="C1" t="str"><v>批准面积</v></c></row><row r="3"><c r="A3"><v>1E+15</v></c><c r="B3" s="1"><v>41405</v></c><c r="C3"><f>1+1</f></c></row></sheetData><mergeCells><mergeCell ref="A3:A5"/></mergeCells></worksheet>`),
		[]byte(`<sst><si><t>批准文号</t></si><si><r><t>a</t></r><rPh><t>b</t></rPh></si></sst>`))
	f.Fuzz(func(t *testing.T, sheet, shared []byte) {
		const rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
		held(t, map[string][]byte{"a.xlsx": []byte(zipped(t, "[Content_Types].xml", "<Types/>",
			"_rels/.rels", `<Relationships><Relationship Id="r1" Type="`+rel+`officeDocument" Target="xl/workbook.xml"/></Relationships>`,
			"xl/workbook.xml", `<workbook><sheets><sheet name="a" r:id="r1"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Type="`+rel+`worksheet" Target="s.xml"/><Relationship Id="r2" Type="`+rel+`sharedStrings" Target="t.xml"/></Relationships>`,
			"xl/s.xml", string(sheet), "xl/t.xml", string(shared)))})
	})
}

func FuzzCoordinates(f *testing.F) {
	f.Add([]byte(coordinateParcels))
	f.Add([]byte("带号=38\n4,2,DK1,北,面,,,,@\n1 3753000 395000\n2,1,3753000,395200\nJ3,2,NaN,1e999\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		held(t, map[string][]byte{"a.txt": append([]byte("[属性描述]\n"), data...)})
	})
}

func FuzzGeoJSON(f *testing.F) {
	f.Add([]byte(`{"type":"FeatureCollection","crs":{"properties":{"name":"EPSG:4490"}},"features":[{"properties":{"地块编号":1.5e3},"geometry":{"type":"Polygon","coordinates":[[[112,33],[113,33],[112,34],[112,33]]]}},{"geometry":{"type":"Point","coordinates":[1]}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) { held(t, map[string][]byte{"a.geojson": data}) })
}

func FuzzShapefile(f *testing.F) {
	shp, table := shapefileOf("DKBH", 0, []string{"1", "\xB1\xB1"}, []ring{{{38395000, 3753000}, {38395200, 3753100}, {38395000, 3753000}}}, nil)
	f.Add([]byte(shp), []byte(table), []byte(prj38))
	f.Fuzz(func(t *testing.T, shp, table, prj []byte) {
		held(t, map[string][]byte{"a.shp": shp, "a.dbf": table, "a.prj": prj})
	})
}

func FuzzZip(f *testing.F) {
	f.Add([]byte(zipped(&testing.T{}, "a/批次.csv", batchCSV, "b.zip", zipped(&testing.T{}, "c.csv", batchCSV))))
	f.Add([]byte(zipped(&testing.T{}, "\xB8\xDF\xD7\xAF.csv", batchCSV)))
	f.Fuzz(func(t *testing.T, data []byte) { held(t, map[string][]byte{"a.zip": data}) })
}

func FuzzXLS(f *testing.F) {
	for _, name := range []string{"shared.xls", "inline.xls"} {
		b, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, data []byte) { held(t, map[string][]byte{"a.xls": data}) })
}

// The stream without its compound file, where spoiled bytes go deeper.
func FuzzBIFF(f *testing.F) {
	file, err := os.Open("testdata/shared.xls")
	if err != nil {
		f.Fatal(err)
	}
	defer file.Close()
	stream, err := workbookStream(file)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(stream)
	f.Fuzz(func(t *testing.T, data []byte) {
		b := biff{stream: data}
		if err := b.read(); err != nil && err.Error() == "" {
			t.Error("an error without a word")
		}
		for _, l := range b.sheets {
			for i := 1; i < len(l.rows); i++ {
				if l.rows[i].line <= l.rows[i-1].line {
					t.Fatalf("line %d after %d", l.rows[i].line, l.rows[i-1].line)
				}
			}
		}
	})
}
