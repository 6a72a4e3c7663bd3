package ledger

import (
	"fmt"
	"sort"
)

const (
	maxStrings = 1 << 29 // bytes of all shared strings
	maxItems   = 1 << 25 // how many there may be
	stringPage = 4 << 20
)

// sharedStrings holds all strings end to end, in pages that are never moved: a
// buffer that doubles would need three times its size for a while.
type sharedStrings struct {
	pages []stringsPage
	ends  []uint32 // where each string ends, over all pages
	open  []byte   // the string being read
}

type stringsPage struct {
	start int // of the page among all strings
	text  []byte
}

func (s *sharedStrings) at(i int) ([]byte, bool) {
	if i < 0 || i >= len(s.ends) {
		return nil, false
	}
	start, end := 0, int(s.ends[i])
	if i > 0 {
		start = int(s.ends[i-1])
	}
	n := sort.Search(len(s.pages), func(p int) bool { return s.pages[p].start > start })
	if n == 0 {
		return nil, true // before any text
	}
	p := s.pages[n-1]
	return p.text[start-p.start : end-p.start : end-p.start], true
}

// add ends the open string.
func (s *sharedStrings) add() error {
	total := 0
	if n := len(s.ends); n > 0 {
		total = int(s.ends[n-1])
	}
	if total+len(s.open) > maxStrings || len(s.ends) == maxItems {
		return fmt.Errorf("文字超过%d MB，或超过%d条", maxStrings>>20, maxItems)
	}
	if len(s.open) > 0 {
		if n := len(s.pages); n == 0 || cap(s.pages[n-1].text)-len(s.pages[n-1].text) < len(s.open) {
			s.pages = append(s.pages, stringsPage{total, make([]byte, 0, max(stringPage, len(s.open)))})
		}
		last := &s.pages[len(s.pages)-1]
		last.text = append(last.text, s.open...)
	}
	s.ends = append(s.ends, uint32(total+len(s.open)))
	s.open = s.open[:0]
	return nil
}
