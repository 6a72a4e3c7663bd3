package queries

import (
	"context"
	"fmt"
	"regexp"
	"strings"
)

// mostPivoted is how many values a PIVOT may turn into columns.
const mostPivoted = 200

var pivotStart = regexp.MustCompile(`(?i)^pivot(_wider)?\s`)

// spellPivot writes the values of a PIVOT that names none, as in "PIVOT t ON unit
// USING sum(value)": DuckDB would make a type of them first, which is a second
// statement, and a sealed edition takes one. The values are asked for by a
// SELECT that is guarded like any other, and what comes out is guarded again, so
// that a statement read wrongly here is refused, never let through.
func spellPivot(ctx context.Context, db Querier, statement string) (string, error) {
	if !pivotStart.MatchString(statement) {
		return statement, nil
	}
	words := topWords(statement)
	on, ok := words["ON"]
	if !ok {
		return statement, nil
	}
	end := len(statement)
	for _, after := range []string{"USING", "GROUP", "ORDER", "LIMIT", "OFFSET"} {
		if at, ok := words[after]; ok && at > on && at < end {
			end = at
		}
	}
	source := strings.TrimSpace(statement[pivotStartEnd(statement):on])
	var spelt []string
	for _, column := range topParts(statement[on+len("ON") : end]) {
		column = strings.TrimSpace(column)
		if _, named := topWords(column)["IN"]; named {
			spelt = append(spelt, column)
			continue
		}
		values, err := pivotValues(ctx, db, source, column)
		if err != nil {
			return "", err
		}
		spelt = append(spelt, column+" IN ("+strings.Join(values, ", ")+")")
	}
	return statement[:on] + "ON " + strings.Join(spelt, ", ") + " " + statement[end:], nil
}

func pivotStartEnd(statement string) int { return pivotStart.FindStringIndex(statement)[1] }

// pivotValues are the values of a column, as literals in order.
func pivotValues(ctx context.Context, db Querier, source, column string) ([]string, error) {
	ask, err := Render("pivot_values", struct {
		On, Source string
		Most       int
	}{column, source, mostPivoted + 1})
	if err != nil {
		return nil, err
	}
	if _, err := guard(ctx, db, ask); err != nil {
		return nil, err
	}
	t, err := scan(ctx, db, "pivot", ask)
	switch {
	case err != nil:
		return nil, refusal(err)
	case t.Len() == 0:
		return nil, fmt.Errorf("语句不能执行：PIVOT 的 %s 没有值", column)
	case t.Len() > mostPivoted:
		return nil, fmt.Errorf("语句不能执行：PIVOT 的 %s 有%d个以上的值；请用 IN (…) 写明要哪些", column, mostPivoted)
	}
	var literals []string
	for i := range t.Len() {
		literals = append(literals, quote(t.Text(i, "value")))
	}
	return literals, nil
}

// topWords are the words outside quotes, brackets and comments, upper case, and
// where each stands first.
func topWords(text string) map[string]int {
	words := map[string]int{}
	outside(text, func(at int, word string) {
		if _, twice := words[strings.ToUpper(word)]; !twice {
			words[strings.ToUpper(word)] = at
		}
	})
	return words
}

// topParts are the parts between commas outside quotes, brackets and comments.
func topParts(text string) (parts []string) {
	from := 0
	outside(text, func(at int, word string) {
		if word == "," {
			parts = append(parts, text[from:at])
			from = at + 1
		}
	})
	return append(parts, text[from:])
}

// token is a quoted text, a comment, a word, or one character of another kind.
var token = regexp.MustCompile(`(?s)'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/|[\pL_][\pL\d_]*|.`)

// outside hands over the words and commas that stand in no brackets.
func outside(text string, found func(at int, word string)) {
	depth := 0
	for _, place := range token.FindAllStringIndex(text, -1) {
		switch word := text[place[0]:place[1]]; word[0] {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
		case '\'', '"', '-', '/':
		default:
			if depth == 0 {
				found(place[0], word)
			}
		}
	}
}
