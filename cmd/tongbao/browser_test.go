package main

import (
	"context"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestEditorInBrowser writes a statement as a person does, runs it by
// Ctrl+Enter, pages, and sorts numbers by their value.
func TestEditorInBrowser(t *testing.T) {
	binary, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("no Chromium found: install it (Debian: apt-get install chromium)")
	}
	x := openSite(t, nil)
	ctx, stop := context.WithTimeout(t.Context(), 90*time.Second)
	defer stop()
	ctx, cancel := chromedp.NewExecAllocator(ctx, append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(binary), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()))...)
	defer cancel()
	ctx, cancel = chromedp.NewContext(ctx)
	defer cancel()
	const statement = "SELECT CAST(range * 7 % 211 AS DECIMAL(9, 1)) - 100 AS n FROM range(211)"
	do := func(actions ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(ctx, actions...); err != nil {
			t.Fatal(err)
		}
	}
	is := func(what, expression, want string) {
		t.Helper()
		got, err := chromedp.Run(ctx, chromedp.Evaluate[string](expression))
		if err != nil || got != want {
			t.Errorf("%s is %q, want %q (%v)", what, got, want, err)
		}
	}
	do(chromedp.Navigate(x.URL+"/sql#q="+statement), chromedp.WaitVisible(chromedp.CSS("#q")))
	is("the statement of the address", `document.getElementById('q').value`, statement)
	is("answers before the key", `String(document.querySelectorAll('table').length)`, "0")
	do(chromedp.Focus(chromedp.CSS("#q")), chromedp.KeyEvent("\t"), chromedp.KeyEvent("\r", chromedp.KeyModifiers(chromedp.ModifierCtrl)), chromedp.WaitVisible(chromedp.CSS("table.answer")))
	is("rows on the page", `String(document.querySelectorAll('tbody tr').length)`, "100")
	is("pages", `document.querySelector('.pager span').textContent`, "第1页，共3页")
	do(chromedp.Click(chromedp.CSS("thead th button")))
	is("the least", `document.querySelector('tbody td').textContent`, "-100.0")
	do(chromedp.Click(chromedp.CSS("thead th button")))
	is("the greatest", `document.querySelector('tbody td').textContent`, "110.0")
	do(chromedp.Click(chromedp.CSS(".pager button:last-of-type")))
	is("first of the second page", `document.querySelector('tbody td').textContent`, "10.0")
	is("the address to share", `new URLSearchParams(new URL(document.getElementById('share').href).hash.slice(1)).get('q').trim()`, statement)
}
