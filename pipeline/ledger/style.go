package ledger

import (
	"errors"
	"io"
	"strconv"
	"strings"
)

// cellFormat is what a cell's style makes of its number.
type cellFormat byte

const (
	formatNumber cellFormat = iota
	formatDate              // shown as a day
	formatMonth             // shown as year and month only
)

// cellStyle is one entry of a workbook's cellXfs.
type cellStyle struct {
	format cellFormat
	// suffix is a measure that the number format shows behind the number
	// (0.00"亩") though the cell's value does not hold it.
	suffix string
}

// builtinFormat knows the number formats that are dates without a format code:
// the common ones, and those of Chinese editions (27–36, 50–58).
func builtinFormat(id int) cellFormat {
	switch {
	case id == 17 || id == 27 || id == 36 || id == 50 || id == 52 || id == 57:
		return formatMonth
	case id >= 14 && id <= 16, id == 22, id >= 28 && id <= 31, id == 51, id == 53, id == 54, id == 58:
		return formatDate
	}
	return formatNumber
}

// readStyles reads the styles that cells refer to, in order.
func readStyles(r io.Reader, measures []string) ([]cellStyle, error) {
	x := newXMLScanner(r)
	codes := map[int]string{}
	var styles []cellStyle
	inCellXfs := false
	for {
		err := x.next()
		if errors.Is(err, io.EOF) {
			return styles, nil
		}
		if err != nil {
			return nil, err
		}
		switch {
		case string(x.name) == "cellXfs" && x.kind != xmlText:
			inCellXfs = x.kind == xmlStart
		case x.kind != xmlStart:
		case string(x.name) == "numFmt":
			id, _ := strconv.Atoi(string(x.attr("numFmtId")))
			if codes[id], err = x.attrText("formatCode"); err != nil {
				return nil, err
			}
		case string(x.name) == "xf" && inCellXfs:
			id, _ := strconv.Atoi(string(x.attr("numFmtId")))
			style := cellStyle{format: builtinFormat(id)}
			if code, ok := codes[id]; ok {
				style = parseFormat(code, measures)
			}
			styles = append(styles, style)
		}
	}
}

// parseFormat reads the first section of a number format code.
func parseFormat(code string, measures []string) cellStyle {
	letters, literals, scaled := formatParts(code)
	has := func(set string) bool { return strings.ContainsAny(letters, set) }
	switch {
	case has("yYeEgG") && !has("0#?") || has("dD") && has("mM"):
		if has("dD") || !has("mM") {
			return cellStyle{format: formatDate}
		}
		return cellStyle{format: formatMonth}
	case scaled:
		return cellStyle{}
	}
	return cellStyle{suffix: longestSuffix(strings.TrimSpace(literals), measures)}
}

func longestSuffix(s string, list []string) string {
	best := ""
	for _, m := range list {
		if strings.HasSuffix(s, m) && len(m) > len(best) {
			best = m
		}
	}
	return best
}

// formatParts separates the codes from the literal text of a format's first
// section; scaled tells a trailing comma, which divides by a thousand.
func formatParts(code string) (letters, literals string, scaled bool) {
	var codes, text strings.Builder
	runes := []rune(code)
	for i := 0; i < len(runes); i++ {
		switch c := runes[i]; {
		case c == ';':
			i = len(runes)
		case c == '"':
			for i++; i < len(runes) && runes[i] != '"'; i++ {
				text.WriteRune(runes[i])
			}
		case c == '\\' || c == '!':
			if i++; i < len(runes) {
				text.WriteRune(runes[i])
			}
		case c == '_' || c == '*':
			i++
		case c == '[':
			for i < len(runes) && runes[i] != ']' {
				i++
			}
		case c < 0x80 && c != ' ':
			codes.WriteRune(c)
		case c >= 0x80:
			text.WriteRune(c)
		}
	}
	letters = codes.String()
	// General is a word, not codes.
	letters = strings.Replace(letters, "General", "0", 1)
	return letters, text.String(), strings.HasSuffix(strings.TrimRight(letters, "%"), ",") || strings.Contains(code, "!.")
}
