package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestQuarterFolders: a folder that says its quarter in another way is not passed
// over in silence, whatever stands beside it.
func TestQuarterFolders(t *testing.T) {
	for name, want := range map[string]string{"2024年第三季度": "2024Q3", "2024年三季度": "2024Q3", "2024q2": "2024Q2", "2024-Q4": "2024Q4", "2024年1季度台账": "2024Q1", "2024 4Q": "2024Q4",
		"2024年": "", "narrative": "", "第三季度": "", "备份2024": "", "2024Q5": ""} {
		if got := meansQuarter(name); got != want {
			t.Errorf("%s means %q, want %q", name, got, want)
		}
	}
	root := t.TempDir()
	for _, dir := range []string{"2024Q2", "narrative"} {
		if err := os.Mkdir(filepath.Join(root, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if list, err := Quarters(root); err != nil || len(list) != 1 {
		t.Fatalf("%v %v", list, err)
	}
	if err := os.Mkdir(filepath.Join(root, "2024年第三季度"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := Quarters(root); err == nil || !strings.Contains(err.Error(), "“2024年第三季度”改名为 2024Q3") {
		t.Errorf("%v", err)
	}
}

// TestReturnCover: the list of problems on a return workbook's first page names
// columns and ledgers and is no header.
func TestReturnCover(t *testing.T) {
	text := "南湖街道：2024年第二季度台账退回与核实\n共1个问题\n序号,级别,规则,文件,表,行,栏,原来写的,问题和改法,编号\n1,退回,A05,2024Q2/地块台账.xlsx,地块,7,地块编号,批准文号,地块面积（公顷）,责任单位\n"
	l := readOne(t, "说明.csv", text)
	if len(l.Sheets) != 1 || l.Sheets[0].Kind != "" {
		t.Fatalf("%+v", l.Sheets)
	}
	g := grid{rows: []gridRow{{cells: strings.Split("序号,级别,规则,文件,表,行,栏,原来写的,问题和改法,编号", ",")}}}
	if !returnCover(g) || returnCover(grid{rows: []gridRow{{cells: []string{"批准文号", "问题和改法"}}}}) {
		t.Error("a cover is not known, or a ledger is taken for one")
	}
}

// TestHiddenSheet: a worksheet that nobody sees is read and marked.
func TestHiddenSheet(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	for i, name := range []string{"批次", "上季度"} {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for k, row := range [][]any{{"批准文号", "批次名称", "批准日期", "批准面积（公顷）", "责任单位"}, {fmt.Sprint("豫政土〔2012〕", i, "号"), "第一批", "2012-05-01", 3, "高庄街道"}} {
			if err := f.SetSheetRow(name, fmt.Sprint("A", k+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := errors.Join(f.SetSheetVisible("上季度", false), f.DeleteSheet("Sheet1")); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	l := readOne(t, "批次.xlsx", b.String())
	if len(l.Sheets) != 2 || l.Sheets[0].Message != "" || l.Sheets[1].Message != "隐藏的工作表" || l.Sheets[1].Kind != "batch" {
		t.Errorf("%+v", l.Sheets)
	}
}
