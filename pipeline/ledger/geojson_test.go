package ledger

import (
	"strings"
	"testing"
)

func TestGeoJSON(t *testing.T) {
	text := `{"type":"FeatureCollection","name":"地块","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4490"}},
 "features":[
 {"type":"Feature","properties":{"OBJECTID":1,"dkbh":"DK-1","地块名称":"甲, \"乙\""},"geometry":{"type":"Polygon","coordinates":[[[112.9,33.9],[113,33.9],[113,34],[112.9,33.9]]]}},
 {"type":"Feature","properties":{"地块编号":" ","闲置编号":"XZ-7"},"geometry":null},
 {"type":"Feature","properties":{"地块编号":41040400100002},"geometry":{"type":"Point","coordinates":[1,2]}},
 {"type":"Feature","properties":null,"geometry":{"type":"Point","coordinates":[1.50,2]}}
 ]}`
	want := strings.Join([]string{
		`1|DK-1|{"type":"Polygon","coordinates":[[[112.9,33.9],[113,33.9],[113,34],[112.9,33.9]]]}|urn:ogc:def:crs:EPSG::4490|{"OBJECTID":1,"dkbh":"DK-1","地块名称":"甲, \"乙\""}`,
		`2|XZ-7||urn:ogc:def:crs:EPSG::4490|{"地块编号":" ","闲置编号":"XZ-7"}`,
		`3|41040400100002|{"type":"Point","coordinates":[1,2]}|urn:ogc:def:crs:EPSG::4490|{"地块编号":41040400100002}`,
		`4||{"type":"Point","coordinates":[1.50,2]}|urn:ogc:def:crs:EPSG::4490|`,
	}, "\n")
	for name, data := range map[string]string{"utf-8": text, "marked": "\xEF\xBB\xBF" + text, "gb18030": gb18030(t, text)} {
		s := readOne(t, "a.geojson", data)
		equal(t, name, s.table("shape").columns("line", "shape_id", "geometry", "crs", "properties"), want)
		equal(t, name+" sheet", s.table("sheet").columns("kind", "format", "rows_read", "status"), "shape|geojson|4|ok")
	}
}

func TestGeoJSONWithoutKey(t *testing.T) {
	s := readOne(t, "a.json", `{"features":[{"properties":{"id":"1"},"geometry":null},{"properties":{},"geometry":null}]}`)
	equal(t, "sheet", s.table("sheet").columns("kind", "status", "rows_read"), "|unplaced|2")
	contains(t, s.Sheets[0].Message, "2个图形", "地块编号")
	equal(t, "rows", s.table("shape").columns("line"), "")
}

func TestGeoJSONFaults(t *testing.T) {
	for text, says := range map[string]string{
		`[1,2]`:                   "不是GeoJSON",
		`{"type":"Topology"}`:     "没有features",
		`{"features":[{}]} {}`:    "多余",
		`{"features":[{},{"geome`: "第2个图形",
		`{"features":[{"properties":{"地块编号":"a"}}],"crs":{"properties":{"name":"x"}}}`: "坐标系",
		`{"features":[{"properties":[1]}]}`:                                            "第1个图形",
	} {
		s := readOne(t, "a.geojson", text)
		equal(t, text, s.Files[0].Status, StatusUnreadable)
		contains(t, s.Files[0].Message, says, "重新导出")
	}
}
