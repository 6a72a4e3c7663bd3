// Package bulletins turns figures and mart rows into the 季通报: first into
// sentences and tables (Compose), then into typeset pages (WritePDF) and the
// annex workbook (WriteAnnex). Composing knows no millimetres and typesetting
// knows no indicators; the Document lies between them.
package bulletins

import "time"

// Document is a composed bulletin: every word of it, no position of it.
type Document struct {
	Head      string // 发文机关标志, red; empty in the plain form
	Draft     string // 征求意见稿 and the like, across every page; empty in a paper that goes out
	Number    string // 发文字号: 平龙盘活办〔2024〕2号
	Notice    string // a warning every page-one reader must see, as 示例数据; else empty
	Title     string
	Addressee string // 主送, without the colon
	Body      []Block
	Signature string // 署名
	Date      string // 成文日期: 2024年7月10日, or 2024年　月　日 to be filled in by hand
	Contact   string // 附注, without parentheses; may be empty
	Annexes   []Annex
	Imprint   Imprint
	// Attachments travel inside the PDF: the figures its numbers come from.
	Attachments []Attachment
	Created     time.Time // day of signature; the PDF's own date, never the clock
}

// Attachment is a CSV file inside the PDF.
type Attachment struct {
	Name  string // in ASCII
	Title string
	Data  []byte
}

// BlockKind tells what a block of the body is.
type BlockKind int

// The kinds of blocks, with the heading levels of GB/T 9704-2012: 一、 in 黑体,
// （一） in 楷体, 1. in 仿宋.
const (
	Paragraph BlockKind = iota
	Heading1
	Heading2
	Heading3
	FigureBlock
	TableBlock
)

// Block is one piece of the body, in reading order.
type Block struct {
	Kind BlockKind
	Runs []Run // text of paragraphs and headings
	// Sources say where the numbers in the text come from; what has none is no figure.
	Sources []Sourced
	Figure  *Figure // when FigureBlock
	Table   *Grid   // when TableBlock
}

// Run is text in one role: a paragraph may open with a heading in 楷体 and go on in 仿宋.
type Run struct {
	Role Role
	Text string
}

// Figure is a drawn chart with its caption. Caption comes without 图N.
type Figure struct {
	ID      string
	Caption string
	SVG     []byte
	// Sources are what the chart's numbers may be: its own marks' figures.
	Sources []Source
}

// Grid is a table: two-level headings, rows of display text, notes under it.
type Grid struct {
	Caption string // over the table in the body; annexes have their title instead
	Columns []Column
	Rows    []Row
	Measure string // 单位：公顷, flush right above the table; may be empty
	Notes   []string
	// NoteSources are, note by note, where its numbers come from; may be shorter.
	NoteSources [][]Sourced
}

// Column is a heading; columns of one non-empty Group that stand side by side
// share a merged cell above them.
type Column struct {
	Group string
	Name  string
}

// Row is a table row. Total rows (合计) are set in 黑体.
type Row struct {
	Cells []string
	Total bool
	// Sources are, cell by cell, where the number in it comes from; may be absent.
	Sources []Source
}

// Annex is one 附件: a page of its own with number, title and table.
type Annex struct {
	Title string
	Lead  []string // paragraphs before the table
	Table Grid
	Rest  []Grid // further tables under captions of their own
	Map   *Map   // in place of a table
	// Index adds a list of the district's figures: exact value, text, pages.
	Index      []Source
	IndexNames map[string]string // what an indicator is called
}

// Imprint is the 版记 at the foot of the last page.
type Imprint struct {
	Copies  string // 抄送, without the word; may be empty
	Printer string // 印发机关
	Date    string // 2024年7月12日
}
