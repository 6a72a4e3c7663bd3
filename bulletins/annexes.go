package bulletins

import (
	"strings"

	"tongbao/queries"
)

// annexTitles are the annexes in the order of mart.annex_1 … mart.annex_7.
var annexTitles = []string{
	"批而未供处置进展表", "闲置土地处置进展表", "综合排名表", "重点地块清单", "数据质量核查情况", "指标口径说明", "数据调整说明",
}

// tailNote stands under the tables of rounded areas (their columns may not add up to the last digit).
const tailNote = "注：部分数据因单位取舍存在尾差，未作机械调整。"

// annexMeasures and annexNotes are what stands over and under each table.
var (
	annexMeasures = []string{"单位：公顷、%", "单位：宗、公顷、%", "单位：分、公顷、%", "单位：公顷", "", "", ""}
	annexNotes    = []string{tailNote, tailNote, "", "", "", "", ""}
	// annexEmpty is said in place of rows.
	annexEmpty = []string{"本期没有纳入范围的批次。", "本期没有依法认定的闲置土地。", "本期没有参与排名的单位。", "本期没有重点地块。",
		"本期核查没有发现问题。", "", ""}
)

// annexes turns the annex marts into tables. Annex 7 exists only where a later
// ledger changed an earlier figure (R15).
func (c Content) annexes(b *origins) []Annex {
	var out []Annex
	for i, t := range c.Annexes {
		if i >= len(annexTitles) || len(t.Columns) == 0 || i == 6 && t.Len() == 0 {
			continue
		}
		a := Annex{Title: annexTitles[i], Table: gridOf(t)}
		a.Table.sourced(t, func(row int, column string) Source { return b.cell(i, t, row, column) })
		a.Table.Measure = annexMeasures[i]
		if annexNotes[i] != "" && t.Len() > 0 {
			a.Table.Notes = []string{annexNotes[i]}
		}
		if t.Len() == 0 && annexEmpty[i] != "" {
			a.Table.Notes = []string{annexEmpty[i]}
		}
		if i == 2 {
			a.Table.Notes = append(append(a.Table.Notes, c.doubts()...), c.proposals()...)
		}
		if i == 4 && c.Scoreboard.Len() > 0 {
			board := gridOf(c.Scoreboard)
			board.Caption = "各单位台账核查情况"
			board.sourced(c.Scoreboard, b.checked)
			a.Rest = append(a.Rest, board)
		}
		if i == 5 {
			a.Index, a.IndexNames = b.index()
		}
		for _, note := range a.Table.Notes {
			a.Table.NoteSources = append(a.Table.NoteSources, b.beside(note, b.named(note), nil))
		}
		out = append(out, a)
	}
	return out
}

// doubts are the ranks that the refused rows could change, were they put right.
func (c Content) doubts() []string {
	var notes []string
	for i := range c.Doubt.Len() {
		notes = append(notes, "注："+clean(c.Doubt.Text(i, "unit"))+clean(c.Doubt.Text(i, "doubt_text"))+"。")
	}
	return notes
}

// proposals are the consequences nobody has confirmed yet (R12), with rule and evidence.
func (c Content) proposals() []string {
	t := c.Consequence
	var notes []string
	for i := range t.Len() {
		if t.True(i, "confirmed") {
			continue
		}
		note := clean(t.Text(i, "unit")) + "：" + clean(t.Text(i, "action")) + "（规则" + clean(t.Text(i, "rule")) + "，依据：" + clean(t.Text(i, "evidence")) + "）。"
		if len(notes) == 0 {
			notes = append(notes, "建议（待领导小组办公室审定）：")
		}
		notes = append(notes, note)
	}
	return notes
}

// gridOf reads a mart whose column names are the headings; 组/列 has two levels.
func gridOf(t queries.Table) Grid {
	var g Grid
	for _, name := range t.Columns {
		group, column, two := strings.Cut(name, "/")
		if !two {
			group, column = "", name
		}
		g.Columns = append(g.Columns, Column{Group: group, Name: column})
	}
	for _, cells := range t.Rows {
		row := Row{Cells: make([]string, len(cells))}
		for i, cell := range cells {
			row.Cells[i] = clean(cell.String)
			row.Total = row.Total || i < 2 && row.Cells[i] == "合计"
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

// sourced says of every cell with a number where it comes from.
func (g *Grid) sourced(t queries.Table, of func(row int, column string) Source) {
	for i := range g.Rows {
		for k, column := range t.Columns {
			if strings.ContainsAny(g.Rows[i].Cells[k], "0123456789") {
				if g.Rows[i].Sources == nil {
					g.Rows[i].Sources = make([]Source, len(t.Columns))
				}
				g.Rows[i].Sources[k] = of(i, column)
			}
		}
	}
}

// rankingTable is the short ranking in the body.
func (c Content) rankingTable(b *origins) *Grid {
	g := &Grid{Caption: "表1　各单位综合排名", Columns: []Column{
		{Name: "排名"}, {Name: "单位"}, {Name: "综合得分"}, {Name: "供地率"}, {Name: "闲置土地处置率"}, {Name: "剩余面积（公顷）"}, {Name: "较上季度"},
	}}
	for _, u := range c.units() {
		row := Row{Cells: []string{u.Rank, u.Name, u.Score, measured(u.Supply, "%"), measured(u.Idle, "%"), u.Remaining, u.Move}}
		name := c.Ranking.Text(u.row, "unit")
		row.Sources = []Source{b.of("rank", name), {}, b.of("score", name), b.of("supply_rate", name), b.of("idle_disposal_rate", name), b.of("all_remaining_ha", name), b.spoken(ofMove, u.row)}
		if !u.Ranked {
			row.Cells[0], row.Cells[2], row.Cells[6] = blankCell, "无任务", blankCell
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}
