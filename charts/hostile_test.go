package charts

import (
	"context"
	"encoding/csv"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"tongbao/queries"
)

// hostile names, each of which breaks some way of building a page.
var hostile = []string{
	`</script><script>window.broken=1;alert(1)</script>`,
	`__f__(function(){window.broken=2;alert(2)})()__f__`,
	`<!--<script>`,
	`<img src=x onerror="window.broken=3;alert(3)">`,
	"第一行\u2028第二行\u2029",
	`{a|{b}}'"&amp;` + "`${1}`",
}

// hostileUnit is the name of the unit that can be chosen.
var hostileUnit = hostile[3]

// hostileMarts puts the names into every column that can hold words of a ledger:
// all text but numbers, codes and days.
func hostileMarts() map[string]queries.Table { return namedMarts(hostile) }

// namedMarts are the marts with the names given in place of every ledger's.
func namedMarts(names []string) map[string]queries.Table {
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
				if t.Name == "mart.masthead" && t.Text(i, "key") == "quarter" {
					continue
				}
				if column == "unit" && slices.Contains(joined, t.Name) { // joined by the page: one name throughout
					if v.String != district {
						row[k].String = hostileUnit
					}
					continue
				}
				if !plain {
					row[k].String = names[(i+k)%len(names)]
				}
			}
		}
	}
	return tables
}

func hostilePage(t *testing.T) Page { return demoPage(t, hostileMarts()) }

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
	if n := ask[int](t, ctx, `document.scripts.length`); n != 11 {
		t.Errorf("%d script elements instead of the page's own 11", n)
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
	chooseHostile(t, ctx)
	w.report(t)
}

// formulas are what a spreadsheet would run.
var formulas = []string{`=HYPERLINK("http://x","看")`, "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1+1", "=1,\"2\"\n=3"}

// TestExportsRunNothing: whatever column a formula stands in, every table of the
// page gives it to a spreadsheet as text, saved or copied.
func TestExportsRunNothing(t *testing.T) {
	ctx := browser(t)
	open(t, ctx, plainPage(t, namedMarts(formulas)), 1440, 900)
	type export struct{ Name, CSV, Copied string }
	tables := ask[[]export](t, ctx, `[...document.querySelectorAll('main table')].map((t) => ({Name: t.caption.textContent, CSV: tongbaoTables.csv(t), Copied: tongbaoTables.copied(t)}))`)
	kept := 0
	look := func(where, cell string) {
		number := regexp.MustCompile(`^[+-]?\d[\d.,]*%?$`).MatchString(cell)
		if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) && !number {
			t.Errorf("%s: the cell %q would run", where, cell)
		}
		if strings.HasPrefix(cell, "'=HYPERLINK(") {
			kept++
		}
	}
	for _, e := range tables {
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(e.CSV, "\ufeff"))).ReadAll()
		if err != nil {
			t.Errorf("%s: %v", e.Name, err)
		}
		for _, row := range rows {
			for _, cell := range row {
				look(e.Name, cell)
			}
		}
		for _, line := range strings.Split(e.Copied, "\n") {
			for _, cell := range strings.Split(line, "\t") {
				look(e.Name+", copied", cell)
			}
		}
	}
	if len(tables) < 20 || kept < 20 {
		t.Errorf("%d tables and %d harmless formulas: the test looks at too little", len(tables), kept)
	}
}

// chooseHostile chooses the unit with the bad name: it comes through the address
// into cards, tables and a receipt, as text.
func chooseHostile(t *testing.T, ctx context.Context) {
	t.Helper()
	ask[bool](t, ctx, `(() => { const s = document.getElementById('pick-unit'); s.value = `+quote(hostileUnit)+`; s.dispatchEvent(new Event('change')); return true })()`)
	settle(t, ctx, shownCharts)
	said := ask[[]string](t, ctx, `(() => { document.querySelector('[data-receipt=supply_rate]').click(); const d = document.getElementById('receipt');
		const text = d.innerText; d.close(); return [document.querySelector('.track .who').textContent, text] })()`)
	if said[0] != hostileUnit || !strings.Contains(said[1], hostileUnit) || !strings.Contains(said[1], "73.75%") {
		t.Errorf("the card is of %q, its receipt says %q", said[0], said[1])
	}
	if n := ask[int](t, ctx, `document.querySelectorAll('img').length`); n != 0 || ask[any](t, ctx, `window.broken ?? null`) != nil {
		t.Errorf("the chosen unit's name became markup or code")
	}
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
