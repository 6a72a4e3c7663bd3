package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// feature is one GeoJSON feature. Coordinates and properties stay text.
type feature struct {
	ID         json.RawMessage `json:"id"`
	Geometry   json.RawMessage `json:"geometry"`
	Properties json.RawMessage `json:"properties"`
}

// readGeoJSON streams a FeatureCollection: a feature is a row, its number the line.
func (r *fileReader) readGeoJSON(text io.Reader) error {
	return r.readShapes(func(sh *shapes) error {
		err := sh.readGeoJSON(text)
		var bad *decodeError
		var fatal *stageError
		if err == nil || errors.As(err, &bad) || errors.As(err, &fatal) {
			return err
		}
		return fmt.Errorf("GeoJSON内容有误（%w）。请用GIS软件重新导出", cause(err))
	})
}

// readGeoJSON goes through the document's top level by tokens, so that memory
// holds one feature at a time.
func (s *shapes) readGeoJSON(text io.Reader) error {
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
	s.crs = parseCRS(crs.Properties.Name)
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
			return fmt.Errorf("第%d个图形：%w", s.sheet.RowsRead, cause(err))
		}
		if err := s.write(f); err != nil {
			return fmt.Errorf("第%d个图形：%w", s.sheet.RowsRead, cause(err))
		}
	}
	return expect(d, ']')
}

// write stages a feature; its geometry stays as the file has it where it is in
// lon, lat already.
func (s *shapes) write(f feature) error {
	id, err := s.keyOf(f.Properties)
	if err != nil {
		return err
	}
	geometry := string(notNull(f.Geometry))
	if geometry == "" {
		return s.stage(s.sheet.RowsRead, id, "", placedOutline{problems: []string{"没有图形"}}, notNull(f.Properties))
	}
	var g struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	}
	if err := json.Unmarshal(f.Geometry, &g); err != nil {
		return err
	}
	var o outline
	switch g.Type {
	case "Polygon":
		var p [][][]float64
		err = json.Unmarshal(g.Coordinates, &p)
		o.polygons, err = polygonsOf([][][][]float64{p}, err)
	case "MultiPolygon":
		var p [][][][]float64
		err = json.Unmarshal(g.Coordinates, &p)
		o.polygons, err = polygonsOf(p, err)
	default:
		return s.stage(s.sheet.RowsRead, id, geometry, placedOutline{problems: []string{"不是面（" + g.Type + "）"}}, notNull(f.Properties))
	}
	if err != nil {
		return fmt.Errorf("坐标有误：%w", cause(err))
	}
	placed := s.crs.place(o)
	if placed.changed {
		geometry = geoJSON(placed.polygons)
	}
	return s.stage(s.sheet.RowsRead, id, geometry, placed, notNull(f.Properties))
}

// polygonsOf takes the first two numbers of each position.
func polygonsOf(raw [][][][]float64, err error) ([]polygon, error) {
	var out []polygon
	for _, p := range raw {
		var rings polygon
		for _, r := range p {
			points := make(ring, 0, len(r)+1)
			for _, position := range r {
				if len(position) < 2 {
					return nil, errors.New("一个点不足两个坐标")
				}
				points = append(points, [2]float64{position[0], position[1]})
			}
			rings = append(rings, points)
		}
		if len(rings) > 0 {
			out = append(out, rings)
		}
	}
	return out, err
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
	values := map[string]string{}
	for name, raw := range all {
		values[name] = scalar(raw)
	}
	return s.key(values), nil
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
