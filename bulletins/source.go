package bulletins

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Source is where a printed number comes from: an indicator (ids of figures.csv,
// with .change, .schedule, .target, .numerator, .denominator or .published after
// it for what belongs to that figure), the unit, parcel or way it is of, the day,
// the exact value and its measure. The zero Source is a number that is no figure:
// a date, the number of a document, an annex or a rule.
type Source struct {
	Indicator, Unit, AsOf, Value, Measure string
	Text                                  string // as the database rounds it
}

// Sourced is where the number that begins at a place of a block's text comes from.
type Sourced struct {
	At int // characters from the block's beginning
	Source
}

// What a mark in a sentence speaks of: a column of a row of mart.figure, of
// mart.ranking or of mart.problem.
const (
	ofFigure rune = iota
	ofChange
	ofSchedule
	ofTarget
	ofScore
	ofSupply
	ofIdle
	ofMove
	ofStreak
	ofRanked
	ofCount
	ofArea
	ofDetail
)

// Marks are three characters of a plane that no text uses: what is spoken of,
// then the row. They stand before a number while sentences are put together and
// are gone before anyone measures or reads them.
const markBase, markDigits = 0xF0000, 4096

func tagged(aspect rune, row int) string {
	return string([]rune{markBase + aspect, markBase + rune(row/markDigits), markBase + rune(row%markDigits)})
}

// marked is a text under a mark; nothing stays nothing.
func marked(aspect rune, row int, text string) string {
	if text == "" {
		return ""
	}
	return tagged(aspect, row) + text
}

// numberToken is a number in a text, without its sign.
var numberToken = regexp.MustCompile(`[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?`)

// unmark takes the marks out of a text that begins at a place of its block and
// tells where each marked number comes from. A mark is for the next number of its
// clause.
func (b *origins) unmark(text string, from int) (string, []Sourced) {
	if !strings.ContainsFunc(text, isMark) {
		return text, nil
	}
	var plain strings.Builder
	var list []Sourced
	runes := []rune(text)
	at, waiting := from, (*Source)(nil)
	inside := false
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		if isMark(r) && i+2 < len(runes) {
			s := b.spoken(r-markBase, int(runes[i+1]-markBase)*markDigits+int(runes[i+2]-markBase))
			waiting, i, inside = &s, i+2, false
			continue
		}
		digit := r >= '0' && r <= '9'
		if digit && !inside && waiting != nil {
			list = append(list, Sourced{at, *waiting})
			waiting = nil
		}
		if strings.ContainsRune("，。；：", r) {
			waiting = nil
		}
		inside = digit
		plain.WriteRune(r)
		at++
	}
	return plain.String(), list
}

func isMark(r rune) bool { return r >= markBase && r < markBase+markDigits }

// unmarkRuns takes the marks out of a block's runs.
func (b *origins) unmarkRuns(runs []Run) []Sourced {
	var list []Sourced
	at := 0
	for i := range runs {
		var found []Sourced
		runs[i].Text, found = b.unmark(runs[i].Text, at)
		list = append(list, found...)
		at += utf8.RuneCountInString(runs[i].Text)
	}
	return list
}

// unsourced are the numbers of a text whose source is not known, with where they begin.
func unsourced(text string, known []Sourced) (places []int, numbers []string) {
	for _, m := range numberToken.FindAllStringIndex(text, -1) {
		at := utf8.RuneCountInString(text[:m[0]])
		held := false
		for _, k := range known {
			held = held || k.At == at
		}
		if !held {
			places, numbers = append(places, at), append(numbers, text[m[0]:m[1]])
		}
	}
	return places, numbers
}
