package bulletins

import "testing"

func builtInFaces(t testing.TB) Faces {
	t.Helper()
	fs, err := BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	return fs
}

// The counts are those of the 8105 characters of 通用规范汉字表 with GB2312 and
// symbols; the 仿宋 source lacks 1467 of them, which 楷体 then stands in for.
func TestBuiltInFacesCoverWhatTheyPromise(t *testing.T) {
	fs := builtInFaces(t)
	for _, c := range []struct {
		role Role
		text string
		has  bool
	}{
		{Fang, "批而未供和闲置土地〔2022〕50号，。、；：？！“”‘’（）《》—…①Ⅳ％0123456789ABCxyz", true},
		{Kai, "（一）批而未供土地𠮷𬭎䶮", true},
		{Hei, "一、总体情况𬭎䶮", true},
		{Song, "石龙区批而未供和闲置土地盘活整治专项行动领导小组办公室𬭎", true},
		{Folio, "— 0123456789 —", true},
		{Fang, "䶮", false},
		{Folio, "石", false},
	} {
		for _, r := range c.text {
			if got := fs.Face(c.role).Covers(r); got != c.has {
				t.Errorf("%s covers %q (U+%04X) = %v, want %v", c.role, r, r, got, c.has)
			}
		}
	}
	if face, g := fs.find(Fang, '𬭎'); face != fs.Face(Kai) || g.code < 0xE000 || g.code > 0xF8FF {
		t.Errorf("𬭎 in 仿宋 comes from %v under U+%04X, want 楷体 and a private code", face, g.code)
	}
	if face, _ := fs.find(Fang, '\U0010FFFD'); face != nil {
		t.Errorf("a character no face has came from %s", face.Role)
	}
	for role := range Folio {
		if n := fs.Face(role).Count(); n < 7000 {
			t.Errorf("%s covers only %d characters", role, n)
		}
	}
	if w := fs.Face(Fang).glyphs['供'].advance; w != 1000 {
		t.Errorf("供 is %v/1000 wide", w)
	}
}

func BenchmarkReadFaces(b *testing.B) {
	fs := builtInFaces(b)
	for b.Loop() {
		if err := fs.Face(Kai).read(); err != nil {
			b.Fatal(err)
		}
	}
}
