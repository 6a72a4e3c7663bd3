package charts

import (
	"encoding/json"
	"fmt"

	"tongbao/queries"
)

// pastMarts are the marts of the parts that follow the chosen quarter, and the
// chart drawn from each: as the chart's own mart, with a column quarter before.
var pastMarts = []struct {
	id, mart string
	make     func(queries.Table) (Chart, error)
}{
	{"rate", "mart.dash_past_rate", newRate},
	{"ranking", "mart.dash_past_rank", newRanking},
	{"stock_flow", "mart.dash_past_stock", newStockFlow},
}

// pastData is what a quarter before the edition's shows in place of now.
type pastData struct {
	Charts  []chartData        `json:"charts"`
	Words   map[string]string  `json:"words"`   // description by chart
	Cells   map[string][][]int `json:"cells"`   // rows of the table behind each chart: places in the page's words
	Ranking [][]int            `json:"ranking"` // of the ranking table
	First   pastPlace          `json:"first"`
	Last    pastPlace          `json:"last"`
}

// pastPlace is who held a place, and with what score.
type pastPlace struct {
	Units  []string `json:"units"`
	Scores []string `json:"scores"`
}

// ofQuarter is the rows of one quarter.
func ofQuarter(t queries.Table, quarter string) queries.Table {
	out := queries.Table{Name: t.Name, Columns: t.Columns}
	for i := range t.Len() {
		if t.Text(i, "quarter") == quarter {
			out.Rows = append(out.Rows, t.Rows[i])
		}
	}
	return out
}

// past draws the parts that follow the quarter, for each quarter that can be
// chosen besides the edition's own.
func past(v *view, p Page, now string, words lister) (map[string]pastData, error) {
	out := map[string]pastData{}
	for _, q := range v.Quarters {
		quarter := q[0]
		if quarter == now {
			continue
		}
		d := pastData{Words: map[string]string{}, Cells: map[string][][]int{}}
		for _, m := range pastMarts {
			if err := need(p.Tables[m.mart], "quarter"); err != nil {
				return nil, err
			}
			c, err := m.make(ofQuarter(p.Tables[m.mart], quarter))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", quarter, err)
			}
			d.Charts = append(d.Charts, c.data())
			d.Words[m.id] = c.Description
			d.Cells[m.id] = placed(plain(c.Table, c.Title).Rows, words)
		}
		ranks := ofQuarter(p.Tables["mart.dash_past_rank"], quarter)
		ranking, err := rankingTable(ranks)
		if err != nil {
			return nil, err
		}
		d.Ranking = placed(ranking.Rows, words)
		d.First, d.Last = ends(ranks)
		out[quarter] = d
	}
	return out, nil
}

// placed are cells as places in the page's list of words.
func placed(rows [][]string, words lister) [][]int {
	out := make([][]int, len(rows))
	for i, row := range rows {
		for _, cell := range row {
			out[i] = append(out[i], words.at(cell))
		}
	}
	return out
}

// ends are the units in the first and in the last place, the last only where
// not everybody is first.
func ends(ranks queries.Table) (first, last pastPlace) {
	lowest := ""
	for i := range ranks.Len() {
		if !ranks.Null(i, "rank") {
			lowest = ranks.Text(i, "rank") // the rows come in the order of ranks
		}
	}
	add := func(to *pastPlace, i int) {
		to.Units, to.Scores = append(to.Units, ranks.Text(i, "unit")), append(to.Scores, ranks.Text(i, "score_text")+"分")
	}
	for i := range ranks.Len() {
		switch rank := ranks.Text(i, "rank"); {
		case rank == "1":
			add(&first, i)
		case rank != "" && rank == lowest:
			add(&last, i)
		}
	}
	return first, last
}

// data is a chart as the page's script takes it.
func (c Chart) data() chartData {
	return chartData{ID: c.ID, Rows: c.rows, Series: c.series,
		Options: []json.RawMessage{c.options[Desk], c.options[Phone]}, Heights: []int{c.heights[Desk], c.heights[Phone]}}
}
