package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"tongbao/pipeline/edition"
	"tongbao/pipeline/schedule"
	"tongbao/queries"
)

// What a watching program is told, in Prometheus' plain text format. Its client
// library would bring a dozen modules for what is a page of gauges that are read
// from the folder when somebody asks, and two counters.

// asked counts the statements that this server ran.
type asked struct {
	mu      sync.Mutex
	done    int
	failed  int
	seconds float64
}

func (a *asked) add(err error, took time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err != nil {
		a.failed++
	} else {
		a.done++
	}
	a.seconds += took.Seconds()
}

// health answers /healthz before anybody is asked for a name: that the server
// lives and the folder can be read, and nothing else.
func (s *server) health(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/healthz" {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		survey, err := edition.Look(s.desk.Out)
		for _, e := range survey.Editions {
			if e.Version == 0 {
				err = fmt.Errorf("%s: manifest", e.Quarter)
			}
		}
		if err != nil {
			s.log.Error("not healthy", "code", "health", "error", err.Error())
			w.WriteHeader(http.StatusServiceUnavailable)
			fmt.Fprintln(w, "unreadable")
			return
		}
		fmt.Fprintln(w, "ok")
	})
}

// metrics answers /metrics.
func (s *server) metrics(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	writeMetrics(w, s.desk.Out, s.now())
	s.asked.mu.Lock()
	defer s.asked.mu.Unlock()
	sample(w, "tongbao_queries_total", "counter", "Statements run by this server, by how they ended.",
		point{`result="done"`, float64(s.asked.done)}, point{`result="failed"`, float64(s.asked.failed)})
	sample(w, "tongbao_query_seconds_total", "counter", "Time that statements took.", point{"", s.asked.seconds})
}

// point is one value of a metric under its labels.
type point struct {
	labels string
	value  float64
}

// sample writes one metric.
func sample(w io.Writer, name, kind, help string, points ...point) {
	fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind)
	for _, p := range points {
		labels := p.labels
		if labels != "" {
			labels = "{" + labels + "}"
		}
		fmt.Fprintf(w, "%s%s %v\n", name, labels, p.value)
	}
}

// writeMetrics tells how an output folder stands. What cannot be read is told by
// tongbao_readable 0, so that silence is never taken for order.
func writeMetrics(w io.Writer, out string, now time.Time) {
	survey, err := edition.Look(out)
	book, errBook := schedule.Read(out)
	readable := 1.0
	if err != nil || errBook != nil {
		readable = 0
	}
	sample(w, "tongbao_readable", "gauge", "1 when output folder and schedule can be read.", point{"", readable})
	sample(w, "tongbao_editions", "gauge", "Quarters that are published.", point{"", float64(len(survey.Editions))})
	corrected := 0
	for _, e := range survey.Editions {
		if e.Version > 1 {
			corrected++
		}
	}
	sample(w, "tongbao_editions_corrected", "gauge", "Quarters whose newest version replaces another.", point{"", float64(corrected)})
	if n := len(survey.Editions); n > 0 {
		newest(w, out, survey.Editions[n-1], now)
	}
	sample(w, "tongbao_drafts", "gauge", "Drafts that wait to be signed.", point{"", float64(len(survey.Drafts))})
	sample(w, "tongbao_blocked", "gauge", "Quarters that the checks stopped.", point{"", float64(len(survey.Blocked))})
	slotMetrics(w, book, now)
}

// newest tells of the last published quarter: which, and how old it is.
func newest(w io.Writer, out string, e edition.Stands, now time.Time) {
	label := fmt.Sprintf("quarter=%q,version=\"%d\"", e.Quarter, e.Version)
	sample(w, "tongbao_last_edition_info", "gauge", "The last published quarter and its version.", point{label, 1})
	if q, err := queries.ParseQuarter(e.Quarter); err == nil {
		end := time.Date(q.End().Year(), q.End().Month(), q.End().Day()+1, 0, 0, 0, 0, edition.Shanghai)
		sample(w, "tongbao_last_edition_quarter_age_seconds", "gauge", "Time since the end of the last published quarter.", point{"", now.Sub(end).Seconds()})
	}
	// A manifest is written once, right before its edition becomes visible.
	if info, err := os.Stat(filepath.Join(out, "editions", e.Quarter, "manifest.json")); err == nil {
		sample(w, "tongbao_last_edition_age_seconds", "gauge", "Time since the last published quarter was made.", point{"", now.Sub(info.ModTime()).Seconds()})
	}
}

// slotMetrics tells of the schedule: slots by state, those overdue, those that
// wait blocked, and letters that did not go.
func slotMetrics(w io.Writer, b schedule.Book, now time.Time) {
	states := map[string]int{}
	overdue, blocked, unsent := 0, 0, 0
	next := time.Time{}
	for _, s := range b.Slots {
		states[s.State]++
		switch {
		case s.Overdue(now):
			overdue++
		case s.State == schedule.Planned && s.Due.After(now) && (next.IsZero() || s.Due.Before(next)):
			next = s.Due
		}
		if s.Blocked && (s.State == schedule.Planned || s.State == schedule.Missed) {
			blocked++
		}
		if s.Mail != nil && s.Mail.Error != "" && s.Mail.State != schedule.Sent {
			unsent++
		}
	}
	var points []point
	for _, state := range []string{schedule.Planned, schedule.Done, schedule.Late, schedule.Missed, schedule.Waived, schedule.Failed} {
		points = append(points, point{`state="` + strings.ToLower(state) + `"`, float64(states[state])})
	}
	sample(w, "tongbao_slots", "gauge", "Slots of the schedule, by state.", points...)
	sample(w, "tongbao_slots_overdue", "gauge", "Slots that are due and neither done nor waived.", point{"", float64(overdue)})
	sample(w, "tongbao_slots_blocked", "gauge", "Slots that the checks keep from being done.", point{"", float64(blocked)})
	sample(w, "tongbao_letters_unsent", "gauge", "Letters about slots that could not be sent.", point{"", float64(unsent)})
	if !next.IsZero() {
		sample(w, "tongbao_next_slot_timestamp_seconds", "gauge", "When the next slot falls due.", point{"", float64(next.Unix())})
	}
}
