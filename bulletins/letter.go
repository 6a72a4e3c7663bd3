package bulletins

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"text/template"

	"tongbao/queries"
)

//go:embed letters/*.tmpl
var letterFiles embed.FS

var letterProse = template.Must(template.New("letters").Funcs(proseFuncs).ParseFS(letterFiles, "letters/*.tmpl"))

// Letter is what a paper other than the bulletin is written from. Such papers
// are drafts: their number and day are left to be written in by hand.
type Letter struct {
	// Kind is the name of a template in letters/: talk (约谈建议), urge (督办函),
	// remind (开竣工提醒), report (工作总结).
	Kind     string
	Masthead queries.Table // mart.masthead
	Figure   queries.Table // mart.figure
	Ranking  queries.Table // mart.ranking
	Problem  queries.Table // mart.problem
	// Consequence is mart.consequence: the proposals a unit's paper speaks of (R12).
	Consequence queries.Table
	Unit        string // whom the paper is about; empty for the whole district
	Year        string // of a report; empty for the whole programme
	// Rows are the tables the template takes sentences and lists from, by the names
	// of queries/letter; one that is absent reads as empty.
	Rows  map[string]queries.Table
	Cases []Narrative // typical cases as the office wrote them, one a file
}

// ComposeLetter writes a paper's sentences and tables. It fails where the
// template asks for a column that the rows do not have.
func ComposeLetter(l Letter) (Document, error) {
	head, err := Content{Masthead: l.Masthead}.masthead()
	if err != nil {
		return Document{}, err
	}
	head["draft"], head["undated"] = "草稿", "true"
	s := &letterStory{story: story{Head: head, content: Content{Figure: l.Figure, Ranking: l.Ranking, Problem: l.Problem, Consequence: l.Consequence}}, letter: l}
	var text strings.Builder
	if err := letterProse.ExecuteTemplate(&text, l.Kind+".tmpl", s); err != nil {
		return Document{}, fmt.Errorf("编写公文：%w", err)
	}
	doc, err := head.paper("")
	if err != nil {
		return Document{}, err
	}
	doc.Imprint.Copies = "" // whom a copy goes to is the office's to say
	return doc, l.fill(&doc, withoutMarks(text.String()))
}

// withoutMarks drops the marks by which a bulletin's numbers know their origin:
// a draft carries no list of receipts.
func withoutMarks(text string) string {
	return strings.Map(func(r rune) rune {
		if isMark(r) {
			return -1
		}
		return r
	}, text)
}

// fill reads the lines of a written template into the document: !plain (a paper
// within the office: no red head, no 版记), !title, !to,
// !annex 题名, !table rows|measure (in the annex, or in the body before any),
// !note, !cases, and else what textBlock reads.
func (l Letter) fill(doc *Document, text string) error {
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		word, rest, _ := strings.Cut(line, " ")
		last := len(doc.Annexes) - 1
		switch {
		case line == "":
		case word == "!plain":
			doc.Head, doc.Imprint = "", Imprint{}
		case word == "!title":
			doc.Title = rest
		case word == "!to":
			doc.Addressee = rest
		case word == "!annex":
			doc.Annexes = append(doc.Annexes, Annex{Title: rest})
		case word == "!note" && last >= 0:
			doc.Annexes[last].Table.Notes = append(doc.Annexes[last].Table.Notes, rest)
		case word == "!table":
			name, measure, _ := strings.Cut(rest, "|")
			g := gridOf(l.Rows[name])
			g.Measure = measure
			if last >= 0 {
				g.Notes = doc.Annexes[last].Table.Notes
				doc.Annexes[last].Table = g
				continue
			}
			doc.Body = append(doc.Body, Block{Kind: TableBlock, Table: &g})
		case word == "!cases":
			blocks, err := l.cases()
			if err != nil {
				return err
			}
			doc.Body = append(doc.Body, blocks...)
		case strings.HasPrefix(line, "!"):
			return fmt.Errorf("模板里的 %q 不认识", line)
		default:
			doc.Body = append(doc.Body, textBlock(line))
		}
	}
	return nil
}

// cases are the office's own texts, each under its first heading: a paragraph is
// a block of lines, a further heading one of the third level.
func (l Letter) cases() ([]Block, error) {
	var out []Block
	for i, c := range l.Cases {
		title, body, found := strings.Cut(strings.TrimSpace(strings.TrimPrefix(c.Text, "\ufeff")), "\n")
		name, marked := strings.CutPrefix(strings.TrimSpace(title), "# ")
		if !marked || clean(name) == "" {
			return nil, fmt.Errorf("%s 第1行：典型案例要以标题开头，如：# 龙河街道盘活旧厂房", c.Name)
		}
		if !found || strings.TrimSpace(body) == "" {
			return nil, fmt.Errorf("%s：只有标题，没有内容", c.Name)
		}
		out = append(out, Block{Kind: Heading2, Runs: []Run{{Kai, "（" + chineseNumber(i+1) + "）" + clean(name)}}})
		for _, part := range strings.Split(strings.ReplaceAll(body, "\r\n", "\n"), "\n\n") {
			text := clean(strings.ReplaceAll(strings.TrimSpace(part), "\n", ""))
			switch {
			case text == "":
			case otherMark.MatchString(text) || inlineMark.MatchString(text):
				return nil, fmt.Errorf("%s：“%.40s”用了列表、表格、图片、强调或代码等写法；这里只能写标题和段落，段落之间空一行", c.Name, text)
			case strings.HasPrefix(text, "#"):
				out = append(out, Block{Kind: Heading3, Runs: []Run{{Fang, strings.TrimSpace(strings.TrimLeft(text, "#"))}}})
			default:
				out = append(out, Block{Kind: Paragraph, Runs: []Run{{Fang, strings.ReplaceAll(text, "`", "")}}})
			}
		}
	}
	return out, nil
}

// letterStory is what the templates of letters see, besides the bulletin's own.
type letterStory struct {
	story
	letter Letter
}

// Unit, Year: whom and when the paper speaks of.
func (s *letterStory) Unit() string { return s.letter.Unit }
func (s *letterStory) Year() string { return s.letter.Year }

// Superior is whom the office writes to: the leading group whose office it is.
func (s *letterStory) Superior() string {
	if group, ok := strings.CutSuffix(s.Head["issuer"], "办公室"); ok && group != "" {
		return group
	}
	return "领导小组"
}

// Own is the unit's current figure of an indicator.
func (s *letterStory) Own(id string) indicator {
	return find(s.content.Figure, id, "territorial", s.letter.Unit, "current")
}

// Place is the unit's row of the ranking.
func (s *letterStory) Place() unit {
	units := s.content.units()
	if i := slices.IndexFunc(units, func(u unit) bool { return u.Name == s.letter.Unit }); i >= 0 {
		return units[i]
	}
	return unit{}
}

// Ranked is how many units have a rank.
func (s *letterStory) Ranked() int { return len(s.Ranks().Ranked) }

// proposed is one proposal of R12.
type proposed struct {
	Action, Evidence string
	Confirmed        bool
}

// Proposals are what R12 proposes for the unit, of the given actions.
func (s *letterStory) Proposals(actions ...string) []proposed {
	var out []proposed
	t := s.content.Consequence
	for i := range t.Len() {
		if clean(t.Text(i, "unit")) == s.letter.Unit && slices.Contains(actions, t.Text(i, "action")) {
			out = append(out, proposed{t.Text(i, "action"), clean(t.Text(i, "evidence")), t.True(i, "confirmed")})
		}
	}
	return out
}

// Some says whether a table has rows.
func (s *letterStory) Some(name string) bool { return s.letter.Rows[name].Len() > 0 }

// Cell is a text of a table, row by its number from 0 or from the end (-1); empty
// where there is no such row. A column that is not there is an error.
func (s *letterStory) Cell(name string, row int, column string) (string, error) {
	t := s.letter.Rows[name]
	if row < 0 {
		row += t.Len()
	}
	if row < 0 || row >= t.Len() {
		return "", nil
	}
	if !slices.Contains(t.Columns, column) {
		return "", fmt.Errorf("%s 没有列 %s", name, column)
	}
	return clean(t.Text(row, column)), nil
}

// HasCases says whether the office gave typical cases.
func (s *letterStory) HasCases() bool { return len(s.letter.Cases) > 0 }
