package main

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/bcrypt"

	"tongbao/pipeline/edition"
)

// TestMetrics: what a watching program sees of a folder with a published edition,
// a blocked quarter and a slot that waits. Worked out by hand: the quarter ended
// at midnight after 30 June 2024 in Shanghai, and it is noon of 10 July.
func TestMetrics(t *testing.T) {
	x := openSite(t, nil)
	now := time.Date(2024, 7, 10, 12, 0, 0, 0, edition.Shanghai)
	x.s.now = func() time.Time { return now }
	write(t, "blocked/2024Q3/manifest.json", "{}")(x.out)
	write(t, "schedule/slots.json", `{"through":"2024-07-10T11:00:00+08:00","slots":[
		{"due":"2024-04-10T09:00:00+08:00","quarter":"2024Q1","state":"waived","changed":"2024-04-10T09:00:00+08:00"},
		{"due":"2024-07-10T09:00:00+08:00","quarter":"2024Q2","state":"planned","blocked":true,"reason":"核查未通过","changed":"2024-07-10T09:00:00+08:00"},
		{"due":"2024-10-10T09:00:00+08:00","quarter":"2024Q3","state":"planned","changed":"2024-07-10T09:00:00+08:00"}]}`)(x.out)
	manifest := filepath.Join(x.out, "editions/2024Q2/manifest.json")
	if err := os.Chtimes(manifest, now, now.Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	x.ask(t, "POST", "/api/sql", `{"statement":"SELECT 1 AS a"}`)
	x.ask(t, "POST", "/api/sql", `{"statement":"SELEC"}`)
	answer, text := x.ask(t, "GET", "/metrics", "")
	if answer.StatusCode != http.StatusOK || !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/plain; version=0.0.4") {
		t.Errorf("%s %s", answer.Status, answer.Header.Get("Content-Type"))
	}
	for _, want := range []string{
		"tongbao_readable 1", "tongbao_editions 1", "tongbao_editions_corrected 0", `tongbao_last_edition_info{quarter="2024Q2",version="1"} 1`,
		"tongbao_last_edition_quarter_age_seconds 820800", "tongbao_last_edition_age_seconds 3600", "tongbao_drafts 0", "tongbao_blocked 1",
		`tongbao_slots{state="planned"} 2`, `tongbao_slots{state="waived"} 1`, `tongbao_slots{state="done"} 0`, "tongbao_slots_overdue 1",
		"tongbao_slots_blocked 1", "tongbao_letters_unsent 0", "tongbao_next_slot_timestamp_seconds 1.728522e+09",
		`tongbao_queries_total{result="done"} 1`, `tongbao_queries_total{result="failed"} 1`,
	} {
		if !strings.Contains(text, "\n"+want+"\n") {
			t.Errorf("the metrics have no %s", want)
		}
	}
	line := regexp.MustCompile(`^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? -?[0-9.e+]+)$`)
	for l := range strings.Lines(text) {
		if !line.MatchString(strings.TrimSuffix(l, "\n")) {
			t.Errorf("not of the format: %q", l)
		}
	}
	write(t, "schedule/slots.json", "{")(x.out)
	if _, text := x.ask(t, "GET", "/metrics", ""); !strings.Contains(text, "\ntongbao_readable 0\n") {
		t.Error("a schedule that cannot be read is told as if all were well")
	}
}

// TestHealth answers without a name or password, and says no more than it must.
func TestHealth(t *testing.T) {
	hash, err := bcrypt.GenerateFromPassword([]byte("口令八个字节"), bcrypt.DefaultCost)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "users")
	if err := os.WriteFile(path, []byte("张三:"+string(hash)+":查看\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	u, err := readUsers(path)
	if err != nil {
		t.Fatal(err)
	}
	x := openSite(t, u)
	if answer, text := x.ask(t, "GET", "/healthz", ""); answer.StatusCode != http.StatusOK || text != "ok\n" {
		t.Errorf("%s %q", answer.Status, text)
	}
	if answer, _ := x.ask(t, "GET", "/metrics", ""); answer.StatusCode != http.StatusUnauthorized {
		t.Errorf("anybody may read the metrics: %s", answer.Status)
	}
	remove(t, "editions/2024Q2/manifest.json")(x.out)
	if answer, text := x.ask(t, "GET", "/healthz", ""); answer.StatusCode != http.StatusServiceUnavailable || text != "unreadable\n" {
		t.Errorf("%s %q", answer.Status, text)
	}
}
