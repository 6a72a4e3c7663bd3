package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"tongbao/pipeline"
	"tongbao/pipeline/edition"
	"tongbao/queries"
)

// shelf is one edition in the archive.
type shelf struct {
	Quarter string           `json:"quarter"`
	Name    string           `json:"name"`
	AsOf    string           `json:"as_of"`
	Version int              `json:"version"`
	Files   []edition.Output `json:"files"`
	Older   []string         `json:"older_versions"`
}

// archive lists the editions, the newest first.
func (s *server) archive() ([]shelf, error) {
	list, err := edition.List(s.desk.Out)
	if err != nil {
		return nil, err
	}
	shelves := []shelf{}
	for _, p := range slices.Backward(list) {
		one := shelf{Quarter: p.Quarter, Name: p.Quarter, Older: []string{}}
		if q, err := queries.ParseQuarter(p.Quarter); err == nil {
			one.Name = q.Chinese()
		}
		b, err := os.ReadFile(filepath.Join(p.Dir, "manifest.json"))
		var m edition.Manifest
		if err == nil && json.Unmarshal(b, &m) == nil {
			one.AsOf, one.Version, one.Files = m.AsOf, m.Version, m.Outputs
			// What people open first stands first.
			slices.SortStableFunc(one.Files, func(a, b edition.Output) int { return turnOf(a.File) - turnOf(b.File) })
		}
		for v := one.Version - 1; v > 0; v-- {
			one.Older = append(one.Older, fmt.Sprintf("v%d", v))
		}
		shelves = append(shelves, one)
	}
	return shelves, nil
}

// turnOf is where a file stands in the list of its edition.
func turnOf(file string) int {
	i := slices.Index([]string{"bulletin.pdf", "dashboard.html", "annex.xlsx", "figures.csv", "rankings.csv"}, file)
	if i < 0 {
		return 100
	}
	return i
}

func (s *server) index(w http.ResponseWriter, r *http.Request) {
	shelves, err := s.archive()
	switch {
	case err != nil:
		s.fail(w, r, http.StatusInternalServerError, err.Error())
	case wantsJSON(r):
		s.sendJSON(w, shelves)
	default:
		s.show(w, r, http.StatusOK, "index.html", shelves)
	}
}

// contentTypes are what an edition may hold; nothing else is served.
var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".pdf": "application/pdf", ".csv": "text/csv; charset=utf-8", ".json": "application/json; charset=utf-8",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".duckdb": "application/octet-stream", ".geojson": "application/geo+json",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".ofd": "application/ofd", ".zip": "application/zip", ".svg": "image/svg+xml", ".png": "image/png",
}

var quarterPath = regexp.MustCompile(`^\d{4}Q[1-4]$`)

// file serves one file of an edition as it lies there. os.Root lets no path and
// no link lead out of the edition's folder. A dashboard runs in a sandbox: its
// own scripts, nothing of this server.
func (s *server) file(w http.ResponseWriter, r *http.Request) {
	quarter := r.PathValue("quarter")
	s.send(w, r, filepath.Join(s.desk.Out, "editions", quarter), quarter, r.PathValue("file"))
}

func (s *server) send(w http.ResponseWriter, r *http.Request, dir, quarter, name string) {
	kind, known := contentTypes[path.Ext(name)]
	if !known || !quarterPath.MatchString(quarter) || !fs.ValidPath(name) {
		s.fail(w, r, http.StatusNotFound, "没有这个文件")
		return
	}
	if path.Ext(name) == ".duckdb" && !s.mayAsk(r) {
		s.fail(w, r, http.StatusForbidden, "查看角色不能下载数据库")
		return
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		s.fail(w, r, http.StatusNotFound, "没有这一期")
		return
	}
	defer root.Close()
	f, err := root.Open(name)
	if err != nil {
		s.fail(w, r, http.StatusNotFound, "没有这个文件")
		return
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		s.fail(w, r, http.StatusNotFound, "没有这个文件")
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Security-Policy", "sandbox allow-scripts allow-downloads allow-modals allow-popups; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
	if kind == "application/pdf" { // a browser's own reader does not open in a sandbox
		w.Header().Set("Content-Security-Policy", "frame-ancestors 'none'")
	}
	w.Header().Set("Cache-Control", "private, no-cache")
	http.ServeContent(w, r, "", info.ModTime(), f)
}

// export sends the whole answer as a file.
func (s *server) export(w http.ResponseWriter, r *http.Request, answer result, format string) {
	kind, known := map[string]string{"csv": contentTypes[".csv"], "xlsx": contentTypes[".xlsx"], "json": contentTypes[".json"], "parquet": "application/vnd.apache.parquet"}[format]
	if !known {
		s.fail(w, r, http.StatusBadRequest, "只能导出 csv、xlsx、json 或 parquet")
		return
	}
	var b strings.Builder
	if err := answer.write(r.Context(), &b, format); err != nil {
		s.fail(w, r, http.StatusInternalServerError, err.Error())
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", "attachment; filename=\"answer."+format+"\"; filename*=UTF-8''"+url.PathEscape(answer.title+" "+answer.Quarter+"."+format))
	io.WriteString(w, b.String())
}

// sql asks a statement of the reader's own: a form, and under it the answer.
func (s *server) sql(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		s.fail(w, r, http.StatusBadRequest, "请求没有收全，或者太长")
		return
	}
	statement, quarter, format := r.PostFormValue("q"), r.PostFormValue("quarter"), r.PostFormValue("format")
	if r.Method == http.MethodPost && strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		var body struct{ Quarter, Statement, Format string }
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			s.fail(w, r, http.StatusBadRequest, "请求须是 {\"statement\": \"SELECT …\"}")
			return
		}
		statement, quarter, format = body.Statement, body.Quarter, body.Format
	}
	page := struct {
		Quarters  []string
		Quarter   string
		Statement string
		Answer    *sheet
		Error     string
		Seconds   int
	}{Quarters: s.quarters(), Quarter: quarter, Statement: statement, Seconds: int(s.desk.Jail.Deadline.Seconds())}
	if r.Method == http.MethodGet {
		s.show(w, r, http.StatusOK, "sql.html", page)
		return
	}
	reply, err := s.queue(w, r, s.slots, "sql", func(ctx context.Context) (pipeline.Reply, error) {
		return s.desk.Ask(ctx, quarter, queries.Job{Statement: statement, Limits: pipeline.DeskLimits})
	})
	switch {
	case errors.Is(err, errAnswered):
		return
	case err != nil && wantsJSON(r):
		s.fail(w, r, http.StatusBadRequest, err.Error())
		return
	case err != nil: // told beside the statement, which stays to be mended
		page.Error = err.Error()
		s.show(w, r, http.StatusBadRequest, "sql.html", page)
		return
	}
	page.Quarter = reply.Quarter
	answer := result{Reply: reply, title: "查询结果", statement: statement}
	one := sheetOf(answer)
	switch {
	case format != "":
		s.export(w, r, answer, format)
	case wantsJSON(r):
		s.sendJSON(w, one)
	default:
		page.Answer = &one
		s.show(w, r, http.StatusOK, "sql.html", page)
	}
}

func (s *server) quarters() []string { return quartersOf(s.desk.Out) }

// quartersOf are the editions of an output folder, the newest first.
func quartersOf(out string) []string {
	var names []string
	list, _ := edition.List(out)
	for _, p := range slices.Backward(list) {
		names = append(names, p.Quarter)
	}
	return names
}

// figures lists what an edition published, each with a way to the rows behind it.
func (s *server) figures(w http.ResponseWriter, r *http.Request) {
	statement, err := queries.Figures()
	if err != nil {
		s.fail(w, r, http.StatusInternalServerError, err.Error())
		return
	}
	s.fixed(w, r, "公布的指标", statement, func(row []*string) string {
		return "/explain?" + url.Values{"quarter": {r.FormValue("quarter")}, "indicator": {*row[0]}, "unit": {*row[2]}, "as_of": {*row[3]}}.Encode()
	})
}

// fixed shows the answer to a statement of the program's own; link makes the
// first cell of a row a way to somewhere.
func (s *server) fixed(w http.ResponseWriter, r *http.Request, title, statement string, link func([]*string) string) {
	reply, ok := s.turn(w, r, title, func(ctx context.Context) (pipeline.Reply, error) {
		return s.desk.Answer(ctx, r.FormValue("quarter"), queries.Job{Statement: statement, Limits: pipeline.DeskLimits})
	})
	if !ok {
		return
	}
	reply.Governed = true
	answer := result{Reply: reply, title: title, statement: statement}
	one := sheetOf(answer)
	if format := r.FormValue("format"); format != "" {
		s.export(w, r, answer, format)
		return
	}
	if wantsJSON(r) {
		s.sendJSON(w, wholeSheet(answer))
		return
	}
	links := make([]string, len(one.Rows))
	for i := range one.Rows {
		if link != nil {
			links[i] = link(one.Rows[i])
		}
	}
	s.show(w, r, http.StatusOK, "fixed.html", struct {
		Quarters []string
		Answer   sheet
		Links    []string
	}{s.quarters(), one, links})
}

// explain shows how a figure came about.
func (s *server) explain(w http.ResponseWriter, r *http.Request) {
	unit := r.FormValue("unit")
	if unit == "" {
		unit = "全区"
	}
	var e pipeline.Explanation
	_, ok := s.turn(w, r, "explain "+r.FormValue("indicator"), func(ctx context.Context) (reply pipeline.Reply, err error) {
		if r.FormValue("indicator") == "" {
			return reply, errors.New("要写一个指标，如 indicator=supply_rate")
		}
		e, err = s.desk.Explain(ctx, r.FormValue("quarter"), r.FormValue("indicator"), unit, r.FormValue("as_of"))
		reply.Table, reply.Quarter = e.Rows, e.Quarter
		return reply, err
	})
	if !ok {
		return
	}
	if wantsJSON(r) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		if err := explainJSON(w, e); err != nil {
			s.log.Warn("answer not sent", "code", "send", "error", err.Error())
		}
		return
	}
	types := make([]string, len(e.Rows.Columns)) // none is said: cells line up left
	rows := sheetOf(result{Reply: pipeline.Reply{Answer: queries.Answer{Table: e.Rows, Types: types, Governed: true}, Quarter: e.Quarter}})
	s.show(w, r, http.StatusOK, "explain.html", struct {
		pipeline.Explanation
		Answer sheet
	}{e, rows})
}
