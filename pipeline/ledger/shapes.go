package ledger

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// shapes stages the features of one file of parcels' outlines.
type shapes struct {
	ctx     context.Context
	kind    Kind
	out     *stagedFile
	sheet   *Sheet
	keyName string // the property that gave the first key, as written
	crs     crs
	keyed   int
}

// readShapes runs a reader of features and keeps what it staged when at least
// one has a key; otherwise nobody could say which parcels they are.
func (r *fileReader) readShapes(read func(*shapes) error) error {
	at := r.v.kindIndex("shape")
	if at < 0 {
		return errors.New("词表中没有地块图形一类")
	}
	s := Sheet{ID: r.nextID, Snapshot: r.src.Quarter, File: r.file.Path, Kind: "shape", Format: r.file.Format, Status: StatusOK}
	if r.skip != nil && r.skip("shape") {
		r.held = append(r.held, r.v.kinds[at].Title)
		return nil
	}
	sh := shapes{ctx: r.ctx, kind: r.v.kinds[at], out: r.stage.kinds[at], sheet: &s}
	sh.crs = parseCRS("")
	mark := sh.out.size()
	if err := read(&sh); err != nil {
		return err
	}
	switch {
	case s.RowsRead == 0:
		return nil
	case sh.keyed == 0:
		if err := sh.out.truncate(mark); err != nil {
			return &stageError{err}
		}
		s.Kind, s.Status = "", StatusUnplaced
		s.Message = fmt.Sprintf("%d个图形的属性中都没有地块编号或闲置编号。请在属性表中加上“地块编号”一列后重新导出", s.RowsRead)
	default:
		s.columns = []sheetColumn{{position: 1, field: "shape_id", title: sh.keyName}}
	}
	r.sheets = append(r.sheets, s)
	r.nextID++
	return nil
}

// key is the value of the first of the shape kind's names that the properties
// have and that is not blank.
func (s *shapes) key(values map[string]string) string {
	at := s.kind.fieldIndex("shape_id")
	best, bestRank, bestName := "", -1, ""
	for _, name := range sortedKeys(values) {
		place, ok := s.kind.index[normalTitle(name)]
		if !ok || place.field != at || bestRank >= 0 && bestRank <= place.rank {
			continue
		}
		if text := values[name]; !blankCell([]byte(text)) {
			best, bestRank, bestName = text, place.rank, name
		}
	}
	if best != "" {
		s.keyed++
		if s.keyName == "" {
			s.keyName = bestName
		}
	}
	return best
}

// stage writes one feature: its outline as GeoJSON in lon, lat, the coordinate
// system, its properties, its area on the ellipsoid (m²) and what is wrong with
// the outline (G02, G04), joined by ；.
func (s *shapes) stage(line int, id, geometry string, p placedOutline, properties []byte) error {
	cells := []string{id, geometry, s.crs.name(), string(properties), p.area, strings.Join(p.problems, "；")}
	b := strconv.AppendInt(s.out.buf, int64(s.sheet.ID), 10)
	b = append(b, ',')
	b = strconv.AppendInt(b, int64(line), 10)
	for _, c := range cells {
		b = append(b, ',')
		b = appendCell(b, []byte(c), false)
	}
	s.out.buf = append(b, '\n')
	return s.out.flushIfFull()
}

// properties writes a JSON object of texts in the order given.
func properties(names []string, values map[string]string) []byte {
	b := []byte{'{'}
	for _, name := range names {
		if values[name] == "" {
			continue
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = append(appendJSONString(b, []byte(name)), ':')
		b = appendJSONString(b, []byte(values[name]))
	}
	return append(b, '}')
}

// nameOnce adds a name to a list unless it is there.
func nameOnce(names []string, name string) []string {
	if slices.Contains(names, name) {
		return names
	}
	return append(names, name)
}
