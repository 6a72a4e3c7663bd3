package ledger

import (
	"math"
	"strconv"
)

// ellipsoid is the figure of the earth that a datum uses.
type ellipsoid struct{ a, f float64 }

// The ellipsoids of the datums in Chinese ledgers: CGCS2000, 西安80 (IAG 75)
// and 北京54 (Krassovsky).
var (
	grs80      = ellipsoid{6378137, 1 / 298.257222101}
	wgs84      = ellipsoid{6378137, 1 / 298.257223563}
	iag75      = ellipsoid{6378140, 1 / 298.257}
	krassovsky = ellipsoid{6378245, 1 / 298.3}
)

const degree = math.Pi / 180

// gaussKrueger is a Gauss-Krüger projection: Krüger's series in n to the fourth order,
// good to a hundredth of a millimetre three degrees from the meridian.
type gaussKrueger struct {
	ellipsoid
	meridian     float64 // degrees
	falseEasting float64 // metres, with the zone's number in front where it has one
}

// lonLat turns northing and easting (metres) into degrees.
func (g gaussKrueger) lonLat(north, east float64) (lon, lat float64) {
	n := g.f / (2 - g.f)
	n2, n3, n4 := n*n, n*n*n, n*n*n*n
	radius := g.a / (1 + n) * (1 + n2/4 + n4/64)
	xi, eta := north/radius, (east-g.falseEasting)/radius
	beta := [4]float64{
		n/2 - 2*n2/3 + 37*n3/96 - n4/360,
		n2/48 + n3/15 - 437*n4/1440,
		17*n3/480 - 37*n4/840,
		4397 * n4 / 161280,
	}
	x, y := xi, eta
	for j, b := range beta {
		k := 2 * float64(j+1)
		x -= b * math.Sin(k*xi) * math.Cosh(k*eta)
		y -= b * math.Cos(k*xi) * math.Sinh(k*eta)
	}
	chi := math.Asin(math.Sin(x) / math.Cosh(y)) // the conformal latitude
	delta := [4]float64{
		2*n - 2*n2/3 - 2*n3 + 116*n4/45,
		7*n2/3 - 8*n3/5 - 227*n4/45,
		56*n3/15 - 136*n4/35,
		4279 * n4 / 630,
	}
	phi := chi
	for j, d := range delta {
		phi += d * math.Sin(2*float64(j+1)*chi)
	}
	return g.meridian + math.Atan2(math.Sinh(y), math.Cos(x))/degree, phi / degree
}

// zoneArea is the area (m²) between the equator and a latitude, per radian of
// longitude.
func (e ellipsoid) zoneArea(lat float64) float64 {
	e2 := e.f * (2 - e.f)
	first := math.Sqrt(e2)
	b := e.a * (1 - e.f)
	s := math.Sin(lat * degree)
	return b * b / 2 * (s/(1-e2*s*s) + math.Atanh(first*s)/first)
}

// ringArea is the area (m²) on the ellipsoid of a ring of lon, lat degrees whose
// edges are straight in longitude and latitude, as 椭球面积 is defined in the
// national land survey. It is never negative, whichever way the ring turns.
func (e ellipsoid) ringArea(ring [][2]float64) float64 {
	if len(ring) < 3 {
		return 0
	}
	// Latitudes are measured from the first point: what is summed stays small.
	base := e.zoneArea(ring[0][1])
	sum := 0.0
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		// Simpson along the edge; a parcel's edges are far too short for more.
		mean := (e.zoneArea(p[1]) - base + 4*(e.zoneArea((p[1]+q[1])/2)-base) + e.zoneArea(q[1]) - base) / 6
		sum += (q[0] - p[0]) * degree * mean
	}
	return math.Abs(sum)
}

// areaText is square metres to 0.01.
func areaText(m2 float64) string { return strconv.FormatFloat(m2, 'f', 2, 64) }
