package bulletins

import (
	"bytes"
	"encoding/xml"
)

// element is one element of a WordprocessingML part. Names carry their prefix as
// written; encoding/xml escapes what is said.
type element struct {
	name  string
	attrs []string // name, value, …
	kids  []element
	text  string
}

// el makes an element from its name with attributes, w:jc w:val=center, and kids.
func el(name string, attrs []string, kids ...element) element {
	return element{name: name, attrs: attrs, kids: kids}
}

// val is an element whose only attribute is w:val.
func val(name, value string) element { return el(name, []string{"w:val", value}) }

// write adds the element to a part.
func (e element) write(x *xml.Encoder) error {
	start := xml.StartElement{Name: xml.Name{Local: e.name}}
	for i := 0; i+1 < len(e.attrs); i += 2 {
		start.Attr = append(start.Attr, xml.Attr{Name: xml.Name{Local: e.attrs[i]}, Value: e.attrs[i+1]})
	}
	if err := x.EncodeToken(start); err != nil {
		return err
	}
	if e.text != "" {
		if err := x.EncodeToken(xml.CharData(e.text)); err != nil {
			return err
		}
	}
	for _, kid := range e.kids {
		if err := kid.write(x); err != nil {
			return err
		}
	}
	return x.EncodeToken(start.End())
}

// part is a whole file of a Word document.
func (e element) part() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	x := xml.NewEncoder(&b)
	if err := e.write(x); err != nil {
		return nil, err
	}
	if err := x.Flush(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// wordSpaces are the namespaces of document and footers.
var wordSpaces = []string{
	"xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
	"xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
	"xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
	"xmlns:a", "http://schemas.openxmlformats.org/drawingml/2006/main",
	"xmlns:pic", "http://schemas.openxmlformats.org/drawingml/2006/picture",
	"xmlns:asvg", "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
	"xmlns:mc", "http://schemas.openxmlformats.org/markup-compatibility/2006",
	"xmlns:wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
