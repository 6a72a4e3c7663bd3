package pipeline

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCatalogueOfWhatStands: the index knows every edition, its files and older
// versions, also where no database can be read; nobody's copy is an edition.
func TestCatalogueOfWhatStands(t *testing.T) {
	out := t.TempDir()
	for _, f := range []string{"editions/2024Q1/bulletin.pdf", "editions/2024Q1/v10/bulletin.pdf", "editions/2024Q1/v2/bulletin.pdf",
		"editions/2024Q2/dashboard.html", "editions/2024Q2 - 副本/dashboard.html"} {
		path := filepath.Join(out, f)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := Catalogue(t.Context(), out); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(out, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	page := string(b)
	rest := page
	for _, want := range []string{`<td class="files">`, `"editions/2024Q2/dashboard.html"`, `"editions/2024Q1/bulletin.pdf"`, `"editions/2024Q1/v2/bulletin.pdf"`, `"editions/2024Q1/v10/bulletin.pdf"`} {
		_, after, ok := strings.Cut(rest, want)
		if !ok {
			t.Fatalf("the index does not link %s, or not in its place", want)
		}
		rest = after
	}
	if strings.Contains(page, "副本") {
		t.Error("a copy is listed as an edition")
	}
}
