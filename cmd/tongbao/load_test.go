package main

import (
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"tongbao/pipeline"
	"tongbao/queries"
)

// loadFor is how long the readers keep asking.
var loadFor = flag.Duration("load", 5*time.Second, "how long BenchmarkLoad asks")

// adHoc are statements such as an analyst writes.
var adHoc = []string{
	"SELECT unit, max(value) AS v FROM kpi.supply_rate GROUP BY unit ORDER BY v DESC",
	"SELECT b.unit, year(b.approved_on) AS y, count(*) AS n, sum(b.approved_area) AS a FROM fact.batch AS b GROUP BY ALL ORDER BY ALL",
	"PIVOT (SELECT unit, as_of, value FROM kpi.supply_rate) ON unit USING max(value) GROUP BY as_of ORDER BY as_of",
	"SUMMARIZE fact.batch", "SELECT count(*) AS n FROM fact.parcel AS a JOIN fact.parcel AS b ON a.unit = b.unit",
	"SELECT range % 97 AS k, count(*) AS n FROM range(2000000) GROUP BY k ORDER BY k",
}

// unitsOf are those that questions are put for.
var unitsOf = []string{"人民路街道", "龙河街道", "高庄街道", "龙兴街道", "先进制造业开发区"}

// pagesOf are what readers open besides.
var pagesOf = []string{"/", "/figures", "/explain?indicator=supply_rate", "/ask", "/api/schema", "/ask/unit_supply_rate?format=csv", "/editions/2025Q4/figures.csv"}

// BenchmarkLoad has 32 readers ask mixed questions at once: seven of ten saved
// questions, two pages and exports, one a statement of their own. Two runs: each
// asks as soon as it is answered; each thinks for a second in between.
func BenchmarkLoad(b *testing.B) {
	out := b.TempDir()
	if said, err := program("run", "--ledgers", "../../fixtures/shilong/ledgers", "--quarter", "2025Q4", "--out", out).CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, said)
	}
	for name, pause := range map[string]time.Duration{"at-once": 0, "thinking-1s": time.Second} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				load(b, out, pause)
			}
		})
	}
}

func load(b *testing.B, out string, pause time.Duration) {
	desk := pipeline.Desk{Out: out, Jail: jail()}.Resident(slots)
	log := &lockedBuffer{}
	s, err := newServer(desk, nil, slogOf(log), time.Now)
	if err != nil {
		b.Fatal(err)
	}
	s.most = 1 << 30 // what is measured is the work, not the limit on one address
	h := httptest.NewServer(s.handler())
	defer h.Close()
	list, err := queries.Questions()
	if err != nil {
		b.Fatal(err)
	}
	var mu sync.Mutex
	took := map[string][]time.Duration{}
	failed := 0
	var readers sync.WaitGroup
	began, before := time.Now(), spent()
	for n := range 32 {
		readers.Go(func() {
			random := rand.New(rand.NewPCG(uint64(n), 32))
			for time.Since(began) < *loadFor {
				kind, method, path, body := "page", "GET", pagesOf[random.IntN(len(pagesOf))], ""
				switch die := random.IntN(10); {
				case die < 7:
					q := list[random.IntN(len(list))]
					kind, path = "saved", "/ask/"+q.Name
					if slices.ContainsFunc(q.Parameters, func(p queries.Parameter) bool { return p.Name == "unit" }) {
						path += "?unit=" + url.QueryEscape(unitsOf[random.IntN(len(unitsOf))])
					}
				case die == 7:
					kind, method, path, body = "adhoc", "POST", "/api/sql", fmt.Sprintf("{\"statement\": %q}", adHoc[random.IntN(len(adHoc))])
				}
				start := time.Now()
				err := fetch(method, h.URL+path, body)
				mu.Lock()
				took[kind] = append(took[kind], time.Since(start))
				if err != nil {
					failed++
					b.Errorf("%s: %v", path, err)
				}
				mu.Unlock()
				time.Sleep(pause)
			}
		})
	}
	readers.Wait()
	whole := time.Since(began)
	all := 0
	for kind, times := range took {
		slices.Sort(times)
		all += len(times)
		b.ReportMetric(float64(times[len(times)*95/100].Milliseconds()), kind+"-p95-ms")
		b.ReportMetric(float64(times[len(times)/2].Milliseconds()), kind+"-p50-ms")
	}
	b.ReportMetric(float64(all)/whole.Seconds(), "answers/s")
	b.ReportMetric(float64(failed), "errors")
	// What a busy machine does not change: the processors' time, of the readers too.
	b.ReportMetric(float64((spent()-before).Milliseconds())/float64(all), "cpu-ms/answer")
	var self, children unix.Rusage
	unix.Getrusage(unix.RUSAGE_SELF, &self)
	unix.Getrusage(unix.RUSAGE_CHILDREN, &children)
	b.ReportMetric(float64(self.Maxrss>>10), "server-MB")
	b.ReportMetric(float64(children.Maxrss>>10), "largest-child-MB")
	if loads, err := os.ReadFile("/proc/loadavg"); err == nil {
		b.Logf("machine's load after: %s", strings.TrimSpace(string(loads)))
	}
}

// spent is the processor time of this process and of its children that ended.
func spent() (total time.Duration) {
	for _, who := range []int{unix.RUSAGE_SELF, unix.RUSAGE_CHILDREN} {
		var u unix.Rusage
		unix.Getrusage(who, &u)
		total += time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	return total
}

func fetch(method, url, body string) error {
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		return err
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %.200s", answer.Status, b)
	}
	return err
}

// BenchmarkStatement is one statement in a process of its own: one that is
// started for it, and one that has waited.
func BenchmarkStatement(b *testing.B) {
	out, err := first()
	if err != nil {
		b.Fatal(err)
	}
	for name, desk := range map[string]pipeline.Desk{"started": {Out: out, Jail: jail()}, "waiting": pipeline.Desk{Out: out, Jail: jail()}.Resident(slots)} {
		b.Run(name, func(b *testing.B) {
			for range b.N {
				b.StopTimer()
				time.Sleep(300 * time.Millisecond) // as between a reader's statements
				b.StartTimer()
				if _, err := desk.Ask(b.Context(), "", queries.Job{Statement: adHoc[0], Limits: pipeline.DeskLimits}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
