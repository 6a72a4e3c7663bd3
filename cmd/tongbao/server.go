package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"tongbao/pipeline"
	"tongbao/pipeline/edition"
)

// server is the pages over one output folder. It writes nothing but the records
// and editions of drafts that a user signs.
type server struct {
	desk  pipeline.Desk
	users *users
	log   *slog.Logger
	now   func() time.Time
	pages *template.Template
	// local says that only this machine can connect.
	local bool
	// proxies are the reverse proxies whose word on the user is taken, in a header.
	proxies    []netip.Prefix
	userHeader string
	sessions   sessions
	// holder says who holds an output folder while a draft is signed; nil: nobody may.
	holder func() edition.Holder
	// slow is how long the parts of a request may take.
	slow timeouts
	// slots bound how many readers' statements run at once, ours how many of the
	// program's own; the others wait their turn. A slow statement holds up no question.
	slots, ours chan struct{}
	// most is how many statements a reader may put in a minute.
	most    int
	visits  visits
	asked   asked // for /metrics
	patient time.Duration
}

const (
	slots           = 2
	perMinute       = 60 // statements and sign-ins of one address
	longestBody     = 128 << 10
	defaultPatience = 10 * time.Second
)

func newServer(desk pipeline.Desk, u *users, log *slog.Logger, now func() time.Time) (*server, error) {
	pages, err := template.New("").Funcs(template.FuncMap{"size": sizeText, "called": called}).ParseFS(web, "web/*.html")
	if err != nil {
		return nil, err
	}
	return &server{desk: desk, users: u, log: log, now: now, pages: pages, local: true, slots: make(chan struct{}, slots), ours: make(chan struct{}, slots), most: perMinute,
		visits: visits{seen: map[string]int{}}, patient: defaultPatience, sessions: sessions{open: map[[32]byte]session{}},
		slow: timeouts{header: 5 * time.Second, body: 15 * time.Second, answer: 2 * time.Minute, idle: time.Minute}}, nil
}

type timeouts struct{ header, body, answer, idle time.Duration }

// handler is every page behind the guards.
func (s *server) handler() http.Handler {
	m := http.NewServeMux()
	m.HandleFunc("GET /{$}", s.index)
	m.HandleFunc("GET /api/editions", s.index)
	m.HandleFunc("GET /editions/{quarter}/{file...}", s.file)
	m.HandleFunc("GET /figures", s.figures)
	m.HandleFunc("GET /api/figures", s.figures)
	m.HandleFunc("GET /explain", s.explain)
	m.HandleFunc("GET /api/explain", s.explain)
	m.HandleFunc("GET /ask", s.questions)
	m.HandleFunc("GET /api/ask", s.questions)
	m.HandleFunc("GET /ask/{name}", s.ask)
	m.HandleFunc("GET /api/ask/{name}", s.ask)
	m.HandleFunc("GET /sql", s.analyst(s.sql))
	m.HandleFunc("POST /sql", s.analyst(s.sql))
	m.HandleFunc("POST /api/sql", s.analyst(s.sql))
	m.HandleFunc("GET /schema", s.analyst(s.schema))
	m.HandleFunc("GET /api/schema", s.analyst(s.schema))
	m.HandleFunc("GET /drafts", s.publisher(s.drafts))
	m.HandleFunc("GET /drafts/{quarter}/{file...}", s.publisher(s.draftFile))
	m.HandleFunc("POST /drafts/{quarter}", s.publisher(s.signDraft))
	m.HandleFunc("GET /login", func(w http.ResponseWriter, r *http.Request) {
		s.show(w, r, http.StatusOK, "login.html", signin{Next: "/"})
	})
	m.HandleFunc("POST /login", s.login)
	m.HandleFunc("POST /logout", s.logout)
	m.HandleFunc("GET /web/{file}", s.asset)
	m.HandleFunc("GET /metrics", s.metrics)
	m.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.fail(w, r, http.StatusNotFound, "没有这一页") })
	// What changes nothing may be asked from anywhere; what carries a statement
	// only from a page of this server.
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, http.StatusForbidden, "请求来自别的网站，没有执行")
	}))
	return s.health(s.guard(cross.Handler(m)))
}

// pageHeaders keep a page to itself: nothing from elsewhere, in nobody's frame.
var pageHeaders = map[string]string{
	"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
	"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store",
}

// policy is what a page may load: this server's own files, and the styles that
// the editor writes under this request's nonce.
func policy(nonce string) string {
	return "default-src 'none'; style-src 'self' 'nonce-" + nonce + "'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
}

type userKey struct{}

type nonceKey struct{}

// guard sets the headers, refuses a name that this server does not go by (a page
// elsewhere may point its own name here), bounds bodies and asks who is there.
func (s *server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for k, v := range pageHeaders {
			w.Header().Set(k, v)
		}
		nonce := rand.Text()
		w.Header().Set("Content-Security-Policy", policy(nonce))
		r = r.WithContext(context.WithValue(r.Context(), nonceKey{}, nonce))
		r.Body = http.MaxBytesReader(w, r.Body, longestBody)
		// Where passwords are asked for, another name brings nobody in.
		if s.local && s.users == nil && !loopback(hostOf(r.Host)) {
			s.fail(w, r, http.StatusMisdirectedRequest, "请用 127.0.0.1 或 localhost 打开")
			return
		}
		r, ok := s.identify(w, r)
		if !ok {
			return
		}
		next.ServeHTTP(w, r)
	})
}

// analyst lets those through who may write statements of their own.
func (s *server) analyst(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !s.mayAsk(r) {
			s.fail(w, r, http.StatusForbidden, "查看角色不能写查询，可以用常用问题")
			return
		}
		next(w, r)
	}
}

func (s *server) mayAsk(r *http.Request) bool { return s.may(r, "分析") }

// may says whether who asks has a role; without users everybody has each.
func (s *server) may(r *http.Request, role string) bool {
	u, ok := r.Context().Value(userKey{}).(user)
	return s.users == nil || ok && u.may(role)
}

func hostOf(address string) string {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = address
	}
	return strings.Trim(host, "[]")
}

// visits counts what each address asked in the current minute.
type visits struct {
	mu     sync.Mutex
	minute int64
	seen   map[string]int
}

func (v *visits) allow(now time.Time, who string, most int) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if minute := now.Unix() / 60; minute != v.minute {
		v.minute = minute
		clear(v.seen)
	}
	v.seen[who]++
	return v.seen[who] <= most
}

// turn waits for one of the slots, runs and logs what it took. What went wrong
// is answered here; false says that nothing is left to say.
func (s *server) turn(w http.ResponseWriter, r *http.Request, what string, run func(ctx context.Context) (pipeline.Reply, error)) (pipeline.Reply, bool) {
	reply, err := s.queue(w, r, s.ours, what, run)
	switch {
	case errors.Is(err, errAnswered):
		return reply, false
	case err != nil:
		s.fail(w, r, http.StatusBadRequest, err.Error())
		return reply, false
	}
	return reply, true
}

// errAnswered says that the reader has been told already.
var errAnswered = errors.New("answered")

func (s *server) queue(w http.ResponseWriter, r *http.Request, turns chan struct{}, what string, run func(ctx context.Context) (pipeline.Reply, error)) (pipeline.Reply, error) {
	u, known := r.Context().Value(userKey{}).(user)
	who := s.client(r)
	if known {
		who = "用户 " + u.name
	}
	if !s.visits.allow(s.now(), who, s.most) {
		s.fail(w, r, http.StatusTooManyRequests, "提问太多，请过一分钟再试")
		return pipeline.Reply{}, errAnswered
	}
	wait := time.NewTimer(s.patient)
	defer wait.Stop()
	select {
	case turns <- struct{}{}:
		defer func() { <-turns }()
	case <-wait.C:
		s.fail(w, r, http.StatusServiceUnavailable, "正忙，请稍后再试")
		return pipeline.Reply{}, errAnswered
	case <-r.Context().Done():
		return pipeline.Reply{}, errAnswered
	}
	start := s.now()
	reply, err := run(r.Context())
	s.asked.add(err, s.now().Sub(start))
	attributes := []any{"code", "query", "what", what, "edition", reply.Quarter, "ms", s.now().Sub(start).Milliseconds(), "rows", reply.Len(), "from", s.client(r)}
	if known {
		attributes = append(attributes, "user", u.name)
	}
	if err != nil {
		s.log.Warn("query failed", append(attributes, "error", err.Error())...)
		return reply, err
	}
	s.log.Info("query", attributes...)
	return reply, nil
}

// fail answers with a message, as a page or as JSON.
func (s *server) fail(w http.ResponseWriter, r *http.Request, status int, message string) {
	if wantsJSON(r) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.WriteHeader(status)
		json.NewEncoder(w).Encode(struct {
			Error string `json:"error"`
		}{message})
		return
	}
	s.show(w, r, status, "error.html", struct{ Message string }{message})
}

func wantsJSON(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, "/api/") }

// show writes a page; its data is rendered whole before a byte leaves.
func (s *server) show(w http.ResponseWriter, r *http.Request, status int, page string, data any) {
	var b strings.Builder
	u, _ := r.Context().Value(userKey{}).(user)
	err := s.pages.ExecuteTemplate(&b, page, struct {
		Data      any
		Path      string
		Analyst   bool
		Publisher bool
		User      string
		Nonce     string
	}{data, r.URL.Path, s.mayAsk(r), s.may(r, "发布") && len(s.draftsOf()) > 0, u.name, fmt.Sprint(r.Context().Value(nonceKey{}))})
	if err != nil {
		s.log.Error("page failed", "code", "page", "page", page, "error", err.Error())
		http.Error(w, "网页出错", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	fmt.Fprint(w, b.String())
}

func (s *server) sendJSON(w http.ResponseWriter, data any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(data); err != nil {
		s.log.Warn("answer not sent", "code", "send", "error", err.Error())
	}
}

// called is an edition's file as people call it.
func called(file string) string {
	names := map[string]string{"bulletin.pdf": "季通报", "dashboard.html": "看板", "annex.xlsx": "附表", "figures.csv": "全部指标", "rankings.csv": "排名",
		"bulletin.docx": "季通报（Word）", "corrections.csv": "修订的数", "findings.csv": "核查发现", "refused.csv": "退回的行", "ledger.duckdb": "数据库"}
	if name, ok := names[file]; ok {
		return name
	}
	return file
}

func sizeText(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%d KB", n>>10)
	}
	return fmt.Sprintf("%d B", n)
}
