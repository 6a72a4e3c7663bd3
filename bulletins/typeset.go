package bulletins

import (
	"errors"
	"fmt"
	"io"
	"sort"
)

// Stats is what was typeset, for the run's audit.
type Stats struct {
	Pages int
	Text  []string // per page, the text in the order it was set
	// Lent lists, in code order, characters their role's face lacks and another
	// face drew, as 䶮(仿宋).
	Lent []string
}

// WritePDF typesets a document. The same document and faces give the same bytes.
// It fails on a character that no face has, naming page, text and character, and
// on a chart that uses more of SVG than the painter knows.
func WritePDF(w io.Writer, doc Document, faces Faces) (Stats, error) {
	if doc.Title == "" || doc.Signature == "" || doc.Created.IsZero() {
		return Stats{}, errors.New("通报缺少标题、署名或者成文日期，不能排版")
	}
	c := newCanvas(faces, doc)
	t := &typesetter{faces: faces, doc: doc, canvas: c, ease: 1}
	head := t.layoutHead()
	pages, err := t.pages(head.firstRow)
	if err != nil {
		return Stats{}, err
	}
	for i, page := range pages {
		t.sheet(false)
		if i == 0 {
			t.drawHead(head)
		}
		for _, p := range page {
			p.draw(c, rowTop(p.row))
			t.foot = rowTop(p.row+p.rows-1) + bodySize
		}
		t.folio(false)
	}
	for i := range doc.Annexes {
		t.annex(i)
	}
	t.imprint()
	stats := Stats{Pages: c.page()}
	for i := range c.pages {
		stats.Text = append(stats.Text, c.pages[i].String())
	}
	for r, role := range c.lent {
		stats.Lent = append(stats.Lent, fmt.Sprintf("%c(%s)", r, role))
	}
	sort.Strings(stats.Lent)
	if len(doc.Attachments) > 0 { // a document with figures accounts for each of them
		list, err := receiptList(c.printed)
		if err != nil {
			return stats, err
		}
		doc.Attachments = append(doc.Attachments[:len(doc.Attachments):len(doc.Attachments)], list)
	}
	pdf, err := c.drawn()
	if err != nil {
		return stats, err
	}
	if pdf, err = finish(pdf, doc, c.links, t.landings, c.coded); err != nil {
		return stats, err
	}
	_, err = w.Write(pdf)
	return stats, err
}

// pages lays the body on pages. Where that leaves much white before the last
// page, figures are set a little smaller, as a typist would: of a few sizes, the
// largest that wastes the fewest rows.
func (t *typesetter) pages(firstRow int) ([][]placed, error) {
	var best [][]placed
	least := 0
	for step := range 6 {
		t.ease = 1 - 0.04*float64(step)
		slabs, err := t.body()
		if err != nil {
			return nil, err
		}
		pages := paginate(slabs, firstRow)
		if cost := wasted(pages) + step; best == nil || cost < least {
			best, least = pages, cost
		}
	}
	return best, nil
}

// wasted counts the rows left white at the foot of all pages but the last.
func wasted(pages [][]placed) int {
	rows := 0
	for _, page := range pages[:len(pages)-1] {
		used := 0
		for _, p := range page {
			used = max(used, p.row+p.rows)
		}
		rows += gridRows - used
	}
	return rows
}

// typesetter carries a document onto a canvas.
type typesetter struct {
	faces    Faces
	doc      Document
	canvas   *canvas
	ease     float64   // of figures: 1 is as wide as the type area
	foot     float64   // how far down the current page is filled
	mark     string    // 附件3 of the annex being set
	landings []landing // where the annexes begin
	lying    bool      // the current page is landscape
}

// folio sets the page number: 4号 宋体 between dashes whose ink is 7 mm below the
// type area, odd pages right and even pages left, one character in. On a landscape
// page it stays where it is on the portrait sheet, as the standard asks of tables
// bound in sideways (表头 to the binding edge).
func (t *typesetter) folio(landscape bool) {
	const size = 14.0
	c := t.canvas
	text := fmt.Sprintf("— %d —", c.page())
	x := areaLeft + size
	if c.page()%2 == 1 {
		x = areaLeft + areaWidth - size - t.faces.textWidth(Folio, text, size)
	}
	y := areaTop + areaHeight + 7*mm + t.faces.inkTop(Folio, "—")*size/1000
	defer func(place string) { c.place = place }(c.place)
	c.place = "页码"
	if !landscape {
		c.text(x, y, size, Folio, text)
		return
	}
	c.group(func() {
		c.raw("0 -1 1 0 %.3f %.3f cm", paperHeight-y, c.height-x)
		c.text(0, c.height, size, Folio, text)
	})
}

// lineGap is the space between pieces that makes a line as wide as it should be.
func lineGap(l line, width, gap float64) float64 {
	if l.last && !l.hang {
		return gap
	}
	natural, gaps := l.natural(0)
	if gaps == 0 {
		return gap
	}
	return (width - l.indent - natural) / float64(gaps)
}
