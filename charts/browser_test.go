package charts

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser starts a headless Chromium with an empty profile. A machine without
// one fails: the page's promises are kept in a browser or not at all.
func browser(t testing.TB) context.Context {
	t.Helper()
	var binary string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			binary = path
			break
		}
	}
	if binary == "" {
		t.Fatal("no Chromium found: install it (Debian: apt-get install chromium); the dashboard is tested in a real browser")
	}
	ctx, stop := context.WithTimeout(t.Context(), 180*time.Second)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewExecAllocator(ctx, append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(binary), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	return ctx
}

// witness keeps what a page must not do.
type witness struct {
	mu       sync.Mutex
	requests []string
	trouble  []string
}

func (w *witness) listen(t *testing.T, ctx context.Context) {
	t.Helper()
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	err := chromedp.Listen(ctx, func(event any) {
		w.mu.Lock()
		defer w.mu.Unlock()
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			if !strings.HasPrefix(e.Request.URL, "data:,") { // the empty icon, which asks nobody
				w.requests = append(w.requests, e.Request.URL)
			}
		case *runtime.EventConsoleAPICalled:
			w.trouble = append(w.trouble, "console: "+string(e.Type))
		case *runtime.EventExceptionThrown:
			w.trouble = append(w.trouble, "exception: "+e.ExceptionDetails.Text)
		case *log.EventEntryAdded:
			w.trouble = append(w.trouble, "log: "+e.Entry.Text)
		case *page.EventJavascriptDialogOpening:
			w.trouble = append(w.trouble, "dialog: "+e.Message)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

// open writes a page to disk and opens it from there.
func open(t *testing.T, ctx context.Context, p Page, width, height int64) {
	t.Helper()
	var b bytes.Buffer
	if err := Dashboard(&b, p); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "dashboard.html")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, height), chromedp.Navigate("file://"+path)); err != nil {
		t.Fatal(err)
	}
	settle(t, ctx, shownCharts)
}

// settle waits until every chart is drawn and stands still.
func settle(t *testing.T, ctx context.Context, charts int) {
	t.Helper()
	ready := func() bool {
		return ask[int](t, ctx, `document.querySelectorAll('figure[data-drawn]').length`) == charts
	}
	for deadline := time.Now().Add(10 * time.Second); !ready(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("only %d of %d charts were drawn", ask[int](t, ctx, `document.querySelectorAll('figure[data-drawn]').length`), charts)
		}
	}
	time.Sleep(500 * time.Millisecond) // longer than the charts' animation
}

func ask[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// shownCharts is how many charts the page has.
var shownCharts = func() (n int) {
	for _, q := range questions {
		n += len(q.charts)
	}
	return n
}()

const inked = `[...document.querySelectorAll('.live canvas')].map(c => {
	const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
	const seen = new Set();
	for (let i = 0; i < d.length; i += 4) if (d[i + 3] > 200) seen.add(d[i] << 16 | d[i + 1] << 8 | d[i + 2]);
	return seen.size;
})`

func (w *witness) report(t *testing.T) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, s := range w.trouble {
		t.Errorf("the page is not quiet: %s", s)
	}
	if len(w.requests) != 1 {
		t.Errorf("the page made %d requests, want the one for itself: %q", len(w.requests), w.requests)
	}
}

// TestForeignScriptIsBlocked opens a page into which somebody has written a
// script and a handler: the content policy must stop both, also on file://.
func TestForeignScriptIsBlocked(t *testing.T) {
	ctx := browser(t)
	var b bytes.Buffer
	if err := Dashboard(&b, plainPage(t, pageMarts())); err != nil {
		t.Fatal(err)
	}
	foreign := []byte(`<script>window.broken=1</script><img src="data:," onerror="window.broken=2">`)
	end := bytes.LastIndex(b.Bytes(), []byte("</body>")) // ECharts has the word too
	path := filepath.Join(t.TempDir(), "dashboard.html")
	if err := os.WriteFile(path, slices.Insert(b.Bytes(), end, foreign...), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.Navigate("file://"+path)); err != nil {
		t.Fatal(err)
	}
	settle(t, ctx, shownCharts) // the page's own scripts still ran
	if got := ask[any](t, ctx, `window.broken ?? null`); got != nil {
		t.Errorf("a foreign script ran: window.broken = %v", got)
	}
}

// TestMapAnswers filters the map and clicks a parcel with the mouse.
func TestMapAnswers(t *testing.T) {
	ctx := browser(t)
	var w witness
	w.listen(t, ctx)
	open(t, ctx, plainPage(t, pageMarts()), 1440, 900)
	shown := func() string { return ask[string](t, ctx, `document.getElementById('map-canvas').dataset.shown`) }
	if shown() != "60" {
		t.Errorf("%s parcels on show, want 60", shown())
	}
	if n := ask[string](t, ctx, `document.getElementById('map-canvas').dataset.bounds`); n != "1" {
		t.Errorf("%s limits of units are drawn, want 1", n)
	}
	set := func(id, value, event string) {
		ask[bool](t, ctx, `(() => { const e = document.getElementById('`+id+`'); e.value = '`+value+`';
			e.dispatchEvent(new Event('`+event+`')); return true })()`)
	}
	set("map-unit", "0", "change")
	if shown() != "12" {
		t.Errorf("%s parcels of one unit on show, want 12", shown())
	}
	set("map-unit", "", "change")
	set("map-find", "dk-044", "input")
	if shown() != "1" {
		t.Errorf("%s parcels found, want 1", shown())
	}
	set("map-find", "", "input")
	ask[bool](t, ctx, `document.querySelector('#map-status input').click() ?? true`)
	if shown() != "52" { // 60 parcels in 8 statuses, the first 8 times
		t.Errorf("%s parcels on show without the first status, want 52", shown())
	}
	ask[bool](t, ctx, `document.querySelector('#map-status input').click() ?? true`)
	ask[bool](t, ctx, `document.getElementById('map-late').click() ?? true`)
	if shown() != "30" { // every second parcel is overdue
		t.Errorf("%s overdue parcels on show, want 30", shown())
	}
	set("map-year", "0", "change")
	if shown() != "10" { // of three years, the first has every sixth parcel
		t.Errorf("%s overdue parcels of 2010 on show, want 10", shown())
	}
	set("map-year", "", "change")
	ask[bool](t, ctx, `document.getElementById('map-late').click() ?? true`)
	// The third parcel of ten in the top row of the map, which is the last of the data.
	at := ask[[]float64](t, ctx, `(() => { const e = document.getElementById('map-canvas'); e.scrollIntoView({block: 'center'});
		const r = e.getBoundingClientRect(); return [r.left, r.top, r.width, r.height] })()`)
	x, y := place(at, 2.5/10, 0.5/6)
	if err := chromedp.Do(ctx, chromedp.MouseClickXY(x, y)); err != nil {
		t.Fatal(err)
	}
	said := ask[string](t, ctx, `document.getElementById('map-detail').textContent`)
	if !strings.Contains(said, "DK-052") || !strings.Contains(said, "1.2345公顷") || !strings.Contains(said, "2025-03-01（未到）处置时限：出让2024Q2/地块台账.xlsx，表地块，第54行") {
		t.Errorf("a click says %q, want DK-052", said)
	}
	w.report(t)
}

// TestStillDrawings: without scripts, and on paper, the page shows its charts as
// vectors instead of the live ones.
func TestStillDrawings(t *testing.T) {
	const visible = `['.live', '.still svg'].map(s => [...document.querySelectorAll(s)].filter(e => e.getBoundingClientRect().height > 50).length)`
	ctx := browser(t)
	open(t, ctx, demoPage(t, pageMarts()), 1440, 900)
	if got := ask[[]int](t, ctx, visible); !slices.Equal(got, []int{shownCharts, 0}) {
		t.Errorf("on screen %v live and still charts, want all and 0", got)
	}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}); err != nil {
		t.Fatal(err)
	}
	if got := ask[[]int](t, ctx, visible); !slices.Equal(got, []int{0, shownCharts}) {
		t.Errorf("on paper %v live and still charts, want 0 and all", got)
	}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "screen"}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.Reload()); err != nil {
		t.Fatal(err)
	}
	if got := ask[[]int](t, ctx, visible); !slices.Equal(got, []int{0, shownCharts}) {
		t.Errorf("without scripts %v live and still charts, want 0 and all", got)
	}
}

// place is the point of the canvas at a share of the fitted map: 10 columns of
// 0.004° × cos 33.9° and 6 rows of 0.004°, in the middle with 6 % around.
func place(canvas []float64, shareX, shareY float64) (x, y float64) {
	const w, h = (9*0.004 + 0.0034) * 0.83, 5*0.004 + 0.003
	scale := min(canvas[2]/w, canvas[3]/h) * 0.88
	return canvas[0] + canvas[2]/2 + (shareX-0.5)*w*scale, canvas[1] + canvas[3]/2 + (shareY-0.5)*h*scale
}

// quote is a JavaScript string literal.
func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "</", `<\/`, "\u2028", `\u2028`, "\u2029", `\u2029`).Replace(s) + `"`
}
