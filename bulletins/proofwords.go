package bulletins

import (
	"regexp"
	"strings"
)

// spoken are the words for figures, those that hold another before it. A word may
// stand for several, told apart by the measure that follows; the first is the one
// an error quotes. An empty list takes a word out of the reading of shorter ones.
var spoken = []struct {
	words      string
	indicators []string
}{
	{"按宗数计算处置率", []string{"idle_disposal_rate_count"}}, {"闲置土地处置率", []string{"idle_disposal_rate", "idle_disposal_rate_count"}},
	{"闲置处置率", []string{"idle_disposal_rate", "idle_disposal_rate_count"}}, {"按面积计算处置率", []string{"idle_disposal_rate"}},
	{"批准的批次存量消化率", []string{"pre2014_clearance_rate"}}, {"存量消化率", []string{"stock_clearance_rate"}}, {"存量供地率", []string{"stock_supply_rate"}},
	{"批而未供率", []string{"unsupplied_rate"}}, {"毛供地率", []string{"supply_rate_gross"}}, {"供地率", []string{"supply_rate"}},
	{"任务完成率", []string{"task_completion_rate", "idle_task_completion_rate"}}, {"处置率", []string{"idle_disposal_rate", "idle_disposal_rate_count"}},
	{"批准面积", []string{"approved_ha"}}, {"应供面积", []string{"due_ha"}}, {"已供面积", []string{"supplied_ha"}}, {"未供面积", []string{"unsupplied_ha"}},
	{"处置批而未供土地", []string{"disposed_ha"}}, {"批而未供土地", nil}, {"批而未供", nil}, {"季度初未供", []string{"unsupplied_opening"}},
	{"季度内新增", []string{"unsupplied_new"}}, {"已供完", nil}, {"已供", []string{"supplied_ha"}}, {"未供", []string{"unsupplied_ha"}},
	{"核销", []string{"writeoff_ha", "disposed_writeoff_ha"}}, {"调整使用", []string{"adjustment_ha", "disposed_adjustment_ha"}}, {"供应", []string{"disposed_supply_ha"}},
	{"尚差", []string{"supply_gap_ha"}}, {"累计依法认定", []string{"idle_recognised_ha", "idle_recognised_count"}}, {"累计认定", []string{"idle_recognised_ha", "idle_recognised_count"}},
	{"新认定", []string{"idle_new", "idle_new_count"}}, {"已处置", []string{"idle_done_ha", "idle_done_count"}}, {"处置闲置土地", []string{"idle_disposed", "idle_disposed_count"}},
	{"重新计入闲置", []string{"idle_reopened", "idle_disposed"}}, {"闲置费决定", []string{"idle_fee_due"}}, {"收回决定", []string{"idle_takeback_due"}},
	{"闲置土地存量", []string{"idle_closing", "idle_closing_count"}}, {"闲置存量", []string{"idle_closing", "idle_closing_count"}}, {"季度末存量", []string{"idle_closing", "idle_closing_count"}},
}

var (
	quantity  = regexp.MustCompile(`(-?\d[\d,]*(?:\.\d+)?)\s*(个百分点|%|％|公顷|亩|宗|平方米)`)
	direction = regexp.MustCompile(`(增长|上升|提高|提升|增加|扩大|回升|反升)|(下降|降低|回落|减少|下滑|缩小)|(持平|不变)`)
	negated   = regexp.MustCompile(`(?:没有|未|不|防止|避免|遏制|控制)\s*(?:出现)?(?:增长|上升|提高|提升|增加|扩大|回升|下降|降低|回落|减少|下滑|缩小)|不降|不增`)
	schedule  = regexp.MustCompile(`(高于|超过|快于|达到|符合)序时进度|(低于|慢于|落后于|滞后于|未达到|达不到)序时进度`)
	goal      = regexp.MustCompile(`(未达到|没有达到|未完成|达不到)[^，。]{0,12}目标|(达到|完成|实现)[^，。]{0,12}目标`)
	planned   = regexp.MustCompile(`力争|确保|争取|预计|计划|必须|应当|尽快|加快|继续|(?:单位|街道|开发区|部门|^)要`)
	earlier   = regexp.MustCompile(`上季|上期|上一季|由|从|期初|季度初|起点`)
	apart     = regexp.MustCompile(`相差|差距|高出|低出`)
	place     = regexp.MustCompile(`(首位|第一位|第一名|榜首|排名第一)|(末位|最后一位|最后一名|倒数第一)|第(\d+)[位名]`)
	scored    = regexp.MustCompile(`得分(?:为)?(\d+(?:\.\d+)?)分`)
	running   = regexp.MustCompile(`连续(\d+)个季度`)
	until     = regexp.MustCompile(`截至(\d{4}年\d{1,2}月\d{1,2}日)`)
)

// lastWord is the figure the last word of a text speaks of.
func lastWord(text string) []string {
	last, found := -1, []string(nil)
	for _, w := range spoken {
		if at := strings.LastIndex(text, w.words); at >= 0 {
			if at > last {
				last, found = at, w.indicators
			}
			text = strings.ReplaceAll(text, w.words, strings.Repeat("\x00", len(w.words)))
		}
	}
	return found
}
