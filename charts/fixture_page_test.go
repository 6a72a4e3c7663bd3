package charts

import (
	"testing"

	"tongbao/queries"
)

// pageMarts are the marts of the charts and of the page.
func pageMarts() map[string]queries.Table {
	tables := marts()
	for _, t := range restOfPage() {
		tables[t.Name] = t
	}
	return tables
}

// demoPage is a whole page over the marts of one edition.
func demoPage(t testing.TB, tables map[string]queries.Table) Page {
	t.Helper()
	return Page{Tables: tables, Charts: mustNew(t, tables), Drawings: drawAll(t, tables)}
}

// plainPage is a page whose drawings do not matter to the test.
func plainPage(t testing.TB, tables map[string]queries.Table) Page {
	t.Helper()
	p := Page{Tables: tables, Charts: mustNew(t, tables), Drawings: map[string][]byte{}}
	for _, c := range p.Charts {
		p.Drawings[c.ID] = []byte("<svg></svg>")
	}
	return p
}

// dashMarts are the charts' marts that only the page shows.
func dashMarts() []queries.Table {
	return []queries.Table{
		queries.NewTable("mart.dash_forecast", []string{"part", "quarter", "label", "kind", "kind_text", "rate", "rate_text", "low", "low_text", "high",
			"high_text", "spread", "schedule", "schedule_text", "target", "target_text"},
			[]string{"supply", "2024Q1", "2024年一季度", "actual", "实际", "60.02", "60.02%", "60.02", "", "60.02", "", "0", "58.20", "58.20%", "80", "80%"},
			[]string{"supply", "2024Q2", "2024年二季度", "actual", "实际", "69.75", "69.75%", "69.75", "", "69.75", "", "0", "62.60", "62.60%", "80", "80%"},
			[]string{"supply", "2024Q3", "2024年三季度", "forecast", "预计", "74.10", "74.10%", "72.00", "72.00%", "79.48", "79.48%", "7.48", "", "", "80", "80%"},
			[]string{"idle", "2024Q1", "2024年一季度", "actual", "实际", "", "", "", "", "", "", "", "60.20", "60.20%", "90", "90%"},
			[]string{"idle", "2024Q2", "2024年二季度", "actual", "实际", "71.20", "71.20%", "71.20", "", "71.20", "", "0", "63.53", "63.53%", "90", "90%"}),
		queries.NewTable("mart.dash_rank", []string{"quarter", "label", "unit", "rank", "ranked_units", "rank_text", "score_text", "source_text"},
			[]string{"2024Q1", "2024年一季度", "人民路街道", "1", "4", "1", "96.00", "发布"},
			[]string{"2024Q2", "2024年二季度", "人民路街道", "2", "4", "2", "95.31", "发布"},
			[]string{"2024Q1", "2024年一季度", "龙河街道", "", "4", "无任务", "", "发布"},
			[]string{"2024Q2", "2024年二季度", "龙河街道", "", "4", "无任务", "", "发布"},
			[]string{"2024Q1", "2024年一季度", "高庄街道", "2", "4", "2", "80.00", "发布"},
			[]string{"2024Q2", "2024年二季度", "高庄街道", "2", "4", "2", "95.31", "发布"},
			[]string{"2024Q1", "2024年一季度", "先进制造业开发区", "3", "4", "3", "79.00", "按本期台账重算"},
			[]string{"2024Q2", "2024年二季度", "先进制造业开发区", "1", "4", "1", "99.49", "发布"}),
		queries.NewTable("mart.dash_heat", []string{"unit", "quarter", "label", "supply_rate", "supply_rate_text", "supply_cell_text", "supply_band",
			"idle_rate", "idle_rate_text", "idle_cell_text", "idle_band"},
			[]string{"全区", "2024Q1", "2024年一季度", "60.02", "60.02%", "60.0", "达到序时", "64.21", "64.21%", "64.2", "达到序时"},
			[]string{"全区", "2024Q2", "2024年二季度", "69.75", "69.75%", "69.8", "达到序时", "71.20", "71.20%", "71.2", "低于序时"},
			[]string{"龙河街道", "2024Q1", "2024年一季度", "", "", "", "", "", "", "", ""},
			[]string{"龙河街道", "2024Q2", "2024年二季度", "", "", "", "", "91.00", "91.00%", "91.0", "达到目标"}),
		queries.NewTable("mart.dash_stuck", []string{"unit", "stage", "reason", "area", "area_text", "parcels_text", "share_text", "stage_text"},
			[]string{"全区", "批而未征", "资金不足", "5.000000", "5.0000", "2", "26.91%", "5.0000"},
			[]string{"全区", "征而未供", "规划调整", "10.000000", "10.0000", "3", "53.82%", "13.5821"},
			[]string{"全区", "征而未供", "无意向项目", "3.582100", "3.5821", "1", "19.28%", "13.5821"},
			[]string{"人民路街道", "征而未供", "规划调整", "5.250000", "5.2500", "1", "100.00%", "5.2500"}),
		queries.NewTable("mart.dash_flow", []string{"source", "target", "area", "area_text", "share_text", "source_text"},
			[]string{"批准", "核销调整", "7.000000", "7.0000", "10.23%", "68.4321"},
			[]string{"批准", "批而未征", "5.000000", "5.0000", "7.31%", "68.4321"},
			[]string{"批准", "已征", "56.432100", "56.4321", "82.46%", "68.4321"},
			[]string{"已征", "征而未供", "13.582100", "13.5821", "19.85%", "56.4321"},
			[]string{"已征", "已供", "42.850000", "42.8500", "62.62%", "56.4321"},
			[]string{"已供", "已竣工", "42.850000", "42.8500", "62.62%", "42.8500"}),
		queries.NewTable("mart.dash_idle_age", []string{"cause", "age", "age_text", "area", "area_text", "total_text", "count_text", "fee_due_text", "takeback_due_text"},
			[]string{"企业原因", "0", "未满1年", "1.000000", "1.0000", "6.7500", "1", "0", "0"},
			[]string{"企业原因", "1", "满1年未满2年", "2.500000", "2.5000", "6.7500", "2", "1", "0"},
			[]string{"企业原因", "2", "满2年", "3.250000", "3.2500", "6.7500", "1", "1", "1"},
			[]string{"政府原因", "0", "未满1年", "5.000000", "5.0000", "5.0000", "1", "0", "0"},
			[]string{"政府原因", "1", "满1年未满2年", "0.000000", "0.0000", "5.0000", "0", "0", "0"},
			[]string{"政府原因", "2", "满2年", "0.000000", "0.0000", "5.0000", "0", "0", "0"}),
		queries.NewTable("mart.dash_week", []string{"week", "week_text", "area_text", "share", "share_text", "before_share", "before_share_text", "last_days_text", "rushed"},
			[]string{"1", "第1周", "3.1000", "17.130000", "17.13%", "50.000000", "50.00%", "82.87%", "true"},
			[]string{"2", "第2周", "0.0000", "0.000000", "0.00%", "50.000000", "50.00%", "82.87%", "true"},
			[]string{"13", "第13周", "15.0000", "82.870000", "82.87%", "0.000000", "0.00%", "82.87%", "true"}),
	}
}

// restOfPage is everything on the page but the charts.
func restOfPage() []queries.Table {
	track := func(unit, quarter, label, current, part, title, rate, rateText, verdict, schedule, ahead string) []string {
		return []string{unit, quarter, label, current, part, title, rate, rateText, "80", "80%", "false", verdict, schedule, schedule + "%", "true", ahead,
			"上升9.73个百分点", "6.2957公顷", "94.44亩", "18.5821公顷", "278.73亩", "还有6个季度，每季度还需1.0493公顷（15.74亩）", "3.0000公顷", "true",
			"按近四季度的速度，到2025年12月31日可达96.00%，能够达标", "起点40.55%", "目标80%×应供61.4321公顷－已供42.8500公顷", "差额6.2957公顷÷剩余6个季度", "本季69.75%",
			"供应15.1000公顷、核销3.0000公顷，未供面积减少18.1000公顷，为18.5821公顷", "期末未供＝期初＋新增－供应－核销－调整使用"}
	}
	word := []string{"indicator", "title", "definition", "how", "top", "bottom", "list"}
	receipt := []string{"indicator", "unit", "quarter", "numerator_text", "denominator_text", "value_text"}
	return []queries.Table{
		queries.NewTable("mart.masthead", []string{"key", "value"},
			[]string{"issuer", "石龙区批而未供和闲置土地盘活整治专项行动领导小组办公室"}, []string{"district", "石龙区"}, []string{"quarter", "2024Q2"},
			[]string{"quarter_name", "2024年第二季度"}, []string{"as_of_name", "2024年6月30日"},
			[]string{"notice_no", "平龙政办〔2022〕50号"}, []string{"synthetic", "true"}, []string{"draft", ""}, []string{"printer", "石龙区自然资源局"}),
		queries.NewTable("mart.dash_notice", []string{"key", "value"}, []string{"next_due", "2024-10-10"}, []string{"next_due_name", "2024年10月10日"},
			[]string{"next_quarter_name", "2024年三季度"}),
		queries.NewTable("mart.dash_track", []string{"unit", "quarter", "label", "current", "part", "title", "rate", "rate_text", "target", "target_text", "target_met",
			"target_verdict", "schedule", "schedule_text", "schedule_met", "schedule_verdict", "change_text", "gap_text", "gap_mu_text", "remaining_text", "remaining_mu_text",
			"need_sentence", "pace_text", "forecast_met", "forecast_sentence", "schedule_how", "gap_how", "need_how", "forecast_how", "why_sentence", "change_how"},
			track("全区", "2024Q1", "2024年一季度", "false", "supply", "供地率", "60.020000", "60.02%", "未达到目标", "58.20", "达到序时，高1.82个百分点"),
			track("全区", "2024Q2", "2024年二季度", "true", "supply", "供地率", "69.752000", "69.75%", "未达到目标", "62.65", "达到序时，高7.10个百分点"),
			track("全区", "2024Q1", "2024年一季度", "false", "idle", "闲置土地处置率", "64.210000", "64.21%", "未达到目标", "60.20", "达到序时，高4.01个百分点"),
			track("全区", "2024Q2", "2024年二季度", "true", "idle", "闲置土地处置率", "71.200000", "71.20%", "未达到目标", "63.53", "达到序时，高7.67个百分点"),
			track("人民路街道", "2024Q2", "2024年二季度", "true", "supply", "供地率", "73.750000", "73.75%", "未达到目标", "65.10", "达到序时，高8.65个百分点"),
			track("人民路街道", "2024Q2", "2024年二季度", "true", "idle", "闲置土地处置率", "100.000000", "100.00%", "已达到目标", "70.00", "达到序时，高30.00个百分点")),
		queries.NewTable("mart.dash_lead", []string{"place", "place_text", "unit", "since_text", "score_text", "rates_text", "how"},
			[]string{"first", "首位", "先进制造业开发区", "自本季度起", "99.49分", "供地率100.00%，处置率88.85%", "综合得分＝60×…"},
			[]string{"last", "末位", "龙兴街道", "自2023年四季度起，连续3个季度", "18.75分", "供地率25.00%，处置率0.00%", "综合得分＝60×…"}),
		queries.NewTable("mart.dash_change", []string{"事项", "责任单位", "名称或文号", "批次或闲置编号", "面积（公顷）", "日期", "影响", "文件", "表", "行"},
			[]string{"供应", "高庄街道", "某某公司", "豫政土〔2013〕1号", "15.1000", "2024-05-10", "供地率升", "2024Q2/供地台账.xlsx", "供地", "12"}),
		queries.NewTable("mart.dash_stop", []string{"unit", "what", "count_text", "area_text", "mu_text"},
			[]string{"全区", "超过处置时限的未供地块", "2", "3.5000", "52.50"}, []string{"人民路街道", "超过处置时限的未供地块", "1", "1.2345", "18.52"}),
		queries.NewTable("mart.dash_due", []string{"类别", "编号", "名称", "责任单位", "面积（公顷）", "阶段与原因", "时限", "责任人", "卡点", "文件", "表", "行"},
			[]string{"批而未供", "DK-001", "一号地块", "人民路街道", "1.2345", "征而未供，资金不足", "超过处置时限30天", "张三", "超过处置时限的未供地块", "2024Q2/地块台账.xlsx", "地块", "7"},
			[]string{"批而未供", "DK-002", "二号地块", "高庄街道", "2.2655", "批而未征，规划调整", "超过处置时限20天", "李四", "超过处置时限的未供地块", "2024Q2/地块台账.xlsx", "地块", "8"}),
		queries.NewTable("mart.dash_cut", []string{"list", "unit", "total_text", "shown_text", "cut"}, []string{"batch", "全区", "9000", "2", "true"}, []string{"batch", "人民路街道", "900", "1", "true"}),
		queries.NewTable("mart.dash_trust", []string{"seq", "list", "name", "text", "note"}, []string{"1", "sheet", "读入", "1059行", "9个文件、9张表"},
			[]string{"5", "sheet", "行数核对", "相符", "计入1056＋退回0＋不计3＝读入1059"}),
		queries.NewTable("mart.dash_word", word, []string{"supply_rate", "供地率", "已供面积占应供面积的比例", "已供面积 ÷ 应供面积", "已供", "应供", "batch"},
			[]string{"idle_disposal_rate", "闲置土地处置率", "已处置面积占累计认定面积的比例", "已处置面积 ÷ 累计认定面积", "已处置", "认定", "idle"}),
		queries.NewTable("mart.dash_receipt", receipt, []string{"supply_rate", "全区", "2024Q2", "42.8500公顷", "61.4321公顷", "69.75%"},
			[]string{"supply_rate", "人民路街道", "2024Q2", "14.7500公顷", "20.0000公顷", "73.75%"}, []string{"idle_disposal_rate", "全区", "2024Q2", "7.1200公顷", "10.0000公顷", "71.20%"}),
		queries.NewTable("mart.dash_batch", []string{"责任单位", "批次", "批准日期", "应供面积", "已供面积", "文件", "表", "行"},
			[]string{"人民路街道", "豫政土〔2009〕1号", "2009-04-20", "20.0000", "14.7500", "2024Q2/批次台账.xlsx", "批次", "3"},
			[]string{"高庄街道", "豫政土〔2013〕1号", "2013-05-12", "32.4321", "25.1000", "2024Q2/批次台账.xlsx", "批次", "4"}),
		queries.NewTable("mart.dash_parcel", []string{"责任单位", "地块编号", "名称", "剩余面积", "阶段", "原因", "文件", "表", "行"},
			[]string{"人民路街道", "DK-001", "一号地块", "5.2500", "征而未供", "规划调整", "2024Q2/地块台账.xlsx", "地块", "7"},
			[]string{"高庄街道", "DK-002", "二号地块", "5.0000", "批而未征", "资金不足", "2024Q2/地块台账.xlsx", "地块", "8"}),
		queries.NewTable("mart.dash_idle", []string{"责任单位", "闲置编号", "宗地名称", "文件", "表", "行"},
			[]string{"人民路街道", "XZ-01", "某宗地", "2024Q2/闲置土地台账.xlsx", "闲置", "2"}),
		queries.NewTable("mart.sheet_balance", []string{"file", "sheet", "rows_read", "accepted", "refused", "left_out", "measure", "encoding"},
			[]string{"2024Q2/批次台账.xlsx", "批次", "61", "60", "0", "1", "公顷", ""}),
		queries.NewTable("mart.findings_csv", []string{"rule", "severity", "kind", "key", "file", "sheet", "line", "message"},
			[]string{"A03", "F", "batch", "豫政土〔2008〕1号", "2024Q2/批次台账.xlsx", "批次", "9", "供地分摊1.0200公顷超过应供1.0000公顷"}),
		queries.NewTable("mart.refused_csv", []string{"file", "sheet", "line", "column", "value", "rule", "reason"},
			[]string{"2024Q2/供地台账.csv", "", "12", "签订日期", "2099-01-01", "S04", "签订日期晚于本期"}),
		queries.NewTable("mart.annex_7", []string{"截止日", "指标", "单位", "原公布", "现数据", "差额", "涉及批次或地块"}),
		queries.NewTable("mart.annex_5", []string{"规则", "级别", "说明", "条数", "处理"},
			[]string{"A03", "提示", "已供面积超过应供面积（超供）", "1", "按应供面积封顶"},
			[]string{"S01", "不予采用", "电子监管号与地块重复登记（重复统计）", "2", "后一条不予采用，已退回单位"},
			[]string{"A06", "提示", "批次名称年度与批准年度不一致", "1", "按批准日期认定"}),
		queries.NewTable("mart.consequence", []string{"unit", "action", "rule", "evidence", "confirmed"},
			[]string{"龙兴街道", "约谈", "R12", "连续2期排名靠后且低于序时进度", "false"},
			[]string{"先进制造业开发区", "用地支持", "R12", "达到阶段目标且排名第1", "true"}),
		parcels(60), lifeOf(60),
		queries.NewTable("mart.dash_bound", []string{"unit", "geometry"},
			[]string{"人民路街道", `{"type":"Polygon","coordinates":[[[112.881,33.891],[112.9,33.891],[112.9,33.9],[112.881,33.9],[112.881,33.891]]]}`}),
		queries.NewTable("mart.dash_past_rate", append([]string{"quarter"}, rateColumns...),
			[]string{"2024Q1", "全区", "60.020000", "60.02%", "58.200000", "58.20%", "80", "80.00%", "64.210000", "64.21%", "60.200000", "60.20%", "90", "90.00%"},
			[]string{"2024Q1", "人民路街道", "61.500000", "61.50%", "59.000000", "59.00%", "80", "80.00%", "50.000000", "50.00%", "61.000000", "61.00%", "90", "90.00%"}),
		queries.NewTable("mart.dash_past_rank", append([]string{"quarter"}, rankingColumns...),
			[]string{"2024Q1", "1", "410404001", "人民路街道", "68.340000", "68.34", "61.5", "61.50%", "50", "50.00%", "1.1000", "7.7000", "参与排名", "", "", "0", "0"},
			[]string{"2024Q1", "2", "410404003", "高庄街道", "41.100000", "41.10", "30", "30.00%", "20", "20.00%", "0.2000", "9.9000", "参与排名", "", "", "2", "2"}),
		queries.NewTable("mart.dash_past_stock", []string{"quarter", "ledger", "seq", "step", "kind", "area", "area_text", "low", "high"},
			[]string{"2024Q1", "批而未供", "1", "期初存量", "open", "45.000000", "45.0000", "0", "45"},
			[]string{"2024Q1", "批而未供", "3", "供应", "take", "4.317900", "4.3179", "40.6821", "45"},
			[]string{"2024Q1", "批而未供", "6", "期末存量", "close", "40.682100", "40.6821", "0", "40.6821"}),
	}
}
