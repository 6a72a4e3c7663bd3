package main

import (
	"context"
	"net/http"
	"strings"

	"tongbao/pipeline"
	"tongbao/queries"
)

// tableOf is a table on the page of tables: what it is, its columns, an example.
type tableOf struct {
	tableName
	Layer string
	// Listed are the columns of the example: the first of them, as SQL writes them.
	Listed string
	// Figure says that the table holds one indicator: unit, as_of, value.
	Figure bool
}

// Name, Says and Columns are what the page's template reads.
func (t tableOf) Name() string         { return t.name }
func (t tableOf) Says() string         { return t.says }
func (t tableOf) Columns() [][3]string { return t.columns }

const exampleColumns = 8

// schema lists what can be asked about: as JSON and files the bare rows, as a page
// table by table.
func (s *server) schema(w http.ResponseWriter, r *http.Request) {
	statement, err := queries.Schema()
	if err != nil {
		s.fail(w, r, http.StatusInternalServerError, err.Error())
		return
	}
	if wantsJSON(r) || r.FormValue("format") != "" {
		s.fixed(w, r, "可查的表和列", statement, nil)
		return
	}
	reply, ok := s.turn(w, r, "可查的表和列", func(ctx context.Context) (pipeline.Reply, error) {
		return s.desk.Answer(ctx, r.FormValue("quarter"), queries.Job{Statement: statement, Limits: pipeline.DeskLimits})
	})
	if !ok {
		return
	}
	page := struct {
		Quarter  string
		Quarters []string
		Tables   []tableOf
		Layers   []string
	}{Quarter: reply.Quarter, Quarters: s.quarters()}
	for _, t := range tablesOf(reply) {
		one := tableOf{tableName: t}
		one.Layer, _, _ = strings.Cut(t.name, ".")
		var listed []string
		for _, c := range t.columns[:min(len(t.columns), exampleColumns)] {
			listed = append(listed, queries.Quoted(c[0]))
		}
		one.Listed, one.Figure = strings.Join(listed, ", "), one.Layer == "kpi"
		if n := len(page.Layers); n == 0 || page.Layers[n-1] != one.Layer {
			page.Layers = append(page.Layers, one.Layer)
		}
		page.Tables = append(page.Tables, one)
	}
	s.show(w, r, http.StatusOK, "schema.html", page)
}
