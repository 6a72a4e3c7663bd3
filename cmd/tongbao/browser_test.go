package main

import (
	"context"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// reader is a person at a browser before the pages of the worked example, and
// what the browser complained of.
type reader struct {
	site
	t       *testing.T
	ctx     context.Context
	folder  string // where downloads go
	mu      sync.Mutex
	trouble []string
}

func newReader(t *testing.T) *reader {
	t.Helper()
	binary, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("no Chromium found: install it (Debian: apt-get install chromium)")
	}
	p := &reader{site: openSite(t, nil), t: t, folder: t.TempDir()}
	ctx, stop := context.WithTimeout(t.Context(), 150*time.Second)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewExecAllocator(ctx, append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(binary), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.UserDataDir(t.TempDir()), chromedp.Flag("disable-component-update", true))...)
	t.Cleanup(cancel)
	p.ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	p.do(chromedp.EmulateViewport(1280, 900))
	if _, err := chromedp.Call(p.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: p.folder}); err != nil {
		t.Fatal(err)
	}
	// A content policy that is broken is told in the log.
	if err := chromedp.Listen(p.ctx, func(event any) {
		p.mu.Lock()
		defer p.mu.Unlock()
		switch e := event.(type) {
		case *runtime.EventConsoleAPICalled:
			p.trouble = append(p.trouble, "console: "+string(e.Type))
		case *runtime.EventExceptionThrown:
			p.trouble = append(p.trouble, "exception: "+e.ExceptionDetails.Text)
		case *log.EventEntryAdded:
			p.trouble = append(p.trouble, "log: "+e.Entry.Text)
		case *page.EventJavascriptDialogOpening:
			p.trouble = append(p.trouble, "dialog: "+e.Message)
		}
	}); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *reader) do(actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, actions...); err != nil {
		p.t.Fatal(err)
	}
}

func (p *reader) ask(expression string) string {
	p.t.Helper()
	got, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("%s: %v", expression, err)
	}
	return got
}

func (p *reader) is(what, expression, want string) {
	p.t.Helper()
	if got := p.ask(expression); got != want {
		p.t.Errorf("%s is %q, want %q", what, got, want)
	}
}

// until waits for an expression to hold.
func (p *reader) until(what, expression string) {
	p.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); p.ask("String(Boolean("+expression+"))") != "true"; time.Sleep(30 * time.Millisecond) {
		if time.Now().After(deadline) {
			p.t.Fatalf("not yet: %s; the page says %.600s", what, p.ask("document.body.innerText"))
		}
	}
}

// quiet holds the browser to have complained of nothing so far.
func (p *reader) quiet() {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, trouble := range p.trouble {
		p.t.Errorf("the browser says: %s", trouble)
	}
	p.trouble = nil
}

const (
	lines  = `[...document.querySelectorAll('.cm-line')].map((l) => l.textContent).join('\n')`
	answer = `#answer table.answer`
)

// write puts a statement in the editor as a person does, in place of what stands there.
func (p *reader) write(statement string) {
	p.t.Helper()
	// Typing over a chosen word would make Chromium itself try to keep its colour
	// by a style attribute, which the content policy blocks and the log tells.
	p.do(chromedp.Focus(chromedp.CSS(".cm-content")), chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl)), chromedp.KeyEvent(kb.Delete))
	p.do(chromedp.KeyEvent(statement))
}

// run sends it by Ctrl+Enter and waits for its end.
func (p *reader) run() {
	p.t.Helper()
	p.do(chromedp.Focus(chromedp.CSS(".cm-content")), chromedp.KeyEvent("\r", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	p.until("the statement is done and its answer shown, or why not", `document.querySelector('#answer table, #answer [role=alert]')`)
	p.until("the statement is done", `document.getElementById('cancel').hidden && !['', '正在执行…'].includes(document.getElementById('status').textContent)`)
}

// TestWritingInBrowser: the statement of an address, highlighting, completion of
// a table and of a column with what it is called, the textarea's text.
func TestWritingInBrowser(t *testing.T) {
	p := newReader(t)
	const shared = "SELECT unit FROM kpi.supply_rate -- 注"
	p.do(chromedp.Navigate(p.URL+"/sql#"+url.Values{"q": {shared}}.Encode()), chromedp.WaitVisible(chromedp.CSS(".cm-content")))
	p.is("the statement of the address", lines, shared)
	p.is("tables that were asked", `String(document.querySelectorAll('table').length)`, "0")
	p.is("the textarea is shown", `String(document.getElementById('q').checkVisibility())`, "false")
	p.until("the names have come", `Number(document.querySelector('.cm-editor').dataset.names) > 100`)
	colours := p.ask(`JSON.stringify([...document.querySelectorAll('.cm-line span')].map((s) => getComputedStyle(s).color).filter((c, i, all) => all.indexOf(c) === i).length)`)
	if colours < "2" {
		t.Errorf("%s colours: nothing is highlighted", colours)
	}
	p.write("SELECT * FROM kpi.supply_ra")
	p.until("tables are offered", `[...document.querySelectorAll('.cm-tooltip-autocomplete li')].some((l) => l.textContent.startsWith('supply_rate'))`)
	p.is("the table's Chinese name is offered", `String([...document.querySelectorAll('.cm-tooltip-autocomplete li')].some((l) => l.textContent.includes('供地率')))`, "true")
	time.Sleep(150 * time.Millisecond) // a list that has just opened takes no choice yet
	p.do(chromedp.Click(chromedp.CSS(".cm-tooltip-autocomplete li")))
	p.is("the line", lines, "SELECT * FROM kpi.supply_rate")
	p.do(chromedp.KeyEvent(" WHERE numer"))
	p.until("columns are offered", `[...document.querySelectorAll('.cm-tooltip-autocomplete li')].some((l) => l.textContent.startsWith('numerator'))`)
	p.do(chromedp.KeyEvent("\x1b"))
	p.write("SELECT 供地率")
	p.until("a Chinese word finds the table", `[...document.querySelectorAll('.cm-tooltip-autocomplete li')].some((l) => l.textContent.includes('kpi.supply_rate'))`)
	p.do(chromedp.KeyEvent("\x1b"))
	p.is("what the form would send", `document.getElementById('q').value`, "SELECT 供地率")
	p.quiet()
}

// TestAskingInBrowser runs, pages, sorts, cancels, draws, exports, shares, and
// keeps the history.
func TestAskingInBrowser(t *testing.T) {
	p := newReader(t)
	const statement = "SELECT CAST(range * 7 % 211 AS DECIMAL(9, 1)) - 100 AS n, 'r' || range AS name FROM range(211)"
	p.do(chromedp.Navigate(p.URL+"/sql"), chromedp.WaitVisible(chromedp.CSS(".cm-content")))
	p.write(statement)
	p.run()
	first := `document.querySelector('` + answer + ` tbody td').textContent`
	p.is("rows on the page", `String(document.querySelectorAll('#answer tbody tr').length)`, "100")
	p.is("pages", `document.querySelector('.pager span').textContent`, "第1页，共3页")
	p.do(chromedp.Click(chromedp.CSS("#answer thead th button")))
	p.is("the least", first, "-100.0")
	p.do(chromedp.Click(chromedp.CSS("#answer thead th button")))
	p.is("the greatest", first, "110.0")
	p.do(chromedp.Click(chromedp.CSS(".pager button:last-of-type")))
	p.is("first of the second page", first, "10.0")

	p.do(chromedp.Click(chromedp.CSS("#answer details.chart summary")))
	p.until("the chart is drawn", `document.querySelector('.plot').dataset.drawn && document.querySelector('.plot canvas').width > 200`)
	p.is("what the chart is", `document.querySelector('.plot').getAttribute('aria-label')`, "条形图：name与n，60行；数见下表")
	p.is("what the chart leaves out", `document.querySelector('#answer details.chart p[role=status]').textContent`, "图只画前60行，共211行")
	p.ask(`(() => { const s = document.querySelector('#answer details.chart select'); s.value = 'line'; s.dispatchEvent(new Event('change')); return '' })()`)
	p.until("another kind is drawn", `document.querySelector('.plot').dataset.drawn.startsWith('折线图')`)

	p.do(chromedp.Click(chromedp.CSS("#answer button[value=csv]")))
	var file string
	for deadline := time.Now().Add(20 * time.Second); file == "" && time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		found, _ := filepath.Glob(filepath.Join(p.folder, "*.csv"))
		if len(found) == 1 {
			file = found[0]
		}
	}
	if b, err := os.ReadFile(file); err != nil || !strings.HasPrefix(string(b), "\ufeffn,name\n-100.0,r0\n") || strings.Count(string(b), "\n") != 212 {
		t.Errorf("exported %q: %.60s (%v)", file, b, err)
	}

	p.do(chromedp.Click(chromedp.CSS("#share")))
	p.is("the address to share", `new URLSearchParams(location.hash.slice(1)).get('q')`, statement)

	// The slots are free again only if the server stopped the statement itself.
	p.write("SELECT count(*) FROM range(10000000) AS a, range(10000000) AS b WHERE a.range * b.range % 7 = 3")
	p.do(chromedp.KeyEvent("\r", chromedp.KeyModifiers(chromedp.ModifierCtrl)), chromedp.WaitVisible(chromedp.CSS("#cancel")), chromedp.Click(chromedp.CSS("#cancel")))
	p.until("it is cancelled", `document.getElementById('status').textContent === '已取消'`)
	for deadline := time.Now().Add(20 * time.Second); len(p.s.slots) > 0 || !strings.Contains(p.log.String(), "context canceled"); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d statements run on; log %s", len(p.s.slots), p.log)
		}
	}

	p.is("the history", `String(document.querySelectorAll('#history li').length)`, "2")
	p.do(chromedp.Click(chromedp.CSS("#history summary")), chromedp.Click(chromedp.CSS("#history li:last-child button")))
	p.is("taken from the history", lines, statement)
	p.do(chromedp.Navigate("about:blank"), chromedp.Navigate(p.URL+"/sql"), chromedp.WaitVisible(chromedp.CSS(".cm-content")))
	p.is("the history, later", `String(document.querySelectorAll('#history li').length)`, "2")
	p.do(chromedp.Click(chromedp.CSS("#history summary")), chromedp.Click(chromedp.CSS("#forget")))
	p.is("the history, forgotten", `String(document.querySelectorAll('#history li').length) + localStorage.length`, "00")

	p.write("SELECT nothing FROM nowhere")
	p.run()
	p.until("a mistake is told", `document.querySelector('#answer [role=alert]').textContent.includes('没有这个表')`)
	p.is("the statement stays", lines, "SELECT nothing FROM nowhere")
	p.mu.Lock() // Chromium's own line about the answer 400
	p.trouble = nil
	p.mu.Unlock()
}

// TestHostileTextInBrowser: markup in cells, column names and statements is text.
func TestHostileTextInBrowser(t *testing.T) {
	p := newReader(t)
	const evil = `<img src=x onerror=alert(1)><script>alert(2)</script>"'{{evil}}`
	quoted := strings.ReplaceAll(evil, "'", "''")
	statement := `SELECT '` + quoted + `' AS "` + strings.ReplaceAll(evil, `"`, `""`) + `", 1 AS n`
	p.do(chromedp.Navigate(p.URL+"/sql#"+url.Values{"q": {statement}}.Encode()), chromedp.WaitVisible(chromedp.CSS(".cm-content")))
	p.run()
	p.is("the cell", `document.querySelector('#answer tbody td').textContent`, evil)
	p.is("the column", `document.querySelector('#answer thead th').textContent`, evil)
	p.do(chromedp.Click(chromedp.CSS("#answer details.chart summary")))
	p.until("the chart is drawn", `document.querySelector('.plot').dataset.drawn`)
	p.is("the history", `document.querySelector('#history li button').textContent`, statement)
	p.is("elements that the text made", `String(document.querySelectorAll('img, #answer script').length)`, "0")
	// The same without JavaScript's help: a form of the page, answered as a page.
	p.ask(`(() => { document.body.dataset.before = ''; document.getElementById('desk').submit(); return '' })()`)
	p.until("the page of the answer has come", `document.body && document.body.dataset.before === undefined && document.querySelector('#answer tbody td') && document.querySelector('.cm-content')`)
	p.is("the cell of the page", `document.querySelector('#answer tbody td').textContent`, evil)
	p.quiet()
}

// seriousFindings lists what axe-core calls serious or critical.
const seriousFindings = `axe.run(document, {resultTypes: ['violations']}).then((r) => r.violations.filter((v) => v.impact === 'serious' || v.impact === 'critical')
	.flatMap((v) => v.nodes.slice(0, 3).map((n) => v.id + ' ' + n.target + ': ' + n.failureSummary.replace(/\s+/g, ' '))).join('\n'))`

// TestQuestionsInBrowser fills in the form of a question, follows a figure to its
// rows, and holds every page to axe-core.
func TestQuestionsInBrowser(t *testing.T) {
	axe, err := os.ReadFile("../../charts/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatal("npm ci --prefix charts brings axe-core: ", err)
	}
	p := newReader(t)
	accessible := func(what string) {
		t.Helper()
		p.ask(string(axe) + "; ''")
		if found := p.ask(seriousFindings); found != "" {
			t.Errorf("%s: %s", what, found)
		}
		p.quiet()
	}
	p.do(chromedp.Navigate(p.URL+"/ask/unit_supply_rate"), chromedp.WaitVisible(chromedp.CSS("table.answer")))
	p.until("the question's chart is drawn", `document.querySelector('.plot').dataset.drawn`)
	p.is("what the chart is", `document.querySelector('.plot').getAttribute('aria-label').split('，')[0]`, "条形图：单位与供地率")
	accessible("a question")
	p.do(chromedp.Navigate(p.URL+"/ask/plan"), chromedp.WaitVisible(chromedp.CSS("form.bar")))
	p.ask(`(() => { document.querySelector('[name=target]').value = '90'; document.querySelector('[name=by]').value = '难易'; return '' })()`)
	p.do(chromedp.Click(chromedp.CSS("form.bar button:not([name])")))
	p.until("it is asked", `location.search.includes('target=90') && document.querySelector('table.answer')`)
	p.is("the target asked for", `document.querySelectorAll('table.answer tbody td')[1].textContent`, "90.0000")
	p.is("its statement", `String(document.querySelector('details pre').textContent.includes('SELECT'))`, "true")
	accessible("the planner")
	p.do(chromedp.Navigate(p.URL+"/figures"), chromedp.WaitVisible(chromedp.CSS("table.answer a")), chromedp.Click(chromedp.CSS("table.answer a")))
	p.until("the figure's rows have come", `location.pathname === '/explain' && document.querySelector('pre')`)
	accessible("a figure")
	for _, path := range []string{"/", "/ask", "/sql", "/schema", "/figures", "/none"} {
		p.do(chromedp.Navigate(p.URL + path))
		if path == "/sql" {
			p.do(chromedp.WaitVisible(chromedp.CSS(".cm-content")))
			p.write("SELECT unit, value FROM kpi.supply_rate")
			p.run()
		}
		if path == "/schema" {
			p.do(chromedp.Click(chromedp.CSS("[id='kpi.supply_rate'] summary")))
			p.is("what the table is", `document.querySelector("[id='kpi.supply_rate'] summary").textContent`, "kpi.supply_rate 供地率：已供面积占应供面积的比例；每行一个单位、截止日")
			p.is("its columns", `String(document.querySelectorAll("[id='kpi.supply_rate'] tbody tr").length)`, "5")
			p.is("where its example leads", `new URLSearchParams(new URL(document.querySelector("[id='kpi.supply_rate'] details a, [id='kpi.supply_rate'] a").href).hash.slice(1)).get('q').split('\n')[1]`, "FROM kpi.supply_rate")
		}
		if path == "/none" { // the browser's own line about 404
			p.mu.Lock()
			p.trouble = nil
			p.mu.Unlock()
		}
		accessible(path)
	}
}
