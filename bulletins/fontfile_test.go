package bulletins

import (
	"bytes"
	"encoding/binary"
	"os"
	"strings"
	"testing"
	"time"
)

func embedded(t *testing.T, name string) []byte {
	t.Helper()
	data, err := fontFiles.ReadFile("fonts/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// collection packs fonts into a .ttc, moving the offsets of their tables.
func collection(fonts ...[]byte) []byte {
	out := []byte("ttcf\x00\x01\x00\x00")
	out = binary.BigEndian.AppendUint32(out, uint32(len(fonts)))
	at := len(out) + 4*len(fonts)
	var body []byte
	for _, f := range fonts {
		out = binary.BigEndian.AppendUint32(out, uint32(at+len(body)))
		f = bytes.Clone(f)
		for i := range int(binary.BigEndian.Uint16(f[4:])) {
			offset := f[12+16*i+8:]
			binary.BigEndian.PutUint32(offset, binary.BigEndian.Uint32(offset)+uint32(at+len(body)))
		}
		body = append(body, f...)
	}
	return append(out, body...)
}

// setWithFile typesets a line in a role whose face comes from a file and reads it back.
func setWithFile(t *testing.T, file FontFile, role Role, text string) (string, picture) {
	t.Helper()
	fs, err := builtInFaces(t).With(role, file)
	if err != nil {
		t.Fatal(err)
	}
	doc := Document{Head: "机关", Number: "一", Title: "标题", Addressee: "各单位", Signature: "机关", Date: "日", Created: time.Date(2024, 7, 10, 0, 0, 0, 0, time.UTC)}
	doc.Body = []Block{{Runs: []Run{{role, text}}}}
	var b bytes.Buffer
	if _, err := WritePDF(&b, doc, fs); err != nil {
		t.Fatal(err)
	}
	path := t.TempDir() + "/font.pdf"
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return squeeze(poppler(t, "pdftotext", path, "-")), draw(t, path, 1)
}

// The same characters from an OTF, a TTC and the embedded TTF leave the same ink.
func TestFontFilesOfEachKind(t *testing.T) {
	otf, err := os.ReadFile("testdata/outline.otf")
	if err != nil {
		t.Fatal(err)
	}
	const text = "供地率69.75%𬭎"
	_, want := setWithFile(t, FontFile{Name: "hei.ttf", Data: embedded(t, "hei.ttf")}, Hei, text)
	for _, file := range []FontFile{
		{Name: "outline.otf", Data: otf},
		{Name: "pair.ttc", Data: collection(embedded(t, "folio.ttf"), embedded(t, "hei.ttf")), Index: 1},
	} {
		read, got := setWithFile(t, file, Hei, text)
		if !strings.Contains(read, text) {
			t.Errorf("%s: %q is read back as %q", file.Name, text, read)
		}
		ink, off := 0, 0
		for i := 0; i < len(want.pixels); i += 3 {
			if want.pixels[i] < 128 {
				ink++
			}
			if a, b := int(want.pixels[i]), int(got.pixels[i]); a-b > 100 || b-a > 100 {
				off++
			}
		}
		if ink < 1000 || off > ink/100 {
			t.Errorf("%s: %d of %d points of ink differ", file.Name, off, ink)
		}
	}
}

func TestFontFilesRefused(t *testing.T) {
	locked := bytes.Clone(embedded(t, "folio.ttf"))
	i := bytes.Index(locked[:400], []byte("OS/2"))
	at := binary.BigEndian.Uint32(locked[i+8:])
	binary.BigEndian.PutUint16(locked[at+8:], 2)
	for _, c := range []struct {
		file FontFile
		says string
	}{
		{FontFile{Name: "a.ttf", Data: locked}, "不允许嵌入"},
		{FontFile{Name: "b.ttc", Data: collection(embedded(t, "folio.ttf")), Index: 1}, "只有1个字体"},
		{FontFile{Name: "c.ttf", Data: []byte("这不是字体")}, "c.ttf"},
		{FontFile{Name: "d.ttf", Data: embedded(t, "folio.ttf")[:3000]}, "d.ttf"},
		{FontFile{Name: "e.ttf"}, "e.ttf"},
	} {
		if _, err := builtInFaces(t).With(Song, c.file); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want an error that says %q", c.file.Name, err, c.says)
		}
	}
}

// 6 638 of 8 105: what the 仿宋 source is known to have.
func TestCoverage(t *testing.T) {
	fs := builtInFaces(t)
	for role, want := range map[Role]int{Fang: 6638, Kai: 8105, Hei: 8105, Song: 8105, Folio: 0, Spare: 0} {
		if has, of := fs.Coverage(role); has != want || of != 8105 {
			t.Errorf("%s has %d of %d, want %d of 8105", role, has, of, want)
		}
	}
	list := fs.List()
	if len(list) != 5 || !list[0].BuiltIn || !strings.Contains(list[0].Licence, "GPL-3.0") || list[1].SHA256 != hash(embedded(t, "kai.ttf")) {
		t.Errorf("%+v", list)
	}
}
