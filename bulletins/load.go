package bulletins

import (
	"context"

	"tongbao/charts"
	"tongbao/queries"
)

// Marts names the tables a bulletin is composed from, annexes last.
func Marts() []string {
	return []string{"mart.masthead", "mart.figure", "mart.ranking", "mart.problem", "mart.consequence", "mart.parcel_map", "mart.rank_doubt", "mart.scoreboard", "mart.receipt",
		"mart.annex_1", "mart.annex_2", "mart.annex_3", "mart.annex_4", "mart.annex_5", "mart.annex_6", "mart.annex_7"}
}

// ContentOf picks the bulletin's tables out of those already read, by name.
func ContentOf(tables map[string]queries.Table, figures []Figure) Content {
	c := Content{
		Masthead: tables["mart.masthead"], Figure: tables["mart.figure"], Ranking: tables["mart.ranking"],
		Problem: tables["mart.problem"], Consequence: tables["mart.consequence"], ParcelMap: tables["mart.parcel_map"],
		Doubt: tables["mart.rank_doubt"], Scoreboard: tables["mart.scoreboard"], Charts: figures,
		Receipt: tables["mart.receipt"], Drawn: tables,
	}
	for _, name := range Marts()[9:] {
		c.Annexes = append(c.Annexes, tables[name])
	}
	return c
}

// Load reads the bulletin's tables from an edition's database.
func Load(ctx context.Context, db queries.Querier, figures []Figure) (Content, error) {
	tables := map[string]queries.Table{}
	for _, name := range Marts() {
		t, err := queries.Read(ctx, db, name)
		if err != nil {
			return Content{}, err
		}
		tables[name] = t
	}
	return ContentOf(tables, figures), nil
}

// Figures are the drawn charts of an edition, by the ids of a chart set; a chart
// without rows is left out, and the text then does not refer to it.
func Figures(set charts.Set, drawings map[string][]byte) []Figure {
	var out []Figure
	for _, c := range set {
		if svg, ok := drawings[c.ID]; ok && !c.Empty {
			out = append(out, Figure{ID: c.ID, Caption: c.Title, SVG: svg})
		}
	}
	return out
}
