package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"tongbao/pipeline"
)

// site is the pages of the worked example.
type site struct {
	*httptest.Server
	s   *server
	out string
	log *lockedBuffer
}

// lockedBuffer is a log that several requests write.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func slogOf(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }

func openSite(t *testing.T, u *users) site {
	t.Helper()
	out, log := published(t), &lockedBuffer{}
	desk := pipeline.Desk{Out: out, Jail: jail()}.Resident(slots)
	s, err := newServer(desk, u, slogOf(log), func() time.Time { return time.Unix(1700000000, 0) })
	if err != nil {
		t.Fatal(err)
	}
	h := httptest.NewServer(s.handler())
	t.Cleanup(h.Close)
	return site{h, s, out, log}
}

// ask sends one request; change may alter it.
func (x site) ask(t *testing.T, method, path, body string, change ...func(*http.Request)) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, x.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(body, "{") {
		r.Header.Set("Content-Type", "application/json")
	} else if body != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, c := range change {
		c(r)
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(b)
}

// TestPages opens every page and its JSON.
func TestPages(t *testing.T) {
	x := openSite(t, nil)
	for _, c := range []struct{ path, kind, says string }{
		{"/", "text/html", "2024年第二季度"}, {"/api/editions", "application/json", `"quarter": "2024Q2"`},
		{"/editions/2024Q2/bulletin.pdf", "application/pdf", "%PDF"}, {"/editions/2024Q2/figures.csv", "text/csv", "69.751807"},
		{"/editions/2024Q2/dashboard.html", "text/html", "<!"}, {"/editions/2024Q2/annex.xlsx", "spreadsheetml", "PK"}, {"/editions/2024Q2/manifest.json", "application/json", "sha256"},
		{"/figures", "text/html", "/explain?"}, {"/api/figures", "application/json", "69.751807"},
		{"/explain?indicator=supply_rate&unit=" + url.QueryEscape("高庄街道"), "text/html", "核销调整台账.csv"}, {"/api/explain?indicator=supply_rate", "application/json", `"value": "69.751807"`},
		{"/ask", "text/html", "达到目标最少要供哪些地块"}, {"/api/ask", "application/json", `"name": "plan"`},
		{"/ask/1", "text/html", "69.751807"}, {"/ask/supply_rate?unit=" + url.QueryEscape("高庄街道"), "text/html", "77.392460"},
		{"/api/ask/forecast", "application/json", "非发布口径"}, {"/ask/forecast", "text/html", "非发布口径"}, {"/ask/1?format=csv", "text/csv", "\ufeff单位,"},
		{"/sql", "text/html", "<textarea"}, {"/schema", "text/html", "供地率"}, {"/api/schema", "application/json", "supply_rate"}, {"/web/app.js", "text/javascript", "use strict"}, {"/web/style.css", "text/css", "body"},
	} {
		answer, body := x.ask(t, "GET", c.path, "")
		if answer.StatusCode != 200 || !strings.Contains(answer.Header.Get("Content-Type"), c.kind) || !strings.Contains(body, c.says) {
			t.Errorf("%s: %s %s %.300s", c.path, answer.Status, answer.Header.Get("Content-Type"), body)
		}
		if answer.Header.Get("X-Content-Type-Options") != "nosniff" || answer.Header.Get("X-Frame-Options") != "DENY" || !strings.Contains(answer.Header.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
			t.Errorf("%s: %v", c.path, answer.Header)
		}
		if strings.HasPrefix(c.kind, "text/html") && strings.Contains(body, "ZgotmplZ") {
			t.Errorf("%s: a template refused a value", c.path)
		}
		if strings.HasPrefix(c.kind, "application/json") && !json.Valid([]byte(body)) {
			t.Errorf("%s is no JSON", c.path)
		}
	}
	if !strings.Contains(x.log.String(), "code=query what=\"ask supply_rate\" edition=2024Q2 ms=0 rows=1") {
		t.Errorf("log: %s", x.log)
	}
}

// TestNothingBesideTheEditions: no path leads to a file that is none of an edition's.
func TestNothingBesideTheEditions(t *testing.T) {
	x := openSite(t, nil)
	if err := os.Symlink("/etc/hostname", filepath.Join(x.out, "editions/2024Q2/link.csv")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(x.out, "secret.csv"), []byte("secret"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/editions/2024Q2/link.csv", "/editions/2024Q2/%2e%2e/%2e%2e/secret.csv", "/editions/2024Q2/..%2f..%2fsecret.csv", "/editions/..%2fsecret.csv/x.csv", "/editions/../secret.csv",
		"/editions/2024Q2//secret.csv", "/editions/2024Q2/%00.csv", "/editions/2024Q2/.", "/editions/2024Q2/", "/editions/2024Q2/ledger.duckdb.wal", "/editions/2024Q2/figures.csv%00.pdf", "/editions/2023Q4/figures.csv",
		"/editions/.lock/x.csv", "/web/..%2fserver.go", "/web/index.html", "/web/", "/secret.csv", "/.lock", "/api/", "/debug/pprof/"} {
		answer, body := x.ask(t, "GET", path, "")
		if answer.StatusCode == 200 || strings.Contains(body, "secret\n") || body == "secret" {
			t.Errorf("%s: %s %.100s", path, answer.Status, body)
		}
	}
	for _, method := range []string{"PUT", "DELETE", "PATCH", "POST"} {
		if answer, _ := x.ask(t, method, "/editions/2024Q2/figures.csv", ""); answer.StatusCode < 400 {
			t.Errorf("%s: %s", method, answer.Status)
		}
	}
}

// TestStatementsOverHTTP: answers, refusals, exports; hostile text stays text.
func TestStatementsOverHTTP(t *testing.T) {
	x := openSite(t, nil)
	answer, body := x.ask(t, "POST", "/api/sql", `{"statement": "SELECT 0.10 AS a, NULL AS b, '<i>' AS c"}`)
	var one sheet
	if err := json.Unmarshal([]byte(body), &one); err != nil || answer.StatusCode != 200 || *one.Rows[0][0] != "0.10" || one.Rows[0][1] != nil || one.Governed || one.Notice == "" || one.Quarter != "2024Q2" {
		t.Errorf("%s %s", answer.Status, body)
	}
	form := url.Values{"q": {`SELECT '<script>alert(1)</script>' AS "<b>"`}}.Encode()
	if _, body = x.ask(t, "POST", "/sql", form); strings.Contains(body, "<script>alert") || strings.Contains(body, "<b>") || !strings.Contains(body, "&lt;script&gt;alert(1)") {
		t.Errorf("%s", body)
	}
	for _, statement := range []string{"DROP TABLE fact.batch", "SELECT * FROM read_text('/etc/hostname')", "SELECT 1; SELECT 2", ""} {
		if answer, body = x.ask(t, "POST", "/sql", url.Values{"q": {statement}}.Encode()); answer.StatusCode != 400 || !strings.Contains(body, "语句不能执行") {
			t.Errorf("%s: %s %s", statement, answer.Status, body)
		}
	}
	if answer, body = x.ask(t, "POST", "/sql", url.Values{"q": {"SELECT range AS n FROM range(5000)"}, "format": {"csv"}}.Encode()); strings.Count(body, "\n") != 5001 || !strings.Contains(answer.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("%d lines, %v", strings.Count(body, "\n"), answer.Header)
	}
	if _, body = x.ask(t, "POST", "/sql", url.Values{"q": {"SELECT range AS n FROM range(5000)"}}.Encode()); !strings.Contains(body, "网页只列前2000行，共5000行") {
		t.Error("the page does not say that it was cut")
	}
	if answer, _ = x.ask(t, "POST", "/sql", url.Values{"q": {strings.Repeat("x", 200<<10)}}.Encode()); answer.StatusCode != 400 {
		t.Errorf("a body too long: %s", answer.Status)
	}
	if answer, _ = x.ask(t, "GET", "/sql?q=SELECT+1", ""); answer.StatusCode != 200 || strings.Contains(x.log.String(), "SELECT 1") {
		t.Error("an address ran a statement")
	}
}

// TestOtherSites: a page elsewhere can make no statement run, nor reach the
// pages under a name of its own.
func TestOtherSites(t *testing.T) {
	x := openSite(t, nil)
	for header, value := range map[string]string{"Origin": "http://evil.example", "Sec-Fetch-Site": "cross-site"} {
		answer, body := x.ask(t, "POST", "/api/sql", `{"statement": "SELECT 1 AS a"}`, func(r *http.Request) { r.Header.Set(header, value) })
		if answer.StatusCode != http.StatusForbidden {
			t.Errorf("%s: %s %s", header, answer.Status, body)
		}
	}
	answer, _ := x.ask(t, "GET", "/api/editions", "", func(r *http.Request) { r.Host = "evil.example:8420" })
	if answer.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("another name: %s", answer.Status)
	}
}

// TestServeRefuses what must not be opened, and says why.
func TestServeRefuses(t *testing.T) {
	out, dir := published(t), t.TempDir()
	file := func(text string) string {
		path := filepath.Join(dir, "users")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	tongbao(t, "serve").says(t, exitUsage, "--out")
	tongbao(t, "serve", "--out", filepath.Join(dir, "none")).says(t, exitFailed, "none")
	tongbao(t, "serve", "--out", out, "--listen", "0.0.0.0:0").says(t, exitUsage, "--users")
	tongbao(t, "serve", "--out", out, "--listen", ":0").says(t, exitUsage, "--users")
	tongbao(t, "serve", "--out", out, "--listen", "8420").says(t, exitUsage, "127.0.0.1:8420")
	tongbao(t, "serve", "--out", out, "--users", file("张三:password:分析")).says(t, exitFailed, "第1行", "bcrypt")
	tongbao(t, "serve", "--out", out, "--users", file("张三:x:管理")).says(t, exitFailed, "管理")
	tongbao(t, "serve", "--out", out, "--users", file("张三")).says(t, exitFailed, "第1行")
	tongbao(t, "serve", "--out", out, "--users", file("# 无\n")).says(t, exitFailed, "没有用户")
	tongbao(t, "serve", "--out", out, "--users", file("张三:-:分析\n张三:-:查看")).says(t, exitFailed, "第2行", "两次")
	shared := file("张三:-:分析")
	if err := os.Chmod(shared, 0o644); err != nil {
		t.Fatal(err)
	}
	tongbao(t, "serve", "--out", out, "--users", shared).says(t, exitFailed, "chmod 600")
	if err := os.Chmod(shared, 0o600); err != nil {
		t.Fatal(err)
	}
	settings := func(text string) string {
		write(t, "tongbao.toml", "[serve]\n"+text)(dir)
		return filepath.Join(dir, "tongbao.toml")
	}
	tongbao(t, "serve", "--out", out, "--config", settings("listen = \"0.0.0.0:0\"\n")).says(t, exitUsage, "serve.users")
	tongbao(t, "serve", "--out", out, "--config", settings("listen = \"127.0.0.1:0\"\ntrusted_proxies = [\"10.0.0.1\"]\n")).says(t, exitUsage, "serve.users")
	tongbao(t, "serve", "--out", out, "--users", shared, "--config", settings("listen = \"127.0.0.1:0\"\ntrusted_proxies = [\"proxy\"]\n")).says(t, exitFailed, "proxy", "10.1.2.3/32")
	tongbao(t, "serve", "--out", out, "--config", settings("port = 1\n")).says(t, exitFailed, "serve.port")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	tongbao(t, "serve", "--out", out, "--listen", l.Addr().String()).says(t, exitFailed, l.Addr().String())
}

// TestServeStops: a signal ends it with what runs finished, status 0.
func TestServeStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var stderr lockedBuffer
	ended := make(chan int)
	go func() {
		ended <- Main(ctx, world{out: io.Discard, err: &stderr}, []string{"serve", "--out", published(t), "--listen", "127.0.0.1:0"})
	}()
	for !strings.Contains(stderr.String(), "http://127.0.0.1:") {
		time.Sleep(10 * time.Millisecond)
	}
	cancel()
	if status := <-ended; status != exitDone || !strings.Contains(stderr.String(), "已停止") {
		t.Errorf("%d %s", status, stderr.String())
	}
}
