package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"
)

const (
	sessionCookie = "tongbao"
	sessionLife   = 12 * time.Hour
	sessionIdle   = 2 * time.Hour
	mostSessions  = 10_000
	signinsMinute = 10 // tries of one address, or for one name, in a minute
)

// sessions are the readers who have signed in, by the hash of what their browser
// holds. They live in this process: a restart signs everybody out.
type sessions struct {
	mu   sync.Mutex
	open map[[32]byte]session
}

type session struct {
	name        string
	began, seen time.Time
}

func (s session) over(now time.Time) bool {
	return now.Sub(s.began) > sessionLife || now.Sub(s.seen) > sessionIdle
}

// begin opens a session and is what its browser is to hold.
func (s *sessions) begin(name string, now time.Time) string {
	token := rand.Text() + rand.Text()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.open) >= mostSessions {
		for k, one := range s.open {
			if one.over(now) {
				delete(s.open, k)
			}
		}
	}
	if len(s.open) < mostSessions {
		s.open[sha256.Sum256([]byte(token))] = session{name, now, now}
	}
	return token
}

func (s *sessions) find(token string, now time.Time) (string, bool) {
	key := sha256.Sum256([]byte(token))
	s.mu.Lock()
	defer s.mu.Unlock()
	one, ok := s.open[key]
	if ok && one.over(now) {
		delete(s.open, key)
		ok = false
	}
	if ok {
		one.seen = now
		s.open[key] = one
	}
	return one.name, ok
}

func (s *sessions) end(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, sha256.Sum256([]byte(token)))
}

// trusted says that a request comes straight from a reverse proxy of the settings.
func (s *server) trusted(address string) bool {
	ip, err := netip.ParseAddr(hostOf(address))
	if err != nil {
		return false
	}
	for _, p := range s.proxies {
		if p.Contains(ip.Unmap()) {
			return true
		}
	}
	return false
}

// client is the reader's address: what a trusted proxy says of it, from the
// right, and nothing that the reader wrote.
func (s *server) client(r *http.Request) string {
	if !s.trusted(r.RemoteAddr) {
		return hostOf(r.RemoteAddr)
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		if hop := strings.TrimSpace(hops[i]); hop != "" && !s.trusted(hop) {
			return hop
		}
	}
	return hostOf(r.RemoteAddr)
}

// open are the paths that tell nothing of any edition.
func openPath(path string) bool { return path == "/login" || strings.HasPrefix(path, "/web/") }

// identify finds out who asks: by a trusted proxy's word, a name and password
// with the request, or a session. Without one the answer is given here.
func (s *server) identify(w http.ResponseWriter, r *http.Request) (*http.Request, bool) {
	if s.users == nil || openPath(r.URL.Path) {
		return r, true
	}
	u, ok := user{}, false
	if name := r.Header.Get(s.userHeader); s.userHeader != "" && name != "" && s.trusted(r.RemoteAddr) {
		if u, ok = s.users.list[name]; !ok {
			s.fail(w, r, http.StatusForbidden, "用户文件里没有这个用户")
			return r, false
		}
	} else if name, password, given := r.BasicAuth(); given {
		if !s.visits.allow(s.now(), "口令 "+s.client(r), 10*perMinute) {
			s.fail(w, r, http.StatusTooManyRequests, "请求太多，请过一分钟再试")
			return r, false
		}
		u, ok = s.users.admit(name, password)
	} else if c, err := r.Cookie(sessionCookie); err == nil {
		if name, ok = s.sessions.find(c.Value, s.now()); ok {
			u, ok = s.users.list[name]
		}
	}
	if !ok {
		if wantsJSON(r) {
			w.Header().Set("WWW-Authenticate", `Basic realm="tongbao", charset="UTF-8"`)
			s.fail(w, r, http.StatusUnauthorized, "请写用户和口令")
		} else {
			s.show(w, r, http.StatusUnauthorized, "login.html", signin{Next: r.URL.RequestURI()})
		}
		return r, false
	}
	return r.WithContext(context.WithValue(r.Context(), userKey{}, u)), true
}

// signin is the page where a reader says who they are.
type signin struct{ Next, Message string }

// login opens a session for a name and its password.
func (s *server) login(w http.ResponseWriter, r *http.Request) {
	name, next := r.PostFormValue("user"), r.PostFormValue("next")
	if s.users == nil || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n") {
		next = "/" // never to another site
	}
	if s.users == nil {
		http.Redirect(w, r, next, http.StatusSeeOther)
		return
	}
	if !s.visits.allow(s.now(), "登录 "+s.client(r), signinsMinute) || !s.visits.allow(s.now(), "登录用户 "+name, signinsMinute) {
		s.show(w, r, http.StatusTooManyRequests, "login.html", signin{next, "试得太多，请过一分钟再试"})
		return
	}
	u, ok := s.users.admit(name, r.PostFormValue("password"))
	if !ok {
		s.log.Warn("sign-in refused", "code", "signin", "from", s.client(r))
		s.show(w, r, http.StatusUnauthorized, "login.html", signin{next, "用户或口令不对"})
		return
	}
	s.log.Info("signed in", "code", "signin", "user", u.name, "from", s.client(r))
	s.setSession(w, r, s.sessions.begin(u.name, s.now()), int(sessionLife.Seconds()))
	http.Redirect(w, r, next, http.StatusSeeOther)
}

func (s *server) logout(w http.ResponseWriter, r *http.Request) {
	if c, err := r.Cookie(sessionCookie); err == nil {
		s.sessions.end(c.Value)
	}
	s.setSession(w, r, "", -1)
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// setSession gives the browser what no script reads and no other site sends.
func (s *server) setSession(w http.ResponseWriter, r *http.Request, token string, seconds int) {
	secure := r.TLS != nil || s.trusted(r.RemoteAddr) && r.Header.Get("X-Forwarded-Proto") == "https"
	http.SetCookie(w, &http.Cookie{Name: sessionCookie, Value: token, Path: "/", MaxAge: seconds, HttpOnly: true, Secure: secure, SameSite: http.SameSiteStrictMode})
}
