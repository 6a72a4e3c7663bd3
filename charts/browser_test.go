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

	"tongbao/queries"
)

// browser starts a headless Chromium with an empty profile. A machine without
// one fails: the page's promises are kept in a browser or not at all.
func browser(t *testing.T) context.Context {
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
	ctx, stop := context.WithTimeout(t.Context(), 90*time.Second)
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

// hostile names, each of which breaks some way of building a page.
var hostile = []string{
	`</script><script>window.broken=1;alert(1)</script>`,
	`__f__(function(){window.broken=2;alert(2)})()__f__`,
	`<!--<script>`,
	`<img src=x onerror="window.broken=3;alert(3)">`,
	"第一行\u2028第二行\u2029",
	`{a|{b}}'"&amp;` + "`${1}`",
}

// hostileMarts puts the names into every column that can hold words of a ledger:
// all text but numbers, codes and days.
func hostileMarts() map[string]queries.Table {
	tables := units(len(hostile))
	for _, t := range restOfPage() {
		tables[t.Name] = t
	}
	codes := map[string]bool{"kind": true, "part": true, "before_2014": true, "current": true, "place": true, "list": true, "cut": true, "key": true,
		"indicator": true, "quarter": true, "status_code": true, "way_code": true, "as_of": true, "ledger": true, "draft": true,
		"source": true, "target": true} // steps of the flow are ours, and joined by name
	joined := []string{"mart.dash_track", "mart.dash_stop", "mart.dash_cut", "mart.dash_receipt"}
	for _, t := range tables {
		for i, row := range t.Rows {
			for k, column := range t.Columns {
				v := row[k]
				plain := !v.Valid || v.String == district || v.String == "true" || v.String == "false" || v.String == "null" || strings.HasPrefix(v.String, "{") ||
					strings.Trim(v.String, "0123456789.,%-") == "" || codes[column]
				if t.Name == "mart.masthead" && t.Text(i, "key") == "quarter" || column == "unit" && slices.Contains(joined, t.Name) {
					continue // joined by the page: the address and the cards
				}
				if !plain {
					row[k].String = hostile[(i+k)%len(hostile)]
				}
			}
		}
	}
	return tables
}

func hostilePage(t *testing.T) Page { return demoPage(t, hostileMarts()) }

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

// widest names what sticks out on the right.
const widest = `[...document.querySelectorAll('body *')].filter(e => !e.closest('.scroll, .live, svg') && e.getBoundingClientRect().right > innerWidth + 1)
	.slice(-3).map(e => e.tagName + '.' + e.className + '#' + e.id + ' ' + Math.round(e.getBoundingClientRect().right)).join(', ')`

func TestHostileNamesStayText(t *testing.T) {
	ctx := browser(t)
	var w witness
	w.listen(t, ctx)
	open(t, ctx, hostilePage(t), 390, 844)

	if got := ask[any](t, ctx, `window.broken ?? null`); got != nil {
		t.Errorf("a name ran as code: window.broken = %v", got)
	}
	for _, name := range hostile[:4] {
		if !ask[bool](t, ctx, `document.body.innerText.includes(`+quote(name)+`)`) {
			t.Errorf("the page does not show %q as text", name)
		}
	}
	if n := ask[int](t, ctx, `document.querySelectorAll('img').length`); n != 0 {
		t.Errorf("%d img elements came out of names", n)
	}
	if n := ask[int](t, ctx, `document.scripts.length`); n != 7 {
		t.Errorf("%d script elements instead of the page's own 7", n)
	}
	if wide := ask[int](t, ctx, `document.documentElement.scrollWidth`); wide > 390 {
		t.Errorf("the page is %d px wide on a phone of 390: %s", wide, ask[string](t, ctx, widest))
	}
	for i, colours := range ask[[]int](t, ctx, inked) {
		if colours < 8 {
			t.Errorf("canvas %d has only %d colours: nothing is drawn", i, colours)
		}
	}
	tooltip(t, ctx)
	click(t, ctx)
	w.report(t)
}

// tooltip hovers over the second bar and reads what appears.
func tooltip(t *testing.T, ctx context.Context) {
	t.Helper()
	at := ask[[]float64](t, ctx, `(() => { const e = document.querySelector('#chart-rate .live'); e.scrollIntoView();
		const r = e.getBoundingClientRect(); return [r.left + 150, r.top + 55 + 26] })()`)
	if err := chromedp.Do(ctx, chromedp.MouseEvent("mouseMoved", at[0], at[1]), chromedp.MouseEvent("mouseMoved", at[0]+2, at[1])); err != nil {
		t.Fatal(err)
	}
	time.Sleep(300 * time.Millisecond)
	said := ask[string](t, ctx, `(document.querySelector('.live .tip') || {textContent: ''}).textContent`)
	if !strings.Contains(said, hostile[1]) || !strings.Contains(said, "100.00%") {
		t.Errorf("the tooltip says %q; want the unit's name as text and its rate", said)
	}
	if n := ask[int](t, ctx, `document.querySelectorAll('.tip [style]').length`); n != 0 {
		t.Errorf("%d style attributes in the tooltip, which the content policy refuses", n)
	}
}

// click chooses the parcel in the middle of the map by the keyboard.
func click(t *testing.T, ctx context.Context) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.Focus(chromedp.CSS("#map-canvas")), chromedp.KeyEvent("\r")); err != nil {
		t.Fatal(err)
	}
	said := ask[string](t, ctx, `document.getElementById('map-detail').textContent`)
	if !strings.Contains(said, "1.2345公顷") || !strings.Contains(said, hostile[2]) {
		t.Errorf("the map's detail says %q", said)
	}
}

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
