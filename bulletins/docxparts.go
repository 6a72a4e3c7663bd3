package bulletins

import "slices"

// contentTypes says what each part of the package is.
func contentTypes(pictures bool) element {
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
