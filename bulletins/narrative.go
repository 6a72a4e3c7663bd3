package bulletins

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Narrative is what the editor writes beside the ledgers: paragraphs under
// headings that name a section of the bulletin, at whose end they are printed.
type Narrative struct {
	Name string // for people: narrative/2024Q2.md
	Text string
}

// remark is one paragraph of a narrative.
type remark struct {
	line    int // where it begins
	section string
	text    string
}

// sections are the names a narrative's heading may have; the first stands for
// paragraphs before any heading.
var sections = []string{"导语", "批而未供土地", "闲置土地", "台账与上图入库质量", "各单位进展及排名", "存在问题", "下一步工作要求"}

var (
	headingMark = regexp.MustCompile(`^#{1,6}\s*(?:[（(]?[一二三四五六七八九十]+[）)、.．]?\s*)?(.*?)\s*#*$`)
	otherMark   = regexp.MustCompile("^(?:[-*+>|]\\s|\\d+[.)]\\s|!\\[|<[a-zA-Z/!]|```|~~~|={3,}$|-{3,}$|\\[[^\\]]*\\]:)")
	inlineMark  = regexp.MustCompile(`\*\*|__|!\[|\]\(`)
)

// remarks reads a narrative. Markdown beyond headings, paragraphs and `kept out
// of the check` is an error that names file and line.
func (n Narrative) remarks() ([]remark, error) {
	var out []remark
	section, open := sections[0], false
	for i, line := range strings.Split(strings.TrimPrefix(n.Text, "\ufeff"), "\n") {
		raw := line
		line = clean(line)
		at := fmt.Sprintf("%s 第%d行", n.Name, i+1)
		switch {
		case line == "":
			open = false
		case strings.HasPrefix(line, "#"):
			open = false
			name := headingMark.FindStringSubmatch(line)
			if name == nil || !slices.Contains(sections, name[1]) {
				return nil, fmt.Errorf("%s：标题“%s”不是通报的部分；可以写 # %s", at, strings.TrimSpace(strings.TrimLeft(line, "#")), strings.Join(sections, "、# "))
			}
			section = name[1]
		case otherMark.MatchString(line) || inlineMark.MatchString(line) || strings.HasPrefix(raw, "    "):
			return nil, fmt.Errorf("%s：“%.40s”用了列表、表格、图片、强调或代码等写法；这里只能写标题（# 存在问题）和段落", at, line)
		case strings.Count(line, "`")%2 != 0:
			return nil, fmt.Errorf("%s：反引号 ` 没有成对", at)
		case open:
			last := &out[len(out)-1]
			if a, b := last.text[len(last.text)-1], line[0]; a < 0x80 && b < 0x80 {
				last.text += " "
			}
			last.text += line
		default:
			out, open = append(out, remark{i + 1, section, line}), true
		}
	}
	return out, nil
}

// printed is the paragraph as it goes to the page.
func (r remark) printed() string { return strings.ReplaceAll(r.text, "`", "") }

// checked is the paragraph with what stands between backticks blanked out: facts
// from elsewhere, for which the editor answers.
func (r remark) checked() string {
	parts := strings.Split(r.text, "`")
	for i := 1; i < len(parts); i += 2 {
		parts[i] = "／"
	}
	return strings.Join(parts, "")
}
