package charts

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"tongbao/queries"
)

// newRanking draws the composite scores (0 to 100, R11) in rank order, with the
// change of rank; units of the low group (R12) are outlined, not filled.
func newRanking(t queries.Table) (Chart, error) {
	c := Chart{ID: "ranking", Title: "综合排名", Empty: t.Len() == 0}
	if err := need(t, "rank", "unit", "score", "score_text", "supply_rate_text", "idle_rate_text", "disposed_text",
		"remaining_text", "status", "rank_change", "low_streak"); err != nil {
		return c, err
	}
	c.Table = behind(t, c.Title, head{"rank", "排名", gap}, head{"unit", "单位", gap}, head{"score_text", "综合得分", noTask},
		head{"supply_rate_text", "供地率", noTask}, head{"idle_rate_text", "闲置土地处置率", noTask},
		head{"disposed_text", "本季处置面积（公顷）", gap}, head{"remaining_text", "剩余面积（公顷）", gap},
		head{"status", "状态", gap})
	c.Description = describeRanking(t)
	c.rows = [][]int{identity(t.Len())}
	err := c.finishAll(func(s *sketch) { drawRanking(s, t) })
	return c, err
}

// rankChange is a change of rank in words: 升2位, 降1位, 持平, — without a previous edition.
func rankChange(t queries.Table, row int, column string) string {
	change := t.Text(row, column)
	switch down := strings.HasPrefix(change, "-"); {
	case change == "":
		return gap
	case change == "0":
		return "持平"
	case down:
		return "降" + change[1:] + "位"
	default:
		return "升" + change + "位"
	}
}

func describeRanking(t queries.Table) string {
	var ranked, resting []string
	for i := range t.Len() {
		if t.Null(i, "rank") {
			resting = append(resting, t.Text(i, "unit"))
			continue
		}
		ranked = append(ranked, fmt.Sprintf("第%s名%s，得分%s，较上期%s",
			t.Text(i, "rank"), t.Text(i, "unit"), t.Text(i, "score_text"), rankChange(t, i, "rank_change")))
	}
	if len(ranked)+len(resting) == 0 {
		return "暂无数据。"
	}
	text := strings.Join(ranked, "；")
	if len(resting) > 0 {
		if text != "" {
			text += "；"
		}
		text += strings.Join(resting, "、") + "无任务，不参与排名"
	}
	return text + "。"
}

// lowStyle outlines a bar: it stays apart in black and white.
var lowStyle = opts.ItemStyle{Color: inkPaper.light, BorderColor: inkAdd.light, BorderWidth: 1.5}

func drawRanking(s *sketch, t queries.Table) {
	row := rowHeight(t.Len())
	plot := row * t.Len()
	const top, bottom = 34, 52
	s.height = top + plot + bottom
	var ranks, names, scores, changes []string
	var bars []opts.BarData
	low := false
	for i := range t.Len() {
		ranks = append(ranks, words(t, i, "rank", gap))
		names = append(names, t.Text(i, "unit"))
		scores = append(scores, words(t, i, "score_text", noTask))
		changes = append(changes, rankChange(t, i, "rank_change"))
		style := &opts.ItemStyle{Color: inkSupply.light}
		if streak, ok := t.Float(i, "low_streak"); ok && streak > 0 {
			low = true
			style = &lowStyle
		}
		bars = append(bars, opts.BarData{Value: number(t, i, "score"), ItemStyle: style})
	}
	x := percent()
	x.AxisLabel.Formatter = ""
	g := opts.Grid{Left: "132", Right: "118", Top: strconv.Itoa(top), Height: strconv.Itoa(plot)}
	title, step := "综合得分（满分100分）", 20
	if s.layout == Phone {
		title, step = "综合得分", 50
	}
	panel, y := s.panel(g, x, s.names(names, title, 98))
	s.heading(y)
	s.set("xAxis.0.interval", step)
	s.leading(panel, ranks, 126)
	s.column(panel, "得分", scores, 52)
	s.column(panel, "较上期", changes, 112)
	n := s.add(panel, y, charts.SingleSeries{
		Name: "综合得分", Type: "bar", Data: bars, BarWidth: "56%", ShowBackground: opts.Bool(true),
		ItemStyle: &opts.ItemStyle{Color: inkSupply.light},
	})
	s.set(fmt.Sprintf("series.%d.backgroundStyle.color", n), inkTrack.light)
	if !low {
		s.legend(key("综合得分", iconBar))
		return
	}
	s.sample(panel, y, "排名靠后", lowStyle)
	s.legend(key("综合得分", iconBar), key("排名靠后", iconBar))
}
