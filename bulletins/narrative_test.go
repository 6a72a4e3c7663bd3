package bulletins

import (
	"strings"
	"testing"
)

// told composes the sample with an editor's text and gives the body or the error.
func told(t *testing.T, text string) (string, error) {
	t.Helper()
	c := sampleContent()
	c.Narrative = Narrative{Name: "narrative/2024Q2.md", Text: text}
	doc, err := Compose(c)
	return strings.Join(words(doc), "\n"), err
}

func TestNarrativeStandsInItsSection(t *testing.T) {
	text, err := told(t, "\ufeff本期通报数据均经核对。\r\n\r\n# 三、存在问题\r\n个别单位重视不够，\r\n研究部署不及时。\r\n\r\n第二段，涉及`某部门口径12.5公顷`。\n## （二）闲置土地\n\n召开调度会3次，约谈企业2家。\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"情况通报如下。\n本期通报数据均经核对。\n一、总体情况",
		"涉及高庄街道。\n个别单位重视不够，研究部署不及时。\n第二段，涉及某部门口径12.5公顷。\n四、下一步工作要求",
		"\n召开调度会3次，约谈企业2家。\n（三）台账",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q in\n%s", want, text)
		}
	}
}

func TestNarrativeMarkdownRefused(t *testing.T) {
	for text, says := range map[string]string{
		"# 会议情况\n":      "第1行：标题“会议情况”不是通报的部分",
		"好。\n\n- 一条\n":  "第3行：“- 一条”用了列表",
		"| a | b |\n":   "第1行",
		"这是**强调**。\n":   "第1行",
		"<script>\n":    "第1行",
		"![图](a.png)\n": "第1行",
		"只有一个`反引号。\n":   "没有成对",
		"    四个空格是代码\n": "第1行",
	} {
		if _, err := told(t, text); err == nil || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), "narrative/2024Q2.md") {
			t.Errorf("%q: %v, want an error that says %s", text, err, says)
		}
	}
}

// Sentences the figures bear out pass; with one word or digit turned they do not,
// and the error holds what was written and what is so.
func TestNarrativeIsHeldToTheFigures(t *testing.T) {
	for _, c := range []struct{ text, truth string }{
		{"全区供地率69.75%，较上季度增长2.35个百分点", ""},
		{"全区供地率69.8%", ""}, // rounded half up
		{"全区供地率69.7%", "全区供地率69.75%"},
		{"全区供地率80%", "全区供地率69.75%"}, // the target is not the rate
		{"全区供地率距80%的目标还有差距", ""},
		{"全区供地率较上季度下降2.35个百分点", "全区供地率69.75%，较上季度增长2.35个百分点"},
		{"全区供地率较上季度增长2.36个百分点", "较上季度增长2.35个百分点"},
		{"全区供地率有所下降", "较上季度增长2.35个百分点"},
		{"全区供地率没有下降", ""},
		{"龙兴街道供地率25.00%，较上季度下降1.50个百分点", ""},
		{"龙兴街道供地率25.00%，较上季度上升1.50个百分点", "龙兴街道供地率25.00%，较上季度下降1.50个百分点"},
		{"龙河街道供地率25.00%", "龙河街道供地率81.20%"}, // another unit's figure
		{"人民路街道供地率与上季度持平", ""},
		{"人民路街道供地率有所提高", "人民路街道供地率73.75%，与上季度持平"},
		{"高庄街道、龙兴街道供地率分别为77.39%、25.00%", ""},
		{"高庄街道、龙兴街道供地率分别为25.00%、77.39%", "高庄街道供地率77.39%"},
		{"龙兴街道供地率低于序时进度", ""},
		{"龙兴街道供地率高于序时进度", "低于序时进度（62.27%）"},
		{"龙河街道供地率达到80%的目标", ""},
		{"高庄街道供地率达到80%的目标", "高庄街道供地率77.39%"},
		{"高庄街道供地率未达到80%的目标", ""},
		{"全区未供面积18.5821公顷，闲置土地存量5宗", ""},
		{"全区未供面积18.58公顷", ""},
		{"全区未供面积18.5812公顷", "全区未供面积18.5821公顷"},
		{"全区还有闲置土地6宗", "没有哪个指标是6宗"},
		{"龙河街道位居首位", ""},
		{"龙兴街道位居首位", "龙兴街道综合排名第5位"},
		{"先进制造业开发区排名第2位", ""},
		{"先进制造业开发区排名末位", "先进制造业开发区综合排名第2位"},
		{"供地率最高与最低相差75.00个百分点", ""},
		{"供地率最高与最低相差57.00个百分点", "全区供地率69.75%"},
		{"各街道要确保年底供地率达到85%", ""}, // a plan, not a fact
		{"2022年11月30日全区供地率40.55%", ""},
		{"全区供地率40.55%", "全区供地率69.75%"},
		{"投入2000万元，出动120人次", ""},
	} {
		_, err := told(t, "# 存在问题\n\n"+c.text+"。\n")
		switch {
		case c.truth == "" && err != nil:
			t.Errorf("%s: %v", c.text, err)
		case c.truth != "" && err == nil:
			t.Errorf("%s passed", c.text)
		case c.truth != "" && (!strings.Contains(err.Error(), c.truth) || !strings.Contains(err.Error(), "第3行")):
			t.Errorf("%s: %v, want %s", c.text, err, c.truth)
		}
	}
}
