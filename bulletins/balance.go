package bulletins

import (
	"math"
	"strings"
	"unicode/utf8"
)

// unsplit are words that a title or a signature in large type does not break inside.
var unsplit = []string{
	"批而未供", "闲置土地", "土地", "盘活整治", "专项行动", "领导小组", "办公室", "工作", "进展", "情况", "通报", "季度",
	"平顶山市", "石龙区", "人民政府", "自然资源局", "综合排名", "重点地块", "数据质量", "指标口径", "说明", "清单", "处置",
	"关于", "印发", "方案", "通知", "先进制造业", "开发区", "人民路", "管委会", "街道", "办事处", "年第",
}

// particles do not open a line of large type; joiners do not end one.
const (
	particles = "的和及与、"
	joiners   = "和及与"
)

// balance breaks a short text in large type into as few lines as fit, as even as
// its words allow and rather longer above than below (梯形), never inside a number
// or one of the words that belong together. A line break in the text itself stays.
func (fs Faces) balance(text string, role Role, size, width float64) []string {
	var lines []string
	for _, part := range strings.Split(text, "\n") {
		lines = append(lines, fs.balanceOne(part, role, size, width)...)
	}
	return lines
}

func (fs Faces) balanceOne(text string, role Role, size, width float64) []string {
	pieces := fs.pieces([]Run{{role, text}}, size)
	total := 0.0
	for _, p := range pieces {
		total += p.width
	}
	inside := insideWords(text)
	least := max(1, int(math.Ceil(total/width-1e-9)))
	for _, strict := range []bool{true, false} { // better one line more than a word in two
		for count := least; count <= len(pieces) && (!strict || count <= least+1); count++ {
			b := balancer{pieces: pieces, inside: inside, strict: strict, width: width, target: total / float64(count)}
			if cuts, ok := b.best(count); ok {
				return texts(pieces, cuts)
			}
		}
	}
	var lines []string // not even one piece a line fits: break as body text does
	for _, l := range breakLines(boxed(pieces), width, 0, 0) {
		lines = append(lines, l.text())
	}
	return lines
}

// insideWords marks the character positions a break may not fall on.
func insideWords(text string) map[int]bool {
	inside := map[int]bool{}
	for _, word := range unsplit {
		for from := 0; ; {
			i := strings.Index(text[from:], word)
			if i < 0 {
				break
			}
			at := utf8.RuneCountInString(text[:from+i])
			for k := 1; k < utf8.RuneCountInString(word); k++ {
				inside[at+k] = true
			}
			from += i + len(word)
		}
	}
	return inside
}

type balancer struct {
	pieces []piece
	inside map[int]bool
	strict bool // never inside a word
	width  float64
	target float64
}

// best finds the cuts (piece indexes) of count lines with the least unevenness.
func (b balancer) best(count int) ([]int, bool) {
	type state struct {
		cost float64
		from int
	}
	n := len(b.pieces)
	// cost[k][i]: the first i pieces in k lines.
	cost := make([][]state, count+1)
	for k := range cost {
		cost[k] = make([]state, n+1)
		for i := range cost[k] {
			cost[k][i].cost = math.Inf(1)
		}
	}
	cost[0][0].cost = 0
	for k := 1; k <= count; k++ {
		for i := 1; i <= n; i++ {
			width := 0.0
			for j := i - 1; j >= 0; j-- {
				if width += b.pieces[j].width; width > b.width+0.01 {
					break
				}
				if c := cost[k-1][j].cost + b.unevenness(k, width) + b.penalty(i); c < cost[k][i].cost {
					cost[k][i] = state{c, j}
				}
			}
		}
	}
	if math.IsInf(cost[count][n].cost, 1) {
		return nil, false
	}
	cuts := make([]int, count+1)
	for k, i := count, n; k >= 0; k-- {
		cuts[k] = i
		i = cost[k][i].from
	}
	return cuts, true
}

// unevenness grows with the distance from the mean; a first line shorter than
// the mean costs a little more, which makes the shape a trapezium standing on its head.
func (b balancer) unevenness(k int, width float64) float64 {
	off := (width - b.target) / b.target
	if k == 1 && off < 0 {
		off *= 1.3
	}
	return off * off
}

// penalty is what breaking before piece i costs.
func (b balancer) penalty(i int) float64 {
	if i == len(b.pieces) {
		return 0
	}
	if !mayBreak(b.pieces[i-1], b.pieces[i]) {
		return math.Inf(1)
	}
	at := 0
	for _, p := range b.pieces[:i] {
		at += utf8.RuneCountInString(p.text)
	}
	switch {
	case b.inside[at] && b.strict:
		return math.Inf(1)
	case b.inside[at]:
		return 10
	case strings.Contains(particles, b.pieces[i].text), strings.Contains(joiners, b.pieces[i-1].text):
		return 1
	case b.pieces[i-1].word: // a number stays with what it counts
		return 2
	}
	return 0
}

func texts(pieces []piece, cuts []int) []string {
	var lines []string
	for k := 1; k < len(cuts); k++ {
		var line strings.Builder
		for _, p := range pieces[cuts[k-1]:cuts[k]] {
			line.WriteString(p.text)
		}
		lines = append(lines, line.String())
	}
	return lines
}
