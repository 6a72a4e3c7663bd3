package ledger

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// noHeader is said of a sheet in which no row looks like a ledger's header.
const noHeader = "前30行中没有找到台账表头。若是台账，请保留列名一行，或在设置的同义词中加上所用列名"

// unplacedReason tells what was recognised, the nearest kind, what it misses,
// and the lines of tongbao.toml that would map the columns of this sheet.
func unplacedReason(m match) string {
	if m.kind == nil || m.recognised < 2 {
		return noHeader
	}
	var have, other []string
	for i, f := range m.fields {
		switch title := m.columns[i].title; {
		case f >= 0:
			have = append(have, title)
		case title != "":
			other = append(other, title)
		}
	}
	reason := "认出的列有“" + strings.Join(have, "”“") + "”，最接近" + m.kind.Title +
		"，缺少必需的列：" + strings.Join(m.missing, "、") + "。"
	if len(other) == 0 {
		return reason + "请补上该列"
	}
	return reason + "没有认出的列有“" + strings.Join(other, "”“") + "”。请补上缺的列；若是叫法不同，请在设置文件tongbao.toml中写：" + m.synonymLines(other)
}

// synonymLines is the part of the settings that would place the sheet. Where
// one unrecognised title resembles a missing column most, it stands there
// already; where none does, the office fills it in.
func (m match) synonymLines(titles []string) string {
	lines := []string{"[synonyms." + m.kind.ID + "]"}
	for _, id := range m.lacking {
		f, _ := m.kind.Field(id)
		name := f.resembling(titles)
		if name == "" {
			name = "本表中“" + f.Title() + "”一列的列名"
		}
		lines = append(lines, fmt.Sprintf("%s = [%s]", id, strconv.Quote(name)))
	}
	return strings.Join(lines, " ⏎ ")
}

// resembling is the title that shares most of its characters with a name of the
// field; "" when none shares half of them or two do so alike.
func (f Field) resembling(titles []string) string {
	best, score, tied := "", 0, false
	for _, title := range titles {
		runes := []rune(normalTitle(title))
		top := 0
		for _, name := range f.Names {
			shared := 0
			for _, r := range normalTitle(name) {
				if slices.Contains(runes, r) {
					shared++
				}
			}
			if n := len([]rune(name)); 2*shared >= n && 2*shared >= len(runes) {
				top = max(top, 100*shared/max(n, len(runes)))
			}
		}
		switch {
		case top > score:
			best, score, tied = title, top, false
		case top == score:
			tied = true
		}
	}
	if score == 0 || tied {
		return ""
	}
	return best
}
