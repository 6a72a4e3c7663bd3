package charts

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"tongbao/queries"
)

// hash chooses by the address, as a link or a reload does.
func hash(t *testing.T, ctx context.Context, fragment string) {
	t.Helper()
	ask[bool](t, ctx, `(() => { location.hash = `+quote(fragment)+`; return true })()`)
	ask[bool](t, ctx, `new Promise((done) => setTimeout(() => done(true), 50)) && true`)
}

// TestCardsSayTheMarts holds every word of the cards and tiles to the cell of
// the mart, for every unit and quarter.
func TestCardsSayTheMarts(t *testing.T) {
	ctx := browser(t)
	p := plainPage(t, pageMarts())
	open(t, ctx, p, 1440, 900)
	track, checked := p.Tables["mart.dash_track"], 0
	for i := range track.Len() {
		hash(t, ctx, "unit="+track.Text(i, "unit")+"&quarter="+track.Text(i, "quarter"))
		said := ask[map[string]string](t, ctx, `Object.fromEntries([...document.querySelectorAll('.track.`+track.Text(i, "part")+` [data-field]')].map((e) => [e.dataset.field, e.textContent]))`)
		for field, text := range said {
			checked++
			if text != track.Text(i, field) {
				t.Errorf("%s %s %s: the card says %q, the mart %q", track.Text(i, "unit"), track.Text(i, "quarter"), field, text, track.Text(i, field))
			}
		}
	}
	if checked < 12*track.Len() {
		t.Errorf("only %d words were compared", checked)
	}
	hash(t, ctx, "unit=人民路街道")
	if got := ask[string](t, ctx, `document.querySelector('.tile[data-what]').textContent`); !strings.Contains(got, "1宗") || !strings.Contains(got, "1.2345公顷") || !strings.Contains(got, "18.52亩") {
		t.Errorf("the tile of 人民路街道 says %q", got)
	}
}

// TestTablesAndTooltipsSayTheMarts: the table behind each chart is the mart's
// text, and a tooltip is a line of that table.
func TestTablesAndTooltipsSayTheMarts(t *testing.T) {
	ctx := browser(t)
	p := plainPage(t, pageMarts())
	open(t, ctx, p, 1440, 900)
	for _, q := range questions {
		for _, id := range q.charts {
			c, _ := p.Charts.Chart(id)
			got := ask[[][]string](t, ctx, `[...document.querySelectorAll('#chart-`+id+` tbody tr')].map((r) => [...r.cells].map((c) => c.textContent))`)
			want := plain(c.Table, "").Rows
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%s: the table says %v, the mart %v", id, got, want)
			}
			said := ask[string](t, ctx, `(() => { const e = document.querySelector('#chart-`+id+` .live'); const chart = echarts.getInstanceByDom(e);
				const series = chart.getOption().series; let n = series.findIndex((s) => s.data.some((d) => d !== '-' && d !== null)), i = 0;
				const data = series[n].data; i = data.findIndex((d) => d && d.row !== undefined);
				if (i < 0) i = Math.max(0, data.findIndex((d) => d !== '-' && d !== null && (d.value === undefined || d.value !== '-')));
				if (series[n].type === 'treemap') i = 2;
				chart.dispatchAction({type: 'showTip', seriesIndex: n, dataIndex: i});
				const tip = e.querySelector('.tip'); return tip ? tip.textContent : '' })()`)
			if id == "flow" { // its tooltips are on the flows, which dispatchAction does not reach
				continue
			}
			if !slices.ContainsFunc(want, func(row []string) bool { return said != "" && said == line(c.Table, row) }) {
				t.Errorf("%s: the tooltip %q is no line of its table", id, said)
			}
		}
	}
}

// line is what a tooltip says of a row: its first cell, then heading and cell.
func line(t queries.Table, row []string) string {
	text := row[0]
	for k := 1; k < len(row); k++ {
		text += t.Columns[k] + row[k]
	}
	return text
}

// TestReceipt: a number opens its definition, parts and rows, offline; the cut is said.
func TestReceipt(t *testing.T) {
	ctx := browser(t)
	var w witness
	w.listen(t, ctx)
	open(t, ctx, plainPage(t, pageMarts()), 1440, 900)
	receipt := func(selector string) string {
		return ask[string](t, ctx, `(() => { document.querySelector(`+quote(selector)+`).click(); const d = document.getElementById('receipt');
			const text = d.open ? d.innerText : 'closed'; d.close(); return text })()`)
	}
	contains := func(text string, words ...string) {
		t.Helper()
		for _, want := range words {
			if !strings.Contains(text, want) {
				t.Errorf("the receipt does not say %s: %s", want, text)
			}
		}
	}
	contains(receipt("[data-receipt=supply_rate]"), "69.75%", "已供面积 ÷ 应供面积", "42.8500公顷", "61.4321公顷", "2024Q2/批次台账.xlsx", "豫政土〔2013〕1号", "列出2行", "台账共9000行")
	contains(receipt(".track.supply [data-receipt=gap]"), "6.2957公顷", "目标80%×应供61.4321公顷－已供42.8500公顷", "分母")
	contains(receipt("[data-receipt=stop]"), "超过处置时限的未供地块", "2宗", "DK-001", "DK-002", "2024Q2/地块台账.xlsx")
	contains(receipt("[data-receipt=list]"), "读入", "1059行", "每张表的行数", "2024Q2/批次台账.xlsx")
	contains(receipt("[data-receipt=score]"), "先进制造业开发区综合得分", "99.49分", "综合得分＝60×")
	mark := func(id string, series, index int) string {
		return ask[string](t, ctx, fmt.Sprintf(`(() => { const c = echarts.getInstanceByDom(document.querySelector('#chart-%s .live')); const s = c.getOption().series[%d];
			c.trigger('click', {seriesIndex: %d, dataIndex: %d, data: s.data[%d]}); const d = document.getElementById('receipt'); const text = d.open ? d.innerText : 'closed'; d.close(); return text })()`, id, series, series, index, index))
	}
	contains(mark("rate", 0, 1), "人民路街道", "73.75%", "豫政土〔2009〕1号", "XZ-01")
	contains(mark("stock_flow", 0, 2), "供应", "18.1000", "本季每一笔变化")
	hash(t, ctx, "unit=人民路街道")
	text := receipt("[data-receipt=supply_rate]")
	contains(text, "73.75%", "14.7500公顷", "列出1行", "台账共900行")
	if strings.Contains(text, "高庄街道") {
		t.Error("the receipt of one unit lists another's rows")
	}
	w.report(t)
}

// TestReceiptsOfCells: every number in a table of figures opens its own receipt,
// by pointer and by keyboard, and the receipt repeats the number.
func TestReceiptsOfCells(t *testing.T) {
	ctx := browser(t)
	var w witness
	w.listen(t, ctx)
	open(t, ctx, plainPage(t, pageMarts()), 1440, 900)
	ask[bool](t, ctx, `(() => { document.querySelectorAll('details').forEach((d) => (d.open = true)); return true })()`)
	settle(t, ctx, shownCharts)
	bare := ask[[]string](t, ctx, `[...document.querySelectorAll('#ranking-table, main figure, #list-rule, #list-changed, #list-sheet, #list-receipt')].flatMap((p) => [...p.querySelectorAll('td.num')]
		.filter((c) => /\d/.test(c.textContent) && !c.querySelector('button.cell')).map((c) => p.id + ' ' + tongbaoTables.heads(c.closest('table'))[c.cellIndex] + ' ' + c.textContent))
		.filter((s) => !/批准年度/.test(s))`)
	if len(bare) != 0 {
		t.Errorf("numbers without a receipt: %q", bare)
	}
	silent := ask[[]string](t, ctx, `[...document.querySelectorAll('button.cell')].filter((b) => { b.click(); const d = document.getElementById('receipt');
		const good = d.open && d.innerText.includes(b.textContent) && d.querySelectorAll('dl dd').length >= 2; d.close(); return !good }).map((b) => b.closest('[id]').id + ' ' + b.textContent)`)
	if len(silent) != 0 {
		t.Errorf("receipts that are not of their number: %q", silent)
	}
	if n := ask[int](t, ctx, `document.querySelectorAll('button.cell').length`); n < 100 {
		t.Errorf("only %d numbers open a receipt", n)
	}
	first := `#ranking-table tbody tr:first-child td:nth-child(%d) button`
	if err := chromedp.Do(ctx, chromedp.Focus(chromedp.CSS(fmt.Sprintf(first, 1))), chromedp.KeyEvent(kb.ArrowRight), chromedp.KeyEvent(kb.Enter)); err != nil {
		t.Fatal(err)
	}
	said := ask[string](t, ctx, `document.getElementById('receipt').open ? document.getElementById('receipt').innerText : 'closed'`)
	if !strings.Contains(said, "综合得分") || !strings.Contains(said, "99.49") || !strings.Contains(said, "综合得分＝60×") {
		t.Errorf("the second number of the ranking, opened by the keyboard, says %s", said)
	}
	if stops := ask[int](t, ctx, `document.querySelectorAll('#ranking-table button.cell[tabindex="0"]').length`); stops != 1 {
		t.Errorf("the Tab key stops %d times in the ranking, want once", stops)
	}
	w.report(t)
}

// TestAddressRemembers: what is chosen stands in the address and comes back with it.
func TestAddressRemembers(t *testing.T) {
	ctx := browser(t)
	open(t, ctx, plainPage(t, pageMarts()), 1440, 900)
	ask[bool](t, ctx, `(() => { const s = document.getElementById('pick-unit'); s.value = '人民路街道'; s.dispatchEvent(new Event('change')); return true })()`)
	address := ask[string](t, ctx, `decodeURIComponent(location.hash)`)
	if address != "#unit=人民路街道" {
		t.Fatalf("the address is %s", address)
	}
	if err := chromedp.Do(ctx, chromedp.Reload()); err != nil {
		t.Fatal(err)
	}
	settle(t, ctx, shownCharts)
	if got := ask[string](t, ctx, `document.querySelector('.track .num').textContent + document.getElementById('pick-unit').value`); got != "73.75%人民路街道" {
		t.Errorf("after a reload the page says %s", got)
	}
	if n := ask[int](t, ctx, `[...document.querySelectorAll('#list-due tbody tr')].filter((r) => !r.hidden).length`); n != 1 {
		t.Errorf("%d rows of the list are on show, want the unit's 1", n)
	}
	hash(t, ctx, "unit=没有这个单位&quarter=1999Q1&view=<b>")
	if got := ask[string](t, ctx, `document.getElementById('pick-unit').value + document.getElementById('pick-quarter').value`); got != "全区2024Q2" {
		t.Errorf("an address that makes no sense shows %s", got)
	}
}

// TestQuarterMovesThePage: a chosen quarter moves every part that has its own
// figures of that quarter; each other part says that it stays with the edition's.
func TestQuarterMovesThePage(t *testing.T) {
	ctx := browser(t)
	var w witness
	w.listen(t, ctx)
	open(t, ctx, plainPage(t, pageMarts()), 1440, 900)
	state := func() string {
		return ask[string](t, ctx, `(() => {
			const text = (s) => [...document.querySelectorAll(s)].map((e) => e.textContent).join(' ');
			return [text('.track .figure .num'), text('.lead strong'), text('#ranking-table tbody tr:first-child td'), text('#chart-rate tbody tr td:nth-child(2)'),
				text('#chart-stock_flow tbody td:nth-child(3)'), text('#chart-ranking tbody td:nth-child(3)'), document.querySelector('#chart-rate .live').getAttribute('aria-label').slice(0, 12),
				[...document.querySelectorAll('.held')].filter((e) => !e.hidden).length, document.getElementById('past').hidden].join('\n') })()`)
	}
	now := state()
	pick := func(value string) {
		ask[bool](t, ctx, `(() => { const s = document.getElementById('pick-quarter'); s.value = `+quote(value)+`; s.dispatchEvent(new Event('change')); return true })()`)
		settle(t, ctx, shownCharts)
	}
	pick("2024Q1")
	want := "60.02% 64.21%\n人民路街道 高庄街道\n1 人民路街道 68.34 61.50% 50.00% 1.1000 7.7000 — — 参与排名\n60.02% 61.50%\n45.0000 −4.3179 40.6821\n68.34 41.10\n全区供地率60.02%，\n10\nfalse"
	if got := state(); got != want {
		t.Errorf("of a past quarter the page says\n%s\nwant\n%s", got, want)
	}
	if held := ask[string](t, ctx, `document.querySelector('#chart-week .held').textContent`); held != "本期（2024年二季度）的情况，不随所选季度变动。" {
		t.Errorf("the weeks of the edition's own quarter say %q", held)
	}
	// On paper the still pictures are of now: those that follow the quarter print the live ones.
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}); err != nil {
		t.Fatal(err)
	}
	if got := ask[string](t, ctx, `['rate', 'week'].map((id) => ['.live', '.still'].map((s) => getComputedStyle(document.querySelector('#chart-' + id + ' ' + s)).display).join()).join(' ')`); got != "block,none none,block" {
		t.Errorf("on paper a chart of the chosen quarter and one of now are shown as %s", got)
	}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "screen"}); err != nil {
		t.Fatal(err)
	}
	w.report(t)
	if err := chromedp.Do(ctx, chromedp.Reload()); err != nil {
		t.Fatal(err)
	}
	settle(t, ctx, shownCharts)
	if got := state(); got != want {
		t.Errorf("after a reload the page says\n%s", got)
	}
	pick("2024Q2")
	if got := state(); got != now {
		t.Errorf("back in the edition's quarter the page says\n%s\nand said\n%s", got, now)
	}
}

// TestSortAndCSV: sorting by number and the CSV of what is on show, with what a
// spreadsheet would run as a formula made harmless.
func TestSortAndCSV(t *testing.T) {
	tables := pageMarts()
	tables["mart.dash_due"].Rows[0][2].String = `=HYPERLINK("x"),1`
	tables["mart.dash_due"].Rows[1][2].String = "-2+3"
	ctx := browser(t)
	open(t, ctx, plainPage(t, tables), 1440, 900)
	first := func() string {
		return ask[string](t, ctx, `document.querySelector('#list-due tbody tr').cells[1].textContent`)
	}
	click := `(() => { document.querySelectorAll('#list-due th button')[4].click(); return document.querySelectorAll('#list-due th')[4].getAttribute('aria-sort') })()`
	if way := ask[string](t, ctx, click); way != "ascending" || first() != "DK-001" {
		t.Errorf("sorted %s by area, first is %s", way, first())
	}
	if way := ask[string](t, ctx, click); way != "descending" || first() != "DK-002" {
		t.Errorf("sorted %s by area, first is %s", way, first())
	}
	want := "\ufeff类别,编号,名称,责任单位,面积（公顷）,阶段与原因,时限,责任人,卡点,文件,表,行\n" +
		"批而未供,DK-002,'-2+3,高庄街道,2.2655,\"批而未征，规划调整\",超过处置时限20天,李四,超过处置时限的未供地块,2024Q2/地块台账.xlsx,地块,8\n" +
		"批而未供,DK-001,\"'=HYPERLINK(\"\"x\"\"),1\",人民路街道,1.2345,\"征而未供，资金不足\",超过处置时限30天,张三,超过处置时限的未供地块,2024Q2/地块台账.xlsx,地块,7\n"
	want = strings.NewReplacer("\"批而未征，规划调整\"", "批而未征，规划调整", "\"征而未供，资金不足\"", "征而未供，资金不足").Replace(want) // a full-width comma needs no quotes
	if got := ask[string](t, ctx, `tongbaoTables.csv(document.querySelector('#list-due table'))`); got != want {
		t.Errorf("the CSV is\n%q, want\n%q", got, want)
	}
}

// TestPictureOfAChart: a PNG of the chart under its title, larger than the chart.
func TestPictureOfAChart(t *testing.T) {
	ctx := browser(t)
	open(t, ctx, plainPage(t, pageMarts()), 1440, 900)
	got, err := chromedp.Run(ctx, chromedp.Evaluate[string](`new Promise((done) => {
		HTMLAnchorElement.prototype.click = function () { const name = this.download; const i = new Image();
			URL.createObjectURL.last.arrayBuffer().then((b) => done(name + ' ' + [...new Uint8Array(b).slice(1, 4)].map((c) => String.fromCharCode(c)).join('') + ' ' + (b.byteLength > 10000))) };
		const make = URL.createObjectURL; URL.createObjectURL = (b) => { URL.createObjectURL.last = b; return make.call(URL, b) };
		document.querySelector('#chart-rate figcaption button').click() })`, chromedp.EvalAwaitPromise))
	if err != nil || got != "各单位供地率、闲置土地处置率与目标、序时进度.png PNG true" {
		t.Errorf("saved %q, %v", got, err)
	}
}

// TestStaleAndReplaced: the page itself says that the next edition is overdue, in
// a folder of old versions that it has been replaced, among drafts that it is one.
func TestStaleAndReplaced(t *testing.T) {
	ctx := browser(t)
	var b bytes.Buffer
	if err := Dashboard(&b, plainPage(t, pageMarts())); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, name := range []string{"2024Q2/dashboard.html", "2024Q2/v1/dashboard.html", "drafts/2024Q2/dashboard.html"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ file, day, want string }{
		{"2024Q2/dashboard.html", "2024-10-10T12:00:00", "fresh current"},
		{"2024Q2/dashboard.html", "2024-10-11T12:00:00", "stale current"},
		{"2024Q2/v1/dashboard.html", "2024-10-10T12:00:00", "fresh replaced"},
		{"drafts/2024Q2/dashboard.html", "2024-10-10T12:00:00", "fresh current draft"},
	} {
		script := `{ const D = Date; window.Date = class extends D { constructor(...a) { a.length ? super(...a) : super('` + c.day + `') } } }`
		added, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
		if err != nil {
			t.Fatal(err)
		}
		if err := chromedp.Do(ctx, chromedp.Navigate("file://"+filepath.Join(dir, c.file))); err != nil {
			t.Fatal(err)
		}
		got := ask[string](t, ctx, `(document.getElementById('stale').hidden ? 'fresh' : 'stale') + ' ' + (document.getElementById('replaced').hidden ? 'current' : 'replaced') +
			(document.getElementById('drafted').hidden ? '' : ' draft')`)
		if got != c.want {
			t.Errorf("%s on %s says it is %s, want %s", c.file, c.day, got, c.want)
		}
		if _, err := chromedp.Call(ctx, page.RemoveScriptToEvaluateOnNewDocument, page.RemoveScriptToEvaluateOnNewDocumentParams(added)); err != nil {
			t.Fatal(err)
		}
	}
}

// TestWall: a screen of 3840 px shows one page at a time in large words and turns
// it by the keyboard.
func TestWall(t *testing.T) {
	ctx := browser(t)
	var b bytes.Buffer
	if err := Dashboard(&b, plainPage(t, pageMarts())); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "dashboard.html")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(3840, 2160), chromedp.Navigate("file://"+path)); err != nil {
		t.Fatal(err)
	}
	const shown = `[...document.querySelectorAll('[data-page]')].filter((e) => e.getBoundingClientRect().height > 0).map((e) => e.dataset.page)`
	pages := ask[int](t, ctx, `document.querySelectorAll('[data-page]').length`)
	for n := range pages {
		on := ask[[]string](t, ctx, shown)
		if len(on) != 1 {
			t.Fatalf("page %d shows %q", n+1, on)
		}
		got := ask[[]float64](t, ctx, `(() => { const e = document.querySelector('[data-page].on'); const r = e.getBoundingClientRect();
			const words = [...e.querySelectorAll('*')].filter((x) => x.getBoundingClientRect().height && !x.closest('.live') && [...x.childNodes].some((c) => c.nodeType === 3 && c.textContent.trim()));
			return [r.bottom, document.documentElement.scrollWidth, Math.min(...words.map((x) => parseFloat(getComputedStyle(x).fontSize)), 999)] })()`)
		if got[0] > 2160 || got[1] > 3840 || got[2] < 44 {
			t.Errorf("page %q ends at %v px, is %v px wide, and its smallest words are %v px", on[0], got[0], got[1], got[2])
		}
		ask[bool](t, ctx, `document.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight'}))`)
	}
	ask[bool](t, ctx, `document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', bubbles: true}))`)
	if n := len(ask[[]string](t, ctx, shown)); n != pages {
		t.Errorf("after Esc %d of %d pages are on show", n, pages)
	}
}
