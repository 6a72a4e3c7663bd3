package ledger

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
)

// feature is one GeoJSON feature. Coordinates and properties stay text.
type feature struct {
	ID         json.RawMessage `json:"id"`
	Geometry   json.RawMessage `json:"geometry"`
	Properties json.RawMessage `json:"properties"`
}

// shapes reads one GeoJSON file into the shape kind: a feature is a row, its
// number the line.
type shapes struct {
	ctx   context.Context
	kind  Kind
	out   *stagedFile
	sheet *Sheet
	key   string // the property that gave the first key, as written
	crs   string
	keyed int
}

// readGeoJSON streams a FeatureCollection. The key of a feature is the first of
// the shape kind's names that it has and that is not blank.
func (r *fileReader) readGeoJSON(text io.Reader) error {
	at := r.v.kindIndex("shape")
	if at < 0 {
		return errors.New("词表中没有地块图形一类")
	}
	s := Sheet{ID: r.nextID, Snapshot: r.src.Quarter, File: r.file.Path, Kind: "shape", Format: formatGeoJSON, Status: StatusOK}
	if r.skip != nil && r.skip("shape") {
		r.held = append(r.held, r.v.kinds[at].Title)
		return nil
	}
	sh := shapes{ctx: r.ctx, kind: r.v.kinds[at], out: r.stage.kinds[at], sheet: &s}
	mark := sh.out.size()
	if err := sh.read(text); err != nil {
		var bad *decodeError
		var fatal *stageError
		if errors.As(err, &bad) || errors.As(err, &fatal) {
			return err
		}
		return fmt.Errorf("GeoJSON内容有误（%w）。请用GIS软件重新导出", err)
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
		s.columns = []sheetColumn{{position: 1, field: "shape_id", title: sh.key}}
	}
	r.sheets = append(r.sheets, s)
	r.nextID++
	return nil
}

// read goes through the document's top level by tokens, so that memory holds
// one feature at a time.
func (s *shapes) read(text io.Reader) error {
	d := json.NewDecoder(text)
	d.UseNumber()
	if err := expect(d, '{'); err != nil {
		return errors.New("不是GeoJSON")
	}
	seen := false
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		switch name {
		case "features":
			seen = true
			err = s.features(d)
		case "crs":
			err = s.readCRS(d)
		default:
			var other json.RawMessage
			err = d.Decode(&other)
		}
		if err != nil {
			return err
		}
	}
	if err := expect(d, '}'); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("末尾有多余的内容")
	}
	if !seen {
		return errors.New("没有features")
	}
	return nil
}

func expect(d *json.Decoder, want json.Delim) error {
	got, err := d.Token()
	if err != nil {
		return err
	}
	if got != want {
		return fmt.Errorf("应为 %v，却是 %v", want, got)
	}
	return nil
}

// readCRS keeps the name of the coordinate system. It stands before the
// features in every exporter's files; behind them it would come too late.
func (s *shapes) readCRS(d *json.Decoder) error {
	var crs struct {
		Properties struct {
			Name string `json:"name"`
		} `json:"properties"`
	}
	if err := d.Decode(&crs); err != nil {
		return err
	}
	if s.sheet.RowsRead > 0 && crs.Properties.Name != "" {
		return errors.New("坐标系（crs）写在了图形之后")
	}
	s.crs = crs.Properties.Name
	return nil
}

func (s *shapes) features(d *json.Decoder) error {
	if err := expect(d, '['); err != nil {
		return err
	}
	for d.More() {
		if s.sheet.RowsRead&0xFF == 0 && s.ctx.Err() != nil {
			return &stageError{s.ctx.Err()}
		}
		s.sheet.RowsRead++
		var f feature
		if err := d.Decode(&f); err != nil {
			return fmt.Errorf("第%d个图形：%w", s.sheet.RowsRead, err)
		}
		if err := s.write(f); err != nil {
			return fmt.Errorf("第%d个图形：%w", s.sheet.RowsRead, err)
		}
	}
	return expect(d, ']')
}

func (s *shapes) write(f feature) error {
	id, err := s.keyOf(f.Properties)
	if err != nil {
		return err
	}
	cells := [][]byte{[]byte(id), notNull(f.Geometry), []byte(s.crs), notNull(f.Properties)}
	b := strconv.AppendInt(s.out.buf, int64(s.sheet.ID), 10)
	b = append(b, ',')
	b = strconv.AppendInt(b, int64(s.sheet.RowsRead), 10)
	for _, c := range cells {
		b = append(b, ',')
		b = appendCell(b, c, false)
	}
	s.out.buf = append(b, '\n')
	return s.out.flushIfFull()
}

func notNull(raw json.RawMessage) []byte {
	if string(raw) == "null" {
		return nil
	}
	var compact bytes.Buffer
	if json.Compact(&compact, raw) != nil {
		return raw
	}
	return compact.Bytes()
}

// keyOf finds the feature's key among its properties.
func (s *shapes) keyOf(properties json.RawMessage) (string, error) {
	if len(notNull(properties)) == 0 {
		return "", nil
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(properties, &all); err != nil {
		return "", err
	}
	at := slices.IndexFunc(s.kind.Fields, func(f Field) bool { return f.ID == "shape_id" })
	best, bestRank, bestName := "", -1, ""
	for _, name := range sortedKeys(all) {
		place, ok := s.kind.index[normalTitle(name)]
		if !ok || place.field != at || bestRank >= 0 && bestRank <= place.rank {
			continue
		}
		if text := scalar(all[name]); text != "" {
			best, bestRank, bestName = text, place.rank, name
		}
	}
	if best != "" {
		s.keyed++
		if s.key == "" {
			s.key = bestName
		}
	}
	return best, nil
}

// scalar is a JSON string or number as text; anything else is no key.
func scalar(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		if blankCell([]byte(text)) {
			return ""
		}
		return text
	}
	if len(raw) > 0 && (raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9') {
		return string(appendNumber(nil, raw))
	}
	return ""
}
