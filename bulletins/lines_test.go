package bulletins

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

const bodyGap = pitchX - bodySize

func bodyLines(t testing.TB, text string) []line {
	return breakLines(builtInFaces(t).pieces([]Run{{Fang, text}}, bodySize), areaWidth, 2*pitchX, bodyGap)
}

func TestFullLinesHold28Characters(t *testing.T) {
	lines := bodyLines(t, strings.Repeat("批而未供土地", 30))
	if n := utf8.RuneCountInString(lines[0].text()); n != 26 {
		t.Errorf("the indented first line holds %d characters, want 26", n)
	}
	for i, l := range lines[1 : len(lines)-1] {
		if n := utf8.RuneCountInString(l.text()); n != 28 {
			t.Errorf("line %d holds %d characters, want 28", i+2, n)
		}
		if gap := lineGap(l, areaWidth, bodyGap); gap < bodyGap-1e-6 || gap > bodyGap+1e-6 {
			t.Errorf("line %d is spaced %v, want the grid's own %v", i+2, gap, bodyGap)
		}
	}
}

// No piece of these may be parted, and no line may begin or end with the wrong sign.
func TestLineBreaksByExample(t *testing.T) {
	fs := builtInFaces(t)
	for _, c := range []struct {
		text  string
		width int // in characters of 10 points
		want  string
	}{
		{"供地率为69.75%，高于序时进度", 7, "供地率为|69.75%，高于|序时进度"},
		{"面积１２３．４５公顷", 6, "面积|１２３．４５|公顷"},
		{"自2008—2018年批准", 5, "自|2008—2018|年批准"},
		{"清理——新增——仍在", 3, "清|理——|新|增——|仍在"},
		{"清理后新增。仍然存在", 5, "清理后新增。|仍然存在"},
		{"清理后新增）仍然存在", 5, "清理后新|增）仍然|存在"},
		{"清理后新（增）仍然", 5, "清理后新|（增）仍然"},
		{"豫政土〔2018〕902号", 5, "豫政土|〔2018〕|902号"},
		{"他说“好”。又说", 4, "他说|“好”。|又说"},
		{"面积12.5亩，±0.01公顷", 5, "面积12.5亩，|±0.01公顷"},
		{"use the ledger now", 5, "use the |ledger now"},
		{"abcdefghijklmnopqrstuvwxyz", 5, "abcdefghijk|lmnopqrst|uvwxyz"},
		{"甲……乙丙丁", 3, "甲……|乙丙丁"},
	} {
		var got []string
		for _, l := range breakLines(fs.pieces([]Run{{Fang, c.text}}, 10), float64(c.width)*10, 0, 0) {
			got = append(got, l.text())
		}
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("%s at %d: %s, want %s", c.text, c.width, s, c.want)
		}
	}
}

// randomParagraph mixes characters, signs, numbers and Latin as ledgers do.
func randomParagraph(fs Faces, r *rand.Rand) string {
	parts := []string{"批", "而", "未", "供", "闲置土地", "，", "。", "、", "（", "）", "《", "》", "“", "”", "；", "：", "69.75%", "2024年6月30日", "12.3456公顷",
		"〔2018〕902号", "１２３", "——", "……", "1—9", "GB/T 9704-2012", "䶮", "𠮷", "（一）", "！", "？", "±0.01", "℃", "％", "·", "℡"}
	var b strings.Builder
	for range 40 + r.IntN(200) {
		b.WriteString(parts[r.IntN(len(parts))])
		if r.IntN(3) > 0 {
			c := rune(0x4E00 + r.IntN(3000))
			for face, _ := fs.find(Fang, c); face == nil; face, _ = fs.find(Fang, c) {
				c++
			}
			b.WriteRune(c)
		}
	}
	return b.String()
}

func TestRandomParagraphs(t *testing.T) {
	fs := builtInFaces(t)
	r := rand.New(rand.NewPCG(9704, 2012))
	for range 60 {
		text := randomParagraph(fs, r)
		for _, width := range []float64{areaWidth, 120, 60} {
			lines := breakLines(fs.pieces([]Run{{Fang, text}}, bodySize), width, 0, bodyGap)
			var all strings.Builder
			for i, l := range lines {
				s := l.text()
				all.WriteString(s)
				first, _ := utf8.DecodeRuneInString(s)
				last, _ := utf8.DecodeLastRuneInString(s)
				// A narrow column may leave no choice; the body's width always does.
				if width == areaWidth && i > 0 && strings.ContainsRune("、，。；：？！）》」』】〕”—…%％℃", first) {
					t.Errorf("line %d begins with %c: %s", i, first, s)
				}
				if width == areaWidth && i < len(lines)-1 && strings.ContainsRune("（《「『【〔“", last) {
					t.Errorf("line %d ends with %c: %s", i, last, s)
				}
				if natural, _ := l.natural(bodyGap); natural > width+0.02 && len(l.pieces) > 1 {
					t.Errorf("line %d is %.2f wide, more than %.2f: %s", i, natural, width, s)
				}
			}
			if all.String() != text {
				t.Fatalf("characters were lost at width %v:\n%s\n%s", width, text, all.String())
			}
		}
	}
}

func TestBalance(t *testing.T) {
	fs := builtInFaces(t)
	for _, c := range []struct {
		text  string
		size  float64
		width float64
		want  string
	}{
		{"关于2024年第二季度批而未供和闲置土地盘活整治工作进展情况的通报", 22, areaWidth - 22, "关于2024年第二季度批而未供和闲置土地|盘活整治工作进展情况的通报"},
		{"石龙区批而未供和闲置土地盘活整治专项行动领导小组办公室", 16, areaWidth - 64, "石龙区批而未供和闲置土地|盘活整治专项行动领导小组办公室"},
		{"综合排名表", 22, areaWidth, "综合排名表"},
		{"先进制造业开发区", 9, 60, "先进制造业|开发区"},
		{"第一行\n第二行", 22, areaWidth, "第一行|第二行"},
	} {
		if got := strings.Join(fs.balance(c.text, Song, c.size, c.width), "|"); got != c.want {
			t.Errorf("%s: %s, want %s", c.text, got, c.want)
		}
	}
}

// A loose line gets characters from the line above: no line of the paragraph is
// spread by more than 2.5 points a character, and no character is lost.
func TestLooseLinesAreEvened(t *testing.T) {
	const text = "截至2024年6月30日，纳入专项行动范围的批次批准面积68.4321公顷，扣除核销3.0000公顷、调整使用4.0000公顷后应供面积61.4321公顷，已供42.8500公顷，未供18.5821公顷，供地率69.75%，较上季度增长4.26个百分点，高于序时进度（62.60%），距80%的目标尚差6.2957公顷。"
	const gap = pitchX - bodySize
	spread := func(lines []line) (most float64) {
		for _, l := range lines[:len(lines)-1] {
			most = max(most, lineGap(l, areaWidth, gap)-gap)
		}
		return most
	}
	fs := builtInFaces(t)
	greedy := breakLines(fs.pieces([]Run{{Fang, text}}, bodySize), areaWidth, 2*pitchX, gap)
	before := spread(greedy)
	lines := even(greedy, areaWidth, gap)
	if after := spread(lines); before < 3 || after > 2.5 {
		t.Errorf("spread by %.2f pt before, %.2f after", before, after)
	}
	var all strings.Builder
	for _, l := range lines {
		all.WriteString(l.text())
		if natural, _ := l.natural(gap); natural > areaWidth-l.indent+0.02 {
			t.Errorf("%s is %.1f wide", l.text(), natural)
		}
	}
	if all.String() != text {
		t.Errorf("the text became %s", all.String())
	}
}
