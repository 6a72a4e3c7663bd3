package bulletins

import (
	"regexp"
	"strings"
	"testing"

	"tongbao/queries"
)

// edition is the sample with lines of its figures replaced: indicator|unit starts a line.
func edition(t *testing.T, change func(c *Content), figures ...string) string {
	t.Helper()
	lines := sampleFigures
	for _, f := range figures {
		key := strings.Join(strings.SplitN(f, "|", 5)[:4], "|")
		lines = regexp.MustCompile(`(?m)^`+regexp.QuoteMeta(key)+`\|.*\n`).ReplaceAllString(lines, "")
		if strings.Count(f, "|") > 4 || !strings.HasSuffix(f, "|-") {
			lines += f + "\n"
		}
	}
	c := sampleContent()
	c.Figure = figureTable(lines)
	if change != nil {
		change(&c)
	}
	return strings.Join(words(compose(t, c)), "\n")
}

// masthead1 replaces one line of the masthead.
func masthead1(key, value string) func(c *Content) {
	return func(c *Content) {
		for i := range c.Masthead.Rows {
			if c.Masthead.Text(i, "key") == key {
				c.Masthead.Rows[i][1].String = value
			}
		}
	}
}

func none(name, columns string) queries.Table { return table(name, columns) }

var problemColumns, consequenceColumns = "code,count_text,area_text,names,detail_text", "unit,action,rule,evidence,confirmed"

func TestSentences(t *testing.T) {
	rankingColumns := strings.Join(sampleRanking().Columns, ",")
	for _, c := range []struct {
		name    string
		figures []string
		change  func(c *Content)
		has     []string
		lacks   []string
	}{
		{name: "the sample", has: []string{
			"按照平龙政办〔2022〕50号要求，现将截至2024年6月30日全区批而未供和闲置土地盘活整治工作进展情况通报如下。",
			"供地率69.75%，较上季度增长2.35个百分点，高于序时进度（62.27%），距80%的目标尚差6.2957公顷。",
			"本季度处置批而未供土地7.1000公顷，其中供应3.1000公顷、调整使用4.0000公顷；",
			"年度处置任务完成率101.81%，超额完成年度任务。",
			"低于序时进度（65.88%）", "尚未达到90%的目标",
			"龙河街道居首位，综合得分100.00分，供地率81.20%，闲置土地处置率90.00%；龙兴街道居末位，综合得分58.75分，供地率25.00%，没有闲置土地处置任务。",
			"与上季度相比，龙河街道上升1位，先进制造业开发区下降1位，人民路街道、高庄街道、龙兴街道位次不变。", "龙兴街道连续3个季度排名靠后。",
			"（一）进展不平衡。", "（二）“前清后增”问题仍然存在。龙兴街道", "（五）台账数据质量有待提高。",
			"对完成阶段任务且排名靠前的龙河街道给予用地政策支持。",
		}, lacks: []string{"核销0.0000公顷", "约谈", "—", "NULL", "<no value>"}},
		{name: "a fall", figures: []string{"supply_rate|全区|district|current|69.75|%|0.40|down|80.00|false|72.27|false|"},
			has: []string{"供地率69.75%，较上季度下降0.40个百分点，低于序时进度（72.27%）"}, lacks: []string{"高于序时进度（72"}},
		{name: "no change", figures: []string{"supply_rate|全区|district|current|69.75|%|0.00|flat|80.00|false|69.75|true|"},
			has: []string{"供地率69.75%，与上季度持平，与序时进度（69.75%）持平"}},
		{name: "a change too small to print", figures: []string{"supply_rate|全区|district|current|69.75|%|0.00|up|80.00|false|69.75|false|"},
			has: []string{"与上季度基本持平，略低于序时进度（69.75%）"}},
		{name: "rounding alone reaches the target (R3)", figures: []string{"supply_rate|全区|district|current|80.00|%|1.00|up|80.00|false|62.27|true|true"},
			has: []string{"供地率80.00%（未达80%），较上季度增长1.00个百分点", "距80%的目标尚差6.2957公顷"}, lacks: []string{"已达到80%"}},
		{name: "the target itself counts (R3)", figures: []string{"supply_rate|全区|district|current|80.00|%|1.00|up|80.00|true|62.27|true|"},
			has: []string{"已达到80%以上的目标"}, lacks: []string{"尚差", "未达80%"}},
		{name: "a task met to the digit", figures: []string{"task_completion_rate|全区|district|current|100.00|%|||100.00|true||"},
			has: []string{"年度处置任务完成率100.00%，完成年度任务。"}, lacks: []string{"超额"}},
		{name: "a task missed", figures: []string{"task_completion_rate|全区|district|current|99.99|%|||100.00|false||"},
			has: []string{"年度处置任务完成率99.99%。"}, lacks: []string{"完成年度任务"}},
		{name: "a task missed when the year is over", figures: []string{"task_completion_rate|全区|district|current|99.99|%|||100.00|false||"},
			change: masthead1("quarter", "2024Q4"), has: []string{"年度处置任务完成率99.99%，未完成年度任务。"}},
		{name: "the target clause follows the rate it speaks of", has: []string{"按面积计算处置率61.04%，较上季度增长5.26个百分点，低于序时进度（65.88%），尚未达到90%的目标；按宗数计算处置率58.33%。"}},
		{name: "a target reached by area and not by number", figures: []string{"idle_disposal_rate|全区|district|current|91.00|%|5.26|up|90.00|true|65.88|true|"},
			has: []string{"按面积计算处置率91.00%，较上季度增长5.26个百分点，高于序时进度（65.88%），已达到90%以上的目标；按宗数计算处置率58.33%。"}},
		{name: "parts that are nothing are not named", figures: []string{"adjustment_ha|全区|district|current|0.0000|公顷||||||"},
			has: []string{"批准面积68.4321公顷，扣除核销3.0000公顷后应供面积"}, lacks: []string{"调整使用0.0000"}},
		{name: "nothing left the denominator", figures: []string{"adjustment_ha|全区|district|current|0.0000|公顷||||||", "writeoff_ha|全区|district|current|0.0000|公顷||||||"},
			has: []string{"批准面积68.4321公顷，应供面积"}, lacks: []string{"扣除核销"}},
		{name: "behind in both", figures: []string{"supply_rate|人民路街道|territorial|current|13.75|%|0.00|flat|80.00|false|62.27|false|"},
			has: []string{"供地率、闲置土地处置率均低于序时进度的人民路街道，供地率低于序时进度的龙兴街道，闲置土地处置率低于序时进度的高庄街道，要对照"}},
		{name: "all behind in one", figures: []string{"idle_disposal_rate|龙河街道|territorial|current|10.00|%|1.00|up|90.00|false|65.88|false|",
			"supply_rate|龙兴街道|territorial|current|85.00|%|1.50|up|80.00|true|62.27|true|"},
			has: []string{"加快处置。各单位闲置土地处置率均低于序时进度，要对照"}},
		{name: "out of nothing", change: func(c *Content) {
			rows := [][]string{}
			for i := range c.Figure.Rows {
				rows = append(rows, cells(c.Figure, i))
			}
			rows = append(rows, []string{"supply_rate", "", "全区", "district", "2024-03-31", "previous", "0.000000", "61.432100", "0.000000", "%", "0.00", "", "", "", "", "", "", ""})
			c.Figure = queries.NewTable("mart.figure", c.Figure.Columns, rows...)
		}, figures: []string{"supply_rate|全区|district|current|0.40|%|0.40|up|80.00|false|72.27|false|"},
			has: []string{"供地率0.40%，较上季度增长0.40个百分点，实现零的突破，低于序时进度"}},
		{name: "more came back than was disposed", figures: []string{"idle_disposed|全区|district|current|-1.2000|公顷||||||", "idle_reopened|全区|district|current|3.2000|公顷||||||"},
			has: []string{"处置面积因期满未动工重新计入闲置而净减少1.2000公顷，", "重新计入闲置3.2000公顷。"}, lacks: []string{"-1"}},
		{name: "no idle land", figures: []string{"idle_recognised_count|全区|district|current|0|宗||||||", "idle_new_count|全区|district|current|0|宗||||||"},
			has: []string{"截至2024年6月30日，全区没有依法认定的闲置土地，本季度也没有新认定的闲置土地。"}, lacks: []string{"处置率61.04", "季度末存量5宗"}},
		{name: "no batches", figures: []string{"supply_rate|全区|district|current|-"},
			change: func(c *Content) {
				for i := range c.Figure.Rows {
					if c.Figure.Text(i, "indicator") == "supply_rate" {
						c.Figure.Rows[i][10].Valid = false
					}
				}
				c.Charts = []Figure{{ID: "trend"}, {ID: "disposal_way"}, {ID: "approval_year"}, {ID: "stock_flow"}}
			},
			has: []string{"全区没有纳入专项行动范围的批而未供土地（见图1、图2、图3、图4）。"}, lacks: []string{"批次批准面积"}},
		{name: "nothing disposed", figures: []string{"disposed_ha|全区|district|current|0.0000|公顷||||||", "idle_disposed|全区|district|current|0.0000|公顷||||||"},
			has: []string{"本季度没有处置批而未供土地；季度初未供22.6821公顷", "没有处置闲置土地，季度末存量5宗"}, lacks: []string{"其中供应"}},
		{name: "a reopened parcel", figures: []string{"idle_reopened|全区|district|current|1.2000|公顷||||||", "idle_takeback_due|全区|district|current|1|宗||||||"},
			has: []string{"因延长期满仍未动工，重新计入闲置1.2000公顷。", "满1年尚未作出征缴土地闲置费决定的2宗，满2年尚未作出收回决定的1宗。"}},
		{name: "a first edition", change: func(c *Content) {
			for i := range c.Figure.Rows {
				c.Figure.Rows[i][11].Valid, c.Figure.Rows[i][12].Valid = false, false
				c.Figure.Rows[i][11].String, c.Figure.Rows[i][12].String = "", ""
			}
			for i := range c.Ranking.Rows {
				c.Ranking.Rows[i][12].Valid, c.Ranking.Rows[i][13].Valid, c.Ranking.Rows[i][14].String = false, false, "0"
				c.Ranking.Rows[i][13].String = ""
			}
		}, has: []string{"供地率69.75%，高于序时进度（62.27%）"}, lacks: []string{"较上季度", "与上季度", "连续"}},
		{name: "one unit", change: func(c *Content) { c.Ranking = queries.NewTable("r", c.Ranking.Columns, cells(c.Ranking, 0)) },
			has: []string{"本季度参与排名的单位仅龙河街道1个，综合得分100.00分"}, lacks: []string{"末位，", "与上季度相比"}},
		{name: "no ranked unit", change: func(c *Content) {
			c.Charts = []Figure{{ID: "rate"}, {ID: "ranking"}}
			c.Problem = none("p", problemColumns)
			c.Ranking = table("r", rankingColumns, ",410404002,龙河街道,,,,,,,0.0000,0.0000,无任务,,,,")
		}, has: []string{"本季度没有参与排名的单位。", "龙河街道本期没有批而未供和闲置土地处置任务，不参与排名。", "全区和各单位供地率、闲置土地处置率情况见图1、图2。"}, lacks: []string{"居首位", "见表1", "另有"}},
		{name: "ties", change: func(c *Content) {
			c.Ranking = table("r", rankingColumns,
				"1,1,甲街道,100,100.00,80,80.00%,90,90.00%,1,1,参与排名,1,0,0,0", "1,2,乙街道,100,100.00,80,80.00%,90,90.00%,1,1,参与排名,1,0,0,0",
				"3,3,丙街道,50,50.00,40,40.00%,45,45.00%,1,1,参与排名,3,0,0,0", "3,4,丁街道,50,50.00,40,40.00%,45,45.00%,1,1,参与排名,3,0,0,0")
		}, has: []string{"甲街道、乙街道并列首位，综合得分100.00分；丙街道、丁街道并列末位，综合得分50.00分。", "各单位位次与上季度持平。"}},
		{name: "all alike", change: func(c *Content) {
			c.Problem = none("p", problemColumns)
			c.Ranking = table("r", rankingColumns, "1,1,甲街道,100,100.00,,,,,1,1,参与排名,,,0,0", "1,2,乙街道,100,100.00,,,,,1,1,参与排名,,,0,0")
		}, has: []string{"各单位综合得分相同，并列首位。"}, lacks: []string{"末位"}},
		{name: "no problems", change: func(c *Content) { c.Problem = none("p", problemColumns) },
			has: []string{"经逐条核查，本期台账没有不予计入的记录，台账与上图入库情况总体较好。", "进度偏慢；其余方面核查未发现突出问题。"}, lacks: []string{"未予计入", "超期", "前清后增”问题"}},
		{name: "nothing refused but flagged", change: func(c *Content) {
			c.Problem = table("p", problemColumns, "quality,0,,,1个批次名称年度与批准年度不一致")
		}, has: []string{"本期台账没有不予计入的记录，但有1个批次名称年度与批准年度不一致。", "（一）台账数据质量有待提高。核查发现1个批次"}, lacks: []string{"0条"}},
		{name: "all on schedule", figures: []string{
			"supply_rate|龙兴街道|territorial|current|85.00|%|1.50|up|80.00|true|62.27|true|", "idle_disposal_rate|人民路街道|territorial|current|98.00|%|1.00|up|90.00|true|65.88|true|",
			"idle_disposal_rate|高庄街道|territorial|current|98.00|%|1.00|up|90.00|true|65.88|true|"},
			has: []string{"（一）保持工作力度，巩固成果。各单位均达到序时进度"}, lacks: []string{"低于序时进度的"}},
		{name: "nothing confirmed (R12)", change: func(c *Content) {
			c.Consequence = table("c", consequenceColumns, "龙兴街道,约谈,R12,依据,false", "龙兴街道,曝光停供,R12,依据,false")
		}, lacks: []string{"约谈", "曝光", "奖惩"}},
		{name: "all confirmed", change: func(c *Content) {
			c.Consequence = table("c", consequenceColumns, "龙河街道,用地支持,R12,依据,true", "龙兴街道,约谈,R12,依据,true", "高庄街道,约谈,R12,依据,true", "龙兴街道,曝光停供,R12,依据,true")
		}, has: []string{"对多次通报排名靠后的龙兴街道、高庄街道进行约谈；对闲置土地问题突出的龙兴街道公开曝光，停止新供建设用地。"}},
		{name: "an earlier figure corrected (R15)", change: func(c *Content) {
			c.Annexes[6] = queries.NewTable("mart.annex_7", c.Annexes[6].Columns, []string{"2024-03-31", "供地率", "全区", "60.00%", "61.00%", "1.00", "第三批次"})
		}, has: []string{"调整前后的数据和涉及的地块见附件7"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := edition(t, c.change, c.figures...)
			for _, want := range c.has {
				if !strings.Contains(text, want) {
					t.Errorf("lacks %q in\n%s", want, text)
				}
			}
			for _, not := range c.lacks {
				if strings.Contains(text, not) {
					t.Errorf("has %q in\n%s", not, text)
				}
			}
			if m := regexp.MustCompile(`，，|。。|，。|；。|、，|（）|：。`).FindString(text); m != "" {
				t.Errorf("has %q in\n%s", m, text)
			}
		})
	}
}

func cells(t queries.Table, row int) []string {
	var out []string
	for _, c := range t.Rows[row] {
		out = append(out, c.String)
	}
	return out
}

func TestStructure(t *testing.T) {
	doc := compose(t, sampleContent())
	var heads []string
	for _, b := range doc.Body {
		if b.Kind == Heading1 || b.Kind == Heading2 && len(b.Runs) == 1 {
			heads = append(heads, b.Runs[0].Text)
		}
	}
	want := "一、总体情况 （一）批而未供土地 （二）闲置土地 （三）台账与上图入库质量 二、各单位进展及排名 三、存在问题 四、下一步工作要求"
	if got := strings.Join(heads, " "); got != want {
		t.Errorf("headings %s, want %s", got, want)
	}
	if doc.Number != "平龙盘活办〔2024〕2号" || doc.Title != "关于2024年第二季度批而未供和闲置土地盘活整治工作进展情况的通报" || doc.Date != "2024年7月10日" || doc.Notice != "示例数据" {
		t.Errorf("head: %q %q %q %q", doc.Number, doc.Title, doc.Date, doc.Notice)
	}
	if len(doc.Annexes) != 6 || doc.Annexes[0].Table.Columns[10] != (Column{"本季处置", "供应"}) || !doc.Annexes[0].Table.Rows[5].Total {
		t.Errorf("annexes: %d", len(doc.Annexes))
	}
	if notes := strings.Join(doc.Annexes[2].Table.Notes, ""); !strings.Contains(notes, "建议（待领导小组办公室审定）") || !strings.Contains(notes, "龙兴街道：约谈（规则R12") || strings.Contains(notes, "龙河街道") {
		t.Errorf("annex 3 notes: %s", notes)
	}
}

// Charts are numbered in the order they stand in, and only those that exist are referred to.
func TestChartsAreNumberedByPlace(t *testing.T) {
	text := edition(t, func(c *Content) {
		c.Charts = []Figure{{ID: "rate"}, {ID: "stock_flow"}, {ID: "trend"}}
	})
	for _, want := range []string{"尚差6.2957公顷（见图1）。", "季度末未供18.5821公顷（见图2）。", "见表1和图3，"} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "图4") || strings.Contains(text, "\x00") {
		t.Errorf("refers to a chart that is not there:\n%s", text)
	}
	c := sampleContent()
	c.Charts = []Figure{{ID: "unknown", Caption: "某图"}}
	if _, err := Compose(c); err == nil || !strings.Contains(err.Error(), "某图") {
		t.Errorf("a chart without a place went unnoticed: %v", err)
	}
}

// A name from a ledger stays text, whatever it looks like.
func TestHostileNames(t *testing.T) {
	bad := "# 一、甲\n!chart rate|§ {{.Head}}\u0000\u200b街道"
	c := sampleContent()
	for i := range c.Ranking.Rows {
		c.Ranking.Rows[i][2].String = bad
	}
	for i := range c.Problem.Rows {
		c.Problem.Rows[i][3].String = bad
	}
	headings := func(c Content) (n int) {
		for _, b := range compose(t, c).Body {
			if b.Kind != Paragraph {
				n++
			}
		}
		return n
	}
	if got, want := headings(c), headings(sampleContent()); got != want {
		t.Errorf("%d headings and figures, want %d", got, want)
	}
	if text := strings.Join(words(compose(t, c)), "\n"); !strings.Contains(text, "# 一、甲 !chart rate|§ {{.Head}}街道") {
		t.Errorf("the name is not printed as it is:\n%s", text)
	}
}

func TestMastheadIsComplete(t *testing.T) {
	c := sampleContent()
	for i := range c.Masthead.Rows {
		if c.Masthead.Text(i, "key") == "number_no" {
			c.Masthead.Rows[i][1].String = ""
		}
	}
	if _, err := Compose(c); err == nil || !strings.Contains(err.Error(), "发文顺序号") {
		t.Errorf("a missing number went unnoticed: %v", err)
	}
}
