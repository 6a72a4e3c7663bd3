package bulletins

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"

	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/font/opentype/tables"
)

//go:embed fonts/*.ttf
var fontFiles embed.FS

// Role is what a face is used for. GB/T 9704-2012 names four and the page number's.
type Role int

// The roles. Song is 小标宋, Folio the regular 宋 of page numbers.
const (
	Fang Role = iota
	Kai
	Hei
	Song
	Folio
	Spare // characters that no face of the roles above has
	roleCount
)

// String is the role's Chinese name.
func (r Role) String() string {
	return [...]string{"仿宋", "楷体", "黑体", "小标宋", "页码宋体", "补字"}[r]
}

// key is the ASCII family name the drawing library knows the role's face by.
func (r Role) key() string { return [...]string{"fang", "kai", "hei", "song", "folio", "spare"}[r] }

// standIns are the roles whose faces are asked next, nearest in weight and style first.
var standIns = [roleCount][]Role{
	Fang:  {Kai, Song, Hei},
	Kai:   {Fang, Song, Hei},
	Hei:   {Song, Kai, Fang},
	Song:  {Hei, Kai, Fang},
	Folio: {Song, Kai, Fang, Hei},
	Spare: {Kai, Song, Fang, Hei},
}

// Face is a TrueType face with what typesetting must know of it: which
// characters it has and how wide they are, in 1/1000 of the size.
type Face struct {
	Role    Role
	Source  string // where it comes from, for people
	Licence string // what allows it in the paper, for people
	SHA256  string
	data    []byte
	glyphs  map[rune]glyph
	outline outline
}

type glyph struct {
	id      uint16
	code    rune // what the text carries: the character, or a private code for one beyond U+FFFF
	advance float64
}

// Covers says whether the face draws the character.
func (f *Face) Covers(r rune) bool {
	_, ok := f.glyphs[r]
	return ok
}

// Count is the number of characters the face covers.
func (f *Face) Count() int { return len(f.glyphs) }

// Faces are the faces of a bulletin, one for each role.
type Faces struct {
	byRole [roleCount]*Face
}

// Face is the face of a role; nil for a spare that nobody gave.
func (fs Faces) Face(r Role) *Face { return fs.byRole[r] }

// find gives the face that draws the character when the role asks for it: the
// role's own or a stand-in, nil where none has it.
func (fs Faces) find(role Role, r rune) (*Face, glyph) {
	if g, ok := fs.byRole[role].glyphs[r]; ok {
		return fs.byRole[role], g
	}
	for _, other := range standIns[role] {
		if g, ok := fs.byRole[other].glyphs[r]; ok {
			return fs.byRole[other], g
		}
	}
	if spare := fs.byRole[Spare]; spare != nil {
		if g, ok := spare.glyphs[r]; ok {
			return spare, g
		}
	}
	return nil, glyph{code: r, advance: 1000}
}

var origin = [roleCount]struct{ source, licence string }{
	Fang:  {"FandolFang, subset", "GPL-3.0 with font exception"},
	Kai:   {"LXGW WenKai, subset", "OFL-1.1"},
	Hei:   {"Noto Sans SC Medium, subset", "OFL-1.1"},
	Song:  {"Noto Serif SC Bold, subset", "OFL-1.1"},
	Folio: {"Noto Serif SC Regular, subset", "OFL-1.1"},
}

var builtIn = sync.OnceValues(func() (Faces, error) {
	var fs Faces
	for role := range Spare { // the office may have a spare face, the program has none
		data, err := fontFiles.ReadFile("fonts/" + role.key() + ".ttf")
		if err != nil {
			return Faces{}, err
		}
		if fs.byRole[role], err = newFace(role, origin[role].source, data); err != nil {
			return Faces{}, err
		}
		fs.byRole[role].Licence = origin[role].licence
	}
	return fs, nil
})

// BuiltIn gives the embedded faces; they are read once in the life of the program.
func BuiltIn() (Faces, error) { return builtIn() }

func newFace(role Role, source string, data []byte) (*Face, error) {
	f := &Face{Role: role, Source: source, SHA256: hash(data), data: data}
	if err := f.read(); err != nil {
		return nil, fmt.Errorf("字体%s（%s）：%w", role, source, err)
	}
	return f, nil
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// read takes in the character map, the widths and the place of the outlines. It
// leaves the outlines themselves alone: they are most of the file.
func (f *Face) read() error {
	ld, err := opentype.NewLoader(bytes.NewReader(f.data))
	if err != nil {
		return err
	}
	var raw [6][]byte
	for i, tag := range []string{"cmap", "hhea", "hmtx", "maxp", "loca", "head"} {
		if raw[i], err = ld.RawTable(opentype.MustNewTag(tag)); err != nil {
			return fmt.Errorf("%s: %w", tag, err)
		}
	}
	hhea, _, err := tables.ParseHhea(raw[1])
	if err != nil {
		return err
	}
	maxp, _, err := tables.ParseMaxp(raw[3])
	if err != nil {
		return err
	}
	head, _, err := tables.ParseHead(raw[5])
	if err != nil {
		return err
	}
	count := int(maxp.NumGlyphs)
	hmtx, _, err := tables.ParseHmtx(raw[2], int(hhea.NumOfLongMetrics), count-int(hhea.NumOfLongMetrics))
	if err != nil {
		return err
	}
	if f.outline.loca, err = tables.ParseLoca(raw[4], count, head.IndexToLocFormat == 1); err != nil {
		return err
	}
	if f.outline.glyf, err = ld.RawTable(opentype.MustNewTag("glyf")); err != nil {
		return err
	}
	for i := range count { // the drawing library trusts these
		if f.outline.loca[i] > f.outline.loca[i+1] || int(f.outline.loca[i+1]) > len(f.outline.glyf) {
			return fmt.Errorf("第%d个字形的位置超出文件，字体文件不完整", i)
		}
	}
	f.outline.unit = 1000 / float64(head.UnitsPerEm)
	return f.readCharacters(raw[0], hmtx)
}

// readCharacters joins the face's two character maps. The long one (format 12)
// knows every character; the short one (format 4), the only one the drawing
// library reads, carries those beyond U+FFFF under private codes of the same glyph.
func (f *Face) readCharacters(raw []byte, hmtx tables.Hmtx) error {
	chars, err := characters(raw)
	if err != nil {
		return err
	}
	private := map[uint16]rune{}
	for r, id := range chars {
		if r >= 0xE000 && r <= 0xF8FF {
			private[id] = r
		}
	}
	f.glyphs = make(map[rune]glyph, len(chars))
	for r, id := range chars {
		code := r
		switch {
		case r >= 0xE000 && r <= 0xF8FF:
			continue
		case r > 0xFFFF:
			if code = private[id]; code == 0 {
				continue
			}
		}
		f.glyphs[r] = glyph{id, code, float64(uint16(hmtx.Advance(tables.GlyphID(id)))) * f.outline.unit}
	}
	// In Chinese text quotation marks and the dot in names are as wide as a
	// character. A face that has them in their Latin width leaves them to another.
	for _, r := range "“”‘’·" {
		if g, ok := f.glyphs[r]; ok && g.advance < 900 {
			delete(f.glyphs, r)
		}
	}
	return nil
}

// characters is the glyph of each character of a cmap table.
func characters(raw []byte) (map[rune]uint16, error) {
	cmap, _, err := tables.ParseCmap(raw)
	if err != nil {
		return nil, fmt.Errorf("cmap 表：%w", err)
	}
	chars := make(map[rune]uint16, 12000)
	for _, record := range cmap.Records {
		if record.PlatformID != 0 && (record.PlatformID != 3 || record.EncodingID != 1 && record.EncodingID != 10) {
			continue // not Unicode
		}
		switch t := record.Subtable.(type) {
		case tables.CmapSubtable4:
			eachShort(t, func(r rune, id uint16) { chars[r] = id })
		case tables.CmapSubtable12:
			for _, group := range t.Groups {
				for code := group.StartCharCode; code <= group.EndCharCode && code <= 0x10FFFF; code++ {
					chars[rune(code)] = uint16(group.StartGlyphID + code - group.StartCharCode)
				}
			}
		}
	}
	if len(chars) == 0 {
		return nil, errors.New("没有可用的 Unicode 字符表")
	}
	return chars, nil
}

// eachShort walks a format 4 character map, whose glyph ids come from a delta or
// from an array that offsets point into from where they themselves stand.
func eachShort(t tables.CmapSubtable4, visit func(r rune, id uint16)) {
	for i, end := range t.EndCode {
		for code := uint32(t.StartCode[i]); code <= uint32(end) && code < 0xFFFF; code++ {
			id := uint16(code)
			if offset := int(t.IdRangeOffsets[i]); offset != 0 {
				at := offset + 2*int(code-uint32(t.StartCode[i])) - 2*(len(t.EndCode)-i)
				if at < 0 || at+2 > len(t.GlyphIDArray) {
					continue
				}
				if id = binary.BigEndian.Uint16(t.GlyphIDArray[at:]); id == 0 {
					continue
				}
			}
			if id += t.IdDelta[i]; id != 0 {
				visit(rune(code), id)
			}
		}
	}
}

// outline is where glyph shapes lie; only their boxes are ever read.
type outline struct {
	loca []uint32
	glyf []byte
	unit float64
}

// top is the height of the glyph's ink above the baseline, in 1/1000 of the size.
func (o outline) top(id uint16) float64 {
	start, end := o.loca[id], o.loca[id+1]
	if end < start+10 {
		return 0
	}
	return float64(int16(binary.BigEndian.Uint16(o.glyf[start+8:]))) * o.unit
}

// inkTop is the height of the highest ink of a text above its baseline, in 1/1000 of the size.
func (fs Faces) inkTop(role Role, text string) float64 {
	highest := 0.0
	for _, r := range text {
		if face, g := fs.find(role, r); face != nil {
			highest = max(highest, face.outline.top(g.id))
		}
	}
	return highest
}
