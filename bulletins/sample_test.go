package bulletins

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"tongbao/queries"
)

// sampleFigures is mart.figure in short: one line per row, columns parted by |.
// indicator|unit|kind|period|text|measure|change|direction|target|met|schedule|schedule met|near miss
const sampleFigures = `
supply_rate|全区|district|current|69.75|%|2.35|up|80.00|false|62.27|true|
supply_rate|全区|district|base|40.55|%||||||
supply_rate|人民路街道|territorial|current|73.75|%|0.00|flat|80.00|false|62.27|true|
supply_rate|龙河街道|territorial|current|81.20|%|4.10|up|80.00|true|62.27|true|
supply_rate|高庄街道|territorial|current|77.39|%|1.12|up|80.00|false|62.27|true|
supply_rate|龙兴街道|territorial|current|25.00|%|1.50|down|80.00|false|62.27|false|
supply_rate|先进制造业开发区|territorial|current|100.00|%|0.00|flat|80.00|true|62.27|true|
approved_ha|全区|district|current|68.4321|公顷||||||
writeoff_ha|全区|district|current|3.0000|公顷||||||
adjustment_ha|全区|district|current|4.0000|公顷||||||
due_ha|全区|district|current|61.4321|公顷||||||
supplied_ha|全区|district|current|42.8500|公顷||||||
unsupplied_ha|全区|district|current|18.5821|公顷||||||
supply_gap_ha|全区|district|current|6.2957|公顷||||||
supply_rate_gross|全区|district|current|62.62|%||||||
batches_supplied|全区|district|current|1|个||||||
stock_clearance_rate|全区|district|current|54.32|%|3.20|up||||
stock_supply_rate|全区|district|current|44.83|%||||||
pre2014_clearance_rate|全区|district|current|60.10|%||||||
disposed_ha|全区|district|current|7.1000|公顷||||||
disposed_supply_ha|全区|district|current|3.1000|公顷||||||
disposed_writeoff_ha|全区|district|current|0.0000|公顷||||||
disposed_adjustment_ha|全区|district|current|4.0000|公顷||||||
unsupplied_opening|全区|district|current|22.6821|公顷||||||
unsupplied_new|全区|district|current|3.0000|公顷||||||
task_completion_rate|全区|district|current|101.81|%|||100.00|true||
idle_recognised_count|全区|district|current|12|宗||||||
idle_recognised_ha|全区|district|current|35.2210|公顷||||||
idle_done_count|全区|district|current|7|宗||||||
idle_done_ha|全区|district|current|21.5003|公顷||||||
idle_disposal_rate|全区|district|current|61.04|%|5.26|up|90.00|false|65.88|false|
idle_disposal_rate|人民路街道|territorial|current|58.00|%|1.00|up|90.00|false|65.88|false|
idle_disposal_rate|龙河街道|territorial|current|90.00|%|1.00|up|90.00|true|65.88|true|
idle_disposal_rate|高庄街道|territorial|current|42.10|%|0.00|flat|90.00|false|65.88|false|
idle_disposal_rate_count|全区|district|current|58.33|%||||||
idle_new_count|全区|district|current|2|宗||||||
idle_new|全区|district|current|4.1100|公顷||||||
idle_disposed|全区|district|current|3.2000|公顷||||||
idle_closing|全区|district|current|13.7207|公顷||||||
idle_closing_count|全区|district|current|5|宗||||||
idle_reopened|全区|district|current|0.0000|公顷||||||
idle_fee_due|全区|district|current|2|宗||||||
idle_takeback_due|全区|district|current|0|宗||||||
`

func figureTable(lines string) queries.Table {
	t := queries.NewTable("mart.figure", []string{"indicator", "title", "unit", "unit_kind", "as_of", "period", "numerator", "denominator", "value",
		"measure", "text", "change_text", "change_direction", "target_text", "target_met", "schedule_text", "schedule_met", "near_miss"})
	var rows [][]string
	for _, l := range strings.Split(strings.TrimSpace(lines), "\n") {
		f := append(strings.Split(l, "|"), make([]string, 13)...)
		asOf := "2024-06-30"
		if f[3] == "base" {
			asOf = "2022-11-30"
		}
		rows = append(rows, []string{f[0], f[0], f[1], f[2], asOf, f[3], "", "", f[4], f[5], f[4], f[6], f[7], f[8], f[9], f[10], f[11], f[12]})
	}
	return queries.NewTable(t.Name, t.Columns, rows...)
}

func table(name, columns string, rows ...string) queries.Table {
	var cells [][]string
	for _, r := range rows {
		cells = append(cells, strings.Split(r, ","))
	}
	return queries.NewTable(name, strings.Split(columns, ","), cells...)
}

// tableRow is one row of cells that are all there.
func tableRow(cells ...string) []sql.NullString {
	return queries.NewTable("", make([]string, len(cells)), cells).Rows[0]
}

// set replaces a cell.
func set(t queries.Table, row int, column, text string) {
	for k, name := range t.Columns {
		if name == column {
			t.Rows[row][k] = sql.NullString{String: text, Valid: text != ""}
		}
	}
}

// difference is where two texts part, up to where they meet again.
func difference(a, b string) (was, is string) {
	x, y := []rune(a), []rune(b)
	from := 0
	for from < min(len(x), len(y)) && x[from] == y[from] {
		from++
	}
	to := 0
	for to < min(len(x), len(y))-from && x[len(x)-1-to] == y[len(y)-1-to] {
		to++
	}
	return string(x[from : len(x)-to]), string(y[from : len(y)-to])
}

func sampleMasthead() queries.Table {
	return queries.NewTable("mart.masthead", []string{"key", "value"},
		[]string{"issuer", "石龙区批而未供和闲置土地盘活整治专项行动领导小组办公室"},
		[]string{"head", "石龙区批而未供和闲置土地盘活整治专项行动领导小组办公室文件"},
		[]string{"number_prefix", "平龙盘活办"}, []string{"number_year", "2024"}, []string{"number_no", "2"},
		[]string{"addressees", "各街道办事处，先进制造业开发区管委会，区政府有关部门"},
		[]string{"copies", "区委各部委，区人武部，区人大办公室，区政协办公室，区法院，区检察院"},
		[]string{"printer", "石龙区批而未供和闲置土地盘活整治专项行动领导小组办公室"},
		[]string{"signature_date", "2024-07-10"}, []string{"print_date", "2024-07-12"}, []string{"contact", "联系人：李某　电话：0375-0000000"},
		[]string{"notice_no", "平龙政办〔2022〕50号"}, []string{"district", "石龙区"}, []string{"quarter", "2024Q2"},
		[]string{"quarter_name", "2024年第二季度"}, []string{"as_of", "2024-06-30"}, []string{"as_of_name", "2024年6月30日"}, []string{"synthetic", "true"},
	)
}

func sampleRanking() queries.Table {
	return table("mart.ranking", "rank,unit_code,unit,score,score_text,supply_rate,supply_rate_text,idle_rate,idle_rate_text,disposed_text,remaining_text,status,previous_rank,rank_change,low_streak,low_total",
		"1,410404002,龙河街道,100,100.00,81.2,81.20%,90,90.00%,3.1000,2.1000,参与排名,2,1,0,0",
		"2,410404100,先进制造业开发区,98,98.20,100,100.00%,,,0.0000,0.0000,参与排名,1,-1,0,0",
		"3,410404001,人民路街道,81,81.09,73.75,73.75%,58,58.00%,1.2000,8.2000,参与排名,3,0,0,0",
		"4,410404003,高庄街道,76,76.75,77.39,77.39%,42.1,42.10%,2.0000,9.1000,参与排名,4,0,0,0",
		"5,410404004,龙兴街道,58,58.75,25,25.00%,,,0.8000,12.0000,参与排名,5,0,3,4",
	)
}

func sampleContent() Content {
	c := Content{
		Masthead: sampleMasthead(), Figure: figureTable(sampleFigures), Ranking: sampleRanking(),
		Problem: table("mart.problem", "code,count_text,area_text,names,detail_text",
			"imbalance,,,先进制造业开发区；龙兴街道,75.00", "regrowth,1,3.0000,龙兴街道,", "overdue,4,6.1200,高庄街道、龙兴街道,",
			"litigation,2,3.3000,人民路街道,", "quality,3,,高庄街道,2宗地块图形面积与台账面积不一致；1个批次名称年度与批准年度不一致"),
		Consequence: table("mart.consequence", "unit,action,rule,evidence,confirmed",
			"龙河街道,用地支持,R12,完成阶段目标且排名第1,true", "龙兴街道,约谈,R12,连续3个季度排名靠后且低于序时进度,false"),
	}
	c.Annexes = []queries.Table{
		table("mart.annex_1", "序号,单位,批准面积,核销面积,调整面积,应供面积,已供面积,未供面积,供地率,距80%差额,本季处置/供应,本季处置/核销,本季处置/调整,较上季度,序时进度,是否达序时,排名",
			"1,人民路街道,20.0000,0.0000,0.0000,20.0000,14.7500,5.2500,73.75%,1.2500,0.0000,0.0000,0.0000,0.00,62.27%,是,3",
			"2,龙河街道,12.5000,0.0000,0.0000,12.5000,10.1500,2.3500,81.20%,0.0000,0.5000,0.0000,0.0000,+4.10,62.27%,是,1",
			"3,高庄街道,35.4321,3.0000,0.0000,32.4321,25.1000,7.3321,77.39%,0.8457,1.1000,0.0000,0.0000,+1.12,62.27%,是,4",
			"4,龙兴街道,12.0000,0.0000,4.0000,8.0000,2.0000,6.0000,25.00%,4.4000,0.0000,0.0000,4.0000,-1.50,62.27%,否,5",
			"5,先进制造业开发区,1.0000,0.0000,0.0000,1.0000,1.0000,0.0000,100.00%,0.0000,0.0000,0.0000,0.0000,0.00,62.27%,是,2",
			",合计,80.9321,3.0000,4.0000,73.9321,53.0000,20.9321,71.69%,6.1457,1.6000,0.0000,4.0000,+2.35,62.27%,是,"),
		table("mart.annex_2", "序号,单位,累计认定/宗数,累计认定/面积,已处置/宗数,已处置/面积,处置率（面积）,处置率（宗数）,本季新增,期末存量,满1年未征费,满2年未收回,排名",
			"1,人民路街道,5,15.2000,2,8.8160,58.00%,40.00%,0.0000,6.3840,1,0,3",
			"2,龙河街道,4,10.0000,4,9.0000,90.00%,100.00%,0.0000,1.0000,0,0,1",
			"3,高庄街道,3,10.0210,1,4.2188,42.10%,33.33%,4.1100,5.8022,1,0,4",
			",合计,12,35.2210,7,22.0348,62.56%,58.33%,4.1100,13.1862,2,0,"),
		table("mart.annex_3", "排名,单位,综合得分,供地率,闲置土地处置率,本季处置面积,剩余面积,较上季度,连续靠后,状态,建议",
			"1,龙河街道,100.00,81.20%,90.00%,3.1000,2.1000,升1,0,参与排名,用地支持", "2,先进制造业开发区,98.20,100.00%,,0.0000,0.0000,降1,0,参与排名,",
			"3,人民路街道,81.09,73.75%,58.00%,1.2000,8.2000,持平,0,参与排名,", "4,高庄街道,76.75,77.39%,42.10%,2.0000,9.1000,持平,0,参与排名,",
			"5,龙兴街道,58.75,25.00%,,0.8000,12.0000,持平,3,参与排名,约谈"),
		parcels(60),
		table("mart.annex_5", "规则,级别,说明,条数,处理",
			"A05,退回,面积小于或者等于零,1,该行不计入，已退回填报单位", "S01,退回,同一电子监管号和地块重复填报,2,后一行不计入，已退回填报单位",
			"A06,提示,批次名称年度与批准年度不一致,1,计入，请核实", "G01,提示,图形面积与台账面积相差超过允许误差,2,计入，请核实"),
		table("mart.annex_6", "指标,口径,分子,分母,数值,目标",
			"供地率,已供面积占应供面积的比例；应供面积为批准面积扣除核销和调整使用的面积；已供面积不超过应供面积,42.8500,61.4321,69.75%,80%",
			"供地率（不扣核销）,已供面积占批准面积的比例,42.8500,68.4321,62.62%,",
			"存量消化率,2022年11月30日未供面积中已经消化的比例，同一批次相比,22.1000,40.6821,54.32%,80%",
			"闲置土地处置率（面积）,已处置面积占累计依法认定面积的比例；仅征缴闲置费不计入处置,21.5003,35.2210,61.04%,90%"),
		table("mart.annex_7", "截止日,指标,单位,原公布,现数据,差额,涉及批次或地块"),
	}
	return c
}

func parcels(n int) queries.Table {
	var rows []string
	for i := range n {
		rows = append(rows, fmt.Sprintf("%d,批而未供,410404%09d,石龙区2013年度第%d批次乡镇建设用地%d号地块,高庄街道,%d.2345,征而未供：规划调整后不再具备供地条件,调整使用,2024年3月31日,%d,张某", i+1, i, i%7+1, i, i%9, i*3))
	}
	return table("mart.annex_4", "序号,类别,编号,名称,责任单位,剩余面积,阶段或原因,拟处置方式,处置时限,超期天数,责任人", rows...)
}

func compose(t testing.TB, c Content) Document {
	t.Helper()
	doc, err := Compose(c)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// words is the body as lines, for tests of sentences.
func words(doc Document) []string {
	var lines []string
	for _, b := range doc.Body {
		var line strings.Builder
		for _, r := range b.Runs {
			line.WriteString(r.Text)
		}
		if b.Figure != nil {
			line.WriteString("[图 " + b.Figure.ID + "]")
		}
		if b.Table != nil {
			line.WriteString("[" + b.Table.Caption + "]")
		}
		lines = append(lines, line.String())
	}
	return lines
}
