package charts

import (
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// seriousFindings runs axe-core over the page as it stands and lists what it
// calls serious or critical: rule, element, why.
const seriousFindings = `axe.run(document, {resultTypes: ['violations']}).then((r) => r.violations
	.filter((v) => v.impact === 'serious' || v.impact === 'critical')
	.flatMap((v) => v.nodes.slice(0, 3).map((n) => v.id + ' ' + n.target + ': ' + n.failureSummary.replace(/\s+/g, ' '))))`

// TestAccessible holds the page to axe-core in every theme, with a receipt open,
// on a phone and on a wall.
func TestAccessible(t *testing.T) {
	axe, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatal("npm ci --prefix charts brings axe-core: ", err)
	}
	ctx := browser(t)
	open(t, ctx, demoPage(t, pageMarts()), 1440, 900)
	ask[bool](t, ctx, string(axe)+"; true")
	look := func(what string) {
		t.Helper()
		found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](seriousFindings, chromedp.EvalAwaitPromise))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			t.Errorf("%s: %s", what, f)
		}
	}
	look("light")
	for _, theme := range []string{"dark", "high"} {
		ask[bool](t, ctx, `(() => { location.hash = '#theme=`+theme+`'; return true })()`)
		settle(t, ctx, shownCharts)
		look(theme)
	}
	ask[bool](t, ctx, `(() => { document.querySelectorAll('details').forEach((d) => (d.open = true)); location.hash = '#theme=light'; return true })()`)
	look("tables open")
	ask[bool](t, ctx, `(() => { document.querySelector('[data-receipt=supply_rate]').click(); return true })()`)
	look("receipt")
	ask[bool](t, ctx, `(() => { document.getElementById('receipt-close').click(); location.hash = '#view=wall'; return true })()`)
	look("wall")
}

// TestEveryChartHasWords: a description, a table, marks on the screen.
func TestEveryChartHasWords(t *testing.T) {
	ctx := browser(t)
	p := demoPage(t, pageMarts())
	open(t, ctx, p, 1440, 900)
	for i, colours := range ask[[]int](t, ctx, inked) {
		if colours < 8 {
			t.Errorf("canvas %d has only %d colours: nothing is drawn", i, colours)
		}
	}
	for _, q := range questions {
		for _, id := range q.charts {
			label := ask[string](t, ctx, `document.querySelector('#chart-`+id+` .live').getAttribute('aria-label')`)
			rows := ask[int](t, ctx, `document.querySelectorAll('#chart-`+id+` tbody tr').length`)
			c, _ := p.Charts.Chart(id)
			if label != c.Description || strings.TrimSpace(label) == "" {
				t.Errorf("%s says %q, want its description", id, label)
			}
			if rows == 0 || rows != c.Table.Len() {
				t.Errorf("%s has %d rows behind it, want %d", id, rows, c.Table.Len())
			}
		}
	}
}
