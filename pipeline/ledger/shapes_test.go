package ledger

import (
	"bytes"
	"encoding/binary"
	"math"
	"strings"
	"testing"
)

const coordinateHead = "[属性描述]\r\n格式版本号=1.01版本\r\n坐标系=2000国家大地坐标系\r\n几度分带=3\r\n投影类型=高斯克吕格\r\n计量单位=米\r\n带号=38\r\n精度=0.001\r\n[地块坐标]\r\n"

// The square of TestPlace, and one with a hole of 100 m².
const coordinateParcels = "5,1.9995,DK1,北地块,面,I49G001001,工业用地,,@\r\n" +
	"J1,1,3753000,38395000\r\nJ2,1,3753000,38395200\r\nJ3,1,3753100,38395200\r\nJ4,1,3753100,38395000\r\nJ1,1,3753000,38395000\r\n" +
	"10,1.9895,DK2,南地块,面,,,,@\r\n" +
	"J1,1,3753000,38395000\r\nJ2,1,3753000,38395200\r\nJ3,1,3753100,38395200\r\nJ4,1,3753100,38395000\r\nJ1,1,3753000,38395000\r\n" +
	"J5,2,3753050,38395050\r\nJ6,2,3753050,38395060\r\nJ7,2,3753060,38395060\r\nJ8,2,3753060,38395050\r\nJ5,2,3753050,38395050\r\n"

const squareGeometry = `{"type":"Polygon","coordinates":[[[112.864823918,33.898652524],[112.866985788,33.898672428],[112.866973864,33.899573797],[112.864811972,33.899553892],[112.864823918,33.898652524]]]}`

func TestCoordinates(t *testing.T) {
	text := coordinateHead + coordinateParcels
	for name, content := range map[string]string{"utf-8": text, "gbk": gb18030(t, text), "utf-16": utf16Bytes(text, false)} {
		s := readOne(t, "报备坐标.txt", content)
		equal(t, name, s.table("shape").columns("line", "shape_id", "area_m2", "problem"), "10|DK1|19994.58|\n16|DK2|19894.60|")
	}
	s := readOne(t, "报备坐标.txt", text)
	equal(t, "geometry", s.table("shape").rows[0][3], squareGeometry)
	equal(t, "crs", s.table("shape").rows[0][4], "坐标系=2000国家大地坐标系 几度分带=3 投影类型=高斯克吕格 带号=38")
	contains(t, s.table("shape").rows[0][5], `"地块面积":"1.9995"`, `"地块名称":"北地块"`, `"精度":"0.001"`)
	if got := s.table("shape").rows[1][3]; !strings.Contains(got, "]],[[112.865358415,") {
		t.Errorf("the hole is no ring of its polygon: %s", got)
	}
	equal(t, "sheet", s.table("sheet").columns("kind", "format", "rows_read"), "shape|coordinates|2")
}

// What offices' files have: points without J, full-width commas, spaces, axes
// swapped, no zone in front, open rings, a count that does not agree, two parts.
func TestCoordinateVariants(t *testing.T) {
	plain := strings.NewReplacer("J", "", ",1,", "，1，").Replace(coordinateParcels[:strings.Index(coordinateParcels, "10,")])
	for name, c := range map[string]struct{ text, want string }{
		"no J, full-width commas": {coordinateHead + plain, "19994.58|"},
		"spaces":                  {coordinateHead + "4,2,DK1,北,面,,,,@\n1 3753000 38395000\n2 3753000 38395200\n3 3753100 38395200\n4 3753100 38395000\n", "19994.58|边界没有闭合"},
		"swapped":                 {coordinateHead + "4,2,DK1,北,面,,,,@\nJ1,1,38395000,3753000\nJ2,1,38395200,3753000\nJ3,1,38395200,3753100\nJ1,1,38395000,3753000\n", "9997.26|坐标轴颠倒（纵坐标、横坐标写反）"},
		"no prefix":               {coordinateHead + "4,2,DK1,北,面,,,,@\nJ1,1,3753000,395000\nJ2,1,3753000,395200\nJ3,1,3753100,395200\nJ1,1,3753000,395000\n", "9997.26|"},
		"no zone at all":          {"[地块坐标]\n4,2,DK1,北,面,,,,@\nJ1,1,3753000,395000\nJ2,1,3753000,395200\nJ3,1,3753100,395200\nJ1,1,3753000,395000\n", "|横坐标 395000.000 没有带号，文件也没有注明带号或中央经线；请在文件里写明（如“带号=38”），或在横坐标前加带号"},
		"another count":           {coordinateHead + "9,2,DK1,北,面,,,,@\nJ1,1,3753000,38395000\nJ2,1,3753000,38395200\nJ3,1,3753100,38395200\nJ1,1,3753000,38395000\n", "9997.26|注明9个界址点，实有4个"},
		"two parts":               {coordinateHead + "8,2,DK1,北,面,,,,@\nJ1,1,3753000,38395000\nJ2,1,3753000,38395200\nJ3,1,3753100,38395200\nJ1,1,3753000,38395000\nJ5,2,3754000,38395000\nJ6,2,3754000,38395200\nJ7,2,3754100,38395200\nJ5,2,3754000,38395000\n", "19994.51|"},
		"西安80":                    {strings.Replace(coordinateHead, "2000国家", "80国家", 1) + "4,2,DK1,北,面,,,,@\nJ1,1,3753000,38395000\nJ2,1,3753000,38395200\nJ3,1,3753100,38395200\nJ1,1,3753000,38395000\n", "9997.26|坐标系是西安80，未转换到CGCS2000，位置有几十至上百米偏差"},
	} {
		s := readOne(t, "a.txt", c.text)
		equal(t, name, s.table("shape").columns("area_m2", "problem"), c.want)
	}
	for says, text := range map[string]string{
		"第11行": coordinateHead + "4,2,DK1,北,面,,,,@\nJ1,1,x,38395000\n", "@结尾": coordinateHead + "J1,1,3753000,38395000\n", "不是界址点": coordinateHead + "4,2,DK1,@\n3\n",
	} {
		s := readOne(t, "a.txt", text)
		equal(t, says, s.Files[0].Status, StatusUnreadable)
		contains(t, s.Files[0].Message, says)
	}
	contains(t, readOne(t, "a.txt", coordinateHead+"4,2,,北,面,,,,@\nJ1,1,3753000,38395000\n").Sheets[0].Message, "地块编号")
}

// shapefileOf writes polygons and one text column as a shapefile's .shp and .dbf.
func shapefileOf(field string, language byte, ids []string, shapes ...[]ring) (shp, table string) {
	var body, rows bytes.Buffer
	put := func(order binary.ByteOrder, to *bytes.Buffer, v ...any) {
		for _, x := range v {
			if err := binary.Write(to, order, x); err != nil {
				panic(err)
			}
		}
	}
	for i, rings := range shapes {
		var rec bytes.Buffer
		points := 0
		for _, r := range rings {
			points += len(r)
		}
		put(binary.LittleEndian, &rec, uint32(shapePolygon), [4]float64{}, uint32(len(rings)), uint32(points))
		at := 0
		for _, r := range rings {
			put(binary.LittleEndian, &rec, uint32(at))
			at += len(r)
		}
		for _, r := range rings {
			for _, p := range r {
				put(binary.LittleEndian, &rec, math.Float64bits(p[0]), math.Float64bits(p[1]))
			}
		}
		put(binary.BigEndian, &body, uint32(i+1), uint32(rec.Len()/2))
		body.Write(rec.Bytes())
	}
	var head bytes.Buffer
	put(binary.BigEndian, &head, uint32(9994), [5]uint32{}, uint32(50+body.Len()/2))
	put(binary.LittleEndian, &head, uint32(1000), uint32(shapePolygon), [8]float64{})
	name := [11]byte{}
	copy(name[:10], field)
	put(binary.LittleEndian, &rows, [4]byte{3, 24, 6, 30}, uint32(len(ids)), uint16(65), uint16(21), [17]byte{}, language, [2]byte{})
	put(binary.LittleEndian, &rows, name, byte('C'), [4]byte{}, byte(20), [15]byte{}, byte(0x0D))
	for _, id := range ids {
		cell := append([]byte(id), bytes.Repeat([]byte{' '}, 20)...)
		rows.WriteByte(' ')
		rows.Write(cell[:20])
	}
	return head.String() + body.String(), rows.String() + "\x1A"
}

const prj38 = `PROJCS["CGCS2000_3_Degree_GK_Zone_38",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",38500000.0],PARAMETER["Central_Meridian",114.0]]`

func TestShapefile(t *testing.T) {
	square := ring{{38395000, 3753000}, {38395000, 3753100}, {38395200, 3753100}, {38395200, 3753000}, {38395000, 3753000}}
	hole := ring{{38395050, 3753050}, {38395060, 3753050}, {38395060, 3753060}, {38395050, 3753060}, {38395050, 3753050}}
	shapes := [][]ring{{square}, {square, hole}, nil}
	for name, c := range map[string]struct {
		field    string
		language byte
		cpg      string
		ids      []string
		encoding string
	}{
		"gbk by language byte": {gb18030(t, "地块编号"), 0x4D, "", []string{gb18030(t, "北-1"), gb18030(t, "南-2"), "3"}, encodingGB18030},
		"utf-8 by cpg, cut":    {"地块编号"[:10], 0, "UTF-8", []string{"北-1", "南-2", "3"}, encodingUTF8},
		"gbk told by itself":   {gb18030(t, "地块编号"), 0, "", []string{gb18030(t, "北-1"), gb18030(t, "南-2"), "3"}, encodingGB18030},
		"utf-8 told by itself": {"地块编号"[:10], 0, "", []string{"北-1", "南-2", "3"}, encodingUTF8},
		"ascii name, cpg 936":  {"DKBH", 0, "936", []string{gb18030(t, "北-1"), gb18030(t, "南-2"), "3"}, encodingGB18030},
	} {
		shp, table := shapefileOf(c.field, c.language, c.ids, shapes...)
		files := map[string]string{"2024Q2/图.shp": shp, "2024Q2/图.DBF": table, "2024Q2/图.prj": prj38}
		if c.cpg != "" {
			files["2024Q2/图.cpg"] = c.cpg
		}
		s := readFolder(t, files)
		equal(t, name, s.table("shape").columns("line", "shape_id", "area_m2", "problem"), "1|北-1|19994.58|\n2|南-2|19894.60|\n3|3||没有面")
		equal(t, name+" sheet", s.table("sheet").columns("kind", "format", "encoding", "rows_read"), "shape|shp|"+c.encoding+"|3")
		contains(t, s.table("shape").rows[0][4], "CGCS2000_3_Degree_GK_Zone_38")
	}
	shp, table := shapefileOf("DKBH", 0, []string{"1", "2"}, []ring{square}, []ring{square})
	inZip := readOne(t, "图形.zip", zipped(t, "a/图.shp", shp, "a/图.dbf", table, "a/图.prj", prj38))
	equal(t, "in an archive", inZip.table("shape").columns("shape_id", "area_m2"), "1|19994.58\n2|19994.58")
	for says, files := range map[string][]string{
		"缺少同名的.dbf": {shp, ""}, "对不上": {shp[:len(shp)-136], table}, "第2个图形不完整": {shp[:len(shp)-8], table}, "行数或行长": {shp, table[:40]},
	} {
		all := map[string]string{"2024Q2/a.shp": files[0]}
		if files[1] != "" {
			all["2024Q2/a.dbf"] = files[1]
		}
		s := readFolder(t, all)
		f := s.Files[len(s.Files)-1]
		equal(t, says, f.Status, StatusUnreadable)
		contains(t, f.Message, says)
		equal(t, says+": nothing staged", s.table("shape").columns("line"), "")
	}
}
