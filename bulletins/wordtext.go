package bulletins

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// wordFaces are the faces an office's machines have under these names.
var wordFaces = [roleCount]string{Fang: "仿宋_GB2312", Kai: "楷体_GB2312", Hei: "黑体", Song: "方正小标宋简体", Folio: "宋体", Spare: "宋体"}

// twips are twentieths of a point, Word's unit of length.
func twips(points float64) string { return strconv.Itoa(int(math.Round(points * 20))) }

// wordRun is a run of text in a face, size in points.
func wordRun(role Role, size float64, text string, more ...element) element {
	face := wordFaces[role]
	half := strconv.Itoa(int(math.Round(size * 2)))
	kids := append([]element{el("w:rFonts", []string{"w:ascii", face, "w:hAnsi", face, "w:eastAsia", face, "w:cs", face, "w:hint", "eastAsia"})}, more...)
	kids = append(kids, val("w:sz", half), val("w:szCs", half))
	return el("w:r", nil, el("w:rPr", nil, kids...), element{name: "w:t", attrs: []string{"xml:space", "preserve"}, text: text})
}

// wordPara is how a paragraph stands.
type wordPara struct {
	align      string  // center, right, left; empty for justified
	first      bool    // first line two characters in
	left       float64 // points in from the left, and
	right      float64 // from the right
	hang       float64 // first line out by that much
	before     float64 // points of white above
	line       float64 // exact line height; the grid's when zero
	keep       bool    // with the next
	newPage    bool
	level      int // of the outline, from 1; 0 for text
	rule       element
	ruleBelow  element
	tabRight   float64 // a right tab at that place
	sectionEnd *element
}

// wordPitch is the line height at which 22 lines fill the type area.
const wordPitch = 28.95

func (p wordPara) of(runs ...element) element {
	var kids []element
	if p.keep {
		kids = append(kids, el("w:keepNext", nil))
	}
	if p.newPage {
		kids = append(kids, el("w:pageBreakBefore", nil))
	}
	kids = append(kids, val("w:widowControl", "0")) // 22 lines a page, whoever stands alone
	var rules []element
	for _, r := range []element{p.rule, p.ruleBelow} {
		if r.name != "" {
			rules = append(rules, r)
		}
	}
	if len(rules) > 0 {
		kids = append(kids, el("w:pBdr", nil, rules...))
	}
	if p.tabRight > 0 {
		kids = append(kids, el("w:tabs", nil, el("w:tab", []string{"w:val", "right", "w:pos", twips(p.tabRight)})))
	}
	line := p.line
	if line == 0 {
		line = wordPitch
	}
	// Between Chinese and figures a typist leaves no space.
	kids = append(kids, el("w:overflowPunct", nil), val("w:autoSpaceDE", "0"), val("w:autoSpaceDN", "0"), val("w:snapToGrid", "0"),
		el("w:spacing", []string{"w:before", twips(p.before), "w:after", "0", "w:line", twips(line), "w:lineRule", "exact"}))
	indent := []string{"w:left", twips(p.left), "w:right", twips(p.right)}
	switch {
	case p.first:
		indent = append(indent, "w:firstLineChars", "200", "w:firstLine", twips(2*bodySize))
	case p.hang > 0:
		indent = append(indent, "w:hanging", twips(p.hang))
	}
	align := p.align
	if align == "" {
		align = "both"
	}
	kids = append(kids, el("w:ind", indent), val("w:jc", align))
	if p.level > 0 {
		kids = append(kids, val("w:outlineLvl", strconv.Itoa(p.level-1)))
	}
	if p.sectionEnd != nil {
		kids = append(kids, *p.sectionEnd)
	}
	return el("w:p", nil, append([]element{el("w:pPr", nil, kids...)}, runs...)...)
}

// wordSection is the page of a section: upright or on its side, with the page
// numbers of odd and even pages.
func wordSection(page sheet, draft bool) element {
	size := []string{"w:w", twips(paperWidth), "w:h", twips(paperHeight)}
	margins := []string{"w:top", twips(areaTop), "w:right", twips(paperWidth - areaLeft - areaWidth), "w:bottom", twips(paperHeight - areaTop - areaHeight), "w:left", twips(areaLeft)}
	if page == lying {
		size = []string{"w:w", twips(paperHeight), "w:h", twips(paperWidth), "w:orient", "landscape"}
		margins = []string{"w:top", twips(lying.top), "w:right", twips(paperHeight - lying.left - lying.width), "w:bottom", twips(paperWidth - lying.bottom()), "w:left", twips(lying.left)}
	}
	var kids []element
	if draft {
		kids = append(kids, el("w:headerReference", []string{"w:type", "default", "r:id", "rIdDraft"}), el("w:headerReference", []string{"w:type", "even", "r:id", "rIdDraft"}))
	}
	kids = append(kids, el("w:footerReference", []string{"w:type", "default", "r:id", "rIdOdd"}), el("w:footerReference", []string{"w:type", "even", "r:id", "rIdEven"}),
		el("w:pgSz", size), el("w:pgMar", append(margins, "w:header", twips(42), "w:footer", twips(paperHeight-areaTop-areaHeight-7*mm-14), "w:gutter", "0")),
		el("w:docGrid", []string{"w:type", "lines", "w:linePitch", twips(wordPitch)}))
	return el("w:sectPr", nil, kids...)
}

// bodyRun is a run of the body: 28 characters to a line need a little less than
// their own width each.
func bodyRun(role Role, text string) element {
	return wordRun(role, bodySize, text, val("w:spacing", "-5"))
}

// wordFooter is — 1 — in 4号 宋体, one character in from its side.
func wordFooter(align string) element {
	field := func(kind string) element { return el("w:r", nil, el("w:fldChar", []string{"w:fldCharType", kind})) }
	instruction := element{name: "w:instrText", attrs: []string{"xml:space", "preserve"}, text: " PAGE "}
	return el("w:ftr", wordSpaces, wordPara{align: align, left: 14, right: 14, line: 18}.of(
		wordRun(Folio, 14, "— "), field("begin"), el("w:r", nil, instruction), field("separate"), wordRun(Folio, 14, "1"), field("end"), wordRun(Folio, 14, " —")))
}

// wordSide is a cell's margin in Word: narrower than in the PDF, for Word rounds
// and would break a number that just fits.
const wordSide = cellSide / 2

// wordTable is a table with the column widths the typesetter found; headings are
// repeated on each page and no row is parted.
func wordTable(l tableLayout) element {
	var grid []element
	for _, w := range l.widths {
		grid = append(grid, el("w:gridCol", []string{"w:w", twips(w)}))
	}
	border := func(side string, eighths int) element {
		return el("w:"+side, []string{"w:val", "single", "w:sz", strconv.Itoa(eighths), "w:space", "0", "w:color", "000000"})
	}
	kids := []element{
		el("w:tblPr", nil, el("w:tblW", []string{"w:w", twips(l.span(0, len(l.widths))), "w:type", "dxa"}), val("w:jc", "center"),
			el("w:tblBorders", nil, border("top", 8), border("left", 8), border("bottom", 8), border("right", 8), border("insideH", 4), border("insideV", 4)),
			el("w:tblLayout", []string{"w:type", "fixed"}), el("w:tblCellMar", nil, el("w:left", []string{"w:w", twips(wordSide), "w:type", "dxa"}), el("w:right", []string{"w:w", twips(wordSide), "w:type", "dxa"}))),
		el("w:tblGrid", nil, grid...),
	}
	kids = append(kids, l.wordHeads()...)
	for i, row := range l.grid.Rows {
		kids = append(kids, l.wordRow(row, l.rows[i].height))
	}
	return el("w:tbl", nil, kids...)
}

// cellOf is one cell: how many columns it spans, how it joins the one above.
func (l tableLayout) cellOf(from, to int, merge, align string, runs ...element) element {
	kids := []element{el("w:tcW", []string{"w:w", twips(l.span(from, to)), "w:type", "dxa"})}
	if to-from > 1 {
		kids = append(kids, val("w:gridSpan", strconv.Itoa(to-from)))
	}
	if merge != "" {
		kids = append(kids, val("w:vMerge", merge))
	}
	kids = append(kids, val("w:vAlign", "center"))
	return el("w:tc", nil, el("w:tcPr", nil, kids...), wordPara{align: align, line: l.size * leading}.of(runs...))
}

// wordHeads are the heading rows: one, or two with groups above.
func (l tableLayout) wordHeads() []element {
	head := func(cells ...element) element {
		return el("w:tr", nil, append([]element{el("w:trPr", nil, el("w:cantSplit", nil), el("w:tblHeader", nil))}, cells...)...)
	}
	name := func(text string) element { return wordRun(Hei, l.size, text) }
	var upper, lower []element
	for i := 0; i < len(l.grid.Columns); {
		j := i + 1
		group := l.grid.Columns[i].Group
		for group != "" && j < len(l.grid.Columns) && l.grid.Columns[j].Group == group {
			j++
		}
		if group == "" && l.two {
			upper = append(upper, l.cellOf(i, j, "restart", "center", name(l.grid.Columns[i].Name)))
			lower = append(lower, l.cellOf(i, j, "continue", "center"))
		} else {
			if group != "" {
				upper = append(upper, l.cellOf(i, j, "", "center", name(group)))
			}
			for k := i; k < j; k++ {
				lower = append(lower, l.cellOf(k, k+1, "", "center", name(l.grid.Columns[k].Name)))
			}
		}
		i = j
	}
	if l.two {
		return []element{head(upper...), head(lower...)}
	}
	return []element{head(lower...)}
}

func (l tableLayout) wordRow(row Row, height float64) element {
	cells := []element{el("w:trPr", nil, el("w:cantSplit", nil), el("w:trHeight", []string{"w:val", twips(height), "w:hRule", "atLeast"}))}
	joined := row.Total && len(row.Cells) > 1 && row.Cells[0] == "" && row.Cells[1] == "合计"
	for i, cell := range row.Cells {
		if cell == "" {
			cell = blankCell
		}
		align, from := "center", i
		switch {
		case joined && i == 0:
			continue
		case joined && i == 1:
			from = 0
		case l.prose[i]:
			align = "left"
		case l.numeric[i] && isNumber(cell):
			align = "right"
		}
		run := wordRun(cellRole(row, cell), l.size, cell)
		if row.Total && isNumber(cell) {
			run = wordRun(Fang, l.size, cell, el("w:b", nil))
		}
		cells = append(cells, l.cellOf(from, i+1, "", align, run))
	}
	return el("w:tr", nil, cells...)
}

// wordFigure is a chart as wide as the type area, without the white at its head
// and foot: a picture, and the vectors for readers that know SVG.
func wordFigure(d drawing, id int, caption string) []element {
	top, bottom := d.ink()
	scale := areaWidth / d.width
	wide, high := strconv.Itoa(int(areaWidth*12700)), strconv.Itoa(int((bottom-top)*scale*12700))
	number := strconv.Itoa(id)
	share := func(v float64) string { return strconv.Itoa(int(math.Round(v / d.height * 100000))) }
	blip := el("a:blip", []string{"r:embed", "rIdPicture" + number}, el("a:extLst", nil, el("a:ext", []string{"uri", "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"}, el("asvg:svgBlip", []string{"r:embed", "rIdFigure" + number}))))
	picture := el("pic:pic", nil,
		el("pic:nvPicPr", nil, el("pic:cNvPr", []string{"id", number, "name", caption, "descr", caption}), el("pic:cNvPicPr", nil)),
		el("pic:blipFill", nil, blip, el("a:srcRect", []string{"t", share(top), "b", share(d.height - bottom)}), el("a:stretch", nil, el("a:fillRect", nil))),
		el("pic:spPr", nil, el("a:xfrm", nil, el("a:off", []string{"x", "0", "y", "0"}), el("a:ext", []string{"cx", wide, "cy", high})), el("a:prstGeom", []string{"prst", "rect"}, el("a:avLst", nil))))
	inline := el("wp:inline", []string{"distT", "0", "distB", "0", "distL", "0", "distR", "0"}, el("wp:extent", []string{"cx", wide, "cy", high}),
		el("wp:docPr", []string{"id", number, "name", caption, "descr", caption}),
		el("a:graphic", nil, el("a:graphicData", []string{"uri", "http://schemas.openxmlformats.org/drawingml/2006/picture"}, picture)))
	frame := el("w:p", nil, el("w:pPr", nil, el("w:keepNext", nil), el("w:spacing", []string{"w:before", "120", "w:after", "60"}), val("w:jc", "center")), el("w:r", nil, el("w:drawing", nil, inline)))
	return []element{frame, wordPara{align: "center", line: 20}.of(wordRun(Hei, 12, fmt.Sprintf("图%d　%s", id, strings.TrimSpace(caption))))}
}

// wordFoot is a box of paragraphs whose lower edge is that of the type area.
func wordFoot(id int, height float64, paragraphs ...element) element {
	wide, high := strconv.Itoa(int(areaWidth*12700)), strconv.Itoa(int(height*12700))
	place := func(name, of string, kid element) element {
		return el("wp:position"+name, []string{"relativeFrom", of}, kid)
	}
	size := el("a:xfrm", nil, el("a:off", []string{"x", "0", "y", "0"}), el("a:ext", []string{"cx", wide, "cy", high}))
	shape := el("wps:wsp", nil, el("wps:cNvSpPr", []string{"txBox", "1"}), el("wps:spPr", nil, size, el("a:prstGeom", []string{"prst", "rect"}, el("a:avLst", nil)), el("a:noFill", nil)),
		el("wps:txbx", nil, el("w:txbxContent", nil, paragraphs...)), el("wps:bodyPr", []string{"wrap", "square", "lIns", "0", "tIns", "0", "rIns", "0", "bIns", "0", "anchor", "b"}))
	anchor := el("wp:anchor", []string{"distT", "0", "distB", "0", "distL", "0", "distR", "0", "simplePos", "0", "relativeHeight", "2", "behindDoc", "0", "locked", "0", "layoutInCell", "1", "allowOverlap", "1"},
		el("wp:simplePos", []string{"x", "0", "y", "0"}), place("H", "margin", element{name: "wp:align", text: "left"}), place("V", "margin", element{name: "wp:align", text: "bottom"}),
		el("wp:extent", []string{"cx", wide, "cy", high}), el("wp:effectExtent", []string{"l", "0", "t", "0", "r", "0", "b", "0"}), el("wp:wrapTopAndBottom", nil),
		el("wp:docPr", []string{"id", strconv.Itoa(id), "name", "版记"}), el("wp:cNvGraphicFramePr", nil),
		el("a:graphic", nil, el("a:graphicData", []string{"uri", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"}, shape)))
	return wordPara{line: 1}.of(el("w:r", nil, el("mc:AlternateContent", nil, el("mc:Choice", []string{"Requires", "wps"}, el("w:drawing", nil, anchor)))))
}
