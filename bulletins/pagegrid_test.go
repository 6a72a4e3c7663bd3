package bulletins

import (
	"fmt"
	"testing"
)

// pagesOf lays a body of n lines and gives, per page, which blocks stand on it.
func pagesOf(t *testing.T, n int, contact string) [][]string {
	t.Helper()
	doc := Document{Addressee: "各单位", Signature: "石龙区批而未供和闲置土地盘活整治专项行动领导小组办公室", Date: "2024年7月10日", Contact: contact,
		Annexes: []Annex{{Title: "甲表"}, {Title: "乙表"}, {Title: "丙表"}}}
	for i := range n {
		doc.Body = append(doc.Body, Block{Kind: Paragraph, Runs: []Run{{Fang, fmt.Sprintf("第%d行。", i)}}})
	}
	ts := &typesetter{faces: builtInFaces(t), doc: doc}
	slabs, err := ts.body()
	if err != nil {
		t.Fatal(err)
	}
	closing := len(slabs) - len(ts.attachments()) - len(ts.signature())
	names := make([]string, len(slabs))
	for i := range slabs {
		kind := "text"
		if i >= closing {
			kind = "list"
		}
		if i >= closing+len(ts.attachments()) {
			kind = "signature"
		}
		names[i] = kind
	}
	var out [][]string
	at := 0
	for _, page := range paginate(slabs, 12) {
		var kinds []string
		last := -1
		for _, p := range page {
			if p.row <= last || p.row+p.rows > gridRows {
				t.Fatalf("%d lines: a slab at row %d after row %d", n, p.row, last)
			}
			last = p.row
			kinds = append(kinds, names[at])
			at++
		}
		out = append(out, kinds)
	}
	if at != len(slabs) {
		t.Fatalf("%d lines: %d of %d slabs were placed", n, at, len(slabs))
	}
	return out
}

func TestSignatureHasTextOnItsPage(t *testing.T) {
	for n := 2; n < 60; n++ {
		for _, contact := range []string{"", "联系人：李某"} {
			for i, page := range pagesOf(t, n, contact) {
				text, signed := 0, 0
				for _, kind := range page {
					if kind == "text" {
						text++
					}
					if kind == "signature" {
						signed++
					}
				}
				if signed > 0 && text < 2 {
					t.Errorf("%d lines: page %d has the signature and %d lines of text: %v", n, i+1, text, page)
				}
				want := 3
				if contact != "" {
					want++
				}
				if signed > 0 && signed != want {
					t.Errorf("%d lines: page %d has %d of %d lines of the signature", n, i+1, signed, want)
				}
			}
		}
	}
}

func TestHeadingsStayWithTheirText(t *testing.T) {
	for before := 1; before < 40; before++ {
		slabs := make([]slab, before, before+3)
		for i := range slabs {
			slabs[i].rows = 1
		}
		slabs = append(slabs, slab{rows: 1, keep: true}, slab{rows: 1, keep: true}, slab{rows: 1})
		for i, page := range paginate(slabs, 0) {
			if page[len(page)-1].keep {
				t.Errorf("after %d lines page %d ends with a heading", before, i+1)
			}
		}
	}
}

// A figure that no longer fits lets text go first, but keeps before the signature.
func TestFiguresWaitForTheNextPage(t *testing.T) {
	slabs := []slab{{rows: 18}, {rows: 10, floats: true}, {rows: 1}, {rows: 1}, {rows: 1}, {rows: 1}, {rows: 1}, {rows: 1, wall: true}}
	pages := paginate(slabs, 0)
	if len(pages) != 2 || len(pages[0]) != 5 || pages[1][0].rows != 10 || pages[1][0].row != 0 {
		t.Errorf("pages %+v", pages)
	}
	pages = paginate([]slab{{rows: 18}, {rows: 10, floats: true}, {rows: 1, wall: true}}, 0)
	if len(pages) != 2 || len(pages[0]) != 1 || !pages[1][1].wall {
		t.Errorf("the figure was pushed past the wall: %+v", pages)
	}
}
