package queries

import (
	"fmt"
	"slices"
	"strings"
)

// Picture is how an answer is drawn: by one of pictureKinds, with a column that
// names the marks and the columns that place them.
type Picture struct {
	Kind string   `json:"kind"`
	X    string   `json:"x"`
	Y    []string `json:"y"`
}

var pictureKinds = []string{"bar", "line", "scatter"}

// ParsePicture reads "bar 单位 供地率 …"; empty is no picture. Without columns the
// first that holds no numbers names the marks and the first that does places them.
func ParsePicture(text string) (p Picture, err error) {
	words := strings.Fields(text)
	if len(words) == 0 {
		return p, nil
	}
	if !slices.Contains(pictureKinds, words[0]) {
		return p, fmt.Errorf("图“%s”只能是 %s", words[0], strings.Join(pictureKinds, "、"))
	}
	p.Kind = words[0]
	if len(words) > 1 {
		p.X, p.Y = words[1], words[2:]
	}
	return p, nil
}

// Columns are the places of the picture's columns in an answer.
func (p Picture) Columns(a Answer) (x int, y []int, err error) {
	x = slices.Index(a.Columns, p.X)
	first := -1 // column of numbers, where none is named
	for j := range a.Columns {
		switch numeric := a.Numeric(j); {
		case p.X == "" && x < 0 && !numeric:
			x = j
		case numeric && first < 0 && j != x:
			first = j
		}
	}
	if p.X == "" && x < 0 { // numbers only: the first names the others
		x, first = 0, 1
	}
	if x < 0 {
		return 0, nil, fmt.Errorf("画不成图：结果里没有“%s”一列；有：%s", p.X, strings.Join(a.Columns, "、"))
	}
	for _, name := range p.Y {
		j := slices.Index(a.Columns, name)
		if j < 0 || !a.Numeric(j) {
			return 0, nil, fmt.Errorf("画不成图：“%s”不是结果里的一列数", name)
		}
		y = append(y, j)
	}
	if len(y) == 0 && first >= 0 && first < len(a.Columns) {
		y = []int{first}
	}
	if len(y) == 0 || a.Len() == 0 {
		return 0, nil, fmt.Errorf("画不成图：结果里没有一列数，或没有行")
	}
	return x, y, nil
}
