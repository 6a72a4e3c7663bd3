package pipeline

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"tongbao/queries"
)

// ledgerFiles are the files of a quarter, by name.
type ledgerFiles map[string]string

// fault is one thing wrong with the clean ledgers of fixtures/broken, and all
// that a check must then say: of rows refused (rule file:line column) and of
// findings (rule severity file:line), in the order of the published lists.
type fault struct {
	name string
	// file is spoiled by putting to for from, once; in every file when file is
	// empty. More is done by spoil.
	file, from, to string
	spoil          func(t *testing.T, f ledgerFiles)
	want           string
	says           []string // words that the lists must hold
}

const (
	batchFile    = "批次台账.csv"
	parcelFile   = "地块台账.csv"
	supplyFile   = "供地台账.csv"
	writeoffFile = "核销调整台账.csv"
	idleFile     = "闲置土地台账.csv"
	disposalFile = "闲置处置台账.csv"
	taskFile     = "任务分解表.csv"
)

// cleanLedgers reads the twin that all faults are made from.
func cleanLedgers(t *testing.T) ledgerFiles {
	t.Helper()
	dir := "../fixtures/broken/clean/2024Q2"
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) < 8 {
		t.Fatalf("%d clean ledgers (%v)", len(entries), err)
	}
	files := ledgerFiles{}
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(b)
	}
	return files
}

func (f ledgerFiles) write(t *testing.T) (ledgers string) {
	t.Helper()
	root := t.TempDir()
	for name, content := range f {
		path := filepath.Join(root, "2024Q2", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// make spoils the clean ledgers; a fault that changes nothing is a mistake.
func (c fault) make(t *testing.T) ledgerFiles {
	t.Helper()
	files := cleanLedgers(t)
	changed := c.spoil != nil
	for name, text := range files {
		if c.from == "" || c.file != "" && name != c.file || !strings.Contains(text, c.from) {
			continue
		}
		n := 1
		if c.file == "" {
			n = -1
		}
		files[name], changed = strings.Replace(text, c.from, c.to, n), true
	}
	if c.spoil != nil {
		c.spoil(t, files)
	}
	if !changed {
		t.Fatalf("%q is not in %s", c.from, c.file)
	}
	return files
}

// said is all that a check says, a line each.
func said(t *testing.T, s *store) (list []string, words string) {
	t.Helper()
	where := func(table queries.Table, i int) string {
		at := strings.TrimPrefix(table.Text(i, "file"), "2024Q2/")
		if sheet := table.Text(i, "sheet"); sheet != "" {
			at += "[" + sheet + "]"
		}
		if line := table.Text(i, "line"); line != "" {
			at += ":" + line
		}
		return at
	}
	refused := mart(t, s, "mart.refused_csv")
	for i := range refused.Len() {
		list = append(list, refused.Text(i, "rule")+" "+where(refused, i)+" "+refused.Text(i, "column"))
		words += refused.Text(i, "reason") + "\n"
	}
	findings := mart(t, s, "mart.findings_csv")
	for i := range findings.Len() {
		at := where(findings, i)
		if findings.Text(i, "severity") == "R" { // each refusal stands there too
			if !slices.ContainsFunc(list, func(one string) bool { return strings.Contains(one, " "+at+" ") }) {
				t.Errorf("findings.csv refuses %s, refused.csv does not", at)
			}
			continue
		}
		if at == "" {
			at = strings.TrimPrefix(findings.Text(i, "key"), "2024Q2/")
		}
		list = append(list, findings.Text(i, "rule")+" "+findings.Text(i, "severity")+" "+at)
		words += findings.Text(i, "message") + "\n"
	}
	return list, words
}

// TestBroken makes each fault in the clean ledgers, one at a time, and holds the
// check to saying that and nothing else. The clean ledgers say nothing.
func TestBroken(t *testing.T) {
	faults := append([]fault{{name: "clean", spoil: func(*testing.T, ledgerFiles) {}}}, cellFaults...)
	faults = append(faults, tableFaults...)
	faults = append(faults, fileFaults...)
	if len(faults) < 80 {
		t.Errorf("only %d faults", len(faults))
	}
	names := map[string]bool{}
	for _, c := range faults {
		if names[c.name] {
			t.Errorf("two faults are called %s", c.name)
		}
		names[c.name] = true
		if testing.Short() && len(names)%8 != 1 {
			continue // a build of every layer for each; the clean ledgers are the first
		}
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			list, words := said(t, builtPart(t, c.make(t).write(t), listsOnly))
			if got := strings.Join(list, "; "); got != c.want {
				t.Errorf("\n got  %s\n want %s", got, c.want)
			}
			for _, w := range c.says {
				if !strings.Contains(words, w) {
					t.Errorf("nothing says %q in\n%s", w, words)
				}
			}
		})
	}
}

// cellFaults are spoiled cells.
var cellFaults = []fault{
	{name: "batch date impossible", want: "P02 地块台账.csv:5 批准文号; N02 批次台账.csv:4 批准日期; W01 核销调整台账.csv:2 批准文号", file: batchFile, from: "2016-03-04", to: "2016-13-04"},
	{name: "batch area in words", want: "P02 地块台账.csv:5 批准文号; N01 批次台账.csv:4 批准面积; W01 核销调整台账.csv:2 批准文号", file: batchFile, from: "8.0000", to: "八公顷"},
	{name: "batch area negative", want: "P02 地块台账.csv:5 批准文号; A05 批次台账.csv:4 批准面积; W01 核销调整台账.csv:2 批准文号", file: batchFile, from: "8.0000", to: "-8.0000"},
	{name: "batch without date", want: "P02 地块台账.csv:5 批准文号; N03 批次台账.csv:4 批准日期; W01 核销调整台账.csv:2 批准文号", file: batchFile, from: "2016-03-04", to: ""},
	{name: "batch without number", want: "P02 地块台账.csv:5 批准文号; N03 批次台账.csv:4 批准文号; W01 核销调整台账.csv:2 批准文号", file: batchFile, from: "豫政土〔2016〕303号", to: ""},
	{name: "batch of an unknown unit", want: "U01 B 批次台账.csv:4", file: batchFile, from: "人民路街道", to: "人民路商会"},
	{name: "batch without unit", want: "U01 B 批次台账.csv:4", file: batchFile, from: "人民路街道", to: ""},
	{name: "batch of an unknown department", want: "U03 F 批次台账.csv:4", file: batchFile, from: "人民路街道,", to: "人民路街道,某某局"},
	{name: "batch name of another year", want: "A06 F 批次台账.csv:4", from: "2016年度第三批", to: "2015年度第三批"},
	{name: "batch area in 亩 as 公顷", want: "A04 F 批次台账.csv:4; A05 F 批次台账.csv:4", file: batchFile, from: "8.0000", to: "120.0000"},
	{name: "parcel without number", want: "N03 地块台账.csv:3 地块编号; A04 F 批次台账.csv:2", file: parcelFile, from: "DK-2", to: ""},
	{name: "parcel number as a float", want: "N04 地块台账.csv:3 地块编号; A04 F 批次台账.csv:2", file: parcelFile, from: "DK-2", to: "4.10404E+15"},
	{name: "parcel without area", want: "N03 地块台账.csv:3 地块面积; A04 F 批次台账.csv:2", file: parcelFile, from: "12.0000", to: ""},
	{name: "parcel area zero", want: "A05 地块台账.csv:3 地块面积; A04 F 批次台账.csv:2", file: parcelFile, from: "12.0000", to: "0"},
	{name: "parcels are not the batch", want: "A04 F 批次台账.csv:2", file: parcelFile, from: "12.0000", to: "11.0000"},
	{name: "parcel deadline no date", want: "N07 F 地块台账.csv:3", file: parcelFile, from: "2025-06-30", to: "适时"},
	{name: "parcel of an unknown unit", want: "U01 B 地块台账.csv:3", file: parcelFile, from: "龙河街道", to: "龙湖街道"},
	{name: "parcel of an unknown batch", want: "P02 地块台账.csv:3 批准文号; A04 F 批次台账.csv:2", file: parcelFile, from: "DK-2,豫政土〔2012〕101号", to: "DK-2,豫政土〔2012〕110号"},
	{name: "parcel claimed twice", want: "U02 地块台账.csv:3 地块编号; A04 F 批次台账.csv:2", file: parcelFile, from: "DK-2", to: "DK-1"},
	{name: "supply without batch", want: "S03 供地台账.csv:3 批准文号", file: supplyFile, from: "豫政土〔2015〕202号", to: "豫政土〔2015〕220号"},
	{name: "supply signed after the quarter", want: "S04 供地台账.csv:3 签订日期", file: supplyFile, from: "2018-05-09", to: "2024-07-09"},
	{name: "supply signed before 1990", want: "S04 供地台账.csv:3 签订日期", file: supplyFile, from: "2018-05-09", to: "1988-05-09"},
	{name: "supply not signed", want: "N03 供地台账.csv:3 签订日期", file: supplyFile, from: "2018-05-09", to: ""},
	{name: "supply date two digits", want: "N02 供地台账.csv:3 签订日期", file: supplyFile, from: "2018-05-09", to: "18.5.9左右"},
	{name: "supply allocates too much", want: "S02 B 供地台账.csv:3", file: supplyFile, from: "5.0000,5.0000", to: "5.0000,6.0000"},
	{name: "supply exceeds the batch", want: "A03 F 批次台账.csv:3", file: supplyFile, from: "5.0000,5.0000", to: "13.0000,13.0000"},
	{name: "supply without area", want: "N03 供地台账.csv:3 分摊面积", file: supplyFile, from: "5.0000,5.0000", to: ","},
	{name: "supply area is text", want: "N01 供地台账.csv:3 分摊面积", file: supplyFile, from: "5.0000,5.0000", to: "5.0000,约五"},
	{name: "supply without price", want: "S09 F 供地台账.csv:3", file: supplyFile, from: ",900,", to: ",,"},
	{name: "supply price is text", want: "N07 F 供地台账.csv:3; S09 F 供地台账.csv:3", file: supplyFile, from: ",900,", to: ",面议,"},
	{name: "supply number as a float", want: "N04 供地台账.csv:3 电子监管号", file: supplyFile, from: "4104042018B00002", to: "4.104042018E+15"},
	{name: "supply works before delivery", want: "S10 F 供地台账.csv:3", file: supplyFile, from: "2018-12-09", to: "2018-06-01"},
	{name: "supply allocated for business", want: "S06 F 供地台账.csv:3", file: supplyFile, from: "挂牌出让,2018-05-09,5.0000,5.0000,900,乙机械有限公司,工业用地", to: "划拨,2018-05-09,5.0000,5.0000,,乙机械有限公司,商服用地"},
	{name: "supply is an announcement", want: "R6 供地台账.csv:3 供应方式", file: supplyFile, from: "挂牌出让,2018", to: "挂牌公告,2018"},
	{name: "supply is temporary", want: "R6 供地台账.csv:3 供应方式", file: supplyFile, from: "挂牌出让,2018", to: "临时用地,2018"},
	{name: "supply revoked at once", want: "S08 F 供地台账.csv:3", file: supplyFile, from: "2020-10-10,,", to: "2020-10-10,2018-08-01,违约"},
	{name: "supply of another batch's parcel", want: "S05 F 供地台账.csv:3", file: supplyFile, from: "豫政土〔2015〕202号,石龙区2015年度第二批城镇建设用地,DK-3", to: "豫政土〔2015〕202号,石龙区2015年度第二批城镇建设用地,DK-4"},
	{name: "supply before approval", want: "A08 F 供地台账.csv:3", from: "2015年度", to: "2018年度", spoil: func(_ *testing.T, f ledgerFiles) {
		f[batchFile] = strings.Replace(f[batchFile], "2015-06-07", "2018-06-07", 1)
	}},
	{name: "write-off without document", want: "W01 核销调整台账.csv:2 批复文号", file: writeoffFile, from: "豫自然资函〔2023〕55号", to: ""},
	{name: "write-off without date", want: "W01 核销调整台账.csv:2 生效日期", file: writeoffFile, from: "2023-03-01", to: ""},
	{name: "write-off exceeds what is left", want: "W01 核销调整台账.csv:2 面积", file: writeoffFile, from: "2.0000", to: "9.0000"},
	{name: "write-off of unknown type", want: "N06 核销调整台账.csv:2 类型", file: writeoffFile, from: "核销", to: "其他"},
	{name: "write-off without area", want: "N03 核销调整台账.csv:2 面积", file: writeoffFile, from: "2.0000", to: ""},
	{name: "write-off of an unknown batch", want: "W01 核销调整台账.csv:2 批准文号", file: writeoffFile, from: "豫政土〔2016〕303号", to: "豫政土〔2016〕330号"},
	{name: "idle without recognition", want: "I01 F 闲置土地台账.csv:2", file: idleFile, from: "石自然资闲〔2016〕3号,2016-05-20", to: ","},
	{name: "idle recognised too early", want: "I02 F 闲置土地台账.csv:2", file: idleFile, from: "2016-05-20", to: "2015-12-20"},
	{name: "idle without area", want: "N03 闲置土地台账.csv:2 闲置面积; I09 闲置处置台账.csv:2 闲置编号", file: idleFile, from: "8.0000", to: ""},
	{name: "idle without number", want: "N03 闲置土地台账.csv:2 闲置编号; I09 闲置处置台账.csv:2 闲置编号", file: idleFile, from: "XZ-1", to: ""},
	{name: "idle more than was supplied", want: "I10 F 闲置土地台账.csv:2", file: idleFile, from: "8.0000", to: "9.0000"},
	{name: "idle of an unknown unit", want: "U01 B 闲置土地台账.csv:2", file: idleFile, from: "高庄街道", to: "高湾街道"},
	{name: "idle by own cause, no fee", want: "I05 F 闲置土地台账.csv:2", file: idleFile, from: "政府原因", to: "企业原因"},
	{name: "idle fee not a fifth", want: "I06 F 闲置土地台账.csv:2", file: idleFile, from: "1200,,,", to: "1200,2017-01-05,200,"},
	{name: "disposal of nothing idle", want: "I09 闲置处置台账.csv:2 闲置编号", file: disposalFile, from: "XZ-1", to: "XZ-9"},
	{name: "disposal exceeds idle area", want: "I08 闲置处置台账.csv:2 处置面积", file: disposalFile, from: "3.0000", to: "8.5000"},
	{name: "disposal before recognition", want: "I07 F 闲置处置台账.csv:2", file: disposalFile, from: "2023-04-18", to: "2016-01-18"},
	{name: "disposal by unknown way", want: "N06 闲置处置台账.csv:2 处置方式", file: disposalFile, from: "置换", to: "其他办法"},
	{name: "disposal without date", want: "N03 闲置处置台账.csv:2 处置日期", file: disposalFile, from: "2023-04-18", to: ""},
	{name: "disposal without area", want: "N03 闲置处置台账.csv:2 处置面积", file: disposalFile, from: "3.0000", to: ""},
	{name: "extension without new start", want: "N03 闲置处置台账.csv:2 新约定动工日期", file: disposalFile, from: "置换", to: "延长动工期限"},
	{name: "task of an unknown unit", want: "U01 B 任务分解表.csv:3", file: taskFile, from: "龙兴街道", to: "龙星街道"},
	{name: "task without year", want: "N03 任务分解表.csv:3 年度", file: taskFile, from: "龙兴街道,批而未供,2024", to: "龙兴街道,批而未供,"},
	{name: "task area is text", want: "N01 任务分解表.csv:3 任务面积", file: taskFile, from: "3.0000", to: "全部"},
	{name: "task twice", want: "K01 任务分解表.csv:3 责任单位", file: taskFile, from: "龙兴街道", to: "高庄街道"},
}

// again repeats the line that holds a text, with something else in it.
func again(file, line, from, to string) func(*testing.T, ledgerFiles) {
	return func(t *testing.T, f ledgerFiles) {
		for l := range strings.Lines(f[file]) {
			if strings.Contains(l, line) {
				f[file] += strings.Replace(l, from, to, 1)
				return
			}
		}
		t.Fatalf("%q is not in %s", line, file)
	}
}

// tableFaults are rows and columns that are too many, missing or contradict.
var tableFaults = []fault{
	{name: "batch twice", want: "A02 批次台账.csv:5 批准文号", spoil: again(batchFile, "303号", "", "")},
	{name: "batch twice with another area", want: "A02 批次台账.csv:5 批准文号; A02 B 批次台账.csv:5", spoil: again(batchFile, "303号", "8.0000", "9.0000")},
	{name: "supply counted twice", want: "S01 供地台账.csv:4 电子监管号", spoil: again(supplyFile, "2018B00002", "", "")},
	{name: "supply on two rows for more than it has", want: "S02 B 供地台账.csv:3", spoil: again(supplyFile, "2018B00002", "DK-3", "")},
	{name: "idle twice", want: "K01 闲置土地台账.csv:3 闲置编号", spoil: again(idleFile, "XZ-1", "", "")},
	{name: "written off and adjusted", want: "J03 核销调整台账.csv:3 面积", spoil: again(writeoffFile, "DK-4", "核销", "调整使用")},
	{name: "supplied after write-off", want: "W02 B 地块台账.csv:5; A03 F 批次台账.csv:4; S10 F 供地台账.csv:4", spoil: again(supplyFile, "2018B00002", "4104042018B00002,石龙出让2018-002,豫政土〔2015〕202号,石龙区2015年度第二批城镇建设用地,DK-3,挂牌出让,2018-05-09,5.0000,5.0000", "4104042024B00003,石龙出让2024-003,豫政土〔2016〕303号,石龙区2016年度第三批城镇建设用地,DK-4,挂牌出让,2024-05-09,8.0000,8.0000")},
	{name: "wrong total", want: "T04 F 批次台账.csv:5", spoil: func(_ *testing.T, f ledgerFiles) { f[batchFile] += "合计,,,,41.0000,,,,,,\n" }},
	{name: "date column missing", want: "S03 供地台账.csv:2 批准文号; S03 供地台账.csv:3 批准文号; P02 地块台账.csv:2 批准文号; P02 地块台账.csv:3 批准文号; P02 地块台账.csv:4 批准文号; P02 地块台账.csv:5 批准文号; W01 核销调整台账.csv:2 批准文号; L02 B 批次台账.csv; L03 B 批次台账", file: batchFile, from: "批准日期", to: "时间说明", says: []string{"批次台账", "批准日期", "[synonyms.batch]"}},
	{name: "area column twice", want: "S03 供地台账.csv:2 批准文号; S03 供地台账.csv:3 批准文号; P02 地块台账.csv:2 批准文号; P02 地块台账.csv:3 批准文号; P02 地块台账.csv:4 批准文号; P02 地块台账.csv:5 批准文号; W01 核销调整台账.csv:2 批准文号; L02 B 批次台账.csv; L03 B 批次台账", file: batchFile, from: "备注", to: "批准面积", says: []string{"批准面积", "重复"}},
	{name: "measure that is not converted", want: "S03 供地台账.csv:2 批准文号; S03 供地台账.csv:3 批准文号; P02 地块台账.csv:2 批准文号; P02 地块台账.csv:3 批准文号; P02 地块台账.csv:4 批准文号; P02 地块台账.csv:5 批准文号; W01 核销调整台账.csv:2 批准文号; L02 B 批次台账.csv; L03 B 批次台账", file: batchFile, from: "批准文号", to: "单位：万亩\n批准文号", says: []string{"万亩"}},
	{name: "two measures", want: "S03 供地台账.csv:2 批准文号; S03 供地台账.csv:3 批准文号; P02 地块台账.csv:2 批准文号; P02 地块台账.csv:3 批准文号; P02 地块台账.csv:4 批准文号; P02 地块台账.csv:5 批准文号; W01 核销调整台账.csv:2 批准文号; L02 B 批次台账.csv; L03 B 批次台账", file: batchFile, from: "批准文号", to: "单位：亩\n单位：公顷\n批准文号", says: []string{"两种计量单位"}},
	{name: "no header", want: "L02 B 任务分解表.csv", file: taskFile, from: "责任单位,任务类别,年度,季度,任务面积\n", to: "", says: []string{"没有找到台账表头"}},
	{name: "two kinds in one sheet", want: "L02 B 闲置处置台账.csv", file: disposalFile, from: "闲置编号,处置方式,处置面积,处置日期,处置文号,新约定动工日期", to: "闲置编号,处置方式,处置面积,处置日期,闲置面积,认定日期", says: []string{"闲置土地台账", "闲置处置台账"}},
	{name: "no batch ledger", want: "L03 B 批次台账", spoil: func(_ *testing.T, f ledgerFiles) {
		for name := range f {
			if name != taskFile {
				delete(f, name)
			}
		}
	}},
}

func put(name, content string) func(*testing.T, ledgerFiles) {
	return func(_ *testing.T, f ledgerFiles) { f[name] = content }
}

func inGB18030(t *testing.T, s string) string {
	t.Helper()
	out, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func zipOf(t *testing.T, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// handLedger is the combined form; head may lack columns and rows follow.
func handLedger(head string, rows ...string) func(*testing.T, ledgerFiles) {
	return put("合并台账.csv", strings.ReplaceAll(head+"\n"+strings.Join(rows, "\n")+"\n", "|", ","))
}

const handHead = "批准文号|批次名称|批准时间|批准面积|责任单位|地块名称|地块面积|供地文号|用地单位|出让面积|签订日期|带供|备注"

// fileFaults are files that cannot be read, or sheets of three levels.
var fileFaults = []fault{
	{name: "a byte of no encoding", want: "L01 B 任务分解表.csv", spoil: func(t *testing.T, f ledgerFiles) {
		f[taskFile] = strings.Replace(inGB18030(t, f[taskFile]), "3.0000", "\xFF3.0000", 1)
	}, says: []string{"第3行E列", "GB18030"}},
	{name: "an open quote", want: "L01 B 任务分解表.csv", file: taskFile, from: "龙兴街道", to: "\"龙兴街道", says: []string{"第3行", "引号"}},
	{name: "a binary workbook", want: "L01 B 旧.xls", spoil: put("旧.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"+strings.Repeat("\x00", 600)), says: []string{"另存为.xlsx"}},
	{name: "a workbook cut off", want: "L01 B 断.xlsx", spoil: put("断.xlsx", "PK\x03\x04"+strings.Repeat("x", 200)), says: []string{"损坏"}},
	{name: "a zip that is no workbook", want: "L01 B a.xlsx", spoil: func(t *testing.T, f ledgerFiles) { f["a.xlsx"] = zipOf(t, "a.txt", "x") }, says: []string{"没有工作簿"}},
	{name: "an archive that cannot be read", want: "L01 B 附件.rar", spoil: put("附件.rar", "Rar!\x1a\x07"), says: []string{"解压"}},
	{name: "an archive that leads outside", want: "L01 B 附件.zip", spoil: func(t *testing.T, f ledgerFiles) { f["附件.zip"] = zipOf(t, "../../批次.csv", f[batchFile]) }, says: []string{"之外"}},
	{name: "a broken file in an archive", want: "L01 B 附件.zip/街道/说明.csv", spoil: func(t *testing.T, f ledgerFiles) {
		f["附件.zip"] = zipOf(t, "街道/说明.csv", "a\xFF\n\x81\x20")
	}, says: []string{"不能按"}},
	{name: "bytes that are nothing", want: "L01 B 乱.csv", spoil: put("乱.csv", strings.Repeat("\x00\x00\x01\x02", 300)), says: []string{"空字节"}},
	{name: "a web page without a ledger", want: "L02 B 页.xls", spoil: put("页.xls", "<html><body><table><tr><td>请登录</td></tr></table></body></html>"), says: []string{"没有找到台账表头"}},
	{name: "XML that is no workbook", want: "L01 B 页.xls", spoil: put("页.xls", "<?xml version=\"1.0\"?><rss/>"), says: []string{"XML"}},
	{name: "GeoJSON cut off", want: "L01 B 地块图形.geojson", file: "地块图形.geojson", from: "]]}}\n]}", to: "]]", says: []string{"GeoJSON"}},
	{name: "outlines without numbers", want: "L02 B 地块图形.geojson", file: "地块图形.geojson", from: "地块编号", to: "名称", says: []string{"地块编号"}},
	{name: "a shapefile without its table", want: "L01 B 图.shp", spoil: put("图.shp", "\x00\x00\x27\x0A"+strings.Repeat("\x00", 96)), says: []string{".dbf"}},
	{name: "coordinates that are no numbers", want: "L01 B 坐标.txt", spoil: put("坐标.txt", "[属性描述]\n带号=38\n[地块坐标]\n4,1,DK-9,东,面,,,,@\nJ1,1,甲,乙\n"), says: []string{"第5行"}},
	{name: "hand ledger, two areas for a batch", want: "A02 合并台账.csv:3 批准文号; A02 B 合并台账.csv:3; A04 F 合并台账.csv:2", spoil: handLedger(handHead, "豫政土〔2014〕9号|石龙区2014年度第九批|2014-05-06|6|高庄街道|甲|4||||||", "|||7||乙|3||||||")},
	{name: "hand ledger, supply without date", want: "N03 合并台账.csv:2 签订日期", spoil: handLedger(handHead, "豫政土〔2014〕9号|石龙区2014年度第九批|2014-05-06|6|高庄街道|甲|6|石龙出让9号|丙|6|||")},
	{name: "hand ledger, merged supply without shares", want: "N05 合并台账.csv:2 分摊面积; N05 合并台账.csv:3 分摊面积", spoil: handLedger(handHead, "豫政土〔2014〕9号|石龙区2014年度第九批|2014-05-06|6|高庄街道|甲|4|石龙出让9号|丙|6|2015-05-06||", "|||||乙|2|石龙出让9号|丙|6|2015-05-06||")},
	{name: "hand ledger, batch without area", want: "N03 合并台账.csv:2 批准面积; P02 合并台账.csv:2 批准文号", spoil: handLedger(handHead, "豫政土〔2014〕9号|石龙区2014年度第九批|2014-05-06||高庄街道|甲|6||||||")},
	{name: "hand ledger, parcels are not the batch", want: "A04 F 合并台账.csv:2", spoil: handLedger(handHead, "豫政土〔2014〕9号|石龙区2014年度第九批|2014-05-06|6|高庄街道|甲|4||||||", "|||||乙|1||||||")},
	{name: "hand ledger, text only", want: "N03 合并台账.csv:2 批准文号", spoil: handLedger(handHead, "||||||||||||另附说明")},
}
