package ledger

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
)

// zipped makes an archive; names may be in any encoding.
func zipped(t *testing.T, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.CreateHeader(&zip.FileHeader{Name: files[i], Method: zip.Deflate, NonUTF8: strings.ContainsRune(files[i], '\uFFFD')})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// An archive of attachments reads like a folder of its name, whatever the
// encoding of its file names, and archives inside it too.
func TestArchive(t *testing.T) {
	inner := zipped(t, "批次.csv", batchCSV)
	s := readOne(t, "各单位.zip", zipped(t, gb18030(t, "高庄街道/批次.csv"), batchCSV, `龙河街道\批次.csv`, batchCSV,
		"套.zip", inner, "__MACOSX/._a.csv", "x", "空/", "", "坏.xlsx", "PK\x03\x04 cut", "照片.jpg", "x"))
	equal(t, "files", s.table("file").columns("file", "format", "status"), strings.Join([]string{
		"2024Q2/各单位.zip/坏.xlsx|xlsx|unreadable", "2024Q2/各单位.zip/套.zip/批次.csv|csv|ok", "2024Q2/各单位.zip/套.zip|zip|ok",
		"2024Q2/各单位.zip/照片.jpg||ignored", "2024Q2/各单位.zip/高庄街道/批次.csv|csv|ok", "2024Q2/各单位.zip/龙河街道/批次.csv|csv|ok",
		"2024Q2/各单位.zip|zip|ok"}, "\n"))
	equal(t, "hints", s.table("sheet").columns("sheet_id", "unit_hint"), "1|批次|套|各单位\n2|批次|高庄街道|各单位\n3|批次|龙河街道|各单位")
	equal(t, "rows", s.table("batch").columns("sheet_id", "line"), "1|2\n2|2\n3|2")
	left, err := os.ReadDir(s.dir)
	if err != nil || len(left) != 12 {
		t.Errorf("%d files left in the staging folder (%v)", len(left), err)
	}
}

func TestArchiveRefused(t *testing.T) {
	deep := zipped(t, "a.csv", batchCSV)
	for range 4 {
		deep = zipped(t, "套.zip", deep)
	}
	many := make([]string, 0, 2*maxMembers+2)
	for i := range maxMembers + 1 {
		many = append(many, fmt.Sprintf("%d.csv", i), "")
	}
	s := readFolder(t, map[string]string{
		"2024Q2/a.zip": zipped(t, "../../etc/a.csv", batchCSV), "2024Q2/b.zip": deep, "2024Q2/c.zip": zipped(t, many...), "2024Q2/d.rar": "Rar!",
		"2024Q2/e.zip": zipped(t, "a.csv", batchCSV)[:60], "2024Q2/z.csv": batchCSV,
	})
	for path, words := range map[string][]string{
		"2024Q2/a.zip": {"之外"}, "2024Q2/b.zip/套.zip/套.zip/套.zip": {"三层"}, "2024Q2/c.zip": {"2000"}, "2024Q2/d.rar": {"解压"}, "2024Q2/e.zip": {"损坏"},
	} {
		found := false
		for _, f := range s.Files {
			if f.Path == path {
				found = true
				equal(t, path, f.Status, StatusUnreadable)
				contains(t, f.Message, words...)
			}
		}
		if !found {
			t.Errorf("%s is not listed", path)
		}
	}
	equal(t, "rows", s.table("batch").columns("sheet_id", "line"), "1|2")
}
