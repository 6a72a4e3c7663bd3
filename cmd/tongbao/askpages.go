package main

import (
	"context"
	"net/http"
	"strings"

	"tongbao/pipeline"
	"tongbao/queries"
)

// questions lists the saved questions.
func (s *server) questions(w http.ResponseWriter, r *http.Request) {
	list, err := queries.Questions()
	switch {
	case err != nil:
		s.fail(w, r, http.StatusInternalServerError, err.Error())
	case wantsJSON(r):
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		if err := listQuestions(w, "json"); err != nil {
			s.log.Warn("answer not sent", "code", "send", "error", err.Error())
		}
	default:
		s.show(w, r, http.StatusOK, "questions.html", list)
	}
}

// field is one parameter on a question's form.
type field struct {
	queries.Parameter
	Value   string
	Choices []string
}

// ask shows a saved question as a form, its answer and its statement. The
// parameters stand in the address, so that it can be sent on.
func (s *server) ask(w http.ResponseWriter, r *http.Request) {
	q, err := queries.FindQuestion(r.PathValue("name"))
	if err != nil {
		s.fail(w, r, http.StatusNotFound, err.Error())
		return
	}
	given := map[string]string{}
	for name := range r.URL.Query() {
		if name != "quarter" && name != "format" {
			given[name] = r.FormValue(name)
		}
	}
	bound, err := q.Bind(given)
	if err != nil {
		s.fail(w, r, http.StatusBadRequest, err.Error())
		return
	}
	var choices map[string][]string
	reply, ok := s.turn(w, r, "ask "+q.Name, func(ctx context.Context) (reply pipeline.Reply, err error) {
		if reply, err = s.desk.Answer(ctx, r.FormValue("quarter"), q.Job(bound, pipeline.DeskLimits)); err != nil || wantsJSON(r) {
			return reply, err
		}
		choices, err = s.desk.Choices(ctx, reply.Quarter, q)
		return reply, err
	})
	if !ok {
		return
	}
	reply.Governed = q.Governed
	answer := result{Reply: reply, title: q.Title, explain: q.Explain, statement: q.SQL, picture: q.Picture}
	one := sheetOf(answer)
	switch format := r.FormValue("format"); {
	case format != "":
		s.export(w, r, answer, format)
	case wantsJSON(r):
		s.sendJSON(w, one)
	default:
		var fields []field
		for _, p := range q.Parameters {
			fields = append(fields, field{p, strings.TrimSpace(given[p.Name]), choices[p.Name]})
		}
		s.show(w, r, http.StatusOK, "ask.html", struct {
			queries.Question
			Quarters []string
			Fields   []field
			Answer   sheet
		}{q, s.quarters(), fields, one})
	}
}
