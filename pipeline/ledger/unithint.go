package ledger

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// hintLength and hintCount bound what a sheet says of its unit: a title is
// short, and a page of text above a header is no title.
const (
	hintLength = 120
	hintCount  = 24
)

// defaultSheetName are the names programs give, which say nothing.
var defaultSheetName = regexp.MustCompile(`(?i)^(sheet|工作表|表格?|table|book)?[\s_-]*\d*$`)

// unitNote is a note that names the unit itself: 填报单位：高庄街道（盖章）.
var unitNote = regexp.MustCompile(`(?:填报|报送|上报|填表|编制|制表|责任|属地|申报)单位(?:名称)?(?:\([^)]*\))?:(.+)$`)

// unitHint lists what may name the responsible unit of a sheet whose rows do
// not, nearest first and joined by |: the sheet's name, the file's, the folders'
// below the quarter, then notes and titles above the header, 填报单位：… before
// the others. Texts are half width and without spaces. Which of them holds a
// unit's name or alias is for SQL to say, which knows the list of units.
func unitHint(sheet, file string, above []gridRow) string {
	var list, titles []string
	if !defaultSheetName.MatchString(strings.TrimSpace(sheet)) {
		list = append(list, sheet)
	}
	list = append(list, strings.TrimSuffix(path.Base(file), path.Ext(file)))
	folders := strings.Split(path.Dir(file), "/")
	for i := len(folders) - 1; i > 0; i-- { // the first is the quarter
		list = append(list, strings.TrimSuffix(folders[i], ".zip"))
	}
	for _, row := range above {
		if whole, ok := namedUnit(row); ok {
			list = append(list, whole)
		}
		titles = append(titles, row.cells...)
	}
	var hints []string
	for _, text := range append(list, titles...) {
		text = cleanHint(text)
		if text != "" && len(hints) < hintCount && !slices.Contains(hints, text) {
			hints = append(hints, text)
		}
	}
	return strings.Join(hints, "|")
}

// namedUnit is what a row says behind 填报单位：, in the same cell or the next.
func namedUnit(row gridRow) (string, bool) {
	words := strings.Fields(norm.NFKC.String(strings.Join(row.cells, " ")))
	hit := unitNote.FindStringSubmatch(strings.Join(words, " "))
	if hit == nil {
		return "", false
	}
	name, _, _ := strings.Cut(strings.TrimSpace(hit[1]), " ")
	return name, true
}

func cleanHint(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '|' || unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, norm.NFKC.String(s))
	if r := []rune(s); len(r) > hintLength {
		return string(r[:hintLength])
	}
	return s
}
