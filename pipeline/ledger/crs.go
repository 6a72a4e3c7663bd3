package ledger

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// crs is the coordinate system that a file of shapes says it is in; what it
// does not say is told from the coordinates.
type crs struct {
	text   string // as the file has it
	datum  string // CGCS2000, 西安80, 北京54, WGS84 or empty
	figure ellipsoid
	// geographic and projected are both false when the file does not say.
	geographic, projected bool
	meridian              float64 // of a projection, 0 when not said
	width                 int     // degrees of a zone, 3 unless said
	zone                  int     // 0 when not said
}

var (
	zonePrefix = regexp.MustCompile(`(?i)(?:zone[_ ]*|带号[=: ]*|第)(\d{2})\b`)
	meridianOf = regexp.MustCompile(`中央(?:经线|子午线)[=: ]*(\d{2,3}(?:\.\d+)?)`)
	wktNumber  = regexp.MustCompile(`(?i)PARAMETER\["central_meridian",\s*(-?[\d.]+)`)
	meridianCM = regexp.MustCompile(`(?i)CM[_ ]*(\d{2,3})E?|(\d{2,3})E\b`)
	epsgCode   = regexp.MustCompile(`(?i)EPSG[:/]+(?:[\d.]*[:/])*(\d{4,5})`)
)

// parseCRS reads a name, a WKT or the lines of a coordinate file that tell of
// 坐标系, 几度分带 and 带号.
func parseCRS(text string) crs {
	c := crs{text: strings.Join(strings.Fields(text), " "), figure: grs80, width: 3}
	s := strings.ToLower(norm.NFKC.String(text))
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(s, w) {
				return true
			}
		}
		return false
	}
	switch {
	case has("cgcs2000", "cgcs_2000", "china_2000", "china geodetic coordinate system 2000", "china_geodetic_coordinate_system_2000", "国家2000", "2000国家", "国家大地2000", "大地2000"):
		c.datum = "CGCS2000"
	case has("xian", "西安", "80国家", "国家80"):
		c.datum, c.figure = "西安80", iag75
	case has("beijing", "北京", "54坐标"):
		c.datum, c.figure = "北京54", krassovsky
	case has("wgs", "crs84"):
		c.datum, c.figure = "WGS84", wgs84
	}
	c.projected = has("gauss", "kruger", "高斯", "projcs", "degree_gk", "degree gk")
	if m := wktNumber.FindStringSubmatch(text); m != nil {
		c.meridian, _ = strconv.ParseFloat(m[1], 64)
	} else if m := meridianCM.FindStringSubmatch(text); m != nil && c.projected {
		c.meridian, _ = strconv.ParseFloat(m[1]+m[2], 64)
	}
	if m := meridianOf.FindStringSubmatch(text); m != nil {
		c.meridian, _ = strconv.ParseFloat(m[1], 64)
	}
	if m := zonePrefix.FindStringSubmatch(text); m != nil {
		c.zone, _ = strconv.Atoi(m[1])
	}
	if has("6_degree", "6-degree", "6度", "六度", "分带=6") {
		c.width = 6
	}
	c.geographic = !c.projected && has("geogcs", "crs84", "经纬度", "大地坐标系(经纬")
	if m := epsgCode.FindStringSubmatch(text); m != nil {
		code, _ := strconv.Atoi(m[1])
		c.useEPSG(code)
	}
	return c
}

// useEPSG knows the codes of the Chinese systems.
func (c *crs) useEPSG(code int) {
	projected := func(datum string, figure ellipsoid, width int, meridian float64) {
		c.datum, c.figure, c.projected, c.geographic, c.width, c.meridian = datum, figure, true, false, width, meridian
	}
	in := func(first, last int) bool { return first <= code && code <= last }
	switch {
	case code == 4490:
		c.datum, c.geographic = "CGCS2000", true
	case code == 4326:
		c.datum, c.figure, c.geographic = "WGS84", wgs84, true
	case code == 4610:
		c.datum, c.figure, c.geographic = "西安80", iag75, true
	case code == 4214:
		c.datum, c.figure, c.geographic = "北京54", krassovsky, true
	case in(4513, 4533):
		projected("CGCS2000", grs80, 3, float64(3*(code-4513)+75))
	case in(4534, 4554):
		projected("CGCS2000", grs80, 3, float64(3*(code-4534)+75))
	case in(4491, 4501):
		projected("CGCS2000", grs80, 6, float64(6*(code-4491)+75))
	case in(4502, 4512):
		projected("CGCS2000", grs80, 6, float64(6*(code-4502)+75))
	case in(2349, 2369):
		projected("西安80", iag75, 3, float64(3*(code-2349)+75))
	case in(2370, 2390):
		projected("西安80", iag75, 3, float64(3*(code-2370)+75))
	case in(2401, 2421):
		projected("北京54", krassovsky, 3, float64(3*(code-2401)+75))
	case in(2422, 2442):
		projected("北京54", krassovsky, 3, float64(3*(code-2422)+75))
	}
}

// name is what is kept of the system: the file's own words, or what the
// coordinates told.
func (c crs) name() string {
	switch {
	case c.text != "":
		return c.text
	case c.datum != "":
		return c.datum
	}
	return ""
}

// China, in degrees and in metres of a Gauss-Krüger grid.
func inChina(lon, lat float64) bool { return lon >= 73 && lon <= 136 && lat >= 3 && lat <= 54 }

func isNorthing(v float64) bool { return v > 3e5 && v < 6.1e6 }
func isPrefixed(v float64) bool { return v >= 13e6 && v < 46e6 }
func isEasting(v float64) bool  { return v > 0 && v < 1e6 }

// placing is how the coordinates of one file or feature are turned into lon, lat.
type placing struct {
	swap bool // the first coordinate is latitude (northing)
	grid *gaussKrueger
}

// placingOf looks at one point: which axis is which, degrees or metres, which
// zone. northFirst is the order the format prescribes; a file that has it the
// other way round is told (G02). An error says why the point cannot be placed.
func (c crs) placingOf(a, b float64, northFirst bool) (p placing, problem string, err error) {
	east, north := a, b
	if p.swap = northFirst; northFirst {
		east, north = b, a
	}
	metres := math.Abs(a) > 400 || math.Abs(b) > 400
	switch {
	case !metres && c.projected:
		return p, "", fmt.Errorf("坐标（%g，%g）是经纬度，而文件注明是高斯克吕格平面坐标；请改正坐标系的说明后重新导出", a, b)
	case !metres && !inChina(east, north) && inChina(north, east):
		p.swap = !p.swap
		problem = "坐标轴颠倒（经度、纬度写反）"
	case !metres && !inChina(east, north):
		problem = "坐标在中国范围之外"
	case metres && c.geographic:
		return p, "", fmt.Errorf("坐标（%g，%g）是平面坐标，而文件注明是经纬度；请改正坐标系的说明后重新导出", a, b)
	case metres:
		if isNorthing(east) && !isPrefixed(east) && (isPrefixed(north) || isEasting(north) && !isEasting(east)) {
			p.swap = !p.swap
			problem = "坐标轴颠倒（纵坐标、横坐标写反）"
			east = north
		}
		p.grid, err = c.gridFor(east)
	}
	return p, problem, err
}

// gridFor makes the projection for an easting. A zone's number before it decides
// against what the file says of the meridian only when they agree.
func (c crs) gridFor(east float64) (*gaussKrueger, error) {
	g := &gaussKrueger{ellipsoid: c.figure, meridian: c.meridian, falseEasting: 500000}
	if isPrefixed(east) {
		zone := int(east / 1e6)
		g.falseEasting += float64(zone) * 1e6
		told := 3 * float64(zone)
		if zone < 25 { // zones of 3° in China are 25 to 45, of 6° 13 to 23
			told = 6*float64(zone) - 3
		}
		if g.meridian != 0 && g.meridian != told || c.zone != 0 && c.zone != zone {
			return nil, fmt.Errorf("横坐标 %.0f 的带号 %d 与注明的分带不符；请核对带号", east, zone)
		}
		g.meridian = told
		return g, nil
	}
	if !isEasting(east) {
		return nil, fmt.Errorf("横坐标 %g 不是高斯克吕格坐标；请核对横坐标、纵坐标是否写反，计量单位是否为米", east)
	}
	if g.meridian == 0 && c.zone != 0 {
		g.meridian = 3 * float64(c.zone)
		if c.width == 6 || c.zone < 25 {
			g.meridian = 6*float64(c.zone) - 3
		}
	}
	if g.meridian == 0 {
		return nil, fmt.Errorf("横坐标 %.3f 没有带号，文件也没有注明带号或中央经线；请在文件里写明（如“带号=38”），或在横坐标前加带号", east)
	}
	return g, nil
}

// lonLat places a point.
func (p placing) lonLat(a, b float64) (lon, lat float64) {
	if p.swap {
		a, b = b, a
	}
	if p.grid != nil {
		return p.grid.lonLat(b, a)
	}
	return a, b
}

// datumProblem flags systems that are not the national one: their coordinates
// are kept as they are, and lie up to a hundred metres off.
func (c crs) datumProblem() string {
	if c.datum == "西安80" || c.datum == "北京54" {
		return "坐标系是" + c.datum + "，未转换到CGCS2000，位置有几十至上百米偏差"
	}
	return ""
}
