package charts

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// drawable: the elements a drawing may hold and, of each, the attributes, in the
// order they are written. Anything else in ECharts' output is an error, because
// the painter of the bulletin would not know it.
var drawable = map[string][]string{
	"svg":            {"xmlns", "width", "height", "viewBox"},
	"g":              {"transform", "clip-path"},
	"defs":           {},
	"clipPath":       {"id"},
	"linearGradient": {"id", "gradientUnits", "x1", "y1", "x2", "y2"},
	"stop":           {"offset", "stop-color", "stop-opacity"},
	"path": {"d", "transform", "clip-path", "fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width",
		"stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit"},
	"text": {"x", "y", "transform", "text-anchor", "dominant-baseline", "font-size", "font-family", "font-weight",
		"font-style", "fill", "fill-opacity", "stroke", "stroke-width", "stroke-miterlimit", "paint-order", "xml:space"},
}

// noise: attributes of ECharts that steer a mouse or repeat a default.
var noise = []string{"class", "pointer-events", "version", "baseProfile", "xlink", "xmlns:xlink",
	"ecmeta_series_index", "ecmeta_data_index", "ecmeta_ssr_type", "ecmeta_silent", "cursor"}

// counted is how ECharts begins an id: with how many charts it drew before.
var counted = regexp.MustCompile(`\bzr[0-9]+\b`)

// canonical rewrites ECharts' SVG into the small form the page and the bulletin
// share: only drawable elements; fonts as attributes, not as a style attribute,
// which the page's content policy would refuse; ids that begin with the chart's,
// so that six drawings can live in one page; nothing that leaves no ink.
func canonical(raw, id string) ([]byte, error) {
	d := xml.NewDecoder(strings.NewReader(strings.Map(printable, raw)))
	var out bytes.Buffer
	skip := 0       // depth inside an element that is left out
	var open []bool // for each open element: written or left out
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return out.Bytes(), nil
		}
		if err != nil {
			return nil, fmt.Errorf("svg: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			attrs, err := attributes(t, id)
			if err != nil {
				return nil, err
			}
			drop := skip > 0 || attrs == nil
			open = append(open, !drop)
			if drop {
				skip++
				continue
			}
			writeStart(&out, rename(t.Name.Local), attrs)
		case xml.EndElement:
			written := open[len(open)-1]
			open = open[:len(open)-1]
			if !written {
				skip--
				continue
			}
			out.WriteString("</" + rename(t.Name.Local) + ">")
		case xml.CharData:
			if text := string(t); skip == 0 && strings.TrimSpace(text) != "" {
				if err := xml.EscapeText(&out, t); err != nil {
					return nil, err
				}
			}
		}
	}
}

// printable puts U+FFFD for what XML cannot hold: control characters that came
// in with a name from a ledger.
func printable(r rune) rune {
	if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == '\uFFFE' || r == '\uFFFF' {
		return '\uFFFD'
	}
	return r
}

// attributes are the attributes of an element that count, nil when the element
// leaves no ink.
func attributes(t xml.StartElement, id string) (map[string]string, error) {
	name := rename(t.Name.Local)
	allowed, known := drawable[name]
	attrs := map[string]string{}
	for _, a := range t.Attr {
		key := a.Name.Local
		if a.Name.Space != "" {
			key = a.Name.Space + ":" + key
		}
		switch {
		case slices.Contains(noise, key):
		case key == "style" && name == "text":
			if err := fonts(a.Value, attrs); err != nil {
				return nil, err
			}
		case key == "points":
			attrs["d"] = outline(a.Value, t.Name.Local == "polygon")
		case key == "id":
			attrs[key] = counted.ReplaceAllLiteralString(a.Value, id)
		case key == "clip-path" || strings.HasPrefix(a.Value, "url(#"):
			attrs[key] = counted.ReplaceAllLiteralString(a.Value, id)
		default:
			attrs[key] = a.Value
		}
	}
	switch {
	case name == "style", name == "rect" && attrs["fill"] == "none", name == "path" && inkless(attrs):
		return nil, nil
	case !known:
		return nil, fmt.Errorf("svg: element <%s> is not drawable in print", name)
	}
	for key := range attrs {
		if !slices.Contains(allowed, key) {
			return nil, fmt.Errorf("svg: attribute %s=%q of <%s> is not drawable in print", key, attrs[key], name)
		}
	}
	return attrs, nil
}

// rename gives the two shapes that ECharts writes short the name of what they are.
func rename(element string) string {
	if element == "polygon" || element == "polyline" {
		return "path"
	}
	return element
}

// outline turns the numbers of points="0 0 5 0 5 5" into the path M0 0L5 0L5 5.
func outline(points string, closed bool) string {
	var d strings.Builder
	for i, n := range strings.FieldsFunc(points, func(r rune) bool { return r == ' ' || r == ',' }) {
		d.WriteString([...]string{"L", " "}[i%2] + n)
	}
	path := strings.Replace(d.String(), "L", "M", 1)
	if closed {
		path += "Z"
	}
	return path
}

// inkless says that a path shows nothing: the invisible lower part of a floating
// bar, the anchor of a label.
func inkless(a map[string]string) bool {
	filled := a["fill"] != "none" && a["fill-opacity"] != "0"
	stroked := a["stroke"] != "" && a["stroke"] != "none" && a["stroke-opacity"] != "0"
	return !filled && !stroked
}

// fonts turns "font-size:12px;font-family:sans-serif;" into attributes.
func fonts(style string, attrs map[string]string) error {
	for _, rule := range strings.Split(style, ";") {
		key, value, ok := strings.Cut(rule, ":")
		if key = strings.TrimSpace(key); key == "" {
			continue
		}
		if !ok || !strings.HasPrefix(key, "font-") {
			return fmt.Errorf("svg: style %q of <text> is not drawable in print", rule)
		}
		attrs[key] = strings.TrimSpace(value)
	}
	return nil
}

func writeStart(out *bytes.Buffer, name string, attrs map[string]string) {
	out.WriteString("<" + name)
	for _, key := range drawable[name] {
		value, ok := attrs[key]
		if !ok {
			continue
		}
		out.WriteString(" " + key + `="`)
		xml.EscapeText(out, []byte(value)) // a bytes.Buffer never fails
		out.WriteString(`"`)
	}
	out.WriteString(">")
}
