package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/bcrypt"

	"tongbao/pipeline/edition"
)

// threeUsers are one of each role, of the same password, and one whom only a
// proxy lets in.
func threeUsers(t *testing.T) *users {
	t.Helper()
	hash, err := bcrypt.GenerateFromPassword([]byte("correct horse"), bcrypt.DefaultCost)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "users")
	if err := os.WriteFile(path, fmt.Appendf(nil, "# 用户\n张三:%s:分析\n李四:%s:查看\n王五:%s:发布\n赵六:-:分析\n", hash, hash, hash), 0o600); err != nil {
		t.Fatal(err)
	}
	u, err := readUsers(path)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func as(name string) func(*http.Request) {
	return func(r *http.Request) { r.SetBasicAuth(name, "correct horse") }
}

// TestRoles: who may see what; without a password nothing is read.
func TestRoles(t *testing.T) {
	x := openSite(t, threeUsers(t))
	wrong := func(r *http.Request) { r.SetBasicAuth("张三", "wrong") }
	unknown := func(r *http.Request) { r.SetBasicAuth("孙七", "correct horse") }
	statement := `{"statement": "SELECT 1 AS a"}`
	for _, c := range []struct {
		method, path, body string
		who                func(*http.Request)
		status             int
	}{
		{"GET", "/", "", wrong, 401}, {"GET", "/", "", unknown, 401}, {"GET", "/", "", as("赵六"), 401}, {"GET", "/", "", as("张三"), 200}, {"GET", "/", "", as("李四"), 200},
		{"POST", "/api/sql", statement, as("张三"), 200}, {"POST", "/api/sql", statement, as("李四"), 403}, {"POST", "/api/sql", statement, as("王五"), 200},
		{"GET", "/schema", "", as("李四"), 403}, {"GET", "/ask/1", "", as("李四"), 200}, {"GET", "/editions/2024Q2/ledger.duckdb", "", as("李四"), 403}, {"GET", "/editions/2024Q2/ledger.duckdb", "", as("张三"), 200},
		{"GET", "/drafts", "", as("李四"), 403}, {"GET", "/drafts", "", as("张三"), 403}, {"GET", "/drafts", "", as("王五"), 200}, {"POST", "/drafts/2024Q2", "do=approve", as("张三"), 403},
	} {
		if answer, body := x.ask(t, c.method, c.path, c.body, c.who); answer.StatusCode != c.status {
			t.Errorf("%s: %s, want %d: %.200s", c.path, answer.Status, c.status, body)
		}
	}
	for _, path := range []string{"/", "/api/editions", "/editions/2024Q2/figures.csv", "/editions/2024Q2/bulletin.pdf", "/figures", "/api/figures", "/explain?indicator=supply_rate", "/api/explain?indicator=supply_rate",
		"/ask", "/api/ask", "/ask/1", "/api/ask/1", "/sql", "/schema", "/api/schema", "/drafts", "/drafts/2024Q2/figures.csv", "/none", "/web/../editions/2024Q2/figures.csv", "//", "/login/../figures"} {
		answer, body := x.ask(t, "GET", path, "")
		if answer.StatusCode != 401 && answer.StatusCode/100 != 3 || strings.Contains(body, "69.75") || strings.Contains(body, "2024年") {
			t.Errorf("%s without a password: %s %.200s", path, answer.Status, body)
		}
	}
	for _, path := range []string{"/sql", "/api/sql", "/drafts/2024Q2", "/logout"} {
		if answer, _ := x.ask(t, "POST", path, "q=SELECT+1"); answer.StatusCode != 401 {
			t.Errorf("POST %s without a password: %s", path, answer.Status)
		}
	}
	if !strings.Contains(x.log.String(), "user=张三") || strings.Contains(x.log.String(), "horse") {
		t.Errorf("log: %s", x.log)
	}
}

// TestSessions: signing in, what the cookie is like, its end by time and by word.
func TestSessions(t *testing.T) {
	x := openSite(t, threeUsers(t))
	now := time.Unix(1700000000, 0)
	x.s.now = func() time.Time { return now }
	signIn := func(name, password, next string) (*http.Response, string) {
		return x.ask(t, "POST", "/login", url.Values{"user": {name}, "password": {password}, "next": {next}}.Encode())
	}
	if answer, body := signIn("张三", "wrong", "/sql"); answer.StatusCode != 401 || len(answer.Cookies()) > 0 || !strings.Contains(body, "用户或口令不对") {
		t.Errorf("%s %v", answer.Status, answer.Cookies())
	}
	answer, _ := signIn("张三", "correct horse", "/sql")
	if answer.StatusCode != 303 || answer.Header.Get("Location") != "/sql" || len(answer.Cookies()) != 1 {
		t.Fatalf("%s %v", answer.Status, answer.Header)
	}
	cookie := answer.Cookies()[0]
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.Path != "/" || len(cookie.Value) < 32 || cookie.Secure {
		t.Errorf("%+v", cookie)
	}
	with := func(r *http.Request) { r.AddCookie(cookie) }
	opens := func(what string, want int) {
		t.Helper()
		if answer, _ := x.ask(t, "GET", "/figures", "", with); answer.StatusCode != want {
			t.Errorf("%s: %s, want %d", what, answer.Status, want)
		}
	}
	opens("signed in", 200)
	now = now.Add(sessionIdle)
	opens("after a pause", 200)
	now = now.Add(sessionIdle + time.Second)
	opens("after too long a pause", 401)
	answer, _ = signIn("张三", "correct horse", "/")
	cookie = answer.Cookies()[0]
	for range int(sessionLife / time.Hour) {
		now = now.Add(time.Hour)
		opens("at work all day", 200)
	}
	now = now.Add(time.Hour)
	opens("the next day", 401)
	answer, _ = signIn("张三", "correct horse", "/")
	cookie = answer.Cookies()[0]
	if answer, _ := x.ask(t, "POST", "/logout", "", with, func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }); answer.StatusCode != 403 {
		t.Errorf("signed out by another site: %s", answer.Status)
	}
	if answer, _ := x.ask(t, "POST", "/logout", "", with); answer.StatusCode != 303 || answer.Cookies()[0].MaxAge >= 0 {
		t.Errorf("%s %v", answer.Status, answer.Cookies())
	}
	opens("signed out", 401)
	for _, next := range []string{"https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""} {
		now = now.Add(time.Minute)
		if answer, _ := signIn("张三", "correct horse", next); answer.Header.Get("Location") != "/" {
			t.Errorf("%q leads to %q", next, answer.Header.Get("Location"))
		}
	}
	now = now.Add(time.Minute)
	for i := range signinsMinute + 1 {
		answer, _ := signIn("李四", "guess", "/")
		if want := map[bool]int{true: 401, false: 429}[i < signinsMinute]; answer.StatusCode != want {
			t.Errorf("try %d: %s", i, answer.Status)
		}
	}
}

// TestPasswordsTakeAlike: an unknown name costs one comparison as a known one
// does, and what is known right costs none.
func TestPasswordsTakeAlike(t *testing.T) {
	u := threeUsers(t)
	compared := 0
	u.compare = func(hash, password []byte) error {
		compared++
		if cost, err := bcrypt.Cost(hash); err != nil || cost != bcrypt.DefaultCost {
			t.Errorf("compared with a hash of cost %d: %v", cost, err)
		}
		return bcrypt.CompareHashAndPassword(hash, password)
	}
	for _, c := range []struct {
		name, password string
		comparisons    int
		ok             bool
	}{
		{"孙七", "correct horse", 1, false}, {"张三", "wrong", 1, false}, {"赵六", "", 1, false}, {"赵六", "-", 1, false}, {"", "", 1, false},
		{"张三", "correct horse", 1, true}, {"张三", "correct horse", 0, true}, {"张三", "correct horsf", 1, false}, {"李四", "correct horse", 1, true},
	} {
		compared = 0
		if found, ok := u.admit(c.name, c.password); ok != c.ok || compared != c.comparisons || ok && found.name != c.name {
			t.Errorf("%s %s: %v after %d comparisons", c.name, c.password, ok, compared)
		}
	}
}

// TestProxyHeader: the user that a proxy names counts from that proxy alone.
func TestProxyHeader(t *testing.T) {
	x := openSite(t, threeUsers(t))
	x.s.userHeader = "X-Remote-User"
	named := func(name string) func(*http.Request) {
		return func(r *http.Request) {
			r.Header.Set("X-Remote-User", name)
			r.Header.Set("X-Forwarded-For", "6.6.6.6, 192.0.2.7")
			r.Header.Set("X-Forwarded-Proto", "https")
		}
	}
	if answer, _ := x.ask(t, "GET", "/", "", named("赵六")); answer.StatusCode != 401 {
		t.Errorf("from anywhere: %s", answer.Status)
	}
	x.s.proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	if answer, _ := x.ask(t, "GET", "/schema", "", named("赵六")); answer.StatusCode != 200 {
		t.Errorf("from the proxy: %s", answer.Status)
	}
	if !strings.Contains(x.log.String(), "from=192.0.2.7") || strings.Contains(x.log.String(), "6.6.6.6") {
		t.Errorf("log: %s", x.log)
	}
	if answer, _ := x.ask(t, "GET", "/schema", "", named("李四")); answer.StatusCode != 403 {
		t.Errorf("another role: %s", answer.Status)
	}
	if answer, _ := x.ask(t, "GET", "/", "", named("孙七")); answer.StatusCode != 403 {
		t.Errorf("an unknown user: %s", answer.Status)
	}
	if answer, _ := x.ask(t, "GET", "/", ""); answer.StatusCode != 401 {
		t.Errorf("no user: %s", answer.Status)
	}
	answer, _ := x.ask(t, "POST", "/login", url.Values{"user": {"张三"}, "password": {"correct horse"}}.Encode(), func(r *http.Request) { r.Header.Set("X-Forwarded-Proto", "https") })
	if c := answer.Cookies(); len(c) != 1 || !c[0].Secure {
		t.Errorf("over https the cookie is %v", c)
	}
}

// TestDraftPages: 发布 looks at a draft, one approves it, another publishes it.
func TestDraftPages(t *testing.T) {
	out, _ := drafted(t)
	x := openSite(t, threeUsers(t))
	x.s.desk.Out = out
	x.s.holder = func() edition.Holder {
		return edition.Holder{PID: os.Getpid(), Host: "这里", Since: time.Unix(1720000000, 0)}
	}
	x.s.users.list["钱八"] = user{name: "钱八", role: "发布", hash: x.s.users.list["王五"].hash}
	if _, body := x.ask(t, "GET", "/drafts", "", as("王五")); !strings.Contains(body, "2024年第二季度") || !strings.Contains(body, "审核通过") || strings.Contains(body, "签发并发布") {
		t.Errorf("%s", body)
	}
	for path, kind := range map[string]string{"/drafts/2024Q2/bulletin.pdf": "application/pdf", "/drafts/2024Q2/preview.pdf": "application/pdf", "/drafts/2024Q2/figures.csv": "text/csv"} {
		if answer, _ := x.ask(t, "GET", path, "", as("王五")); answer.StatusCode != 200 || !strings.Contains(answer.Header.Get("Content-Type"), kind) {
			t.Errorf("%s: %s %v", path, answer.Status, answer.Header)
		}
		if answer, _ := x.ask(t, "GET", path, "", as("张三")); answer.StatusCode != 403 {
			t.Errorf("%s for 分析: %s", path, answer.Status)
		}
	}
	do := func(who, what string, want int, says string) {
		t.Helper()
		if answer, body := x.ask(t, "POST", "/drafts/2024Q2", "do="+what, as(who)); answer.StatusCode != want || !strings.Contains(body, says) {
			t.Errorf("%s by %s: %s %s", what, who, answer.Status, body)
		}
	}
	do("王五", "publish", 409, "还没有审核")
	do("王五", "burn", 400, "只能审核或签发")
	if answer, _ := x.ask(t, "POST", "/drafts/2024Q2", "do=approve", as("王五"), func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") }); answer.StatusCode != 403 {
		t.Errorf("approved from another site: %s", answer.Status)
	}
	do("王五", "approve", 200, "已审核")
	do("王五", "publish", 409, "另一个人")
	do("钱八", "publish", 200, "已签发并发布")
	tongbao(t, "verify", "--out", out).says(t, exitDone)
	if s, err := edition.ReadSignoff(filepath.Join(out, "editions/2024Q2")); err != nil || s.Steps[1].By != "王五" || s.Steps[2].By != "钱八" {
		t.Errorf("%+v %v", s, err)
	}
	x.s.users = nil // at one's own machine drafts are seen, and not signed
	if answer, _ := x.ask(t, "GET", "/drafts", ""); answer.StatusCode != 200 {
		t.Errorf("%s", answer.Status)
	}
	if answer, _ := x.ask(t, "POST", "/drafts/2024Q2", "do=approve"); answer.StatusCode != 403 {
		t.Errorf("signed by nobody: %s", answer.Status)
	}
}

// TestRateOfQuestions: one address, or one user, that asks too much is refused for a minute.
func TestRateOfQuestions(t *testing.T) {
	v := visits{seen: map[string]int{}}
	for i := range perMinute {
		if !v.allow(time.Unix(60, 0), "10.0.0.1", perMinute) {
			t.Fatalf("refused at %d", i)
		}
	}
	if v.allow(time.Unix(119, 0), "10.0.0.1", perMinute) || !v.allow(time.Unix(120, 0), "10.0.0.1", perMinute) || !v.allow(time.Unix(120, 0), "10.0.0.2", perMinute) {
		t.Error("a minute's count does not hold, or holds too long")
	}
}

// wire is the server at a bare connection, with little patience.
func wire(t *testing.T) (address string, x site) {
	t.Helper()
	x = openSite(t, nil)
	x.s.slow = timeouts{header: 300 * time.Millisecond, body: 600 * time.Millisecond, answer: 20 * time.Second, idle: 300 * time.Millisecond}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- x.s.serve(ctx, l) }()
	t.Cleanup(func() {
		cancel()
		<-ended
	})
	return l.Addr().String(), x
}

// say sends bytes as they are and hears all that comes back until the server
// closes, or says nothing for three seconds.
func say(t *testing.T, address, text string) (heard string, closed bool) {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	go io.WriteString(c, text)
	c.SetReadDeadline(time.Now().Add(3 * time.Second))
	b, err := io.ReadAll(c)
	return string(b), err == nil || strings.Contains(err.Error(), "reset")
}

// TestSlowAndLarge: who dawdles over a header or a body is cut off, and what is
// too long is refused.
func TestSlowAndLarge(t *testing.T) {
	address, _ := wire(t)
	for name, text := range map[string]string{
		"half a header":  "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ",
		"nothing":        "",
		"half a body":    "POST /sql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 500\r\n\r\nq=SELECT",
		"an idle reader": "GET /web/style.css HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
	} {
		if heard, closed := say(t, address, text); !closed || name != "an idle reader" && strings.Contains(heard, "200 OK") {
			t.Errorf("%s: open still; heard %.200q", name, heard)
		}
	}
	for name, c := range map[string]struct{ text, says string }{
		"headers": {"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: " + strings.Repeat("a", 200<<10) + "\r\n\r\n", " 431 "},
		"body":    {"POST /api/sql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 300000\r\n\r\n{\"statement\": \"" + strings.Repeat("a", 300000), " 400 "},
		"chunks":  {"POST /api/sql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n30000\r\n{\"statement\": \"" + strings.Repeat("a", 0x30000-15) + "\r\n0\r\n\r\n", " 400 "},
	} {
		if heard, _ := say(t, address, c.text); !strings.HasPrefix(heard, "HTTP/1.1"+c.says) {
			t.Errorf("%s: %.200q", name, heard)
		}
	}
}

// TestSmuggling: a request of two readings is refused, or read in the one way
// that the standard gives; never is a second one made of its body.
func TestSmuggling(t *testing.T) {
	address, x := wire(t)
	const head = "POST /api/sql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
	const hidden = "GET /api/editions HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
	for name, text := range map[string]string{
		"two lengths":              head + "Content-Length: 4\r\nContent-Length: 90\r\n\r\nabcd" + hidden,
		"lengths in a list":        head + "Content-Length: 4, 90\r\n\r\nabcd" + hidden,
		"a signed length":          head + "Content-Length: +4\r\n\r\nabcd" + hidden,
		"an unknown coding":        head + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + hidden,
		"a blank before the colon": head + "Transfer-Encoding : chunked\r\nContent-Length: 4\r\n\r\nabcd" + hidden,
		"two codings":              head + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + hidden,
		"a folded header":          head + "X-A: 1\r\n Transfer-Encoding: chunked\r\n\tContent-Length: 4\r\n: x\r\n\r\nabcd" + hidden,
		"a blank in a name":        head + "Content Length: 4\r\n\r\nabcd" + hidden,
		"a bad chunk":              head + "Transfer-Encoding: chunked\r\n\r\nzz\r\nabcd\r\n0\r\n\r\n" + hidden,
		"no host":                  "GET /api/editions HTTP/1.1\r\n\r\n" + hidden,
		"two hosts":                "GET /api/editions HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n" + hidden,
		"a method of two words":    "GET /x HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"[:3] + " / / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" + hidden,
	} {
		heard, _ := say(t, address, text)
		if strings.Contains(heard, "200 OK") || strings.Contains(heard, "2024Q2") || strings.Count(heard, "HTTP/1.1 ") > 1 || !strings.HasPrefix(heard, "HTTP/1.1 4") && !strings.HasPrefix(heard, "HTTP/1.1 501") {
			t.Errorf("%s: %.300q", name, heard)
		}
	}
	// A length beside chunks: the chunks hold, so that what follows them is the next
	// request, and what the length alone would have swallowed is not lost.
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprint(c, head+"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n1d\r\n{\"statement\": \"SELECT 7 AS n\"\r\n1\r\n}\r\n0\r\n\r\n")
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(answer.Body); err != nil || answer.StatusCode != 200 || !strings.Contains(string(b), `"7"`) {
		t.Errorf("%s %s %v", answer.Status, b, err)
	}
	// An answer's headers hold no line that a parameter brought.
	recorded := httptest.NewRecorder()
	x.s.handler().ServeHTTP(recorded, httptest.NewRequest("GET", "http://127.0.0.1/ask/1?format=csv%0d%0aX-Evil:%201", nil))
	if recorded.Header().Get("X-Evil") != "" || recorded.Code != 400 {
		t.Errorf("%d %v", recorded.Code, recorded.Header())
	}
}
