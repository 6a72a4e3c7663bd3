package bulletins

import (
	"fmt"
	"strings"
	"time"

	"tongbao/queries"
)

// Correction is what a version after the first says of the one it replaces.
type Correction struct {
	Class    string // 修订: better data; 更正: the bulletin was wrong
	Because  string // may be empty
	By       string // who decided it; may be empty
	Date     string // 成文日期 of the notice, 2024-09-03; empty to be written in by hand
	Version  int    // the one that is made
	Replaced string // SHA-256 of the replaced version's manifest
	// Changes are the figures and ranks that differ, see queries.Corrections; only
	// the notice needs them.
	Changes queries.Table
}

// Old is the version that is replaced.
func (x Correction) Old() int { return x.Version - 1 }

// Reason is the given one or, of a revision, the only one there is.
func (x Correction) Reason() string {
	reason := strings.TrimRight(clean(x.Because), "。；，")
	if reason == "" {
		return "台账数据有更新"
	}
	return reason
}

// Mark is the beginning of the replaced manifest's hash: enough to know it by, and
// short enough for a line.
func (x Correction) Mark() string { return x.Replaced[:min(16, len(x.Replaced))] }

// Person is who decided, as far as a line can say.
func (x Correction) Person() string { return clean(x.By) }

// notice is the data of the notice's sentences.
type notice struct {
	Correction
	Head     masthead
	Original string // the bulletin's title
	Number   string
	AsOf     string
}

// change is one figure or rank in a sentence.
type change struct {
	Title, Unit, Old, New, Change string
}

// Moved is the difference of a rate in words; empty where one of the two is none.
func (c change) Moved() string {
	switch points, down := strings.CutPrefix(c.Change, "-"); {
	case points == "":
		return ""
	case down:
		return "降低" + points
	default:
		return "提高" + points
	}
}

func (n notice) pick(keep func(i int) bool) (list []change) {
	t := n.Changes
	for i := range t.Len() {
		if keep(i) {
			list = append(list, change{t.Text(i, "title"), clean(t.Text(i, "unit")), t.Text(i, "old_text"), t.Text(i, "new_text"), t.Text(i, "change_text")})
		}
	}
	return list
}

// Headlines are the changed rates of the whole district on the edition's day.
func (n notice) Headlines() []change {
	return n.pick(func(i int) bool {
		id := n.Changes.Text(i, "indicator")
		return n.Changes.Text(i, "as_of") == n.AsOf && n.Changes.Text(i, "unit") == "全区" && (id == "supply_rate" || id == "idle_disposal_rate")
	})
}

// Ranks are the changed ranks; Figures how many figures changed.
func (n notice) Ranks() []change {
	return n.pick(func(i int) bool { return n.Changes.Text(i, "indicator") == "rank" })
}

// Figures is how many figures changed.
func (n notice) Figures() int { return n.Changes.Len() - len(n.Ranks()) }

// ComposeCorrection writes the notice that goes with a corrected bulletin: what is
// replaced and why, who decided it, what changed, with every figure and rank, old
// and new, and the batches and parcels it comes from.
func ComposeCorrection(c Content, x Correction) (Document, error) {
	head, err := c.masthead()
	if err != nil {
		return Document{}, err
	}
	original, err := c.titled(head)
	if err != nil {
		return Document{}, err
	}
	n := notice{Correction: x, Head: head, Original: original.Title, Number: original.Number, AsOf: head["as_of"]}
	doc := original
	doc.Title = "关于" + x.Class + strings.TrimSuffix(strings.TrimPrefix(original.Title, "关于"), "的通报") + "通报的说明"
	doc.Number, doc.Date = fmt.Sprintf("%s〔　　〕　号", head["number_prefix"]), "　　　　年　月　日"
	if x.Date != "" {
		day, err := time.Parse(time.DateOnly, x.Date)
		if err != nil {
			return Document{}, fmt.Errorf("更正说明的日期应写作 2024-09-03，而不是 %q", x.Date)
		}
		doc.Number = fmt.Sprintf("%s〔%d〕　号", head["number_prefix"], day.Year())
		doc.Date, doc.Created = chineseDate(x.Date), day
	}
	doc.Imprint.Date = doc.Date
	doc.Annexes = n.tables()
	var text strings.Builder
	if err := prose.ExecuteTemplate(&text, "correction", n); err != nil {
		return Document{}, fmt.Errorf("编写更正说明：%w", err)
	}
	for line := range strings.Lines(text.String()) {
		if line = strings.TrimSpace(line); line != "" {
			doc.Body = append(doc.Body, textBlock(line))
		}
	}
	return doc, nil
}

// titled is the frame of the issuer's papers of a quarter: everything but text,
// annexes and attachments.
func (c Content) titled(head masthead) (Document, error) {
	created, err := time.Parse(time.DateOnly, head["signature_date"])
	if err != nil {
		return Document{}, fmt.Errorf("成文日期应写作 2024-07-10，而不是 %q", head["signature_date"])
	}
	doc := Document{Head: head["head"], Draft: head["draft"], Title: "关于" + head["quarter_name"] + "批而未供和闲置土地盘活整治工作进展情况的通报",
		Number:    fmt.Sprintf("%s〔%s〕%s号", head["number_prefix"], head["number_year"], head["number_no"]),
		Addressee: strings.TrimRight(head["addressees"], "：:"), Signature: head["issuer"], Contact: head["contact"], Created: created,
		Imprint: Imprint{Copies: strings.TrimRight(head["copies"], "。"), Printer: head["printer"]}}
	if head["synthetic"] == "true" {
		doc.Notice = "示例数据"
	}
	if head["form"] == "plain" {
		doc.Head = ""
	}
	return doc, nil
}

// tables are the annexes: every figure, and every rank, that changed.
func (n notice) tables() []Annex {
	figures := Grid{Measure: "面积单位：公顷", Columns: []Column{{Name: "序号"}, {Name: "截止日"}, {Name: "指标"}, {Name: "单位"}, {Name: "原公布"}, {Name: "现公布"}, {Name: "差额"}, {Name: "涉及批次或地块"}}}
	ranks := Grid{Columns: []Column{{Name: "序号"}, {Name: "单位"}, {Name: "原名次"}, {Name: "现名次"}, {Name: "涉及批次或地块"}}}
	t := n.Changes
	for i := range t.Len() {
		rows := clean(t.Text(i, "rows"))
		unit, old, now := clean(t.Text(i, "unit")), t.Text(i, "old_text"), t.Text(i, "new_text")
		if t.Text(i, "indicator") == "rank" {
			if rows == "" {
				rows = "本单位数据未变，因其他单位变动"
			}
			ranks.Rows = append(ranks.Rows, Row{Cells: []string{fmt.Sprint(len(ranks.Rows) + 1), unit, old, now, rows}})
			continue
		}
		if rows == "" {
			rows = blankCell
		}
		difference := t.Text(i, "change_text")
		if difference == "" {
			difference = blankCell
		}
		figures.Rows = append(figures.Rows, Row{Cells: []string{fmt.Sprint(len(figures.Rows) + 1), t.Text(i, "as_of"), clean(t.Text(i, "title")), unit, old, now, difference, rows}})
	}
	var list []Annex
	if len(figures.Rows) > 0 {
		list = append(list, Annex{Title: "指标" + n.Class + "前后对照表", Table: figures})
	}
	if len(ranks.Rows) > 0 {
		list = append(list, Annex{Title: "名次" + n.Class + "前后对照表", Table: ranks})
	}
	return list
}
