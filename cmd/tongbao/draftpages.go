package main

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"

	"tongbao/pipeline"
	"tongbao/pipeline/edition"
	"tongbao/queries"
)

// draft is one edition that waits for its approval or signature.
type draft struct {
	shelf
	Steps              []edition.Step
	Separate, Approved bool
}

// publisher lets those through who may see drafts; where there are no users,
// everybody at this machine sees them and nobody signs.
func (s *server) publisher(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !s.may(r, "发布") {
			s.fail(w, r, http.StatusForbidden, "草稿只有发布角色能看")
			return
		}
		next(w, r)
	}
}

// draftsOf are the drafts of the output folder, the newest quarter first.
func (s *server) draftsOf() []draft {
	list := []draft{}
	entries, _ := os.ReadDir(filepath.Join(s.desk.Out, "drafts"))
	for _, e := range slices.Backward(entries) {
		if !e.IsDir() || !quarterPath.MatchString(e.Name()) {
			continue
		}
		dir := filepath.Join(s.desk.Out, "drafts", e.Name())
		m, err := edition.Read(dir)
		record, e2 := edition.ReadSignoff(dir)
		if err != nil || e2 != nil {
			continue // half replaced at this moment; the next look shows it
		}
		one := draft{Steps: record.Steps, Separate: record.Separate, Approved: record.State() == edition.Approved,
			shelf: shelf{Quarter: m.Quarter, Name: m.Quarter, AsOf: m.AsOf, Version: m.Version, Files: m.Outputs}}
		if q, err := queries.ParseQuarter(m.Quarter); err == nil {
			one.Name = q.Chinese()
		}
		list = append(list, one)
	}
	return list
}

func (s *server) drafts(w http.ResponseWriter, r *http.Request) {
	s.showDrafts(w, r, http.StatusOK, "")
}

func (s *server) showDrafts(w http.ResponseWriter, r *http.Request, status int, message string) {
	s.show(w, r, status, "drafts.html", struct {
		Drafts  []draft
		Signer  bool
		Message string
	}{s.draftsOf(), s.users != nil, message})
}

// draftFile serves a file of a draft, or the marked copy beside it.
func (s *server) draftFile(w http.ResponseWriter, r *http.Request) {
	quarter, name := r.PathValue("quarter"), r.PathValue("file")
	if name == "preview.pdf" {
		s.send(w, r, filepath.Join(s.desk.Out, "drafts"), quarter, quarter+"-草稿.pdf")
		return
	}
	s.send(w, r, filepath.Join(s.desk.Out, "drafts", quarter), quarter, name)
}

// signDraft approves or publishes a draft in the name of who is signed in.
func (s *server) signDraft(w http.ResponseWriter, r *http.Request) {
	u, ok := r.Context().Value(userKey{}).(user)
	quarter, err := queries.ParseQuarter(r.PathValue("quarter"))
	if !ok || err != nil || s.holder == nil {
		s.fail(w, r, http.StatusForbidden, "审核、签发要用发布角色登录")
		return
	}
	h := s.holder()
	person := edition.Person{Name: u.name, At: h.Since}
	done := "已审核"
	switch r.PostFormValue("do") {
	case "approve":
		_, err = edition.Approve(s.desk.Out, quarter.String(), person, h)
	case "publish":
		done = "已签发并发布"
		if _, err = edition.Sign(s.desk.Out, quarter.String(), person, h); err == nil {
			err = pipeline.Catalogue(r.Context(), s.desk.Out)
		}
	default:
		s.fail(w, r, http.StatusBadRequest, "只能审核或签发")
		return
	}
	if err != nil {
		s.log.Warn("draft not signed", "code", "sign", "user", u.name, "edition", quarter.String(), "error", err.Error())
		s.showDrafts(w, r, http.StatusConflict, err.Error())
		return
	}
	s.log.Info("draft signed", "code", "sign", "user", u.name, "edition", quarter.String(), "do", r.PostFormValue("do"))
	s.showDrafts(w, r, http.StatusOK, quarter.Chinese()+done)
}
