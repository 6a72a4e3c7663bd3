package ledger

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// coordinateMarks begin the sections of a 报备坐标 file.
var coordinateMarks = []string{"[属性描述]", "[地块坐标]"}

// isCoordinates says whether a text file's beginning is that of a 报备坐标 file,
// in any encoding.
func isCoordinates(head []byte) bool {
	decoded, _ := newTextReader(bytes.NewReader(head))
	if decoded == nil {
		return false
	}
	text, _ := io.ReadAll(decoded) // a character cut off at the end is no matter
	for _, mark := range coordinateMarks {
		if bytes.Contains(text, []byte(mark)) {
			return true
		}
	}
	return false
}

// readCoordinates reads a 报备坐标 text: attributes, then for each parcel a line
// (点数,面积,地块编号,地块名称,类型,图幅号,用途,地类,@) and its points
// (点号,圈号,纵坐标,横坐标; the first may be missing). The row's line is that of
// the parcel's line.
func (r *fileReader) readCoordinates(text io.Reader) error {
	return r.readShapes(func(sh *shapes) error {
		c := coordinateText{shapes: sh}
		return c.read(text)
	})
}

// coordinateText is the file being read.
type coordinateText struct {
	*shapes
	line       int
	about      []string // the lines that tell of the coordinate system
	attributes []string
	values     map[string]string

	parcel *coordinateParcel
}

type coordinateParcel struct {
	line    int
	fields  []string
	rings   []ring
	numbers []string // of the rings
	points  int
}

var spaces = regexp.MustCompile(`[\s，,;；]+`)

// aboutCRS are the attributes that say where the coordinates lie.
var aboutCRS = regexp.MustCompile(`^(坐标系|几度分带|投影类型|带号|中央)`)

func (c *coordinateText) read(text io.Reader) error {
	lines := bufio.NewScanner(text)
	lines.Buffer(make([]byte, 64<<10), maxRecord)
	lines.Split(splitLines)
	c.values = map[string]string{}
	for lines.Scan() {
		c.line++
		if err := c.take(strings.Trim(lines.Text(), " \t　\uFEFF")); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		var bad *decodeError
		if errors.As(err, &bad) {
			bad.line = c.line + 1
			return err
		}
		return fmt.Errorf("坐标文件第%d行之后读不下去（%w）", c.line, cause(err))
	}
	return c.end()
}

// splitLines ends lines at LF, CR LF or CR.
func splitLines(data []byte, atEOF bool) (advance int, token []byte, err error) {
	i := bytes.IndexAny(data, "\r\n")
	switch {
	case i < 0 && atEOF && len(data) > 0:
		return len(data), data, nil
	case i < 0 || i == len(data)-1 && data[i] == '\r' && !atEOF:
		return 0, nil, nil
	case data[i] == '\r' && i+1 < len(data) && data[i+1] == '\n':
		return i + 2, data[:i], nil
	}
	return i + 1, data[:i], nil
}

func (c *coordinateText) take(line string) error {
	switch {
	case line == "" || strings.HasPrefix(line, "["):
		return nil
	case strings.HasSuffix(line, "@") || strings.HasSuffix(line, "＠"):
		if err := c.end(); err != nil {
			return err
		}
		fields := strings.Split(strings.NewReplacer("，", ",", "＠", "@").Replace(line), ",")
		c.parcel = &coordinateParcel{line: c.line, fields: fields[:len(fields)-1]}
		return nil
	}
	if name, value, ok := strings.Cut(strings.Replace(line, "＝", "=", 1), "="); ok && c.parcel == nil {
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		c.attributes = nameOnce(c.attributes, name)
		c.values[name] = value
		if aboutCRS.MatchString(name) && value != "" {
			c.about = append(c.about, name+"="+value)
		}
		return nil
	}
	if c.parcel == nil {
		return fmt.Errorf("坐标文件第%d行“%.40s”既不是属性也不是地块。地块一行应以@结尾，请改正后重新放入", c.line, line)
	}
	return c.point(line)
}

// point reads the last two numbers of a line as coordinates and the one before
// them as the ring's number.
func (c *coordinateText) point(line string) error {
	parts := spaces.Split(strings.Trim(line, " \t,，;；"), -1)
	n := len(parts)
	if n < 2 {
		return fmt.Errorf("坐标文件第%d行“%.40s”不是界址点（点号,圈号,纵坐标,横坐标），请改正后重新放入", c.line, line)
	}
	x, errX := strconv.ParseFloat(parts[n-2], 64)
	y, errY := strconv.ParseFloat(parts[n-1], 64)
	if errX != nil || errY != nil {
		return fmt.Errorf("坐标文件第%d行“%.40s”的坐标不是数字，请改正后重新放入", c.line, line)
	}
	number := "1"
	if n >= 3 && !strings.HasPrefix(strings.ToUpper(parts[n-3]), "J") {
		number = parts[n-3]
	}
	p := c.parcel
	if n == 3 && len(p.rings) > 0 {
		number = p.numbers[len(p.numbers)-1] // a point's own number, no ring's
	} else if n == 3 {
		number = "1"
	}
	if len(p.rings) == 0 || p.numbers[len(p.numbers)-1] != number {
		p.rings, p.numbers = append(p.rings, nil), append(p.numbers, number)
	}
	last := &p.rings[len(p.rings)-1]
	*last = append(*last, [2]float64{x, y})
	if p.points++; p.points > maxListedCells {
		return fmt.Errorf("坐标文件第%d行：一个地块的界址点超过%d个", c.line, maxListedCells)
	}
	return nil
}

// parcelFields are what a parcel's line holds, in order.
var parcelFields = []string{"界址点数", "地块面积", "地块编号", "地块名称", "图形属性", "图幅号", "地块用途", "地类编码"}

// end stages the parcel that is open.
func (c *coordinateText) end() error {
	p := c.parcel
	c.parcel = nil
	if p == nil {
		return nil
	}
	if c.sheet.RowsRead++; c.sheet.RowsRead&0xFF == 0 && c.ctx.Err() != nil {
		return &stageError{c.ctx.Err()}
	}
	c.crs = parseCRS(strings.Join(c.about, " "))
	values := map[string]string{}
	var names []string
	for i, f := range p.fields {
		name := "第" + itoa(i+1) + "项"
		if i < len(parcelFields) {
			name = parcelFields[i]
		}
		names = append(names, name)
		values[name] = strings.TrimSpace(f)
	}
	placed := c.crs.place(outline{polygons: gather(p.rings), northFirst: true})
	if n, err := strconv.Atoi(values["界址点数"]); err == nil && n != p.points && n != p.points-len(p.rings) {
		placed.tell(fmt.Sprintf("注明%d个界址点，实有%d个", n, p.points))
	}
	id := c.key(values)
	for _, name := range c.attributes {
		names = append(names, name)
		if values[name] == "" {
			values[name] = c.values[name]
		}
	}
	return c.stage(p.line, id, geoJSON(placed.polygons), placed, properties(names, values))
}
