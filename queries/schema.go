package queries

import (
	"context"
	"fmt"
	"regexp"
	"strings"
)

// Schema is the statement that lists what a reader may ask about: every table,
// view and column of the edition with its Chinese description.
func Schema() (string, error) { return Render("schema", nil) }

// Quoted is a name as SQL writes one that may hold anything.
func Quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// described is a table or column and what is said of it in the sealed database.
type described struct{ Kind, Name, Text string }

// areaTitle is a column of frame.sheet_layout, which holds no area but how many
// of its measure make a hectare.
var areaTitle = regexp.MustCompile(`(^|_)area$`)

// describeAll says in Chinese what the objects of the working database and their
// columns are: from the first line of each file, the dictionary of words, and
// for raw the ledgers' own names of their columns.
func describeAll(ctx context.Context, db Querier, titles map[string]string) ([]described, error) {
	words, err := dictionary()
	if err != nil {
		return nil, err
	}
	statement, err := Render("columns", nil)
	if err != nil {
		return nil, err
	}
	t, err := scan(ctx, db, "columns", statement)
	if err != nil {
		return nil, err
	}
	var list []described
	table := ""
	for i := range t.Len() {
		object := t.Text(i, "layer") + "." + t.Text(i, "object")
		title, sealed := titles[object]
		if !sealed {
			continue
		}
		quoted := Quoted(t.Text(i, "layer")) + "." + Quoted(t.Text(i, "object"))
		kind := t.Text(i, "kind")
		if object != table {
			if title == "" {
				title = words[object]
			}
			list = append(list, described{kind, quoted, title})
			table = object
		}
		column := t.Text(i, "column_name")
		if text := columnTitle(words, object, column, t.Text(i, "title")); text != "" {
			list = append(list, described{"COLUMN", quoted + "." + Quoted(column), text})
		}
	}
	return list, nil
}

func columnTitle(words map[string]string, object, column, title string) string {
	switch own := words[object+"."+column]; {
	case own != "":
		return own
	case title != "":
		return title
	case object == "frame.sheet_layout" && areaTitle.MatchString(column):
		return words[column][:strings.Index(words[column]+"，", "，")] + "栏一公顷合多少"
	case words[column] != "":
		return words[column]
	case column != "" && column[0] >= 0x80:
		return column // it is Chinese already
	}
	if of, ok := strings.CutSuffix(column, "_text"); ok && words[of] != "" {
		return words[of] + "，文字，按公布的位数"
	}
	return ""
}

var (
	grainName  = regexp.MustCompile(`^[a-z][a-z_0-9]*$`)
	grainAside = regexp.MustCompile(`\s*[(（][^)）]*[)）]`)
)

// grainText says in Chinese what a row is one of, where the header's grain begins
// with columns: "grain: unit, as_of" is "；每行一个单位、截止日".
func grainText(words map[string]string, grain string) string {
	sentence, _, _ := strings.Cut(grainAside.ReplaceAllString(grain, ""), ".")
	sentence, _, _ = strings.Cut(sentence, ";")
	var names []string
	for part := range strings.SplitSeq(sentence, ",") {
		part = strings.TrimSpace(part)
		said, _, _ := strings.Cut(strings.ReplaceAll(words[part], "：", "，"), "，")
		if !grainName.MatchString(part) || said == "" {
			return "" // it is told in other words, for who writes the SQL
		}
		names = append(names, said)
	}
	return "；每行一个" + strings.Join(names, "、")
}

// dictionary reads queries/schema/words.txt.
func dictionary() (map[string]string, error) {
	text, err := questions.ReadFile("schema/words.txt")
	if err != nil {
		return nil, err
	}
	words := map[string]string{}
	for i, line := range strings.Split(string(text), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		name, said, ok := strings.Cut(line, " ")
		if _, twice := words[name]; !ok || twice {
			return nil, fmt.Errorf("queries/schema/words.txt 第%d行：写作 名字 空格 说明，每个名字一次", i+1)
		}
		words[name] = said
	}
	return words, nil
}

// Figures is the statement that lists every figure an edition published.
func Figures() (string, error) { return Render("figures", nil) }
