package bulletins

import (
	"errors"
	"fmt"
	"math/big"
)

// consistent holds the columns that choose words to the figures themselves: a
// direction to the two values it stands between, a target or schedule met to the
// rate, places to scores. A contradiction would print a lie, so nothing is printed.
func (c Content) consistent() error {
	t := c.Figure
	before := map[[2]string]int{}
	for i := range t.Len() {
		if t.Text(i, "period") == "previous" {
			before[[2]string{t.Text(i, "indicator"), t.Text(i, "unit")}] = i
		}
	}
	var faults []error
	for i := range t.Len() {
		if t.Text(i, "period") != "current" {
			continue
		}
		fault := func(format string, args ...any) {
			faults = append(faults, fmt.Errorf("%s%s：%s；这是程序的错误，通报没有编成", t.Text(i, "unit"), t.Text(i, "title"), fmt.Sprintf(format, args...)))
		}
		if k, there := before[[2]string{t.Text(i, "indicator"), t.Text(i, "unit")}]; there && t.Text(i, "change_direction") != "" {
			order, known := compare(t.Text(i, "value"), t.Text(k, "value"))
			word := [...]string{"down", "flat", "up"}[order+1]
			if known && word != t.Text(i, "change_direction") {
				// Values are kept to six places: equal ones may still differ beyond.
				if order != 0 || t.Text(i, "measure") != "%" {
					fault("上季度%s、本季度%s，变动方向却是 %s", t.Text(k, "value"), t.Text(i, "value"), t.Text(i, "change_direction"))
				}
			}
		}
		if order, known := compare(t.Text(i, "value"), t.Text(i, "target_text")); known && order != 0 && t.Text(i, "target_met") != "" && t.True(i, "target_met") != (order > 0) {
			fault("数值%s、目标%s，达标却是 %s", t.Text(i, "value"), t.Text(i, "target_text"), t.Text(i, "target_met"))
		}
		if order, known := compare(t.Text(i, "text"), t.Text(i, "schedule_text")); known && order != 0 && t.Text(i, "schedule_met") != "" && t.True(i, "schedule_met") != (order > 0) {
			fault("数值%s、序时进度%s，达序时却是 %s", t.Text(i, "text"), t.Text(i, "schedule_text"), t.Text(i, "schedule_met"))
		}
	}
	return errors.Join(append(faults, c.placesInOrder())...)
}

// placesInOrder holds ranks to scores: nobody stands before a higher score.
func (c Content) placesInOrder() error {
	t := c.Ranking
	for i := 1; i < t.Len(); i++ {
		if t.Null(i, "rank") {
			break
		}
		score, known := compare(t.Text(i-1, "score_text"), t.Text(i, "score_text"))
		rank, _ := compare(t.Text(i-1, "rank"), t.Text(i, "rank"))
		if known && (score < 0 || rank > 0) {
			return fmt.Errorf("排名与得分矛盾：%s第%s位%s分，%s第%s位%s分；这是程序的错误，通报没有编成", t.Text(i-1, "unit"), t.Text(i-1, "rank"), t.Text(i-1, "score_text"),
				t.Text(i, "unit"), t.Text(i, "rank"), t.Text(i, "score_text"))
		}
	}
	return nil
}

// compare orders two decimals; known is false when one is none.
func compare(a, b string) (order int, known bool) {
	x, okX := new(big.Rat).SetString(a)
	y, okY := new(big.Rat).SetString(b)
	if !okX || !okY {
		return 0, false
	}
	return x.Cmp(y), true
}
