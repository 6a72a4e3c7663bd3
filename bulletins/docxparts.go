package bulletins

import (
	"fmt"
	"slices"
)

// contentTypes says what each part of the package is.
func contentTypes(pictures, draft bool) element {
	const word = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	usual := func(extension, kind string) element {
		return el("Default", []string{"Extension", extension, "ContentType", kind})
	}
	part := func(name, kind string) element {
		return el("Override", []string{"PartName", name, "ContentType", kind})
	}
	kids := []element{usual("rels", "application/vnd.openxmlformats-package.relationships+xml"), usual("xml", "application/xml")}
	if pictures {
		kids = append(kids, usual("png", "image/png"), usual("svg", "image/svg+xml"))
	}
	if draft {
		kids = append(kids, part("/word/header1.xml", word+"header+xml"))
	}
	return el("Types", []string{"xmlns", "http://schemas.openxmlformats.org/package/2006/content-types"}, append(kids,
		part("/word/document.xml", word+"document.main+xml"), part("/word/styles.xml", word+"styles+xml"), part("/word/settings.xml", word+"settings+xml"),
		part("/word/footer1.xml", word+"footer+xml"), part("/word/footer2.xml", word+"footer+xml"),
		part("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"))...)
}

// relationships are id → kind and target, in the order of their ids.
func relationships(list map[string][2]string) element {
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	var ids []string
	for id := range list {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	var kids []element
	for _, id := range ids {
		kind := office + list[id][0]
		if list[id][0] == "core" {
			kind = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
		}
		kids = append(kids, el("Relationship", []string{"Id", id, "Type", kind, "Target", list[id][1]}))
	}
	return el("Relationships", []string{"xmlns", "http://schemas.openxmlformats.org/package/2006/relationships"}, kids...)
}

// wordDraft is the header that lays 征求意见稿 across every page: lettering of the
// kind word processors make for watermarks.
func wordDraft(fs Faces, text string) element {
	const size = 100.0
	width := fs.textWidth(Hei, text, size)
	formula := func(list ...string) (kids []element) {
		for _, f := range list {
			kids = append(kids, el("v:f", []string{"eqn", f}))
		}
		return kids
	}
	lettering := el("v:shapetype", []string{"id", "_x0000_t136", "coordsize", "21600,21600", "o:spt", "136", "adj", "10800", "path", "m@7,l@8,m@5,21600l@6,21600e"},
		el("v:formulas", nil, formula("sum #0 0 10800", "prod #0 2 1", "sum 21600 0 @1", "sum 0 0 @2", "sum 21600 0 @3", "if @0 @3 0", "if @0 21600 @1", "if @0 0 @2", "if @0 @4 21600")...),
		el("v:path", []string{"textpathok", "t", "o:connecttype", "rect"}), el("v:textpath", []string{"on", "t", "fitshape", "t"}))
	style := fmt.Sprintf("position:absolute;margin-left:0;margin-top:0;width:%.0fpt;height:%.0fpt;rotation:315;z-index:-251658752;"+
		"mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin", width, size)
	shape := el("v:shape", []string{"id", "draft", "o:spid", "_x0000_s2049", "type", "#_x0000_t136", "style", style, "o:allowincell", "f", "fillcolor", "#e0e0e0", "stroked", "f"},
		el("v:textpath", []string{"style", "font-family:'" + wordFaces[Hei] + "';font-size:1pt", "string", text}))
	return el("w:hdr", append(wordSpaces[:len(wordSpaces):len(wordSpaces)], "xmlns:v", "urn:schemas-microsoft-com:vml", "xmlns:o", "urn:schemas-microsoft-com:office:office"),
		el("w:p", nil, el("w:r", nil, el("w:pict", nil, lettering, shape))))
}
