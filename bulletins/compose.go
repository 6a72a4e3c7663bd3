package bulletins

import (
	"embed"
	"fmt"
	"strings"
	"text/template"
	"time"
)

//go:embed prose/*.tmpl
var proseFiles embed.FS

var prose = template.Must(template.New("bulletin.tmpl").Funcs(proseFuncs).ParseFS(proseFiles, "prose/*.tmpl"))

// Compose writes a bulletin's sentences and tables. It fails when the masthead
// lacks what an official paper must carry, naming it.
func Compose(c Content) (Document, error) {
	head, err := c.masthead()
	if err != nil {
		return Document{}, err
	}
	if err := c.consistent(); err != nil {
		return Document{}, err
	}
	doc, err := head.paper("关于" + head["quarter_name"] + "批而未供和闲置土地盘活整治工作进展情况的通报")
	if err != nil {
		return Document{}, err
	}
	b := newOrigins(c)
	doc.Annexes = c.annexes(b)
	plan, err := c.parcelMap()
	if err != nil {
		return Document{}, fmt.Errorf("地块分布图：%w", err)
	}
	if plan != nil {
		doc.Annexes = append(doc.Annexes, Annex{Title: "地块分布示意图", Map: plan})
	}
	if doc.Attachments, err = c.receipts(); err != nil {
		return Document{}, err
	}
	if doc.Body, err = c.body(head, doc.Annexes, b); err != nil {
		return Document{}, fmt.Errorf("编写正文：%w", err)
	}
	return doc, nil
}

// paper is a document of the office with nothing on it yet: head, number, title,
// addressee, signature, imprint.
func (head masthead) paper(title string) (Document, error) {
	created, err := time.Parse(time.DateOnly, head["signature_date"])
	if err != nil {
		return Document{}, fmt.Errorf("成文日期应写作 2024-07-10，而不是 %q", head["signature_date"])
	}
	doc := Document{
		Head:      head["head"],
		Number:    fmt.Sprintf("%s〔%s〕%s号", head["number_prefix"], head["number_year"], head["number_no"]),
		Title:     title,
		Addressee: strings.TrimRight(head["addressees"], "：:"),
		Signature: head["issuer"],
		Date:      chineseDate(head["signature_date"]),
		Contact:   head["contact"],
		Imprint:   Imprint{Copies: strings.TrimRight(head["copies"], "。"), Printer: head["printer"], Date: chineseDate(head["print_date"])},
		Created:   created,
	}
	if doc.Imprint.Date == "" {
		doc.Imprint.Date = doc.Date
	}
	if head["synthetic"] == "true" {
		doc.Notice = "示例数据"
	}
	doc.Draft = head["draft"]
	if head["form"] == "plain" {
		doc.Head = ""
	}
	if doc.Draft != "" { // a draft has no number yet
		doc.Number = fmt.Sprintf("%s〔%s〕　号", head["number_prefix"], head["number_year"])
	}
	if head["undated"] == "true" {
		doc.Date, doc.Imprint.Date = openDate(doc.Date), openDate(doc.Imprint.Date)
	}
	return doc, nil
}

// body runs the templates and reads their lines.
func (c Content) body(head masthead, annexes []Annex, b *origins) ([]Block, error) {
	remarks, err := c.remarks()
	if err != nil {
		return nil, err
	}
	s := &story{Head: head, content: c, annexes: annexes}
	var text strings.Builder
	if err := prose.Execute(&text, s); err != nil {
		return nil, err
	}
	lines := strings.Split(text.String(), "\n")
	numbers := c.number(lines)
	var blocks []Block
	if c.Correction != nil {
		var says strings.Builder
		if err := prose.ExecuteTemplate(&says, "replaces", c.Correction); err != nil {
			return nil, err
		}
		blocks = append(blocks, textBlock(says.String()))
	}
	placed := map[string]bool{}
	for _, line := range lines {
		line = numbers.Replace(strings.TrimSpace(line))
		switch {
		case line == "":
		case strings.HasPrefix(line, "!chart "):
			id := strings.TrimPrefix(line, "!chart ")
			if f := c.chart(id); f != nil && !placed[id] {
				placed[id] = true
				f.Sources = b.drawn(id)
				blocks = append(blocks, Block{Kind: FigureBlock, Figure: f})
			}
		case strings.HasPrefix(line, "!narrative "):
			for _, text := range remarks[strings.TrimPrefix(line, "!narrative ")] {
				blocks = append(blocks, Block{Kind: Paragraph, Runs: []Run{{Fang, text}}, Sources: b.beside(text, b.named(text), nil)})
			}
		case line == "!table ranking":
			blocks = append(blocks, Block{Kind: TableBlock, Table: c.rankingTable(b)})
		case strings.HasPrefix(line, "!"):
			return nil, fmt.Errorf("模板里的 %q 不认识", line)
		default:
			block := textBlock(line)
			block.Sources = b.unmarkRuns(block.Runs)
			blocks = append(blocks, block)
		}
	}
	for _, f := range c.Charts {
		if !placed[f.ID] {
			return nil, fmt.Errorf("模板里没有图 %s（%s）的位置", f.ID, f.Caption)
		}
	}
	return blocks, nil
}

// textBlock reads the mark at the head of a line.
func textBlock(line string) Block {
	for _, m := range []struct {
		mark string
		kind BlockKind
		role Role
	}{{"### ", Heading3, Fang}, {"## ", Heading2, Kai}, {"# ", Heading1, Hei}} {
		if text, ok := strings.CutPrefix(line, m.mark); ok {
			return Block{Kind: m.kind, Runs: []Run{{m.role, text}}}
		}
	}
	if rest, ok := strings.CutPrefix(line, "§ "); ok {
		heading, text, _ := strings.Cut(rest, "|")
		return Block{Kind: Heading2, Runs: []Run{{Kai, heading}, {Fang, text}}}
	}
	return Block{Kind: Paragraph, Runs: []Run{{Fang, line}}}
}

func (c Content) chart(id string) *Figure {
	for i := range c.Charts {
		if c.Charts[i].ID == id {
			return &c.Charts[i]
		}
	}
	return nil
}

// number gives each chart that has a place its number, in the order of places,
// and replaces references to it.
func (c Content) number(lines []string) *strings.Replacer {
	var pairs []string
	n := 0
	for _, line := range lines {
		id, ok := strings.CutPrefix(strings.TrimSpace(line), "!chart ")
		if !ok || c.chart(id) == nil {
			continue
		}
		n++
		pairs = append(pairs, reference(id), fmt.Sprintf("图%d", n))
	}
	return strings.NewReplacer(pairs...)
}

func reference(id string) string { return "\x00" + id + "\x00" }
