package charts

import (
	"bytes"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"tongbao/queries"
)

func indexTables() map[string]queries.Table {
	tables := pageMarts()
	tables["mart.dash_index"] = queries.NewTable("mart.dash_index", []string{"quarter", "label", "as_of_text", "supply_rate", "supply_rate_text", "supply_target",
		"idle_rate", "idle_rate_text", "idle_target", "unsupplied_text", "idle_closing_text"},
		[]string{"2024Q1", "2024年一季度", "2024年3月31日", "60.02", "60.02%", "80", "", "无任务", "90", "22.1000", "12.5000"},
		[]string{"2024Q2", "2024年二季度", "2024年6月30日", "69.75", "69.75%", "80", "71.20", "71.20%", "90", "18.5821", "11.7500"})
	return tables
}

func index(t *testing.T, c Catalogue) string {
	t.Helper()
	var b bytes.Buffer
	if err := Index(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestIndex(t *testing.T) {
	c := Catalogue{Tables: indexTables(), Editions: []Edition{
		{Quarter: "2023Q4", Files: []string{"bulletin.pdf"}}, // of before the newest edition's chain
		{Quarter: "2024Q1", Files: []string{"annex.xlsx", "bulletin.pdf", "dashboard.html", "ledger.duckdb"}, Versions: []string{"v1", "v2"}},
		{Quarter: "2024Q2", Files: []string{"bulletin.pdf", "dashboard.html", "figures.csv"}},
	}}
	page := index(t, c)
	if page != index(t, c) {
		t.Error("the same editions gave another page")
	}
	page = html.UnescapeString(page)
	order := []string{"最新一期：2024年第二季度", `href="editions/2024Q2/dashboard.html">打开最新一期`, "2024年二季度</th>", `href="editions/2024Q2/figures.csv"`,
		"2024年一季度</th>", "无任务", `href="editions/2024Q1/annex.xlsx"`, "旧版v1（已被替代）", `href="editions/2024Q1/v1/dashboard.html"`, "旧版v2", "2023Q4</th>", "—", `href="editions/2023Q4/bulletin.pdf"`}
	rest := page
	for _, want := range order {
		_, after, ok := strings.Cut(rest, want)
		if !ok {
			t.Fatalf("the index does not say %s, or not in its place", want)
		}
		rest = after
	}
	if strings.Contains(page, "ledger.duckdb") || strings.Contains(page, `editions/2024Q2/annex.xlsx`) {
		t.Error("the index links to a file that is not there or not for people")
	}
	if page := index(t, Catalogue{}); !strings.Contains(page, "还没有发布过通报") {
		t.Error("an empty folder does not say so")
	}
}

// TestIndexInABrowser: one request, no trouble, names as text, no overflow on a phone.
func TestIndexInABrowser(t *testing.T) {
	tables := hostileMarts()
	tables["mart.dash_index"] = indexTables()["mart.dash_index"]
	tables["mart.dash_index"].Rows[0][1].String = hostile[0]
	ctx := browser(t)
	var w witness
	w.listen(t, ctx)
	path := filepath.Join(t.TempDir(), "index.html")
	if err := os.WriteFile(path, []byte(index(t, Catalogue{Tables: tables, Editions: []Edition{{Quarter: "2024Q1", Files: []string{"dashboard.html"}}}})), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(390, 844), chromedp.Navigate("file://"+path)); err != nil {
		t.Fatal(err)
	}
	if wide := ask[int](t, ctx, `document.documentElement.scrollWidth`); wide > 390 {
		t.Errorf("the index is %d px wide on a phone of 390", wide)
	}
	if !ask[bool](t, ctx, `document.body.innerText.includes(`+quote(hostile[0])+`)`) || ask[any](t, ctx, `window.broken ?? null`) != nil {
		t.Error("a name is not shown as text")
	}
	w.report(t)
}
