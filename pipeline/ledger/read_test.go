package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	batchCSV = "批准文号,批准日期,批准面积\n豫1号,2009-04-20,20\n"
	unitCSV  = "单位代码,单位名称,类别\n410404001,人民路街道,街道\n"
	taskCSV  = "责任单位,任务类别,年度,任务面积\n高庄街道,批而未供,2024,4\n"
)

func TestReadText(t *testing.T) {
	want := "2|豫政土〔2009〕1号|2009-04-20|20.5000\n4|豫政土〔2010〕2号,补|2010-05-06|1"
	text := "批准文号,批准日期,批准面积\n豫政土〔2009〕1号,2009-04-20,20.5000\n,,\n\"豫政土〔2010〕2号,补\",2010-05-06,1\n\n"
	tabs := strings.NewReplacer(",", "\t", "\"", "").Replace("批准文号,批准日期,批准面积\n豫政土〔2009〕1号,2009-04-20,20.5000\n,,\n") +
		"豫政土〔2010〕2号,补\t2010-05-06\t1\n"
	semi := strings.ReplaceAll(strings.ReplaceAll(tabs, "\t", ";"), "\n", "\r\n")
	for name, c := range map[string]struct{ file, content, encoding string }{
		"utf-8":       {"a.csv", text, encodingUTF8},
		"gb18030":     {"a.csv", gb18030(t, text), encodingGB18030},
		"utf-16 tabs": {"a.txt", utf16Bytes(tabs, false), encodingUTF16LE},
		"semicolon":   {"a.csv", "\xEF\xBB\xBF" + semi, encodingUTF8BOM},
		"cr":          {"a.csv", strings.ReplaceAll(text, "\n", "\r"), encodingUTF8},
		"csv as xls":  {"a.xls", gb18030(t, tabs), encodingGB18030},
	} {
		s := readOne(t, c.file, c.content)
		equal(t, name, s.table("batch").columns("line", "approval_no", "approved_on", "approved_area"), want)
		equal(t, name+" sheet", s.table("sheet").columns("encoding", "rows_read", "rows_blank"), c.encoding+"|3|1")
		sum := sha256.Sum256([]byte(c.content))
		equal(t, name+" sum", s.table("file").columns("sha256", "size", "status"), fmt.Sprintf("%s|%d|ok", hex.EncodeToString(sum[:]), len(c.content)))
	}
}

// Lines are those an editor shows, whatever the line ends and quoted breaks.
// (encoding/csv, which reads back here, makes CR LF in a cell LF.)
func TestPhysicalLines(t *testing.T) {
	s := readOne(t, "a.csv", strings.ReplaceAll("批次台账\n单位：亩\n批准文号,批准日期,\"批准\n面积\",备注\n豫1号,2009-04-20,1,\"甲\n乙\"\n\n豫2号,2009-04-20,2,\n", "\n", "\r\n"))
	equal(t, "lines", s.table("batch").columns("line", "approval_no", "approved_area", "remark"), "5|豫1号|1|甲\n乙\n8|豫2号|2|")
	equal(t, "sheet", s.table("sheet").columns("header_line", "measure", "rows_read", "rows_blank"), "3|亩|3|1")
}

// Columns we do not know, without a title, and beyond the header all stay.
func TestExtraColumns(t *testing.T) {
	s := readOne(t, "a.csv", "序号,批准文号,批准日期,批准面积,,验收 ,验收 \n1,豫1号,2009-04-20,20,甲,\"乙\"\"\\\",丙,丁\n,豫2号,2009-04-20,20,　,,\n")
	equal(t, "extra", s.table("batch").columns("extra"), `{"序号":"1","无列名的E列":"甲","验收":"乙\"\\","验收(G列)":"丙","多出的第8列":"丁"}`+"\n")
}

func TestUnplaced(t *testing.T) {
	s := readFolder(t, map[string]string{
		"2024Q2/a.csv":   "批准文号,批次名称,责任单位,备注\n豫1号,一批,高庄街道,\n豫2号,二批,高庄街道,\n",
		"2024Q2/b.csv":   "闲置编号,闲置面积,认定日期,处置方式,处置面积,处置日期\nX1,1,2020-01-01,协议收回,1,2021-01-01\n",
		"2024Q2/c.csv":   "单位：万亩\n批准文号,批准日期,批准面积\n豫1号,2009-04-20,20\n",
		"2024Q2/d.csv":   "单位：亩\n单位：公顷\n批准文号,批准日期,批准面积\n豫1号,2009-04-20,20\n",
		"2024Q2/e.txt":   "各单位：请于月底前报送。\n",
		"2024Q2/f.csv":   "批准文号,批准日期,批准面积,批准面积\n豫1号,2009-04-20,20,30\n",
		"2024Q2/空.csv":   "\n,,\n",
		"2024Q2/空文件.csv": "",
	})
	equal(t, "statuses", s.table("sheet").columns("sheet_id", "file", "kind", "status"), strings.Join([]string{
		"1|2024Q2/a.csv||unplaced", "2|2024Q2/b.csv||unplaced", "3|2024Q2/c.csv||unplaced",
		"4|2024Q2/d.csv||unplaced", "5|2024Q2/e.txt||note", "6|2024Q2/f.csv||unplaced",
	}, "\n"))
	contains(t, s.Sheets[0].Message, "3 行", "批准文号", "责任单位", "批次台账", "批准日期", "批准面积或新增建设用地面积", "请补上该列")
	u := readOne(t, "a.csv", "批准文号,批次名称,省批准的日期,面积多少\n豫1号,一批,2009-04-20,3\n")
	contains(t, u.Sheets[0].Message, "认出的列有“批准文号”“批次名称”", "没有认出的列有“省批准的日期”“面积多少”",
		`[synonyms.batch] ⏎ approved_on = ["省批准的日期"] ⏎ approved_area = ["本表中“批准面积”一列的列名"]`)
	contains(t, s.Sheets[1].Message, "闲置土地台账", "闲置处置台账", "第1行")
	contains(t, s.Sheets[2].Message, "万亩")
	contains(t, s.Sheets[3].Message, "两种计量单位", "批准面积")
	contains(t, s.Sheets[4].Message, "按说明页处理", "1 行")
	contains(t, s.Sheets[5].Message, "批准面积", "重复")
	if n := len(s.Problems()); n != 5 {
		t.Errorf("%d problems, want 5: %q", n, s.Problems())
	}
	equal(t, "nothing staged", s.table("batch").columns("line"), "")
}

// Below the first header a title or a header written again is left out and
// counted; another header begins a table of its own, with what is noted above it.
func TestTablesBelowEachOther(t *testing.T) {
	s := readOne(t, "a.csv", "批次台账\n批准文号,批准日期,批准面积\n豫1号,2009-04-20,20\n\n供地台账\n电子监管号,批准文号,签订日期,供地面积,分摊面积\nG1,豫1号,2012-01-01,3,3\n")
	equal(t, "two tables", s.table("sheet").columns("sheet_id", "kind", "header_line", "rows_read", "rows_blank"), "1|batch|2|4|3\n2|supply|6|1|0")
	equal(t, "batches", s.table("batch").columns("line", "approval_no"), "3|豫1号")
	equal(t, "supplies", s.table("supply").columns("sheet_id", "line", "supervision_no"), "2|7|G1")

	s = readOne(t, "a.csv", "批准文号,批准日期,批准面积\n豫1号,2009-04-20,20\n批准文号,批准日期,批准面积,备注\n豫2号,2009-04-20,20,甲\n")
	equal(t, "a header with one column more", s.table("batch").columns("sheet_id", "line", "approval_no", "remark", "extra"), "1|2|豫1号||\n2|4|豫2号|甲|")

	page := "石龙区批次台账,,\n,,单位：亩\n批准,,面积\n文号,日期,批准面积\n"
	s = readOne(t, "a.csv", page+"豫1号,2009-04-20,20\n小计,,20\n\n"+page+"豫2号,2010-04-20,30\n注：以上为全部批次,,\n")
	equal(t, "title and a header of two rows again", s.table("batch").columns("line", "approval_no"), "5|豫1号\n6|小计\n12|豫2号\n13|注：以上为全部批次")
	equal(t, "one table", s.table("sheet").columns("kind", "header_line", "measure", "rows_read", "rows_blank"), "batch|3|亩|9|5")

	s = readOne(t, "a.csv", page+"豫1号,2009-04-20,20\n"+strings.ReplaceAll(page, "亩", "平方米")+"豫2号,2010-04-20,30\n")
	equal(t, "another measure", s.table("sheet").columns("header_line", "measure", "rows_read", "rows_blank"), "3|亩|5|4\n8|平方米|1|0")

	s = readOne(t, "a.csv", "批准文号,批准日期,批准面积\n豫1号,2009-04-20,20\n闲置编号,处置方式,处置面积,处置文号\nXZ-1,置换,3,石1号\n")
	equal(t, "a table that lacks a column", s.table("sheet").columns("kind", "header_line", "rows_read", "status"), "batch|1|2|ok\n|3|1|unplaced")
	contains(t, s.Sheets[1].Message, "闲置处置台账", "处置日期")

	s = readOne(t, "a.csv", "责任单位,任务类别,年度,任务面积\n高庄街道,批而未供,二〇二四,三\n高庄街道,闲置土地,二〇二四,一\n")
	equal(t, "rows without a digit", s.table("task").columns("line", "category"), "2|批而未供\n3|闲置土地")
}

// A write-off ledger without its date is no parcel ledger, though it has all
// that one must have.
func TestKindThatLostAColumn(t *testing.T) {
	s := readOne(t, "a.csv", "批准文号,批次名称,地块编号,类型,面积,批复文号,调入批次\n豫1号,一批,DK-1,核销,2,豫函1号,\n")
	equal(t, "not guessed", s.table("sheet").columns("kind", "status"), "|unplaced")
	contains(t, s.Sheets[0].Message, "核销调整台账", "生效日期")
}

// A file found unreadable late takes back what it had staged; its neighbours
// and their numbers are as if it were not there.
func TestUnreadable(t *testing.T) {
	long := batchCSV + strings.Repeat("豫9号,2009-04-20,20\n", 200_000)
	s := readFolder(t, map[string]string{
		"2024Q2/a.csv":     batchCSV,
		"2024Q2/b.csv":     long + "豫\xFF号,2009-04-20,20\n",
		"2024Q2/c.csv":     long + "\"豫3号,2009-04-20,20\n",
		"2024Q2/d.xls":     "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old",
		"2024Q2/e.xls":     "<html><table><tr><td colspan=9999>批准文号</td><td colspan=9999>",
		"2024Q2/f.xlsx":    "PK\x03\x04 cut off",
		"2024Q2/g.csv":     strings.Repeat("a\x00\x00,b\x00\n\x00", 50),
		"2024Q2/h.geojson": `{"type":"FeatureCollection","features":[{]}`,
		"2024Q2/i.xls":     `<?xml version="1.0"?><feed/>`,
		"2024Q2/z.csv":     batchCSV,
	})
	for i, words := range [][]string{
		nil, {"第200003行A列", "UTF-8", "FF", "字节"}, {"第200003行", "引号"}, {"旧版", "损坏", "另存为.xlsx"}, {"表格过大", "另存为.xlsx"},
		{"损坏"}, {"空字节"}, {"GeoJSON", "第1个图形"}, {"XML"}, nil,
	} {
		f := s.Files[i]
		if words == nil {
			equal(t, f.Path, f.Status, StatusOK)
			continue
		}
		equal(t, f.Path, f.Status, StatusUnreadable)
		contains(t, f.Message, words...)
		if len(f.SHA256) != 64 || f.Size == 0 {
			t.Errorf("%s: no sum or size: %+v", f.Path, f)
		}
	}
	equal(t, "rows", s.table("batch").columns("sheet_id", "line"), "1|2\n2|2")
	equal(t, "sheets", s.table("sheet").columns("sheet_id", "file"), "1|2024Q2/a.csv\n2|2024Q2/z.csv")
}

func TestIgnoredAndSkipped(t *testing.T) {
	s := readFolder(t, map[string]string{
		"2024Q2/~$a.xlsx": "x", "2024Q2/.DS_Store": "x", "2024Q2/Thumbs.db": "x", "2024Q2/README.md": "x", "tongbao.toml": "x",
		"2024Q2/.git/config": "x", "2024Q2/a.csv": batchCSV, "2024Q2/图.pdf": "%PDF", "2024Q2/范围.shx": "\x00\x00\x27\x0a", "2024Q2/坐标.txt": "[属性描述]\n",
	})
	equal(t, "files", s.table("file").columns("file", "status"), "2024Q2/a.csv|ok\n2024Q2/图.pdf|ignored\n2024Q2/坐标.txt|ignored\n2024Q2/范围.shx|ignored")
	contains(t, s.Files[3].Message, "Shapefile", "同名的.shp")
}

// Files directly in the root hold where the quarter has none of its own.
func TestRootFiles(t *testing.T) {
	files := map[string]string{"2024Q2/区/批次.csv": batchCSV, "任务.csv": taskCSV, "名录.csv": unitCSV, "2024Q1/旧.csv": batchCSV}
	s := readFolder(t, files)
	equal(t, "all", s.table("sheet").columns("sheet_id", "file", "kind", "snapshot"),
		"1|2024Q2/区/批次.csv|batch|2024Q2\n2|任务.csv|task|2024Q2\n3|名录.csv|unit|2024Q2")
	files["2024Q2/本季任务.csv"] = taskCSV + "龙河街道,闲置土地,2024,1\n"
	s = readFolder(t, files)
	equal(t, "own task", s.table("sheet").columns("file", "kind"), "2024Q2/区/批次.csv|batch\n2024Q2/本季任务.csv|task\n名录.csv|unit")
	equal(t, "rows", s.table("task").columns("unit"), "高庄街道\n龙河街道")
	for _, f := range s.Files {
		if f.Path == "任务.csv" {
			equal(t, "root task", f.Status, StatusIgnored)
			contains(t, f.Message, "任务分解表")
			sum := sha256.Sum256([]byte(taskCSV))
			equal(t, "sum of a file not taken", f.SHA256, hex.EncodeToString(sum[:]))
		}
	}
}

// A root workbook of two kinds gives only the one the quarter lacks, and says so.
func TestRootWorkbookInPart(t *testing.T) {
	b := newBook(t).rows("单位代码|单位名称|类别", "410404001|人民路街道|街道")
	if _, err := b.f.NewSheet("任务"); err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Fields(taskCSV) {
		cells := strings.Split(line, ",")
		if err := b.f.SetSheetRow("任务", fmt.Sprintf("A%d", i+1), &cells); err != nil {
			t.Fatal(err)
		}
	}
	s := readFolder(t, map[string]string{"公用.xlsx": b.bytes(), "2024Q2/任务.csv": taskCSV})
	equal(t, "sheets", s.table("sheet").columns("sheet_id", "file", "sheet", "kind"), "1|2024Q2/任务.csv||task\n2|公用.xlsx|Sheet1|unit")
	equal(t, "root workbook", s.Files[1].Status, StatusOK)
	contains(t, s.Files[1].Message, "任务分解表", "没有采用")
}

func TestQuarters(t *testing.T) {
	root := folder(t, map[string]string{"2024Q2/a.csv": batchCSV, "2023Q4/a.csv": batchCSV, "2024Q5/a.csv": "", "旧/a.csv": "", "2024Q1": "a file"})
	got, err := Quarters(root)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "quarters", strings.Join(got, " "), "2023Q4 2024Q2")
	_, err = Quarters(filepath.Join(root, "旧"))
	contains(t, fmt.Sprint(err), "没有以季度命名的文件夹", "2024Q2")
	_, err = Quarters(filepath.Join(root, "无"))
	contains(t, fmt.Sprint(err), "没有台账文件夹", "无")
}

func TestReadNeedsAFolder(t *testing.T) {
	root := folder(t, map[string]string{"2024Q1/.DS_Store": ""})
	for quarter, says := range map[string]string{"2024Q2": "没有 2024Q2 文件夹", "2024Q1": "是空的"} {
		_, err := Read(context.Background(), Source{root, quarter}, DefaultVocabulary(), t.TempDir())
		contains(t, fmt.Sprint(err), says)
	}
}

func TestReadStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	root := folder(t, map[string]string{"2024Q2/a.csv": batchCSV})
	if _, err := Read(ctx, Source{root, "2024Q2"}, DefaultVocabulary(), t.TempDir()); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// The same input gives the same bytes, and every staged file is there.
func TestReadIsStable(t *testing.T) {
	root := folder(t, map[string]string{"2024Q2/b.csv": batchCSV, "2024Q2/a.csv": batchCSV, "任务.csv": taskCSV})
	var first string
	for range 2 {
		dir := t.TempDir()
		if _, err := Read(context.Background(), Source{root, "2024Q2"}, DefaultVocabulary(), dir); err != nil {
			t.Fatal(err)
		}
		all := ""
		for _, name := range strings.Fields("batch parcel supply writeoff idle idle_disposal task unit shape sheet sheet_column file") {
			data, err := os.ReadFile(filepath.Join(dir, name+".csv"))
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasSuffix(string(data), "\n") {
				t.Errorf("%s.csv has no header line", name)
			}
			all += string(data)
		}
		if first == "" {
			first = all
		}
		equal(t, "second run", all, first)
	}
}
