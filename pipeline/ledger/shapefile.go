package ledger

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
)

// readShapefile reads an ESRI Shapefile: the .shp with the .dbf of the same
// name, and .prj and .cpg where they are. A record is a row, its number the
// line. The .shx is not needed: records are read in order.
func (r *fileReader) readShapefile(shp io.Reader) error {
	table, ok, err := r.beside(".dbf")
	if err != nil {
		return fmt.Errorf("同名的.dbf读不了：%w", cause(err))
	}
	if !ok {
		return errors.New("缺少同名的.dbf（属性表），不知道图形是哪个地块。请把.shp、.shx、.dbf、.prj一起放入")
	}
	page, _, err := r.beside(".cpg")
	if err != nil {
		return fmt.Errorf("同名的.cpg读不了：%w", cause(err))
	}
	names := r.v.kinds[r.v.kindIndex("shape")].Fields[0].Names
	d, err := openDBF(table, string(page), names)
	if err != nil {
		return fmt.Errorf("属性表.dbf有误（%w）。请用GIS软件重新导出", cause(err))
	}
	r.file.Encoding = d.encoding
	prj, _, err := r.beside(".prj")
	if err != nil {
		return fmt.Errorf("同名的.prj读不了：%w", cause(err))
	}
	return r.readShapes(func(sh *shapes) error {
		sh.crs = parseCRS(string(bytes.TrimSpace(prj)))
		sh.sheet.Encoding = d.encoding
		if err := sh.readSHP(bufio.NewReaderSize(shp, 1<<20), d); err != nil {
			var fatal *stageError
			if errors.As(err, &fatal) {
				return err
			}
			return fmt.Errorf("Shapefile内容有误（%w）。请用GIS软件重新导出", cause(err))
		}
		return nil
	})
}

// Shape types that are polygons, without and with Z and M.
const (
	shapeNull    = 0
	shapePolygon = 5
	polygonZ     = 15
	polygonM     = 25
)

// readSHP goes through the records. Lengths are counted in 16-bit words.
func (s *shapes) readSHP(in *bufio.Reader, d *dbf) error {
	var header [100]byte
	if _, err := io.ReadFull(in, header[:]); err != nil || binary.BigEndian.Uint32(header[:]) != 9994 {
		return errors.New("不是.shp文件")
	}
	var record []byte
	for n := 1; ; n++ {
		var head [8]byte
		if _, err := io.ReadFull(in, head[:]); err != nil {
			if errors.Is(err, io.EOF) {
				break
			}
			return fmt.Errorf("第%d个图形不完整", n)
		}
		size := int64(binary.BigEndian.Uint32(head[4:])) * 2
		if size < 4 || size > 4*maxRecord {
			return fmt.Errorf("第%d个图形的长度 %d 不对", n, size)
		}
		// The length is the file's word: memory grows with what is there.
		var buf bytes.Buffer
		buf.Grow(int(min(size, 1<<20)))
		if copied, err := io.CopyN(&buf, in, size); err != nil || copied < size {
			return fmt.Errorf("第%d个图形不完整", n)
		}
		record = buf.Bytes()
		if n&0xFF == 0 && s.ctx.Err() != nil {
			return &stageError{s.ctx.Err()}
		}
		s.sheet.RowsRead++
		if err := s.shpRecord(n, record, d); err != nil {
			return fmt.Errorf("第%d个图形：%w", n, err)
		}
	}
	if s.sheet.RowsRead != d.records {
		return fmt.Errorf("图形有%d个，属性有%d行，对不上", s.sheet.RowsRead, d.records)
	}
	return nil
}

func (s *shapes) shpRecord(n int, record []byte, d *dbf) error {
	values, deleted, err := d.record(n)
	if err != nil {
		return err
	}
	id := s.key(values)
	var placed placedOutline
	switch kind := binary.LittleEndian.Uint32(record); kind {
	case shapePolygon, polygonZ, polygonM:
		rings, err := shpRings(record)
		if err != nil {
			return err
		}
		placed = s.crs.place(outline{polygons: shpPolygons(rings)})
	case shapeNull:
		placed.tell("没有图形")
	default:
		placed.tell(fmt.Sprintf("不是面（类型%d）", kind))
	}
	if deleted {
		placed.tell("属性表中已标记删除")
	}
	return s.stage(n, id, geoJSON(placed.polygons), placed, properties(d.names(), values))
}

// shpRings reads the parts of a polygon record; Z and M come after the points
// and are not needed.
func shpRings(b []byte) ([]ring, error) {
	if len(b) < 44 {
		return nil, errors.New("内容不完整")
	}
	parts, points := int64(binary.LittleEndian.Uint32(b[36:])), int64(binary.LittleEndian.Uint32(b[40:]))
	if 44+4*parts+16*points > int64(len(b)) {
		return nil, errors.New("内容不完整")
	}
	at := b[44+4*parts:]
	var rings []ring
	for i := range parts {
		first := int64(binary.LittleEndian.Uint32(b[44+4*i:]))
		end := points
		if i+1 < parts {
			end = int64(binary.LittleEndian.Uint32(b[48+4*i:]))
		}
		if first > end || end > points {
			return nil, errors.New("各部分的起点不对")
		}
		r := make(ring, 0, end-first+1)
		for p := first; p < end; p++ {
			x := math.Float64frombits(binary.LittleEndian.Uint64(at[16*p:]))
			y := math.Float64frombits(binary.LittleEndian.Uint64(at[16*p+8:]))
			if math.IsNaN(x+y) || math.IsInf(x+y, 0) {
				return nil, errors.New("坐标不是数字")
			}
			r = append(r, [2]float64{x, y})
		}
		if len(r) > 0 {
			rings = append(rings, r)
		}
	}
	return rings, nil
}

// shpPolygons tells outer rings, which turn clockwise, from holes.
func shpPolygons(rings []ring) []polygon {
	var outer, holes []ring
	for _, r := range rings {
		if signedArea(r) <= 0 {
			outer = append(outer, r)
		} else {
			holes = append(holes, r)
		}
	}
	if len(outer) == 0 { // written the other way round: no holes without an outer ring
		return gather(rings)
	}
	out := make([]polygon, len(outer))
	for i, r := range outer {
		out[i] = polygon{r}
	}
next:
	for _, h := range holes {
		for i := range out {
			if inside(out[i][0], h[0]) || inside(out[i][0], h[len(h)/2]) {
				out[i] = append(out[i], h)
				continue next
			}
		}
		out = append(out, polygon{h}) // turned the wrong way
	}
	return out
}

// signedArea is positive for a ring that turns counterclockwise.
func signedArea(r ring) float64 {
	sum := 0.0
	for i, p := range r {
		q := r[(i+1)%len(r)]
		sum += (p[0]-r[0][0])*(q[1]-r[0][1]) - (q[0]-r[0][0])*(p[1]-r[0][1])
	}
	return sum
}

// dbf is the table of a shapefile's properties.
type dbf struct {
	encoding string
	decode   decoder
	fields   []dbfField
	records  int
	size     int // of a record
	rows     []byte
}

type dbfField struct {
	name     string
	from, to int
}

// openDBF reads the head of the table. The encoding is that of .cpg, else of
// the table's language byte, else told from the texts. A field's name has room
// for ten bytes: names of the key that were cut there are recognised.
func openDBF(data []byte, page string, keys []string) (*dbf, error) {
	if len(data) < 33 {
		return nil, errors.New("内容不完整")
	}
	d := &dbf{records: int(binary.LittleEndian.Uint32(data[4:]))}
	head, size := int(binary.LittleEndian.Uint16(data[8:])), int(binary.LittleEndian.Uint16(data[10:]))
	if head < 33 || head > len(data) || size < 1 || d.records > (len(data)-head)/size {
		return nil, errors.New("行数或行长与内容不符")
	}
	d.size, d.rows = size, data[head:]
	at := 1
	var names [][]byte
	for f := data[32:head]; len(f) >= 32 && f[0] != 0x0D; f = f[32:] {
		raw, _, _ := bytes.Cut(f[:11], []byte{0})
		length := int(f[16])
		if at+length > size {
			return nil, errors.New("各列的长度之和超过行长")
		}
		names = append(names, raw)
		d.fields = append(d.fields, dbfField{"", at, at + length})
		at += length
	}
	d.use(page, data[29], names)
	for i, raw := range names {
		d.fields[i].name = d.fieldName(raw, keys)
	}
	return d, nil
}

// use settles the encoding.
func (d *dbf) use(page string, language byte, names [][]byte) {
	page = strings.ToUpper(strings.TrimSpace(strings.TrimPrefix(page, "\uFEFF")))
	switch {
	case strings.Contains(page, "UTF"):
		d.encoding = encodingUTF8
	case strings.Contains(page, "GB") || strings.Contains(page, "936") || strings.Contains(page, "EUC-CN"):
		d.encoding = encodingGB18030
	case page == "" && language == 0x4D:
		d.encoding = encodingGB18030
	default:
		d.encoding = d.detect(names)
	}
	d.decode = decodeUTF8
	if d.encoding == encodingGB18030 {
		d.decode = decodeGB18030
	}
}

// detect tells the encoding from the texts: names and cells may be cut inside
// their last character, so each is looked at by itself.
func (d *dbf) detect(names [][]byte) string {
	texts := names
	for n := range min(d.records, 2000) {
		for _, f := range d.fields {
			texts = append(texts, bytes.Trim(d.rows[n*d.size : (n+1)*d.size][f.from:f.to], " \x00"))
		}
	}
	good, bad := 0, 0
	for _, text := range texts {
		switch n := firstNonASCII(text); {
		case n == len(text):
		case detect(text[n:], false) == encodingUTF8:
			good++
		default:
			bad++
		}
	}
	if bad > good {
		return encodingGB18030
	}
	return encodingUTF8
}

// fieldName decodes a name; one that was cut inside a character loses the part.
func (d *dbf) fieldName(raw []byte, keys []string) string {
	for _, key := range keys {
		whole := []byte(key)
		if d.encoding == encodingGB18030 {
			whole = encodeGB18030(key)
		}
		if len(whole) > 10 && len(raw) >= 9 && bytes.HasPrefix(whole, raw) {
			return key
		}
	}
	name, _, _ := d.decode(nil, bytes.TrimSpace(raw), false)
	return string(name)
}

func (d *dbf) names() []string {
	names := make([]string, len(d.fields))
	for i, f := range d.fields {
		names[i] = f.name
	}
	return names
}

// record gives row n, from 1.
func (d *dbf) record(n int) (values map[string]string, deleted bool, err error) {
	if n > d.records {
		return nil, false, fmt.Errorf("属性表只有%d行", d.records)
	}
	row := d.rows[(n-1)*d.size : n*d.size]
	values = map[string]string{}
	for _, f := range d.fields {
		raw := bytes.Trim(row[f.from:f.to], " \x00")
		whole := len(raw) < f.to-f.from // a full cell may be cut inside its last character
		text, used, bad := d.decode(nil, raw, whole)
		if bad {
			return nil, false, fmt.Errorf("属性“%s”有不能按%s解码的字节（十六进制 % X）", f.name, d.encoding, raw[used:min(used+2, len(raw))])
		}
		if _, twice := values[f.name]; !twice || values[f.name] == "" {
			values[f.name] = string(text)
		}
	}
	return values, row[0] == '*', nil
}
