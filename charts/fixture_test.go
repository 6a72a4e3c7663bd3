package charts

import (
	"fmt"
	"strconv"
	"testing"

	"tongbao/queries"
)

// marts are small hand-made tables of one edition: five units, one of them
// without idle land, a year without batches, and a disposal that came back.
func marts() map[string]queries.Table {
	list := []queries.Table{
		queries.NewTable("mart.rate", rateColumns,
			[]string{"全区", "69.750000", "69.75%", "62.650000", "62.65%", "80", "80.00%", "71.200000", "71.20%", "68.100000", "68.10%", "90", "90.00%"},
			[]string{"人民路街道", "73.750000", "73.75%", "65.100000", "65.10%", "80", "80.00%", "100.000000", "100.00%", "70.000000", "70.00%", "90", "90.00%"},
			[]string{"龙河街道", "", "", "", "", "80", "80.00%", "", "", "", "", "90", "90.00%"},
			[]string{"高庄街道", "77.390000", "77.39%", "61.000000", "61.00%", "80", "80.00%", "55.130000", "55.13%", "66.000000", "66.00%", "90", "90.00%"},
			[]string{"龙兴街道", "25.000000", "25.00%", "58.450000", "58.45%", "80", "80.00%", "0.000000", "0.00%", "66.000000", "66.00%", "90", "90.00%"},
			[]string{"先进制造业开发区", "100.000000", "100.00%", "80.000000", "80.00%", "80", "80.00%", "88.850000", "88.85%", "69.000000", "69.00%", "90", "90.00%"}),
		queries.NewTable("mart.ranking", rankingColumns,
			[]string{"1", "410404100", "先进制造业开发区", "99.488889", "99.49", "100", "100.00%", "88.85", "88.85%", "2.1000", "0.3000", "参与排名", "2", "1", "", "0"},
			[]string{"2", "410404001", "人民路街道", "95.312500", "95.31", "73.75", "73.75%", "100", "100.00%", "3.0000", "5.2500", "参与排名", "1", "-1", "", "0"},
			[]string{"3", "410404003", "高庄街道", "82.544722", "82.54", "77.39", "77.39%", "55.13", "55.13%", "18.1000", "7.3321", "参与排名", "3", "0", "", "1"},
			[]string{"4", "410404004", "龙兴街道", "18.750000", "18.75", "25", "25.00%", "0", "0.00%", "4.0000", "6.0000", "参与排名", "", "", "2", "3"},
			[]string{"", "410404002", "龙河街道", "", "", "", "", "", "", "0.0000", "0.0000", "无任务", "", "", "", ""}),
		queries.NewTable("mart.trend", trendColumns, trendRows()...),
		queries.NewTable("mart.stock_flow", []string{"ledger", "seq", "step", "kind", "area", "area_text", "low", "high"},
			[]string{"批而未供", "1", "期初存量", "open", "40.682100", "40.6821", "0", "40.682100"},
			[]string{"批而未供", "2", "新增", "add", "3.000000", "3.0000", "40.682100", "43.682100"},
			[]string{"批而未供", "3", "供应", "take", "18.100000", "18.1000", "25.582100", "43.682100"},
			[]string{"批而未供", "4", "核销", "take", "3.000000", "3.0000", "22.582100", "25.582100"},
			[]string{"批而未供", "5", "调整使用", "take", "4.000000", "4.0000", "18.582100", "22.582100"},
			[]string{"批而未供", "6", "期末存量", "close", "18.582100", "18.5821", "0", "18.582100"},
			[]string{"闲置土地", "1", "期初存量", "open", "12.500000", "12.5000", "0", "12.500000"},
			[]string{"闲置土地", "2", "新增", "add", "0.000000", "0.0000", "12.500000", "12.500000"},
			[]string{"闲置土地", "3", "处置", "take", "-1.250000", "-1.2500", "12.500000", "13.750000"},
			[]string{"闲置土地", "4", "认定撤销", "take", "2.000000", "2.0000", "11.750000", "13.750000"},
			[]string{"闲置土地", "5", "期末存量", "close", "11.750000", "11.7500", "0", "11.750000"}),
		queries.NewTable("mart.approval_year", []string{"year", "supply_rate", "supply_rate_text", "due_text", "supplied_text",
			"unsupplied_text", "before_2014", "supply_target", "supply_target_text"}, yearRows()...),
		queries.NewTable("mart.disposal_way", []string{"ledger", "way_code", "way", "quarter_area", "quarter_area_text",
			"total_area", "total_area_text", "quarter_count", "total_count"},
			[]string{"批而未供", "S", "供应", "18.100000", "18.1000", "42.850000", "42.8500", "2", "6"},
			[]string{"批而未供", "W", "核销", "3.000000", "3.0000", "3.000000", "3.0000", "1", "1"},
			[]string{"批而未供", "R", "调整使用", "4.000000", "4.0000", "4.000000", "4.0000", "1", "1"},
			[]string{"闲置土地", "D1", "动工开发", "0.000000", "0.0000", "8.120000", "8.1200", "0", "3"},
			[]string{"闲置土地", "D2", "延长动工期限", "-1.250000", "-1.2500", "2.000000", "2.0000", "1", "2"},
			[]string{"闲置土地", "D5", "协议有偿收回", "1.000000", "1.0000", "5.500000", "5.5000", "1", "2"},
			[]string{"闲置土地", "D8", "无偿收回", "0.000000", "0.0000", "1.000000", "1.0000", "0", "1"}),
	}
	list = append(list, dashMarts()...)
	byName := map[string]queries.Table{}
	for _, t := range list {
		byName[t.Name] = t
	}
	return byName
}

var rateColumns = []string{"unit", "supply_rate", "supply_rate_text", "supply_schedule", "supply_schedule_text",
	"supply_target", "supply_target_text", "idle_rate", "idle_rate_text", "idle_schedule", "idle_schedule_text",
	"idle_target", "idle_target_text"}

var rankingColumns = []string{"rank", "unit_code", "unit", "score", "score_text", "supply_rate", "supply_rate_text",
	"idle_rate", "idle_rate_text", "disposed_text", "remaining_text", "status", "previous_rank", "rank_change",
	"low_streak", "low_total"}

var trendColumns = []string{"quarter", "label", "as_of", "supply_rate", "supply_rate_text", "supply_schedule",
	"supply_schedule_text", "supply_target", "supply_target_text", "idle_rate", "idle_rate_text", "idle_schedule",
	"idle_schedule_text", "idle_target", "idle_target_text"}

func trendRows() [][]string {
	supply := []string{"40.55", "42.10", "45.93", "48.00", "52.31", "60.02", "69.75"}
	idle := []string{"", "35.00", "41.20", "44.44", "58.90", "64.21", "71.20"}
	quarters := []string{"2022Q4", "2023Q1", "2023Q2", "2023Q3", "2023Q4", "2024Q1", "2024Q2"}
	names := map[string]string{"1": "一", "2": "二", "3": "三", "4": "四"}
	var rows [][]string
	for i, q := range quarters {
		schedule := strconv.FormatFloat(40.55+39.45*float64(3*i+1)/34, 'f', 2, 64)
		row := []string{q, q[:4] + "年" + names[q[5:]] + "季度", "", supply[i], supply[i] + "%", schedule, schedule + "%", "80", "80.00%"}
		schedule = strconv.FormatFloat(30+60*float64(3*i+1)/34, 'f', 2, 64)
		text := ""
		if idle[i] != "" {
			text = idle[i] + "%"
		}
		rows = append(rows, append(row, idle[i], text, schedule, schedule+"%", "90", "90.00%"))
	}
	return rows
}

func yearRows() [][]string {
	rates := []string{"100.00", "73.75", "100.00", "88.12", "62.40", "77.39", "81.00", "", "45.10", "30.00", "25.00"}
	var rows [][]string
	for i, r := range rates {
		text := ""
		if r != "" {
			text = r + "%"
		}
		rows = append(rows, []string{strconv.Itoa(2008 + i), r, text, "10.0000", "7.3750", "2.6250",
			strconv.FormatBool(2008+i < 2014), "80", "80.00%"})
	}
	return rows
}

// units are rate and ranking tables of n units with long and short names.
func units(n int) map[string]queries.Table {
	tables := marts()
	rate := [][]string{{"全区", "69.75", "69.75%", "62.65", "62.65%", "80", "80.00%", "71.2", "71.20%", "68.1", "68.10%", "90", "90.00%"}}
	var rank [][]string
	for i := range n {
		name := fmt.Sprintf("第%d镇人民政府", i+1)
		v := strconv.FormatFloat(100-float64(i)*1.7, 'f', 2, 64)
		rate = append(rate, []string{name, v, v + "%", "60", "60.00%", "80", "80.00%", v, v + "%", "65", "65.00%", "90", "90.00%"})
		rank = append(rank, []string{strconv.Itoa(i + 1), strconv.Itoa(i), name, v, v, v, v + "%", v, v + "%", "1.0000", "2.0000",
			"参与排名", strconv.Itoa(i + 1), "0", "", strconv.Itoa(max(0, i-n+n/5))})
	}
	tables["mart.rate"] = queries.NewTable("mart.rate", rateColumns, rate...)
	tables["mart.ranking"] = queries.NewTable("mart.ranking", rankingColumns, rank...)
	return tables
}

// mustNew draws the charts or fails the test.
func mustNew(t testing.TB, tables map[string]queries.Table) Set {
	t.Helper()
	set, err := New(tables)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// parcels are n squares on a grid, every ninth with a hole, in every status.
func parcels(n int) queries.Table {
	labels := []string{"已供应", "批而未征", "征而未供", "供应即用", "闲置", "已处置", "已核销", "不明"}
	var rows [][]string
	for i := range n {
		x, y := 112.88+float64(i%10)*0.004, 33.89+float64(i/10)*0.004
		square := func(inset float64) string {
			return fmt.Sprintf("[[%.6f,%.6f],[%.6f,%.6f],[%.6f,%.6f],[%.6f,%.6f],[%.6f,%.6f]]", x+inset, y+inset, x+0.0034-inset, y+inset,
				x+0.0034-inset, y+0.003-inset, x+inset, y+0.003-inset, x+inset, y+inset)
		}
		geometry := `{"type":"Polygon","coordinates":[` + square(0) + `]}`
		if i%9 == 0 {
			geometry = `{"type":"MultiPolygon","coordinates":[[` + square(0) + `,` + square(0.001) + `]]}`
		}
		rows = append(rows, []string{"地块", fmt.Sprintf("DK-%03d", i), fmt.Sprintf("第%d号地块", i), "单位" + strconv.Itoa(i%5), "豫政土〔2010〕12号",
			labels[i%8], mapStatuses[i%8], "1.2345",
			strconv.Itoa(2010+i%3) + "年批准", []string{"", "超过处置时限30天"}[i%2], "征地补偿未到位", geometry})
	}
	return queries.NewTable("mart.dash_map", []string{"kind", "id", "name", "unit", "batch", "status", "status_code", "area_text",
		"year_text", "overdue_text", "why_text", "geometry"}, rows...)
}

// lifeOf is two events of each of n parcels, the second still to come.
func lifeOf(n int) queries.Table {
	var rows [][]string
	for i := range n {
		id := fmt.Sprintf("DK-%03d", i)
		rows = append(rows, []string{"地块", id, "2010-05-12", "false", "批准：豫政土〔2010〕12号", "2024Q2/批次台账.xlsx，表批次", "3"},
			[]string{"地块", id, "2025-03-01", "true", "处置时限：出让", "2024Q2/地块台账.xlsx，表地块", strconv.Itoa(i + 2)})
	}
	return queries.NewTable("mart.dash_life", []string{"kind", "id", "day_text", "ahead", "what", "source", "line"}, rows...)
}
