package bulletins

// The page of GB/T 9704-2012, in points. A 16 pt character is wider than a 28th
// of 156 mm, and the standard's 22 lines of 28 characters only come out when the
// first and last characters touch the edges: 28 characters then need 27 pitches.
const (
	areaLeft   = 28 * mm
	areaTop    = 37 * mm
	areaWidth  = 156 * mm
	areaHeight = 225 * mm
	bodySize   = 16.0 // 3号
	pitchX     = (areaWidth - bodySize) / 27
	pitchY     = (areaHeight - bodySize) / 21
	gridRows   = 22
	// The em box of a Chinese character reaches this share of the size above its baseline.
	emAbove = 0.88
)

// baseline is where a line of a size sits so that its middle is that of a body
// line whose row starts at top.
func baseline(top, size float64) float64 { return top + bodySize/2 + (emAbove-0.5)*size }

func rowTop(row int) float64 { return areaTop + float64(row)*pitchY }

// slab is a piece of the body that is never parted: a line of text, a figure, a table.
type slab struct {
	rows   int
	before int  // blank rows above it, dropped at the head of a page
	keep   bool // stays on one page with the slab after it
	floats bool // may wait for the next page while text goes on
	inner  bool // goes on with a paragraph: no figure may come before it
	wall   bool // nothing that waits may be pushed past it
	draw   func(c *canvas, top float64)
}

// placed is a slab on its page.
type placed struct {
	slab
	row int
}

// paginate lays slabs on pages of 22 rows; the first has only the rows from
// firstRow on. Slabs kept together move as one when the rest of the page is too
// short for them, so that a heading or a signature never stands alone.
func paginate(slabs []slab, firstRow int) [][]placed {
	p := &pager{pages: [][]placed{nil}, row: firstRow}
	for len(slabs) > 0 {
		n := chain(slabs)
		group := slabs[:n]
		slabs = slabs[n:]
		switch {
		case n == 1 && group[0].floats && (!p.fits(group) || len(p.waiting) > 0): // figures keep their order
			p.waiting = append(p.waiting, group[0])
			if len(slabs) == 0 || !slabs[0].inner {
				p.catchUp()
			}
			continue
		case walled(group), !group[0].inner && endsWalled(group, slabs):
			p.flush()
		}
		p.inside = group[0].inner
		for !p.fits(group) && p.row > 0 { // what waited may fill the next page's head as well
			p.next()
		}
		for _, s := range group {
			p.put(s)
		}
		if len(slabs) == 0 || !slabs[0].inner {
			p.catchUp()
		}
	}
	p.flush()
	return p.pages
}

// endsWalled says whether the paragraph that a group begins ends in one that
// nothing waiting may be pushed past: what waits then goes before the paragraph,
// not between its lines.
func endsWalled(group, after []slab) bool {
	all := append(group[:len(group):len(group)], after...)
	for i := len(group); i < len(all) && all[i].inner; i++ {
		if walled(all[i : i+chain(all[i:])]) {
			return true
		}
	}
	return false
}

func walled(group []slab) bool {
	for _, s := range group {
		if s.wall {
			return true
		}
	}
	return false
}

// chain is how many slabs at the head are bound together, cut to one where a
// whole page could not hold them.
func chain(slabs []slab) int {
	rows := 0
	for i, s := range slabs {
		if rows += s.before + s.rows; rows > gridRows {
			return 1
		}
		if !s.keep {
			return i + 1
		}
	}
	return len(slabs)
}

type pager struct {
	pages   [][]placed
	row     int
	waiting []slab
	inside  bool // in the middle of a paragraph
}

func (p *pager) fits(group []slab) bool {
	row := p.row
	for _, s := range group {
		if row > 0 {
			row += s.before
		}
		row += s.rows
	}
	return row <= gridRows
}

// put sets a slab on the current page, or on a new one where it no longer fits.
func (p *pager) put(s slab) {
	p.inside = s.inner
	if !p.fits([]slab{s}) && p.row > 0 {
		p.next()
	}
	if p.row > 0 {
		p.row += s.before
	}
	last := len(p.pages) - 1
	p.pages[last] = append(p.pages[last], placed{s, p.row})
	p.row += s.rows
}

// next opens a page, and what waited takes its head, or comes as soon as the
// paragraph that goes on there has ended: a sentence is not parted by a figure.
func (p *pager) next() {
	p.pages = append(p.pages, nil)
	p.row = 0
	if !p.inside {
		p.catchUp()
	}
}

// catchUp sets what waited and fits.
func (p *pager) catchUp() {
	for len(p.waiting) > 0 && p.fits(p.waiting[:1]) {
		s := p.waiting[0]
		p.waiting = p.waiting[1:]
		p.put(s)
	}
}

func (p *pager) flush() {
	for len(p.waiting) > 0 {
		if p.fits(p.waiting[:1]) {
			s := p.waiting[0]
			p.waiting = p.waiting[1:]
			p.put(s)
			continue
		}
		p.next()
	}
}
