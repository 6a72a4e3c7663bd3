package bulletins

import (
	"strings"
	"testing"
)

// composed is what comes of content that may be wrong: the body, or that it was refused.
func composed(c Content) (text string, refused bool) {
	doc, err := Compose(c)
	return strings.Join(words(doc), "\n"), err != nil
}

// Whatever chooses a word is turned round, one cell at a time: the sentence that
// hangs on it changes, and in the word that should, or nothing is composed.
func TestEveryWordHangsOnItsFigure(t *testing.T) {
	original, refused := composed(sampleContent())
	if refused {
		t.Fatal("the sample is refused")
	}
	turned, stopped := 0, 0
	for i := range sampleContent().Figure.Len() {
		for column, turn := range map[string]map[string]string{
			"change_direction": {"up": "down", "down": "up", "flat": "up"},
			"schedule_met":     {"true": "false", "false": "true"},
			"target_met":       {"true": "false", "false": "true"},
		} {
			c := sampleContent()
			f := c.Figure
			row := f.Text(i, "indicator") + " " + f.Text(i, "unit")
			to, there := turn[f.Text(i, column)]
			if !there || f.Text(i, "period") != "current" {
				continue
			}
			if column != "schedule_met" && f.Text(i, "unit") != "全区" {
				continue // of units only the schedule is put in words
			}
			set(f, i, column, to)
			text, refused := composed(c)
			turned++
			if refused {
				stopped++
				continue
			}
			if text == original {
				t.Errorf("%s: %s turned to %s, and the text stays", row, column, to)
				continue
			}
			was, is := difference(original, text)
			if column == "change_direction" && !(strings.Contains(was, "增") && strings.Contains(is, "下") || strings.Contains(was, "下") && strings.Contains(is, "增")) {
				t.Errorf("%s: %s became %s", row, was, is)
			}
		}
	}
	if turned < 15 || stopped == 0 || stopped == turned {
		t.Errorf("%d cells turned, %d refused", turned, stopped)
	}
}

// Each printed district figure stands in the text: a digit changed in the table
// is a digit changed in the text.
func TestEveryNumberIsTheFigures(t *testing.T) {
	original, _ := composed(sampleContent())
	printed := 0
	for i := range sampleContent().Figure.Len() {
		c := sampleContent()
		f := c.Figure
		text := f.Text(i, "text")
		if f.Text(i, "unit") != "全区" || f.Text(i, "period") != "current" || strings.Trim(text, "0.") == "" {
			continue
		}
		last := text[len(text)-1]
		set(f, i, "text", text[:len(text)-1]+string('0'+(last-'0'+1)%10))
		if now, refused := composed(c); !refused && now == original {
			t.Errorf("%s is not in the text", f.Text(i, "indicator"))
		}
		printed++
	}
	if printed < 25 {
		t.Errorf("%d figures tried", printed)
	}
}

// First and last swapped: by name alone the sentence follows; with the scores
// left where they were, it is refused.
func TestFirstAndLastSwapped(t *testing.T) {
	c := sampleContent()
	r := c.Ranking.Rows
	for _, column := range []int{1, 2} {
		r[0][column], r[4][column] = r[4][column], r[0][column]
	}
	text, refused := composed(c)
	if refused || !strings.Contains(text, "龙兴街道居首位") || !strings.Contains(text, "龙河街道居末位") {
		t.Errorf("refused %v: %s", refused, text)
	}
	c = sampleContent()
	r = c.Ranking.Rows
	r[0], r[4] = r[4], r[0]
	r[0][0], r[4][0] = r[4][0], r[0][0]
	if _, refused := composed(c); !refused {
		t.Error("the lowest score stands first and nothing stops it")
	}
}

// A direction that the two values do not bear out stops the bulletin.
func TestDirectionAgainstValues(t *testing.T) {
	for direction, fine := range map[string]bool{"up": true, "down": false, "flat": false} {
		c := sampleContent()
		for i := range c.Figure.Rows {
			if c.Figure.Text(i, "indicator") == "supply_rate" && c.Figure.Text(i, "unit") == "全区" && c.Figure.Text(i, "period") == "current" {
				set(c.Figure, i, "change_direction", direction)
			}
		}
		c.Figure.Rows = append(c.Figure.Rows, tableRow("supply_rate", "供地率", "全区", "district", "2024-03-31", "previous", "", "", "67.400000", "%", "67.40", "", "", "", "", "", "", ""))
		if _, refused := composed(c); refused == fine {
			t.Errorf("67.40 to 69.75 told as %s: refused %v", direction, refused)
		}
	}
}
