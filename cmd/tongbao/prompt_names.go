package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"tongbao/pipeline"
	"tongbao/queries"
)

// tableName is a table of an edition as people see it.
type tableName struct {
	name, says string // kpi.supply_rate, and its title
	columns    [][3]string
}

// tables are those of the edition that is asked, read once.
func (p *prompt) tables() ([]tableName, error) {
	if list, ok := p.names[p.quarter]; ok {
		return list, nil
	}
	statement, err := queries.Schema()
	if err != nil {
		return nil, err
	}
	reply, err := p.desk.Answer(context.Background(), p.quarter, queries.Job{Statement: statement, Limits: pipeline.DeskLimits})
	if err != nil {
		return nil, err
	}
	list := tablesOf(reply)
	p.names[p.quarter] = list
	return list, nil
}

// tablesOf gathers the rows of the schema by table.
func tablesOf(reply pipeline.Reply) (list []tableName) {
	for i := range reply.Len() {
		cell := func(column int) string { return reply.Rows[i][column].String }
		if name := cell(0) + "." + cell(1); len(list) == 0 || list[len(list)-1].name != name {
			list = append(list, tableName{name: name, says: cell(2)})
		}
		t := &list[len(list)-1]
		t.columns = append(t.columns, [3]string{cell(3), cell(4), cell(5)})
	}
	return list
}

// describe shows all tables, those of a layer, or the columns of one.
func (p *prompt) describe(name string) error {
	list, err := p.tables()
	if err != nil {
		return err
	}
	var b strings.Builder
	name = strings.ToLower(name)
	for _, t := range list {
		layer, table, _ := strings.Cut(t.name, ".")
		switch {
		case t.name == name || table == name:
			fmt.Fprintf(&b, "%s  %s\n", t.name, t.says)
			for _, c := range t.columns {
				fmt.Fprintf(&b, "  %s%s  %s%s  %s\n", c[0], blanks(28, c[0]), c[1], blanks(16, c[1]), c[2])
			}
		case name == "" || layer == name:
			fmt.Fprintf(&b, "%s%s  %s\n", t.name, blanks(32, t.name), t.says)
		}
	}
	if b.Len() == 0 {
		return errors.New("没有叫 " + name + " 的表或层；\\d 列出全部")
	}
	return p.show(b.String())
}

func blanks(width int, text string) string { return strings.Repeat(" ", max(0, width-cells(text))) }

var (
	lastWord     = regexp.MustCompile(`[\pL\d_.\\]*$`)
	namedTable   = regexp.MustCompile(`(?i)\b[a-z]+\.[a-z_0-9]+\b`)
	editionWord  = regexp.MustCompile(`(?i)^ed_\d{4}q[1-4]\.`)
	promptWords  = []string{`\d`, `\ask`, `\e`, `\o`, `\timing`, `\q`, `\?`}
	sqlKeywords  = strings.Fields("ALL AND AS ASC BETWEEN BY CASE CAST DATE DESC DESCRIBE DISTINCT ELSE END FROM GROUP HAVING IN IS JOIN LEFT LIKE LIMIT NOT NULL ON OR ORDER PIVOT SELECT SUMMARIZE THEN UNION UNPIVOT USING WHEN WHERE WITH")
	afterEdition = regexp.MustCompile(`^\\e\s+\S*$`)
)

// complete offers what the word at the cursor may become: names of tables,
// columns of the tables that the line names, editions, commands, SQL's words.
func (p *prompt) complete(line string, at int) (head string, words []string, tail string) {
	runes := []rune(line)
	at = min(at, len(runes))
	before := string(runes[:at])
	word := lastWord.FindString(before)
	head, tail = strings.TrimSuffix(before, word), string(runes[at:])
	edition := editionWord.FindString(word)
	word = word[len(edition):]
	offer := func(candidates ...string) {
		for _, c := range candidates {
			if len(c) > 0 && strings.HasPrefix(strings.ToLower(c), strings.ToLower(word)) && !slices.Contains(words, edition+c) {
				words = append(words, edition+c)
			}
		}
	}
	if strings.HasPrefix(word, `\`) {
		offer(promptWords...)
		return head, words, tail
	}
	if afterEdition.MatchString(before) {
		offer(p.quarters()...)
		return head, words, tail
	}
	list, err := p.tables()
	if err != nil {
		return head, nil, tail
	}
	named := namedTable.FindAllString(strings.ToLower(line), -1)
	for _, t := range list {
		if edition == "" && slices.Contains(named, t.name) {
			for _, c := range t.columns {
				offer(c[0])
			}
		}
	}
	for _, t := range list {
		offer(t.name)
	}
	if edition == "" {
		offer(sqlKeywords...)
		for _, q := range p.quarters() {
			offer("ed_" + strings.ToLower(q) + ".")
		}
	}
	return head, words, tail
}
