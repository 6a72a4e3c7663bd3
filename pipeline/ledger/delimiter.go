package ledger

import (
	"bytes"
	"cmp"
)

const primeSize = 128 << 10

// prime fills the buffer, so that the beginning of the text can be looked at.
func (t *tokenizer) prime() error {
	for t.end-t.pos < primeSize && t.srcErr == nil {
		if err := t.more(); err != nil {
			return err
		}
	}
	return nil
}

// delimiter tries comma, tab and semicolon on the beginning of a text and takes
// the one with which the header is understood best; failing any header, the one
// that cuts the rows into most cells.
func (v Vocabulary) delimiter(head []byte) byte {
	best, bestFit := byte(','), fit{}
	for _, delim := range []byte(",\t;") {
		if bytes.IndexByte(head, delim) < 0 {
			continue
		}
		if f := v.fit(head, delim); f.better(bestFit) {
			best, bestFit = delim, f
		}
	}
	return best
}

// fit is how well a delimiter suits a text.
type fit struct {
	complete          bool
	recognised, cells int
}

func (f fit) better(g fit) bool {
	if f.complete != g.complete {
		return f.complete
	}
	return cmp.Or(cmp.Compare(f.recognised, g.recognised), cmp.Compare(f.cells, g.cells)) > 0
}

func (v Vocabulary) fit(head []byte, delim byte) fit {
	t := newTokenizer(bytes.NewReader(head), delim)
	// An error shows up again, in its place, when the text is read.
	rows, _ := bufferHead(t)
	var g grid
	cells := 0
	for _, row := range rows {
		if gr := row.grid(); !gr.blank() {
			g.rows = append(g.rows, gr)
		}
		cells += len(row.cells)
	}
	m, _ := v.findHeader(g)
	return fit{complete: m.kind != nil && m.complete(), recognised: m.recognised, cells: cells}
}
