package bulletins

import (
	"fmt"
	"strconv"
	"strings"
)

// Attributes that change nothing on paper, or that are read elsewhere.
var passed = map[string]bool{
	"id": true, "class": true, "style": true, "transform": true, "clip-path": true, "pointer-events": true, "cursor": true,
	"x": true, "y": true, "width": true, "height": true, "rx": true, "ry": true, "r": true, "cx": true, "cy": true,
	"x1": true, "y1": true, "x2": true, "y2": true, "d": true, "points": true, "space": true, "white-space": true,
	"font-family": true, "font-weight": true, "font-style": true, // one face draws all charts: 黑体
}

// apply sets one attribute or CSS declaration. Whatever could change the picture
// and is not known here is an error, so that no chart is printed wrong in silence.
func (r *svgReader) apply(s *style, element, name, value string) error {
	if passed[name] || strings.HasPrefix(name, "ecmeta_") || strings.HasPrefix(name, "data-") {
		return nil
	}
	value = strings.TrimSpace(value)
	if value == "inherit" {
		return nil
	}
	numbers := map[string]*float64{
		"opacity": &s.opacity, "fill-opacity": &s.fillAlpha, "stroke-opacity": &s.stAlph, "stroke-width": &s.width,
		"stroke-miterlimit": &s.miter, "stroke-dashoffset": &s.dashOffset, "font-size": &s.size,
	}
	if at, ok := numbers[name]; ok {
		f, err := length(value)
		if err != nil {
			return fmt.Errorf("%s=%q：%w", name, value, err)
		}
		if name == "opacity" { // opacities of groups multiply; the others replace
			f *= s.opacity
		}
		*at = f
		return nil
	}
	var err error
	switch name {
	case "fill":
		s.fill, err = r.paint(value)
	case "stroke":
		s.stroke, err = r.paint(value)
	case "stroke-linecap":
		s.cap, err = choice(value, "butt", "round", "square")
	case "stroke-linejoin":
		s.join, err = choice(value, "miter", "round", "bevel")
	case "fill-rule":
		var odd int
		odd, err = choice(value, "nonzero", "evenodd")
		s.evenOdd = odd == 1
	case "stroke-dasharray":
		s.dash, err = dashes(value)
	case "text-anchor":
		_, err = choice(value, "start", "middle", "end")
		s.anchor = value
	case "dominant-baseline":
		_, err = choice(value, "central")
	case "paint-order":
		_, err = choice(value, "stroke", "normal")
		s.halo = value == "stroke"
	case "visibility":
		_, err = choice(value, "visible", "hidden")
		s.hidden = value == "hidden"
	case "display":
		_, err = choice(value, "inline", "none", "block")
		s.hidden = s.hidden || value == "none"
	default:
		err = fmt.Errorf("不认识的属性 %s=%q", name, value)
	}
	if err != nil {
		return fmt.Errorf("<%s> 的 %s：%w", element, name, err)
	}
	return nil
}

// choice is the place of a value among those allowed.
func choice(value string, allowed ...string) (int, error) {
	for i, a := range allowed {
		if value == a {
			return i, nil
		}
	}
	return 0, fmt.Errorf("%q 不支持，只认 %s", value, strings.Join(allowed, "、"))
}

func dashes(value string) ([]float64, error) {
	if value == "none" {
		return nil, nil
	}
	var out []float64
	for _, part := range strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' }) {
		f, err := length(part)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

func (r *svgReader) paint(value string) (*paint, error) {
	if strings.HasPrefix(value, "url(") {
		g, ok := r.gradients[urlID(value)]
		if !ok {
			return nil, fmt.Errorf("没有定义 %s（只支持横向或纵向的线性渐变）", value)
		}
		return &paint{alpha: 1, gradient: g}, nil
	}
	return parseColour(value)
}

var colourNames = map[string]colour{"black": {0, 0, 0}, "white": {1, 1, 1}, "red": {1, 0, 0}, "gray": {0.5, 0.5, 0.5}, "grey": {0.5, 0.5, 0.5}}

// parseColour reads #rgb, #rrggbb, rgb(), rgba() and a few names; none and
// transparent are nil.
func parseColour(value string) (*paint, error) {
	value = strings.ToLower(strings.TrimSpace(value))
	if value == "none" || value == "transparent" {
		return nil, nil
	}
	if c, ok := colourNames[value]; ok {
		return &paint{colour: c, alpha: 1}, nil
	}
	if hex, ok := strings.CutPrefix(value, "#"); ok {
		if len(hex) == 3 {
			hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
		}
		n, err := strconv.ParseUint(hex, 16, 32)
		if err != nil || len(hex) != 6 {
			return nil, fmt.Errorf("颜色 %q 不认识", value)
		}
		return &paint{colour: colour{float64(n>>16) / 255, float64(n>>8&255) / 255, float64(n&255) / 255}, alpha: 1}, nil
	}
	inner, ok := strings.CutPrefix(strings.TrimPrefix(value, "rgba("), "rgb(")
	if !ok && !strings.HasPrefix(value, "rgba(") {
		return nil, fmt.Errorf("颜色 %q 不认识", value)
	}
	parts := strings.Split(strings.TrimSuffix(inner, ")"), ",")
	if len(parts) != 3 && len(parts) != 4 {
		return nil, fmt.Errorf("颜色 %q 不认识", value)
	}
	v := [4]float64{3: 1}
	for i, part := range parts {
		f, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil {
			return nil, fmt.Errorf("颜色 %q：%w", value, err)
		}
		v[i] = f
	}
	return &paint{colour: colour{v[0] / 255, v[1] / 255, v[2] / 255}, alpha: v[3]}, nil
}
