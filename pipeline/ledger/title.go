package ledger

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// titleBrackets makes every kind of bracket the same one.
var titleBrackets = strings.NewReplacer("〔", "(", "〕", ")", "【", "(", "】", ")", "[", "(", "]", ")",
	"《", "", "》", "", "“", "", "”", "", "\"", "")

var titleNumber = regexp.MustCompile(`^(\(?\d{1,2}\)|\d{1,2}[.、])`)

// normalTitle is a header cell as names are compared: half width, lower case,
// no spaces, no line breaks, one kind of bracket, no marks for 'must fill in'.
func normalTitle(s string) string {
	s = strings.ToLower(norm.NFKC.String(s))
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
	s = titleBrackets.Replace(s)
	s = strings.Trim(s, "*:;,。★☆※")
	return titleNumber.ReplaceAllString(s, "")
}

func normalTitles(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = normalTitle(s)
	}
	return out
}

// titleForm is one way to read a header cell: a name and the measure it carries.
type titleForm struct {
	name    string
	measure measure
}

// forms lists the ways to read a header text, the most literal first. A bracket
// that is neither a measure nor a known hint is part of the name.
func (v Vocabulary) forms(text string) []titleForm {
	s := normalTitle(text)
	if s == "" {
		return nil
	}
	list := []titleForm{{name: s}}
	base := s
	for {
		cut, inside, ok := trailingBracket(base)
		if !ok || !v.isHint(inside) {
			break
		}
		base = strings.Trim(cut, "*:")
		list = append(list, titleForm{name: base})
	}
	name, m, ok := v.splitMeasure(base)
	if !ok {
		return list
	}
	list = append(list, titleForm{name, m})
	if cut, inside, ok := trailingBracket(name); ok && v.isHint(inside) {
		list = append(list, titleForm{cut, m})
	}
	return list
}

func (v Vocabulary) isHint(s string) bool {
	for _, h := range v.hints {
		if s == h {
			return true
		}
	}
	return false
}

// splitMeasure takes a trailing measure off a normalised title: 面积(亩),
// 面积(单位:亩), 面积/亩, 面积:亩, 面积亩.
func (v Vocabulary) splitMeasure(s string) (string, measure, bool) {
	if cut, inside, ok := trailingBracket(s); ok {
		inside = strings.TrimPrefix(strings.TrimPrefix(inside, "计量"), "单位")
		m, known := v.measures[strings.TrimLeft(inside, ":")]
		return cut, m, known && cut != ""
	}
	for i := range s {
		if i == 0 {
			continue
		}
		if m, ok := v.measures[strings.TrimLeft(s[i:], "/:,_-")]; ok {
			return strings.TrimRight(s[:i], "/:,_-"), m, true
		}
	}
	return s, measure{}, false
}

// trailingBracket splits "a(b)" into a and b.
func trailingBracket(s string) (before, inside string, ok bool) {
	if !strings.HasSuffix(s, ")") {
		return s, "", false
	}
	open := strings.LastIndexByte(s, '(')
	if open < 0 {
		return s, "", false
	}
	return s[:open], s[open+1 : len(s)-1], true
}

// measureOnly says whether a header cell is nothing but a measure: (公顷).
func (v Vocabulary) measureOnly(text string) (measure, bool) {
	s := normalTitle(text)
	if before, inside, ok := trailingBracket(s); ok && before == "" {
		s = inside
	}
	s = strings.TrimLeft(strings.TrimPrefix(s, "单位"), ":")
	m, ok := v.measures[s]
	return m, ok
}

var measureNote = regexp.MustCompile(`单\s*位\s*:\s*([^):]{1,24})`)

// noteMeasures reads 单位：公顷、万元 out of a title or a note. Words that are no
// measure, such as the name of an office, are passed over; unsupported holds a
// measure that this program does not convert.
func (v Vocabulary) noteMeasures(text string) (found []measure, unsupported string) {
	s := norm.NFKC.String(text)
	for {
		hit := measureNote.FindStringSubmatchIndex(s)
		if hit == nil {
			return found, unsupported
		}
		words := s[hit[2]:hit[3]]
		s = s[hit[2]:]
		for _, word := range strings.FieldsFunc(words, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("、,/;和及", r) }) {
			word = normalTitle(word)
			if m, ok := v.measures[word]; ok {
				found = append(found, m)
				continue
			}
			for _, u := range v.unsupported {
				if word == u {
					unsupported = u
				}
			}
		}
	}
}
