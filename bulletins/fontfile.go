package bulletins

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"sort"

	"github.com/go-text/typesetting/font/cff"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/font/opentype/tables"
)

// FontFile is a font an office has of its own: .ttf, .otf, or one face of a .ttc.
type FontFile struct {
	Name  string // for people: the path as configured
	Data  []byte
	Index int // of the face in a collection
}

// With gives the faces with one role's replaced by a font file. Characters the
// file lacks still come from the embedded faces. It refuses a font whose maker
// forbids embedding (OS/2 fsType).
func (fs Faces) With(role Role, file FontFile) (Faces, error) {
	data, err := file.trueType()
	if err != nil {
		return fs, fmt.Errorf("字体文件 %s：%w", file.Name, err)
	}
	face, err := newFace(role, file.Name, data)
	if err != nil {
		return fs, err
	}
	face.Licence = file.licence()
	face.SHA256 = hash(file.Data) // of what the office has, not of what was made of it
	fs.byRole[role] = face
	return fs, nil
}

// trueType rewrites the font as one plain TrueType file with the tables the
// drawing library reads: collections are taken apart, CFF outlines become
// quadratic, characters beyond U+FFFF get private codes as the embedded faces have.
func (f FontFile) trueType() ([]byte, error) {
	faces, err := opentype.NewLoaders(bytes.NewReader(f.Data))
	if err != nil {
		return nil, fmt.Errorf("不是能用的 TrueType 或 OpenType 字体：%w", err)
	}
	if f.Index < 0 || f.Index >= len(faces) {
		return nil, fmt.Errorf("文件里只有%d个字体，没有第%d个（从0数起）", len(faces), f.Index)
	}
	ld := faces[f.Index]
	out := map[string][]byte{"name": plainNames("Office"), "post": plainPost()}
	for _, tag := range []string{"cmap", "head", "hhea", "hmtx", "maxp", "OS/2"} {
		if out[tag], err = ld.RawTable(opentype.MustNewTag(tag)); err != nil {
			return nil, fmt.Errorf("缺少 %s 表：%w", tag, err)
		}
	}
	if len(out["OS/2"]) < 10 || len(out["head"]) < 54 || len(out["maxp"]) < 6 {
		return nil, errors.New("OS/2、head 或 maxp 表不完整")
	}
	// Bit 1 alone forbids embedding, bit 8 forbids subsets (the PDF holds one), bit 9 allows bitmaps only.
	if kind := binary.BigEndian.Uint16(out["OS/2"][8:]); kind&0x000F == 0x0002 || kind&0x0300 != 0 {
		return nil, fmt.Errorf("字体的版权设置（fsType %#04x）不允许嵌入文件，请换用允许嵌入的字体", kind)
	}
	chars, err := characters(out["cmap"])
	if err != nil {
		return nil, err
	}
	if ld.HasTable(opentype.MustNewTag("glyf")) {
		for _, tag := range []string{"glyf", "loca", "cvt ", "fpgm", "prep"} {
			if raw, err := ld.RawTable(opentype.MustNewTag(tag)); err == nil {
				out[tag] = raw
			}
		}
	} else if err := convertCFF(ld, out, chars); err != nil {
		return nil, err
	}
	out["cmap"] = writeCmap(chars)
	return assemble(out), nil
}

func assemble(out map[string][]byte) []byte {
	var list []opentype.Table
	for tag, content := range out {
		for len(content)%4 != 0 { // tables begin at multiples of four
			content = append(content[:len(content):len(content)], 0)
		}
		list = append(list, opentype.Table{Tag: opentype.MustNewTag(tag), Content: content})
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Tag < list[j].Tag })
	return opentype.WriteTTF(list)
}

// convertCFF replaces the outlines of an OTF by quadratic ones; glyphs that no
// character leads to are left empty.
func convertCFF(ld *opentype.Loader, out map[string][]byte, chars map[rune]uint16) error {
	raw, err := ld.RawTable(opentype.MustNewTag("CFF "))
	if err != nil {
		return errors.New("没有 glyf 或 CFF 轮廓（CFF2 可变字体不支持，请换静态字体）")
	}
	font, err := cff.Parse(raw)
	if err != nil {
		return fmt.Errorf("CFF 表：%w", err)
	}
	maxp, _, err := tables.ParseMaxp(out["maxp"])
	if err != nil {
		return err
	}
	unit := float64(binary.BigEndian.Uint16(out["head"][18:])) / 1000
	used := make([]bool, int(maxp.NumGlyphs))
	for _, id := range chars {
		if int(id) < len(used) {
			used[id] = true
		}
	}
	var glyf []byte
	loca := make([]byte, 0, 4*(int(maxp.NumGlyphs)+1))
	for id := range int(maxp.NumGlyphs) {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		if !used[id] {
			continue
		}
		segments, _, err := font.LoadGlyph(tables.GlyphID(id))
		if err != nil {
			return fmt.Errorf("第%d个字形：%w", id, err)
		}
		glyf = append(glyf, quadratic(segments, unit)...)
	}
	out["glyf"], out["loca"] = glyf, binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	head := bytes.Clone(out["head"])
	binary.BigEndian.PutUint16(head[50:], 1) // long offsets
	out["head"] = head
	full := make([]byte, 32) // version 1.0 of maxp; the limits only matter to instructions, of which there are none
	binary.BigEndian.PutUint32(full, 0x00010000)
	binary.BigEndian.PutUint16(full[4:], maxp.NumGlyphs)
	binary.BigEndian.PutUint16(full[14:], 1)
	out["maxp"] = full
	return nil
}

// plainPost is a version 3 post table: no glyph names.
func plainPost() []byte {
	post := make([]byte, 32)
	binary.BigEndian.PutUint32(post, 0x00030000)
	return post
}

// plainNames is a name table of one family name in ASCII, the only kind that
// does not break the PDF.
func plainNames(family string) []byte {
	var text []byte
	for _, r := range family {
		text = binary.BigEndian.AppendUint16(text, uint16(r))
	}
	ids := []uint16{1, 4, 6}
	out := []byte{0, 0}
	out = binary.BigEndian.AppendUint16(out, uint16(len(ids)))
	out = binary.BigEndian.AppendUint16(out, uint16(6+12*len(ids)))
	for _, id := range ids {
		for _, v := range []uint16{3, 1, 0x409, id, uint16(len(text)), 0} {
			out = binary.BigEndian.AppendUint16(out, v)
		}
	}
	return append(out, text...)
}

// writeCmap writes both character maps of a face; see readCharacters.
func writeCmap(chars map[rune]uint16) []byte {
	var order []rune
	for r := range chars {
		order = append(order, r)
	}
	sort.Slice(order, func(i, j int) bool { return order[i] < order[j] })
	short := map[rune]uint16{}
	next := rune(0xE000)
	for _, r := range order {
		switch {
		case r < 0xFFFF && (r < 0xE000 || r > 0xF8FF):
			short[r] = chars[r]
		case r > 0xFFFF && next <= 0xF8FF:
			short[next] = chars[r]
			next++
		}
	}
	format4 := writeShort(short)
	var format12 []byte
	count := 0
	for _, r := range order {
		if r >= 0xE000 && r <= 0xF8FF {
			continue
		}
		format12 = binary.BigEndian.AppendUint32(format12, uint32(r))
		format12 = binary.BigEndian.AppendUint32(format12, uint32(r))
		format12 = binary.BigEndian.AppendUint32(format12, uint32(chars[r]))
		count++
	}
	out := []byte{0, 0, 0, 2, 0, 3, 0, 1, 0, 0, 0, 20, 0, 3, 0, 10}
	out = binary.BigEndian.AppendUint32(out, uint32(20+len(format4)))
	out = append(out, format4...)
	out = append(out, 0, 12, 0, 0)
	out = binary.BigEndian.AppendUint32(out, uint32(16+len(format12)))
	out = binary.BigEndian.AppendUint32(out, 0)
	out = binary.BigEndian.AppendUint32(out, uint32(count))
	return append(out, format12...)
}

// writeShort writes a format 4 table, a segment for each run of characters whose
// glyphs run along.
func writeShort(short map[rune]uint16) []byte {
	var order []rune
	for r := range short {
		order = append(order, r)
	}
	sort.Slice(order, func(i, j int) bool { return order[i] < order[j] })
	var start, end, delta []uint16
	for _, r := range order {
		d := short[r] - uint16(r)
		if n := len(end) - 1; n >= 0 && end[n]+1 == uint16(r) && delta[n] == d {
			end[n]++
			continue
		}
		start, end, delta = append(start, uint16(r)), append(end, uint16(r)), append(delta, d)
	}
	start, end, delta = append(start, 0xFFFF), append(end, 0xFFFF), append(delta, 1)
	n := len(end)
	search := 1
	power := 0
	for search*2 <= n {
		search *= 2
		power++
	}
	// Readers of delta segments do not need the length, which large fonts overflow.
	fields := []uint16{4, uint16(min(16+8*n, 0xFFFF)), 0, uint16(2 * n), uint16(2 * search), uint16(power), uint16(2*n - 2*search)}
	fields = append(fields, end...)
	fields = append(fields, 0)
	fields = append(fields, start...)
	fields = append(fields, delta...)
	fields = append(fields, make([]uint16, n)...)
	var out []byte
	for _, v := range fields {
		out = binary.BigEndian.AppendUint16(out, v)
	}
	return out
}
