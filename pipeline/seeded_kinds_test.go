package pipeline

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// seededFault is a kind of fault that can be known from the ledgers alone. A
// digit changed into another digit is none, unless a sum holds it.
type seededFault struct {
	name string
	// rules are those that know it; none means that it is no fault at all.
	rules []string
	// always: the rule fires whether or not a figure changes.
	always bool
	// elsewhere: the rule names another row than the one spoiled.
	elsewhere bool
	// spoil makes the fault; false when the ledgers have nothing to make it in.
	spoil func(l *seeded) bool
}

var ledgerNames = []string{batchFile, parcelFile, supplyFile, writeoffFile, idleFile, disposalFile, taskFile}

// areaColumn is the area that counts, by file.
var areaColumn = map[string]string{batchFile: "批准面积", parcelFile: "地块面积", supplyFile: "分摊面积", writeoffFile: "面积",
	idleFile: "闲置面积", disposalFile: "处置面积", taskFile: "任务面积"}

// dateColumn is a date without which a row cannot count, by file.
var dateColumn = map[string]string{batchFile: "批准日期", supplyFile: "签订日期", writeoffFile: "生效日期", idleFile: "认定日期", disposalFile: "处置日期"}

func one[T any](l *seeded, list ...T) T { return list[l.IntN(len(list))] }

// in makes a fault in a random one of the files.
func in(spoil func(l *seeded, file string) bool, files ...string) func(*seeded) bool {
	return func(l *seeded) bool {
		for _, i := range l.Perm(len(files)) {
			if len(l.files[files[i]]) > 1 && spoil(l, files[i]) {
				return true
			}
		}
		return false
	}
}

// filledCell replaces a filled cell of a column by one of the values.
func filledCell(title map[string]string, values ...string) func(*seeded, string) bool {
	return func(l *seeded, file string) bool {
		row, col, ok := l.filled(file, title[file])
		if !ok {
			return false
		}
		l.files[file][row][col] = one(l, values...)
		return l.at(file, row)
	}
}

// edit changes the text of a filled cell; false when it stays.
func edit(title map[string]string, change func(l *seeded, text string) string) func(*seeded, string) bool {
	return func(l *seeded, file string) bool {
		row, col, ok := l.filled(file, title[file])
		if !ok {
			return false
		}
		old := l.files[file][row][col]
		l.files[file][row][col] = change(l, old)
		return l.files[file][row][col] != old && l.at(file, row)
	}
}

func column(title string, files ...string) map[string]string {
	m := map[string]string{}
	for _, f := range files {
		m[f] = title
	}
	return m
}

// scaled is a number n times as large, exactly.
func scaled(text string, n, d int64) string {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		return text
	}
	return r.Mul(r, big.NewRat(n, d)).FloatString(6)
}

// insert puts a row in at a random place below the header.
func (l *seeded) insert(file string, rows ...[]string) bool {
	n := len(l.files[file])
	if n < 2 {
		return false
	}
	at := 1 + l.IntN(n)
	l.files[file] = slices.Insert(l.files[file], at, rows...)
	return l.at(file, at)
}

// totalRow is a right 合计 of rows from..to of a file, every area added up.
func (l *seeded) totalRow(file, word string, from, to int) []string {
	rows := l.files[file]
	total := make([]string, len(rows[0]))
	total[0] = word
	for c, title := range rows[0] {
		if !strings.Contains(title, "面积") {
			continue
		}
		sum := new(big.Rat)
		for _, row := range rows[from:to] {
			if r, ok := new(big.Rat).SetString(row[c]); ok {
				sum.Add(sum, r)
			}
		}
		total[c] = sum.FloatString(6)
	}
	return total
}

var seededFaults = []seededFault{
	// Numbers.
	{name: "area is no number", rules: []string{"N01", "A05"}, always: true, spoil: in(edit(areaColumn, func(l *seeded, s string) string {
		return one(l, "约"+s, s+"左右", strings.Replace(s, ".", "..", 1)+"..", s+"公倾", "#REF!", "#VALUE!", "见附表", s+"+1", "O"+s, "l"+s)
	}), ledgerNames...)},
	{name: "decimal comma", rules: []string{"N01"}, always: true, spoil: in(func(l *seeded, file string) bool {
		return edit(areaColumn, func(_ *seeded, s string) string { return strings.Replace(s, ".", ",", 1) })(l, file)
	}, ledgerNames...)},
	{name: "digits apart", rules: []string{"N01"}, always: true, spoil: in(func(l *seeded, file string) bool {
		return edit(areaColumn, func(_ *seeded, s string) string {
			return s[:len(s)-1] + " " + s[len(s)-1:]
		})(l, file)
	}, ledgerNames...)},
	{name: "area is nothing", rules: []string{"N03", "N05", "A05"}, always: true, spoil: in(func(l *seeded, file string) bool {
		if file == batchFile && l.col(file, "新增建设用地面积") >= 0 {
			for _, row := range l.files[file][1:] {
				row[l.col(file, "新增建设用地面积")] = ""
			}
			return false
		}
		if file == disposalFile {
			row := l.pick(file, func(c func(string) string) bool {
				return c("处置面积") != "" && !slices.Contains([]string{"D7", "D0", "征缴闲置费", "认定撤销"}, c("处置方式"))
			})
			if row == 0 {
				return false
			}
			l.files[file][row][l.col(file, "处置面积")] = one(l, "", "—", "无", "0")
			return l.at(file, row)
		}
		return filledCell(areaColumn, "", "—", "/", "无", "待定", "0", "0.0000", "-")(l, file)
	}, parcelFile, writeoffFile, idleFile, disposalFile)},
	{name: "task is nothing", rules: []string{"N03"}, always: true, spoil: in(filledCell(areaColumn, "", "待定", "—"), taskFile)},
	{name: "area negative", rules: []string{"A05"}, always: true, spoil: in(func(l *seeded, file string) bool {
		if file == disposalFile {
			row := l.pick(file, func(c func(string) string) bool {
				return c("处置面积") != "" && !slices.Contains([]string{"D7", "D0", "征缴闲置费", "认定撤销"}, c("处置方式"))
			})
			if row == 0 {
				return false
			}
			l.files[file][row][l.col(file, "处置面积")] = "-" + l.files[file][row][l.col(file, "处置面积")]
			return l.at(file, row)
		}
		return edit(areaColumn, func(_ *seeded, s string) string { return "-" + s })(l, file)
	}, batchFile, parcelFile, supplyFile, writeoffFile, idleFile, disposalFile, taskFile)},
	{name: "area beyond reason", rules: []string{"A05", "N01"}, always: true, spoil: in(edit(areaColumn, func(_ *seeded, s string) string { return scaled(s, 1_000_000_000_000, 1) }), ledgerNames...)},
	{name: "area written another way", spoil: in(edit(areaColumn, func(l *seeded, s string) string {
		return one(l, " "+s+" ", "　"+s, strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r - '0' + '０'
			}
			return r
		}, s), strings.ReplaceAll(s, ".", "．"), "+"+s, "0"+s, "\""[:0]+s+"\n")
	}), ledgerNames...)},
	// Dates.
	{name: "date is none", rules: []string{"N02"}, always: true, spoil: in(filledCell(dateColumn, "2016-13-04", "2016-02-30", "2016年", "去年五月", "16-05-20", "2016/5/32", "二〇一六年", "20160230", "#N/A!", "5/20/2016"), batchFile, supplyFile, writeoffFile, idleFile, disposalFile)},
	{name: "date is nothing", rules: []string{"N03", "W01", "I01"}, always: true, spoil: in(filledCell(dateColumn, "", "—", "待定"), batchFile, supplyFile, writeoffFile, idleFile, disposalFile)},
	{name: "date of another century", rules: []string{"N02", "N09", "S04", "A06", "A08"}, spoil: in(edit(dateColumn, func(l *seeded, s string) string { return one(l, "21", "19", "30") + s[2:] }), batchFile, supplyFile, writeoffFile, idleFile, disposalFile)},
	{name: "date after the quarter", rules: []string{"N09", "S04"}, spoil: in(edit(dateColumn, func(l *seeded, s string) string { return one(l, "2026-07-01", "2027-01-15", "2031年5月1日") }), supplyFile, writeoffFile, idleFile, disposalFile)},
	{name: "date written another way", spoil: in(edit(dateColumn, func(l *seeded, s string) string {
		var y, m, d int
		if n, _ := fmt.Sscanf(s, "%d-%d-%d", &y, &m, &d); n != 3 {
			fmt.Sscanf(s, "%d年%d月%d日", &y, &m, &d)
		}
		return one(l, fmt.Sprintf("%d.%d.%d", y, m, d), fmt.Sprintf("%d/%d/%d", y, m, d), fmt.Sprintf("%04d%02d%02d", y, m, d), fmt.Sprintf("%d年%02d月%02d日", y, m, d), fmt.Sprintf("%d-%02d-%02d 00:00:00", y, m, d))
	}), batchFile, supplyFile, writeoffFile, idleFile, disposalFile)},
	{name: "revoked before signed", rules: []string{"S10", "S08", "S12"}, spoil: in(func(l *seeded, file string) bool {
		row, col, ok := l.filled(file, "签订日期")
		if to := l.col(file, "撤销日期"); ok && to >= 0 {
			l.files[file][row][to] = one(l, "1999-01-01", "2001-05-06")
			_ = col
			return l.at(file, row)
		}
		return false
	}, supplyFile)},
	{name: "revocation is no date", rules: []string{"N02"}, always: true, spoil: in(func(l *seeded, file string) bool {
		row, _, ok := l.filled(file, "签订日期")
		if to := l.col(file, "撤销日期"); ok && to >= 0 {
			l.files[file][row][to] = one(l, "是", "已撤销", "2020年第三季度", "2020-00-10")
			return l.at(file, row)
		}
		return false
	}, supplyFile)},
	// Ids and references.
	{name: "number spoiled by the spreadsheet", rules: []string{"N04"}, always: true, spoil: in(func(l *seeded, file string) bool {
		title := map[string][]string{batchFile: {"批准文号"}, parcelFile: {"地块编号", "批准文号"}, supplyFile: {"电子监管号", "地块编号", "批准文号"},
			writeoffFile: {"批准文号", "地块编号"}, idleFile: {"闲置编号", "电子监管号"}, disposalFile: {"闲置编号"}}[file]
		return filledCell(column(one(l, title...), file), "4.10404E+15", "4.104042018e+15", "1E+17", "410404201800000.0")(l, file)
	}, batchFile, parcelFile, supplyFile, writeoffFile, idleFile, disposalFile)},
	{name: "number is an error of the spreadsheet", rules: []string{"N03", "N04", "P02", "S03", "W01", "I09", "P03", "S05"}, elsewhere: true, spoil: in(func(l *seeded, file string) bool {
		title := map[string][]string{batchFile: {"批准文号"}, parcelFile: {"地块编号", "批准文号"}, supplyFile: {"地块编号", "批准文号"},
			writeoffFile: {"批准文号", "地块编号"}, idleFile: {"闲置编号"}, disposalFile: {"闲置编号"}}[file]
		return filledCell(column(one(l, title...), file), "#REF!", "#N/A", "#VALUE!", "#NAME?")(l, file)
	}, batchFile, parcelFile, supplyFile, writeoffFile, idleFile, disposalFile)},
	{name: "batch not in the ledger", rules: []string{"P02", "S03", "W01"}, always: true, spoil: in(edit(column("批准文号", parcelFile, supplyFile, writeoffFile), func(_ *seeded, s string) string {
		return strings.Replace(s, "〕", "〕9", 1)
	}), parcelFile, supplyFile, writeoffFile)},
	{name: "parcel not in the ledger", rules: []string{"P03"}, spoil: in(edit(column("地块编号", supplyFile, writeoffFile), func(_ *seeded, s string) string { return s + "9" }), supplyFile, writeoffFile)},
	{name: "batch number changed", rules: []string{"P02", "P04", "S03", "W01", "A02"}, elsewhere: true, spoil: func(l *seeded) bool {
		if row, col, ok := l.filled(batchFile, "批准文号"); ok {
			l.files[batchFile][row][col] = strings.Replace(l.files[batchFile][row][col], "号", "7号", 1)
			return true
		}
		return false
	}},
	{name: "idle parcel not in the ledger", rules: []string{"I09"}, always: true, spoil: in(edit(column("闲置编号", disposalFile), func(_ *seeded, s string) string { return s + "9" }), disposalFile)},
	{name: "supply of another batch", rules: []string{"S05", "A03", "S01", "A08", "W02", "A05", "S03", "W01"}, elsewhere: true, spoil: func(l *seeded) bool {
		row := l.pick(supplyFile, func(c func(string) string) bool { return c("地块编号") != "" && c("批准文号") != "" })
		if row == 0 {
			return false
		}
		no := l.files[supplyFile][row][l.col(supplyFile, "批准文号")]
		other := l.pick(batchFile, func(c func(string) string) bool { return c("批准文号") != no })
		if other == 0 {
			return false
		}
		for _, title := range []string{"批准文号", "批次名称"} {
			l.files[supplyFile][row][l.col(supplyFile, title)] = l.files[batchFile][other][l.col(batchFile, title)]
		}
		l.file = ""
		return true
	}},
	{name: "unit misspelt", rules: []string{"U01"}, always: true, elsewhere: true, spoil: in(func(l *seeded, file string) bool {
		row, col, ok := l.filled(file, "责任单位")
		if !ok {
			return false
		}
		s := []rune(l.files[file][row][col])
		s[l.IntN(2)] = one(l, '湖', '某', '新', '大')
		l.files[file][row][col] = string(s)
		return l.at(file, row)
	}, batchFile, parcelFile, idleFile, taskFile)},
	{name: "unit written another way", spoil: in(edit(column("责任单位", batchFile, parcelFile, idleFile, taskFile), func(l *seeded, s string) string {
		return one(l, " "+s, s+"　", "石龙区"+s)
	}), batchFile, parcelFile, idleFile, taskFile)},
	{name: "unit in the column of departments", rules: []string{"U01", "U03"}, spoil: in(func(l *seeded, file string) bool {
		row, col, ok := l.filled(file, "责任单位")
		if to := l.col(file, "主管部门"); ok && to >= 0 {
			l.files[file][row][to], l.files[file][row][col] = l.files[file][row][col], ""
			return l.at(file, row)
		}
		return false
	}, batchFile, parcelFile)},
	// Rows.
	{name: "row twice", rules: []string{"A02", "U02", "S01", "K01"}, elsewhere: true, always: true, spoil: in(func(l *seeded, file string) bool {
		row := 1 + l.IntN(len(l.files[file])-1)
		return l.insert(file, slices.Clone(l.files[file][row]))
	}, ledgerNames...)},
	{name: "row twice, another area", rules: []string{"A02", "U02", "S01", "K01", "I08", "W01"}, elsewhere: true, spoil: in(func(l *seeded, file string) bool {
		row, col, ok := l.filled(file, areaColumn[file])
		if !ok {
			return false
		}
		again := slices.Clone(l.files[file][row])
		again[col] = scaled(again[col], 9, 10)
		return l.insert(file, again)
	}, batchFile, parcelFile, supplyFile, idleFile, taskFile)},
	{name: "file twice", rules: []string{"A02", "U02", "S01", "K01"}, always: true, elsewhere: true, spoil: in(func(l *seeded, file string) bool {
		l.files["副本"+file] = l.files[file]
		return true
	}, ledgerNames...)},
	{name: "rows in another order", spoil: in(func(l *seeded, file string) bool { return reordered(l, file) }, batchFile, parcelFile, supplyFile, writeoffFile, idleFile, disposalFile, taskFile)},
	{name: "columns in another order", spoil: in(func(l *seeded, file string) bool {
		order := l.Perm(len(l.files[file][0]))
		for i, row := range l.files[file] {
			moved := make([]string, len(row))
			for to, from := range order {
				moved[to] = row[from]
			}
			l.files[file][i] = moved
		}
		return true
	}, ledgerNames...)},
	{name: "right total", spoil: in(func(l *seeded, file string) bool {
		n := len(l.files[file])
		l.files[file] = append(l.files[file], l.totalRow(file, one(l, "合计", "合 计", "总计", "合计："), 1, n))
		return l.at(file, n)
	}, ledgerNames...)},
	{name: "right subtotal", spoil: in(func(l *seeded, file string) bool {
		n := len(l.files[file])
		k := 2 + l.IntN(n-1)
		k = min(k, n)
		first, second := l.totalRow(file, "小计", 1, k), l.totalRow(file, "小计", k, n)
		all := l.totalRow(file, "合计", 1, n)
		l.files[file] = slices.Insert(l.files[file], k, first)
		l.files[file] = append(l.files[file], second, all)
		return l.at(file, k)
	}, ledgerNames...)},
	{name: "row lost under a total", rules: []string{"T04"}, always: true, elsewhere: true, spoil: in(func(l *seeded, file string) bool {
		n := len(l.files[file])
		if n < 3 {
			return false
		}
		row, _, ok := l.filled(file, areaColumn[file])
		if !ok || file == supplyFile && l.files[file][row][l.col(file, areaColumn[file])] == "" || !visible(l, file, row) {
			return false
		}
		total := l.totalRow(file, "合计", 1, n)
		l.files[file] = append(slices.Delete(l.files[file], row, row+1), total)
		return l.at(file, n-1)
	}, ledgerNames...)},
	{name: "area changed under a total", rules: []string{"T04"}, elsewhere: true, spoil: in(func(l *seeded, file string) bool {
		n := len(l.files[file])
		total := l.totalRow(file, "合计", 1, n)
		row, col, ok := l.filled(file, areaColumn[file])
		if !ok || !visible(l, file, row) {
			return false
		}
		l.files[file][row][col] = scaled(l.files[file][row][col], 3, 4)
		l.files[file] = append(l.files[file], total)
		return l.at(file, n)
	}, ledgerNames...)},
	{name: "area changed under a subtotal", rules: []string{"T04"}, elsewhere: true, spoil: in(func(l *seeded, file string) bool {
		n := len(l.files[file])
		k := min(n, 2+l.IntN(n-1))
		first, second := l.totalRow(file, "小计", 1, k), l.totalRow(file, "小计", k, n)
		row, col, ok := l.filled(file, areaColumn[file])
		if !ok || !visible(l, file, row) {
			return false
		}
		l.files[file][row][col] = scaled(l.files[file][row][col], 3, 4)
		l.files[file] = append(slices.Insert(l.files[file], k, first), second)
		return l.at(file, 0)
	}, ledgerNames...)},
	{name: "header again", spoil: in(func(l *seeded, file string) bool { return l.insert(file, slices.Clone(l.files[file][0])) }, ledgerNames...)},
	{name: "title and header again", spoil: in(func(l *seeded, file string) bool {
		title := make([]string, len(l.files[file][0]))
		title[0] = "石龙区" + strings.TrimSuffix(file, ".csv")
		l.files[file] = slices.Insert(l.files[file], 0, title)
		at := 2 + l.IntN(len(l.files[file])-1)
		l.files[file] = slices.Insert(l.files[file], at, slices.Clone(title), slices.Clone(l.files[file][1]))
		return l.at(file, 0)
	}, ledgerNames...)},
	{name: "blank rows and a footnote", spoil: in(func(l *seeded, file string) bool {
		blank := make([]string, len(l.files[file][0]))
		note := slices.Clone(blank)
		note[0] = one(l, "注：以上数据截至本季度末。", "填表人：张三", "审核：李四")
		l.insert(file, blank)
		l.files[file] = append(l.files[file], note)
		return l.at(file, 0)
	}, ledgerNames...)},
	// Columns.
	{name: "column missing", rules: []string{"L02"}, always: true, spoil: in(func(l *seeded, file string) bool {
		title := areaColumn[file]
		if l.IntN(2) == 0 && dateColumn[file] != "" && file != idleFile {
			title = dateColumn[file]
		}
		if file == supplyFile && title == "分摊面积" || file == batchFile && title == "批准面积" {
			title = dateColumn[file]
		}
		return dropColumn(l, file, title)
	}, ledgerNames...)},
	{name: "column missing that may be", rules: []string{"L06"}, spoil: in(func(l *seeded, file string) bool {
		return dropColumn(l, file, one(l, map[string][]string{batchFile: {"新增建设用地面积"}, parcelFile: {"责任单位"}, supplyFile: {"撤销日期", "地块编号", "分摊面积"},
			writeoffFile: {"地块编号"}}[file]...))
	}, batchFile, parcelFile, supplyFile, writeoffFile)},
	{name: "row shifted right", rules: []string{"N01", "N02", "N03", "N04", "N05", "N06", "N07", "N08", "W01", "U01", "U03", "S11", "P02", "P03", "S03", "I01", "A05"}, elsewhere: true, spoil: in(func(l *seeded, file string) bool {
		row := 1 + l.IntN(len(l.files[file])-1)
		at := l.IntN(len(l.files[file][row]))
		l.files[file][row] = slices.Insert(l.files[file][row], at, "")
		return l.at(file, row)
	}, ledgerNames...)},
	{name: "row shifted left", rules: []string{"N01", "N02", "N03", "N04", "N05", "N06", "N07", "N08", "W01", "U01", "U03", "P02", "P03", "S03", "S11", "I01", "A05", "R6", "I09"}, elsewhere: true, spoil: in(func(l *seeded, file string) bool {
		row := 1 + l.IntN(len(l.files[file])-1)
		at := l.IntN(len(l.files[file][row]))
		l.files[file][row] = slices.Delete(l.files[file][row], at, at+1)
		return l.at(file, row)
	}, ledgerNames...)},
	// Measures.
	{name: "measure switched over the sheet", rules: []string{"A03", "A04", "A05", "S02", "W01", "W02", "I08", "I10"}, elsewhere: true, spoil: in(func(l *seeded, file string) bool {
		for _, row := range l.files[file][1:] {
			for c, title := range l.files[file][0] {
				if strings.Contains(title, "面积") && row[c] != "" {
					row[c] = scaled(row[c], 15, 1)
				}
			}
		}
		return true
	}, batchFile, parcelFile, supplyFile, writeoffFile, idleFile, disposalFile)},
	{name: "measure switched in a row", rules: []string{"A03", "A04", "A05", "S02", "W01", "W02", "I08", "I10"}, elsewhere: true, spoil: in(func(l *seeded, file string) bool {
		row, col, ok := l.filled(file, areaColumn[file])
		if !ok {
			return false
		}
		l.files[file][row][col] = scaled(l.files[file][row][col], one(l, int64(15), 10000), 1)
		return l.at(file, 0)
	}, batchFile, parcelFile, supplyFile, writeoffFile, idleFile, disposalFile)},
	{name: "two measures in the notes", rules: []string{"L02"}, spoil: in(func(l *seeded, file string) bool {
		for c, title := range l.files[file][0] {
			l.files[file][0][c] = measureless(title)
		}
		note := make([]string, len(l.files[file][0]))
		note[0], note[1] = "单位：亩", "单位：公顷"
		l.files[file] = slices.Insert(l.files[file], 0, note)
		return l.at(file, 0)
	}, ledgerNames...)},
	{name: "measure in the cell", spoil: in(func(l *seeded, file string) bool {
		row, col, ok := l.filled(file, areaColumn[file])
		if !ok {
			return false
		}
		_, measure, given := strings.Cut(l.files[file][0][col], "（")
		if !given {
			measure = "公顷"
		}
		l.files[file][row][col] += strings.TrimSuffix(measure, "）")
		return l.at(file, row)
	}, ledgerNames...)},
	// Contradictions.
	{name: "supply larger than the batch", rules: []string{"A03", "S02", "A05"}, elsewhere: true, spoil: func(l *seeded) bool {
		row := l.pick(supplyFile, func(c func(string) string) bool { return c("分摊面积") != "" && c("撤销日期") == "" })
		if row == 0 {
			return false
		}
		for _, title := range []string{"供地面积", "分摊面积"} {
			c := l.col(supplyFile, title)
			l.files[supplyFile][row][c] = scaled(l.files[supplyFile][row][c], 100_000, 1)
		}
		return true
	}},
	{name: "allocated more than supplied", rules: []string{"S02"}, always: true, elsewhere: true, spoil: func(l *seeded) bool {
		row := l.pick(supplyFile, func(c func(string) string) bool { return c("分摊面积") != "" && c("撤销日期") == "" })
		if row == 0 {
			return false
		}
		c := l.col(supplyFile, "分摊面积")
		l.files[supplyFile][row][c] = scaled(l.files[supplyFile][row][l.col(supplyFile, "供地面积")], 11, 10)
		return l.at(supplyFile, 0)
	}},
	{name: "write-off larger than what is left", rules: []string{"W01", "A05"}, always: true, elsewhere: true, spoil: in(edit(areaColumn, func(_ *seeded, s string) string { return scaled(s, 100_000, 1) }), writeoffFile)},
	{name: "write-off without document", rules: []string{"W01"}, always: true, spoil: in(filledCell(column("批复文号", writeoffFile), "", "—", "待定"), writeoffFile)},
	{name: "write-off of unknown type", rules: []string{"N06"}, always: true, spoil: in(filledCell(column("类型", writeoffFile), "其他", "盘活", "已处理"), writeoffFile)},
	{name: "disposal by unknown way", rules: []string{"N06"}, always: true, spoil: in(filledCell(column("处置方式", disposalFile), "其他", "已处理", "D", "协商"), disposalFile)},
	{name: "disposal larger than the idle land", rules: []string{"I08", "A05"}, always: true, spoil: in(func(l *seeded, file string) bool {
		row := l.pick(file, func(c func(string) string) bool {
			return c("处置面积") != "" && !slices.Contains([]string{"D7", "征缴闲置费"}, c("处置方式"))
		})
		if row == 0 {
			return false
		}
		c := l.col(file, "处置面积")
		l.files[file][row][c] = scaled(l.files[file][row][c], 100_000, 1)
		return l.at(file, row)
	}, disposalFile)},
	{name: "supply that is none", rules: []string{"R6"}, always: true, spoil: in(filledCell(column("供应方式", supplyFile), "挂牌公告", "流拍", "收储协议", "临时用地", "施工许可"), supplyFile)},
	{name: "task of an unknown category", rules: []string{"N06"}, always: true, spoil: in(filledCell(column("任务类别", taskFile), "其他", "盘活"), taskFile)},
	{name: "task of no year", rules: []string{"N01"}, always: true, spoil: in(filledCell(column("年度", taskFile), "今年", "202", "20244", "2204", "二四年"), taskFile)},
	{name: "task of no quarter", rules: []string{"N01"}, always: true, spoil: in(func(l *seeded, file string) bool {
		row, _, ok := l.filled(file, "年度")
		if c := l.col(file, "季度"); ok && c >= 0 {
			l.files[file][row][c] = one(l, "5", "0", "上半年", "季", "1-2")
			return l.at(file, row)
		}
		return false
	}, taskFile)},
	// Files.
	{name: "GB18030", spoil: encoded(func(s string) (string, error) { return simplifiedchinese.GB18030.NewEncoder().String(s) })},
	{name: "UTF-16", spoil: encoded(func(s string) (string, error) {
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(s)
	})},
	{name: "UTF-8 with a mark and CR LF", spoil: encoded(func(s string) (string, error) { return "\ufeff" + strings.ReplaceAll(s, "\n", "\r\n"), nil })},
	{name: "a byte of no encoding", rules: []string{"L01", "L02"}, always: true, spoil: in(func(l *seeded, file string) bool {
		text := l.text(file)
		// Cut a character of the second half: the first half settles the encoding.
		for i := len(text)/2 + l.IntN(len(text)/4); i < len(text)-3; i++ {
			if text[i] >= 0xE0 {
				l.raw[file] = text[:i+1] + text[i+2:]
				return l.at(file, 0)
			}
		}
		return false
	}, batchFile, parcelFile, supplyFile, writeoffFile, taskFile)},
	{name: "an open quote", rules: []string{"L01", "L02"}, always: true, spoil: in(func(l *seeded, file string) bool {
		lines := strings.SplitAfter(l.text(file), "\n")
		at := 1 + l.IntN(len(lines)-2)
		lines[at] = "\"" + lines[at]
		l.raw[file] = strings.Join(lines, "")
		return l.at(file, 0)
	}, ledgerNames...)},
	{name: "a file cut off", rules: []string{"L01", "L02", "N01", "N02", "N03", "N08", "W01", "U01", "S11", "A04"}, elsewhere: true, spoil: in(func(l *seeded, file string) bool {
		text := l.text(file)
		last := strings.LastIndexByte(strings.TrimRight(text, "\n"), '\n') + 1
		cut := last + 3 + l.IntN(10)
		for cut < len(text)-1 && text[cut]&0xC0 == 0x80 {
			cut++
		}
		if cut >= len(text)-2 {
			return false
		}
		l.raw[file] = text[:cut]
		return l.at(file, 0)
	}, batchFile, supplyFile, writeoffFile, disposalFile, taskFile)},
}

// visible says that the row's area is larger than what T04 lets pass and that it
// is no part of a supply that a total may count once.
func visible(l *seeded, file string, row int) bool {
	c := l.col(file, areaColumn[file])
	r, ok := new(big.Rat).SetString(l.files[file][row][c])
	least := big.NewRat(1, 10)
	if strings.Contains(l.files[file][0][c], "亩") {
		least = big.NewRat(15, 10)
	} else if strings.Contains(l.files[file][0][c], "平方米") {
		least = big.NewRat(1000, 1)
	}
	return ok && r.Cmp(least) > 0
}

func dropColumn(l *seeded, file, title string) bool {
	c := l.col(file, title)
	if c < 0 {
		return false
	}
	for i, row := range l.files[file] {
		l.files[file][i] = slices.Delete(row, c, c+1)
	}
	return l.at(file, 0)
}

// reordered shuffles the rows: what is said names other lines, so only figures
// are held; the caller's rules see to that by the line left at 0.
func reordered(l *seeded, file string) bool {
	rows := l.files[file][1:]
	l.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	return l.at(file, 0)
}

func encoded(encode func(string) (string, error)) func(*seeded) bool {
	return in(func(l *seeded, file string) bool {
		text, err := encode(l.text(file))
		if err != nil {
			return false
		}
		l.raw[file] = text
		return l.at(file, 0)
	}, ledgerNames...)
}
