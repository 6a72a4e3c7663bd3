package bulletins

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// drawing is a chart read from the small part of SVG that ECharts writes: marks
// in the order they are painted, in the chart's own pixels.
type drawing struct {
	width, height float64
	marks         []mark
}

// mark is one shape or one text with everything it inherits resolved.
type mark struct {
	matrix matrix
	path   []segment // in the mark's own coordinates
	box    bounds
	text   string
	style  style
	clips  []clip
}

type clip struct {
	matrix matrix
	path   []segment
}

// style is what a mark is drawn with. A nil paint draws nothing.
type style struct {
	fill, stroke               *paint
	opacity, fillAlpha, stAlph float64
	width, miter               float64
	cap, join                  int
	dash                       []float64
	dashOffset                 float64
	evenOdd                    bool
	size                       float64
	anchor                     string
	halo                       bool // stroke below the fill
	hidden                     bool
}

// paint is a plain colour or a linear gradient.
type paint struct {
	colour   colour
	alpha    float64
	gradient *gradient
}

type gradient struct {
	x1, y1, x2, y2 float64
	ofBox          bool // coordinates are shares of the mark's box
	stops          []stop
}

type stop struct {
	at     float64
	colour colour
	alpha  float64
}

// node is an element of the file.
type node struct {
	name  string
	attrs map[string]string
	kids  []*node
	text  string
}

func parseSVG(data []byte) (drawing, error) {
	root, err := parseXML(data)
	if err != nil {
		return drawing{}, fmt.Errorf("SVG 读不通：%w", err)
	}
	if root.name != "svg" {
		return drawing{}, fmt.Errorf("不是 SVG，而是 <%s>", root.name)
	}
	r := &svgReader{gradients: map[string]*gradient{}, clips: map[string]*node{}}
	var d drawing
	if d.width, err = length(root.attrs["width"]); err != nil {
		return d, fmt.Errorf("SVG 的 width：%w", err)
	}
	if d.height, err = length(root.attrs["height"]); err != nil {
		return d, fmt.Errorf("SVG 的 height：%w", err)
	}
	if d.width <= 0 || d.height <= 0 {
		return d, errors.New("SVG 没有大小")
	}
	if box, ok := root.attrs["viewBox"]; ok && strings.Join(strings.Fields(box), " ") != fmt.Sprintf("0 0 %v %v", d.width, d.height) {
		return d, fmt.Errorf("viewBox %q 与大小 %v×%v 不同", box, d.width, d.height)
	}
	if err := r.definitions(root); err != nil {
		return d, err
	}
	first := style{opacity: 1, fillAlpha: 1, stAlph: 1, width: 1, miter: 4, size: 16, anchor: "start", fill: &paint{alpha: 1}}
	for _, kid := range root.kids {
		if err := r.walk(kid, identity, first, nil, false); err != nil {
			return d, err
		}
	}
	d.marks = r.marks
	return d, nil
}

func parseXML(data []byte) (*node, error) {
	dec := xml.NewDecoder(bytes.NewReader(data))
	var stack []*node
	var root *node
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			n := &node{name: t.Name.Local, attrs: map[string]string{}}
			for _, a := range t.Attr {
				n.attrs[a.Name.Local] = a.Value
			}
			if len(stack) > 0 {
				parent := stack[len(stack)-1]
				parent.kids = append(parent.kids, n)
			} else if root == nil {
				root = n
			}
			stack = append(stack, n)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			if len(stack) > 0 {
				stack[len(stack)-1].text += string(t)
			}
		}
	}
	if root == nil {
		return nil, errors.New("文件是空的")
	}
	return root, nil
}

type svgReader struct {
	gradients map[string]*gradient
	clips     map[string]*node
	marks     []mark
}

// definitions collects gradients and clip paths wherever they stand.
func (r *svgReader) definitions(n *node) error {
	for _, kid := range n.kids {
		switch kid.name {
		case "linearGradient":
			g, err := readGradient(kid)
			if err != nil {
				return fmt.Errorf("渐变 %s：%w", kid.attrs["id"], err)
			}
			r.gradients[kid.attrs["id"]] = g
		case "clipPath":
			r.clips[kid.attrs["id"]] = kid
		default:
			if err := r.definitions(kid); err != nil {
				return err
			}
		}
	}
	return nil
}

func readGradient(n *node) (*gradient, error) {
	g := &gradient{ofBox: true, x2: 1}
	for name, value := range n.attrs {
		var err error
		switch name {
		case "x1":
			g.x1, err = length(value)
		case "y1":
			g.y1, err = length(value)
		case "x2":
			g.x2, err = length(value)
		case "y2":
			g.y2, err = length(value)
		case "gradientUnits":
			g.ofBox = value != "userSpaceOnUse"
		case "id":
		default:
			err = fmt.Errorf("不认识的属性 %s", name)
		}
		if err != nil {
			return nil, err
		}
	}
	if g.x1 != g.x2 && g.y1 != g.y2 {
		return nil, errors.New("只支持横向或纵向的渐变")
	}
	for _, kid := range n.kids {
		s := stop{alpha: 1}
		at, err := length(kid.attrs["offset"])
		if err != nil {
			return nil, err
		}
		s.at = at
		p, err := parseColour(kid.attrs["stop-color"])
		if err != nil || p == nil {
			return nil, fmt.Errorf("颜色 %q：%w", kid.attrs["stop-color"], err)
		}
		s.colour, s.alpha = p.colour, p.alpha
		if o, ok := kid.attrs["stop-opacity"]; ok {
			a, err := length(o)
			if err != nil {
				return nil, err
			}
			s.alpha *= a
		}
		g.stops = append(g.stops, s)
	}
	if len(g.stops) == 0 {
		return nil, errors.New("没有颜色")
	}
	return g, nil
}

// walk resolves an element and what is under it. Inside a clip path only shapes count.
func (r *svgReader) walk(n *node, m matrix, s style, clips []clip, _ bool) error {
	m, s, clips, err := r.inherit(n, m, s, clips)
	if err != nil {
		return fmt.Errorf("<%s>：%w", n.name, err)
	}
	switch n.name {
	case "g":
		for _, kid := range n.kids {
			if err := r.walk(kid, m, s, clips, false); err != nil {
				return err
			}
		}
		return nil
	case "defs", "linearGradient", "clipPath", "title", "desc":
		return nil
	case "style":
		return onlyHover(n.text)
	case "text":
		if len(n.kids) > 0 {
			return fmt.Errorf("<text> 里有 <%s>", n.kids[0].name)
		}
		if s.hidden || n.text == "" {
			return nil
		}
		x, y, err := position(n)
		if err != nil {
			return err
		}
		r.marks = append(r.marks, mark{matrix: matrix{1, 0, 0, 1, x, y}.then(m), text: n.text, style: s, clips: clips})
		return nil
	}
	path, err := shape(n)
	if err != nil {
		return fmt.Errorf("<%s>：%w", n.name, err)
	}
	if !s.hidden && len(path) > 0 {
		r.marks = append(r.marks, mark{matrix: m, path: path, box: boundsOf(path), style: s, clips: clips})
	}
	return nil
}

// onlyHover lets pass what styles a chart under a pointer, which paper has not.
func onlyHover(css string) error {
	for _, rule := range strings.Split(css, "}") {
		if selector, _, _ := strings.Cut(rule, "{"); strings.TrimSpace(selector) != "" && !strings.Contains(selector, ":hover") {
			return fmt.Errorf("<style> 里有不支持的规则 %q", strings.TrimSpace(selector))
		}
	}
	return nil
}

// inherit applies an element's attributes to what it inherits.
func (r *svgReader) inherit(n *node, m matrix, s style, clips []clip) (matrix, style, []clip, error) {
	if t, ok := n.attrs["transform"]; ok {
		own, err := parseTransform(t)
		if err != nil {
			return m, s, clips, err
		}
		m = own.then(m)
	}
	attrs := map[string]string{}
	for name, value := range n.attrs {
		attrs[name] = value
	}
	for _, declaration := range strings.Split(attrs["style"], ";") {
		if name, value, ok := strings.Cut(declaration, ":"); ok {
			attrs[strings.TrimSpace(name)] = strings.TrimSpace(value)
		}
	}
	if id, ok := attrs["clip-path"]; ok && id != "none" {
		c, err := r.clip(id, m)
		if err != nil {
			return m, s, clips, err
		}
		clips = append(clips[:len(clips):len(clips)], c)
	}
	for name, value := range attrs {
		if err := r.apply(&s, n.name, name, value); err != nil {
			return m, s, clips, err
		}
	}
	return m, s, clips, nil
}

func (r *svgReader) clip(reference string, m matrix) (clip, error) {
	n, ok := r.clips[urlID(reference)]
	if !ok {
		return clip{}, fmt.Errorf("没有 clipPath %s", reference)
	}
	c := clip{matrix: m}
	for _, kid := range n.kids {
		path, err := shape(kid)
		if err != nil {
			return clip{}, err
		}
		if t, ok := kid.attrs["transform"]; ok {
			own, err := parseTransform(t)
			if err != nil {
				return clip{}, err
			}
			path = own.path(path)
		}
		c.path = append(c.path, path...)
	}
	return c, nil
}

func urlID(reference string) string {
	return strings.Trim(strings.TrimSuffix(strings.TrimPrefix(reference, "url("), ")"), `#"'`)
}

func position(n *node) (x, y float64, err error) {
	if v, ok := n.attrs["x"]; ok {
		if x, err = length(v); err != nil {
			return
		}
	}
	if v, ok := n.attrs["y"]; ok {
		y, err = length(v)
	}
	return
}

// length reads a number, with px or % where they may stand.
func length(v string) (float64, error) {
	v = strings.TrimSuffix(strings.TrimSpace(v), "px")
	if p, ok := strings.CutSuffix(v, "%"); ok {
		f, err := strconv.ParseFloat(p, 64)
		return f / 100, err
	}
	return strconv.ParseFloat(v, 64)
}
