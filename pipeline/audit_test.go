package pipeline

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/charts"
	"tongbao/queries"
)

// TestAuditFindsDamage renders an edition, damages one artefact after the other
// and looks whether the audit, which stands between rendering and publishing,
// says which.
func TestAuditFindsDamage(t *testing.T) {
	s := built(t, "../fixtures/worked/ledgers")
	from := t.TempDir()
	tables, err := readMarts(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	r := Request{Ledgers: "../fixtures/worked/ledgers", Quarter: queries.Quarter{Year: 2024, N: 2}, Progress: func(string) {}}
	desk, err := paperOf(r, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := render(t.Context(), r, s, desk, from, charts.NewRenderer()); err != nil {
		t.Fatal(err)
	}
	_, pages, err := readPaper(filepath.Join(from, "bulletin.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	if err := audit(t.Context(), from, tables, pages, nil); err != nil {
		t.Fatal(err)
	}
	edit := func(name string, change func([]byte) []byte) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			path := filepath.Join(dir, name)
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			after := change(bytes.Clone(b))
			if bytes.Equal(after, b) {
				t.Fatalf("%s was not changed", name)
			}
			if err := os.WriteFile(path, after, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	cut := func(b []byte) []byte { return b[:len(b)*2/3] }
	swap := func(old, with string) func([]byte) []byte {
		return func(b []byte) []byte { return bytes.Replace(b, []byte(old), []byte(with), 1) }
	}
	for name, c := range map[string]struct {
		damage func(t *testing.T, dir string)
		want   string
	}{
		"paper cut":             {edit("bulletin.pdf", cut), "bulletin.pdf"},
		"page cut":              {edit("dashboard.html", cut), "dashboard.html"},
		"page without its end":  {edit("dashboard.html", func(b []byte) []byte { return bytes.TrimSuffix(bytes.TrimSpace(b), []byte("</html>")) }), "末尾"},
		"page without its data": {edit("dashboard.html", swap(`id="data"`, `id="date"`)), "没有图的数据"},
		"page with broken data": {edit("dashboard.html", swap(`id="data">e`, `id="data">f`)), "JSON"},
		"page that asks for a script": {edit("dashboard.html", swap("<body", `<script src="https://example.com/x.js"></script><body`)),
			"https://example.com/x.js"},
		"page without a unit": {edit("dashboard.html", func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("龙兴街道"), []byte("龙某街道")) }), "龙兴街道"},
		"workbook cut":        {edit("annex.xlsx", cut), "annex.xlsx"},
		"another figure":      {edit("figures.csv", swap("61.432100", "61.432101")), "figures.csv"},
		"a row less":          {edit("findings.csv", func(b []byte) []byte { return b[:bytes.LastIndexByte(bytes.TrimSpace(b), '\n')+1] }), "findings.csv"},
		"database cut":        {edit("ledger.duckdb", cut), "ledger.duckdb"},
		"empty return": {func(t *testing.T, dir string) {
			if err := os.WriteFile(filepath.Join(dir, "高庄街道.xlsx"), nil, 0o644); err != nil {
				t.Fatal(err)
			}
		}, "高庄街道.xlsx"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "edition")
			if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
				t.Fatal(err)
			}
			c.damage(t, dir)
			if err := audit(t.Context(), dir, tables, pages, nil); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("want an error that says %s, got %v", c.want, err)
			}
		})
	}
	t.Run("a page less", func(t *testing.T) {
		if err := audit(t.Context(), from, tables, pages+1, nil); err == nil || !strings.Contains(err.Error(), "页") {
			t.Errorf("%v", err)
		}
	})
	t.Run("another quarter's paper", func(t *testing.T) {
		other := map[string]queries.Table{}
		for name, table := range tables {
			other[name] = table
		}
		other["mart.masthead"] = queries.NewTable("mart.masthead", []string{"key", "value"}, []string{"quarter_name", "2024年第三季度"})
		if err := audit(t.Context(), from, other, pages, nil); err == nil || !strings.Contains(err.Error(), "2024年第三季度") {
			t.Errorf("%v", err)
		}
	})
}
