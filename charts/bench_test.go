package charts

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/components"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// manyParcels is the size of a province's busiest district.
const manyParcels = 50_000

// BenchmarkPage prints, in one run: the page's size, when its first chart and its
// last stand, when the map of 50 000 parcels answers and what a hover costs; and
// beside them the same parcels drawn by ECharts' own map, and as many charts on a
// stock go-echarts page. Times are the browser's own, from the start of loading.
func BenchmarkPage(b *testing.B) {
	for _, c := range []struct {
		name  string
		page  []byte
		ready string
	}{
		{"page", dashboardBytes(b, 60), `document.querySelectorAll('figure[data-drawn]').length === ` + fmt.Sprint(shownCharts)},
		{"page_50000", dashboardBytes(b, manyParcels), `document.getElementById('map-canvas').dataset.shown !== undefined`},
		{"echarts_map_50000", peerMap(b), `window.done !== undefined`},
		{"go_echarts_page", peerPage(b), `document.querySelectorAll('canvas').length >= ` + fmt.Sprint(shownCharts)},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				measurePage(b, c.page, c.ready)
			}
		})
	}
}

func measurePage(b *testing.B, page []byte, ready string) {
	path := filepath.Join(b.TempDir(), "page.html")
	if err := os.WriteFile(path, page, 0o600); err != nil {
		b.Fatal(err)
	}
	ctx := browser(b)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1440, 900), chromedp.Navigate("file://"+path)); err != nil {
		b.Fatal(err)
	}
	until := time.Now().Add(60 * time.Second)
	for {
		done, err := chromedp.Run(ctx, chromedp.Evaluate[bool](ready))
		if err != nil {
			b.Fatal(err)
		}
		if done {
			break
		}
		if time.Now().After(until) {
			b.Fatal("the page is not ready after a minute: ", ready)
		}
		time.Sleep(20 * time.Millisecond)
	}
	number := func(expression string) float64 {
		v, err := chromedp.Run(ctx, chromedp.Evaluate[float64](expression))
		if err != nil {
			b.Fatal(err)
		}
		return v
	}
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	z.Write(page)
	z.Close()
	b.ReportMetric(float64(len(page))/1e6, "MB")
	b.ReportMetric(float64(zipped.Len())/1e3, "KB-gzip")
	b.ReportMetric(number(`Number(document.documentElement.dataset.first || window.done || 0)`), "ms-first")
	b.ReportMetric(number(`Math.max(Number(document.documentElement.dataset.last || 0), window.done || 0)`), "ms-all")
	b.ReportMetric(number(`Number(document.documentElement.dataset.map || window.done || 0)`), "ms-map")
	// What a hover costs, painting included: the mean of 50 moves over the drawing.
	number(`((say) => {
		const c = document.querySelector('#map-canvas') || document.querySelector('canvas');
		if (!c) return say(0) || 0;
		c.scrollIntoView();
		const r = c.getBoundingClientRect();
		const start = performance.now();
		for (let i = 0; i < 50; i++) for (const type of ['pointermove', 'mousemove']) {
			c.dispatchEvent(new (type[0] === 'p' ? PointerEvent : MouseEvent)(type, {clientX: r.left + r.width * (0.2 + 0.012 * i), clientY: r.top + r.height / 2, bubbles: true}));
		}
		requestAnimationFrame(() => setTimeout(() => say((performance.now() - start) / 50)));
		return 0;
	})((ms) => (window.hover = ms)) || 0`)
	for number(`window.hover === undefined ? 1 : 0`) == 1 {
		time.Sleep(20 * time.Millisecond)
	}
	b.ReportMetric(number(`window.hover`), "ms-hover")
}

func dashboardBytes(b *testing.B, n int) []byte {
	tables := pageMarts()
	tables["mart.dash_map"], tables["mart.dash_life"] = parcels(n), lifeOf(n)
	set, err := New(tables)
	if err != nil {
		b.Fatal(err)
	}
	drawings := map[string][]byte{}
	for _, c := range set {
		drawings[c.ID] = []byte("<svg></svg>")
	}
	var page bytes.Buffer
	if err := Dashboard(&page, Page{Tables: tables, Charts: set, Drawings: drawings}); err != nil {
		b.Fatal(err)
	}
	return page.Bytes()
}

// peerMap is the same parcels as a map of ECharts.
func peerMap(b *testing.B) []byte {
	full, err := os.ReadFile("node_modules/echarts/dist/echarts.min.js")
	if err != nil {
		b.Fatal(err)
	}
	type feature struct {
		Type       string            `json:"type"`
		Properties map[string]string `json:"properties"`
		Geometry   json.RawMessage   `json:"geometry"`
	}
	var features []feature
	var data []map[string]any
	t := parcels(manyParcels)
	for i := range t.Len() {
		features = append(features, feature{"Feature", map[string]string{"name": t.Text(i, "id")}, json.RawMessage(t.Text(i, "geometry"))})
		data = append(data, map[string]any{"name": t.Text(i, "id"), "value": i % 8})
	}
	shapes, _ := json.Marshal(map[string]any{"type": "FeatureCollection", "features": features})
	values, _ := json.Marshal(data)
	return []byte("<!DOCTYPE html><meta charset=utf-8><div id=m style='width:1100px;height:620px'></div><script>" + string(full) + "</script><script>" +
		"echarts.registerMap('m'," + string(shapes) + ");const c=echarts.init(document.getElementById('m'));c.on('finished',()=>{window.done=window.done||performance.now()});" +
		"c.setOption({tooltip:{},animation:false,visualMap:{show:false,min:0,max:8},series:[{type:'map',map:'m',roam:true,data:" + string(values) + "}]});</script>")
}

// peerPage is as many bar charts as the page has, as go-echarts lays them out, with
// its script inlined where the stock page asks a server for it.
func peerPage(b *testing.B) []byte {
	page := components.NewPage()
	for n := range shownCharts {
		bar := echarts.NewBar()
		var x []string
		var y []opts.BarData
		for i := range 20 {
			x, y = append(x, fmt.Sprint("单位", i)), append(y, opts.BarData{Value: (i*7 + n) % 100})
		}
		bar.SetXAxis(x).AddSeries("供地率", y)
		page.AddCharts(bar)
	}
	var out bytes.Buffer
	if err := page.Render(&out); err != nil {
		b.Fatal(err)
	}
	full, err := os.ReadFile("node_modules/echarts/dist/echarts.min.js")
	if err != nil {
		b.Fatal(err)
	}
	before, rest, _ := strings.Cut(out.String(), `<script src="`)
	_, rest, _ = strings.Cut(rest, "</script>")
	return []byte(before + "<script>" + string(full) + "</script>" + rest + "<script>requestAnimationFrame(()=>{window.done=performance.now()})</script>")
}
