package bulletins

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"strings"

	"github.com/go-text/typesetting/font/opentype"
)

// standard holds the 8105 characters of 通用规范汉字表.
//
//go:embed fonts/standard.txt
var standard string

// FaceInfo is what an office wants to know of the face of a role.
type FaceInfo struct {
	Role       string   `json:"role"`       // 仿宋
	Key        string   `json:"key"`        // fang, as in the settings
	Source     string   `json:"source"`     // the built-in face, or the office's file
	BuiltIn    bool     `json:"built_in"`   // false for a file of the office
	Licence    string   `json:"licence"`    // by which it may stand in the paper
	SHA256     string   `json:"sha256"`     // of the file
	Characters int      `json:"characters"` // all it has
	Standard   int      `json:"standard"`   // of the 8105 characters of 通用规范汉字表
	Of         int      `json:"of"`         // 8105
	StandIns   []string `json:"stand_ins"`  // roles asked in this order for characters it lacks
}

// List describes the faces in the order of their roles.
func (fs Faces) List() []FaceInfo {
	var list []FaceInfo
	for role := range roleCount {
		f := fs.byRole[role]
		if f == nil {
			continue
		}
		info := FaceInfo{Role: role.String(), Key: role.key(), Source: f.Source, BuiltIn: f.Source == origin[role].source, Licence: f.Licence, SHA256: f.SHA256, Characters: f.Count()}
		info.Standard, info.Of = fs.Coverage(role)
		for _, other := range standIns[role] {
			info.StandIns = append(info.StandIns, other.String())
		}
		if fs.byRole[Spare] != nil && role != Spare {
			info.StandIns = append(info.StandIns, Spare.String())
		}
		list = append(list, info)
	}
	return list
}

// Coverage is how many characters of 通用规范汉字表 a role's own face has, and how
// many there are: 8105.
func (fs Faces) Coverage(role Role) (has, of int) {
	for _, r := range strings.ReplaceAll(standard, "\n", "") {
		of++
		if f := fs.byRole[role]; f != nil && f.Covers(r) {
			has++
		}
	}
	return has, of
}

// licence is what OS/2 fsType allows; a font that forbids embedding is refused
// before anyone asks.
func (f FontFile) licence() string {
	faces, err := opentype.NewLoaders(bytes.NewReader(f.Data))
	if err != nil || f.Index >= len(faces) {
		return ""
	}
	raw, err := faces[f.Index].RawTable(opentype.MustNewTag("OS/2"))
	if err != nil || len(raw) < 10 {
		return ""
	}
	switch binary.BigEndian.Uint16(raw[8:]) & 0x000F {
	case 0:
		return "单位自有，字体允许嵌入和安装"
	case 8:
		return "单位自有，字体允许嵌入供编辑"
	}
	return "单位自有，字体允许嵌入供预览和打印"
}
