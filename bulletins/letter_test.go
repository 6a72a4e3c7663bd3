package bulletins

import (
	"regexp"
	"strings"
	"testing"

	"tongbao/queries"
)

// sampleLetter is a paper about 高庄街道, with every table a template asks for.
func sampleLetter(kind string) Letter {
	c := sampleContent()
	l := Letter{Kind: kind, Masthead: c.Masthead, Figure: c.Figure, Ranking: c.Ranking, Problem: c.Problem, Unit: "高庄街道", Year: "2024",
		Consequence: queries.NewTable("mart.consequence", []string{"unit", "action", "rule", "evidence", "confirmed"},
			[]string{"高庄街道", "约谈", "R12", "第5名，连续3期排名靠后，供地率低于序时进度", "false"},
			[]string{"高庄街道", "曝光停供", "R12", "满二年应收回未收回1宗", "true"},
			[]string{"龙河街道", "用地支持", "R12", "第1名", "false"}),
		Rows: map[string]queries.Table{
			"stock": queries.NewTable("stock", strings.Split("land_count,land_area,late_count,late_area,late_days,idle_count,idle_area,fee_count,takeback_count,supply_gap,idle_gap", ","),
				[]string{"9宗", "7.9618公顷", "8宗", "7.4306公顷", "915天", "1宗", "1.1598公顷", "1宗", "1宗", "6.7359公顷", "1.5217公顷"}),
			"land": table("land", "序号,地块编号,剩余面积", "1,P1,1.7200", "2,P2,0.5594"),
			"idle": table("idle", "序号,闲置编号,未处置面积", "1,X1,1.1598"),
			"due":  table("due", "序号,责任单位,电子监管号,状态", "1,高庄街道,G1,超期29天"),
			"due_unit": table("due_unit", "单位,已到期未动工/宗数,已到期未动工/面积,已到期未竣工/宗数,已到期未竣工/面积,三个月内应动工/宗数,三个月内应动工/面积,三个月内应竣工/宗数,三个月内应竣工/面积",
				"高庄街道,1,10.0000,0,0.0000,2,3.5000,0,0.0000", "合计,1,10.0000,0,0.0000,2,3.5000,0,0.0000"),
			"span": queries.NewTable("span", strings.Split("since_text,as_of_text,supply_before,supply_after,supply_change,unsupplied_before,unsupplied_after,disposed,disposed_supply,disposed_writeoff,disposed_adjustment,idle_before,idle_after,idle_change,idle_open_before,idle_open_after,idle_disposed,idle_new_count", ","),
				[]string{"2023年12月31日", "2024年6月30日", "46.88%", "69.75%", "上升22.87个百分点", "17.0000公顷", "18.5821公顷", "2.0000公顷", "1.0000公顷", "", "1.0001公顷", "", "61.04%", "", "5.0000公顷", "13.7207公顷", "3.0000公顷", ""}),
			"span_quarter": table("span_quarter", "季度,供地率", "2024年一季度,48.39%"),
			"span_unit":    table("span_unit", "名次,单位,供地率/期初,供地率/期末", "1,龙兴街道,41.67%,33.33%"),
		}}
	return l
}

func wordsIn(t *testing.T, l Letter) string {
	t.Helper()
	doc, err := ComposeLetter(l)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString(doc.Title + "|" + doc.Addressee + "\n")
	for _, block := range doc.Body {
		for _, r := range block.Runs {
			b.WriteString(r.Text)
		}
		b.WriteString("\n")
	}
	for _, a := range doc.Annexes {
		b.WriteString("附件 " + a.Title + "\n")
	}
	if doc.Draft != "草稿" || !strings.HasSuffix(doc.Number, "　号") || !strings.HasSuffix(doc.Date, "年　月　日") {
		t.Errorf("no draft: %q %q %q", doc.Draft, doc.Number, doc.Date)
	}
	return b.String()
}

// TestLetters: what each paper says of figures, and what it leaves out when a
// figure is not there. The sentences were read by eye.
func TestLetters(t *testing.T) {
	without := func(l Letter, name string, cells map[string]string) Letter {
		old := l.Rows[name]
		row := make([]string, len(old.Columns))
		for i, c := range old.Columns {
			if row[i] = old.Text(0, c); cells[c] != "" {
				row[i] = strings.Trim(cells[c], "-")
			}
		}
		l.Rows[name] = queries.NewTable(name, old.Columns, row)
		return l
	}
	empty := func(l Letter, names ...string) Letter {
		for _, name := range names {
			l.Rows[name] = queries.NewTable(name, l.Rows[name].Columns)
		}
		return l
	}
	cased := sampleLetter("report")
	cased.Cases = []Narrative{{"narrative/cases/1.md", "# 龙河街道盘活旧厂房\n\n政府搭桥，\n当年签约。\n\n## 做法\n\n联审联批。\n"}}
	programme := sampleLetter("report")
	programme.Year = ""
	for _, c := range []struct {
		name string
		l    Letter
		has  []string
		not  []string
	}{
		{"talk", sampleLetter("talk"), []string{"关于约谈高庄街道的建议|", "供地率77.39%", "距80%的目标尚差6.7359公顷", "第5名，连续3期排名靠后，供地率低于序时进度（规则R12）。此项为建议，尚待审定。",
			"其中超过处置时限的8宗、7.4306公顷，最长超期915天。", "附件 高庄街道未供地块清单", "附件 高庄街道闲置土地清单"}, []string{"满二年应收回", "用地支持", "！"}},
		{"urge", sampleLetter("urge"), []string{"督办函|高庄街道", "（建议约谈，待审定）", "满二年应收回未收回1宗（曝光停供，已审定）。", "对满1年尚未作出征缴土地闲置费决定的1宗、满2年尚未作出收回决定的1宗闲置土地", "（三）按时反馈"}, nil},
		{"urge, no clock", without(sampleLetter("urge"), "stock", map[string]string{"fee_count": "-", "takeback_count": "-"}), []string{"（二）按时反馈", "未处置闲置土地1宗、1.1598公顷。"}, []string{"征缴", "（三）"}},
		{"urge, take back alone", without(sampleLetter("urge"), "stock", map[string]string{"fee_count": "-"}), []string{"公顷，其中满2年尚未作出收回决定的1宗。", "对满2年尚未作出收回决定的1宗闲置土地"}, []string{"征缴"}},
		{"urge, nothing late, nothing idle", empty(without(sampleLetter("urge"), "stock", map[string]string{"late_count": "-", "idle_count": "-", "fee_count": "-", "takeback_count": "-"}), "idle"),
			[]string{"未供地块9宗、7.9618公顷。没有未处置的闲置土地。"}, []string{"超过处置时限", "闲置土地清单", "超期未处置"}},
		{"remind", sampleLetter("remind"), []string{"尚未动工的1宗、10.0000公顷。", "应当开工的2宗、3.5000公顷。", "附件 开工、竣工到期提醒清单"}, []string{"应当竣工", "尚未竣工", "公顷；"}},
		{"remind, nothing due", empty(sampleLetter("remind"), "due", "due_unit"), []string{"没有已到期未开工、未竣工的已供土地"}, []string{"附件", "一、"}},
		{"report", sampleLetter("report"), []string{"2024年批而未供和闲置土地盘活整治工作总结|", "由期初的46.88%变为69.75%，上升22.87个百分点", "其中供应1.0000公顷、调整使用1.0001公顷；", "闲置土地处置率61.04%",
			"期内没有新认定的闲置土地，处置3.0000公顷", "四、存在问题", "五、下一步打算"}, []string{"典型案例", "核销", "六、"}},
		{"report with cases", cased, []string{"四、典型案例", "（一）龙河街道盘活旧厂房", "政府搭桥，当年签约。", "做法", "六、下一步打算"}, nil},
		{"programme", programme, []string{"批而未供和闲置土地盘活整治专项行动工作总结|"}, []string{"2024年批而未供"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := wordsIn(t, c.l)
			for _, w := range c.has {
				if !strings.Contains(text, w) {
					t.Errorf("no %q in\n%s", w, text)
				}
			}
			for _, w := range c.not {
				if strings.Contains(text, w) {
					t.Errorf("%q in\n%s", w, text)
				}
			}
		})
	}
}

var figureInText = regexp.MustCompile(`\d+\.\d+`)

// TestLetterFigures: every decimal a paper prints stands in the rows it was given.
func TestLetterFigures(t *testing.T) {
	for _, kind := range []string{"talk", "urge", "remind", "report"} {
		l := sampleLetter(kind)
		given := map[string]bool{}
		for _, table := range append([]queries.Table{l.Figure, l.Ranking, l.Problem, l.Consequence}, func() (all []queries.Table) {
			for _, rows := range l.Rows {
				all = append(all, rows)
			}
			return all
		}()...) {
			for _, row := range table.Rows {
				for _, cell := range row {
					for _, n := range figureInText.FindAllString(cell.String, -1) {
						given[n] = true
					}
				}
			}
		}
		found := figureInText.FindAllString(wordsIn(t, l), -1)
		for _, n := range found {
			if !given[n] {
				t.Errorf("%s prints %s, which no row has", kind, n)
			}
		}
		if len(found) < 2 {
			t.Errorf("%s prints %d figures", kind, len(found))
		}
	}
}

// TestLetterCases: a case without a heading, empty, or with a list is told by its file.
func TestLetterCases(t *testing.T) {
	for _, text := range []string{"没有标题\n\n内容", "# 只有标题\n", "# 标题\n\n- 列表", "#\n\n内容"} {
		l := sampleLetter("report")
		l.Cases = []Narrative{{"narrative/cases/甲.md", text}}
		if _, err := ComposeLetter(l); err == nil || !strings.Contains(err.Error(), "narrative/cases/甲.md") {
			t.Errorf("%q: %v", text, err)
		}
	}
}
