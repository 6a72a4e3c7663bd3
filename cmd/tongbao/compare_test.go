package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCompareFolders: the page links to each folder from where it stands; what
// cannot be compared is named, and then no page is left.
func TestCompareFolders(t *testing.T) {
	dir := t.TempDir()
	out, page := filepath.Join(dir, "石龙区"), filepath.Join(dir, "比较", "各区.html")
	if err := os.Mkdir(filepath.Dir(page), 0o755); err != nil {
		t.Fatal(err)
	}
	tongbao(t, "run", "--ledgers", workedLedgers, "--out", out).says(t, exitDone)
	tongbao(t, "compare", "--page", page, out, out).says(t, exitDone, "已写成")
	b, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	// 69.75 % is the worked example's F1, by hand.
	if text := string(b); strings.Count(text, `href="../%e7%9f%b3%e9%be%99%e5%8c%ba/index.html"`) != 2 || strings.Count(text, "69.75%") != 2 {
		t.Error("the page does not show both folders with their rate and link")
	}
	if err := os.Remove(page); err != nil {
		t.Fatal(err)
	}
	tongbao(t, "compare", "--page", page, out, dir).says(t, exitFailed, dir, "没有已发布的通报")
	if _, err := os.Stat(page); err == nil {
		t.Error("a page was left in spite of the error")
	}
	tongbao(t, "compare", out).says(t, exitUsage, "--page")
}
