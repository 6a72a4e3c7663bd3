package bulletins

import (
	"slices"
	"strconv"
	"strings"
)

// figureIndex is the index of the district's figures in annex 6: each with its
// exact value, its text and the pages it stands on. printed is what was set so
// far; where nothing was (a document without pages), the pages are left out.
func figureIndex(a Annex, set []printed) Grid {
	pages := map[string][]int{}
	for _, p := range set {
		id, _, _ := strings.Cut(p.source.Indicator, ".")
		if p.source.Unit == whole && !slices.Contains(pages[id], p.page) {
			pages[id] = append(pages[id], p.page)
		}
	}
	g := Grid{Caption: "指标索引", Columns: []Column{{Name: "指标"}, {Name: "代号"}, {Name: "准确值"}, {Name: "印出"}, {Name: "计量单位"}}}
	if len(set) > 0 {
		g.Columns = append(g.Columns, Column{Name: "所在页"})
	}
	for _, s := range a.Index {
		on := pages[s.Indicator]
		if len(set) > 0 && len(on) == 0 {
			continue
		}
		row := Row{Cells: []string{a.IndexNames[s.Indicator], s.Indicator, s.Value, s.Text, s.Measure}, Sources: []Source{{}, {}, s, s, {}, {}}}
		if len(set) > 0 {
			slices.Sort(on)
			var list []string
			for _, n := range on {
				list = append(list, strconv.Itoa(n))
			}
			row.Cells = append(row.Cells, strings.Join(list, "、"))
		}
		g.Rows = append(g.Rows, row)
	}
	g.Notes = []string{"注：全区、本期截止日。其他单位、其他截止日和每一个印出的数，见本通报 PDF 附带的 receipts.csv。"}
	return g
}
