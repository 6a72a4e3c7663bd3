package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fonts lists five built-in faces; a setting puts the office's own file in their
// place, and a file that is none is told with the key that names it.
func TestFonts(t *testing.T) {
	dir := t.TempDir()
	config := filepath.Join(dir, "tongbao.toml")
	run := func(settings string) (string, string, int) {
		t.Helper()
		if err := os.WriteFile(config, []byte(settings), 0o644); err != nil {
			t.Fatal(err)
		}
		var out, errs bytes.Buffer
		status := Main(t.Context(), world{out: &out, err: &errs}, []string{"fonts", "--ledgers", dir, "--json"})
		return out.String(), errs.String(), status
	}
	type face struct {
		Key      string `json:"key"`
		BuiltIn  bool   `json:"built_in"`
		Licence  string `json:"licence"`
		SHA256   string `json:"sha256"`
		Standard int    `json:"standard"`
	}
	out, _, status := run("")
	var list []face
	if err := json.Unmarshal([]byte(out), &list); err != nil || status != exitDone || len(list) != 5 {
		t.Fatalf("status %d, %v: %s", status, err, out)
	}
	if list[1].Standard != 8105 || list[0].Standard != 6638 || !list[0].BuiltIn || len(list[0].SHA256) != 64 {
		t.Errorf("%+v", list)
	}
	data, err := os.ReadFile("../../bulletins/fonts/kai.ttf")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "office.ttf"), data, 0o644); err != nil {
		t.Fatal(err)
	}
	out, _, _ = run("[fonts]\nfang = \"office.ttf\"\n")
	list = nil
	if err := json.Unmarshal([]byte(out), &list); err != nil || list[0].BuiltIn || list[0].Standard != 8105 || list[0].SHA256 != list[1].SHA256 || !strings.Contains(list[0].Licence, "允许嵌入") {
		t.Errorf("%v: %s", err, out)
	}
	for settings, says := range map[string]string{
		"[fonts]\nfang = \"none.ttf\"\n":     "fonts.fang 指的字体文件 none.ttf 读不了",
		"[fonts]\nhei = \"office.ttf#3\"\n":  "fonts.hei：字体文件 office.ttf#3：文件里只有1个字体",
		"[fonts]\nsong = \"tongbao.toml\"\n": "fonts.song：字体文件 tongbao.toml：不是能用的",
	} {
		if _, errs, status := run(settings); status != exitFailed || !strings.Contains(errs, says) {
			t.Errorf("%s: status %d, %s", settings, status, errs)
		}
	}
}
