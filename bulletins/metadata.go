package bulletins

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"time"
)

// metadata is the file's description in XMP; it says the same as the information
// dictionary, and that the file is a PDF/A-3b.
func metadata(doc Document) []byte {
	text := func(s string) string {
		var b bytes.Buffer
		_ = xml.EscapeText(&b, []byte(s)) // a buffer takes everything
		return b.String()
	}
	day := doc.Created.Format(time.DateOnly) + "T" + doc.Created.Format(time.TimeOnly) + "+08:00"
	return fmt.Appendf(nil, `<?xpacket begin="`+"\ufeff"+`" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:description>
<xmp:CreatorTool>tongbao</xmp:CreatorTool><xmp:CreateDate>%s</xmp:CreateDate><xmp:ModifyDate>%s</xmp:ModifyDate>
<pdf:Producer>tongbao</pdf:Producer>
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`, text(doc.Title), text(doc.Signature), text(doc.Number), day, day)
}

// sRGB is a colour profile in the ICC's version 2 form, small because the curve
// is the plain power 2.2 that sRGB stands near.
func sRGB() []byte {
	fixed := func(values ...float64) []byte {
		out := []byte("XYZ \x00\x00\x00\x00")
		for _, v := range values {
			out = binary.BigEndian.AppendUint32(out, uint32(int32(v*65536+0.5)))
		}
		return out
	}
	name := "sRGB"
	description := append([]byte("desc\x00\x00\x00\x00"), binary.BigEndian.AppendUint32(nil, uint32(len(name)+1))...)
	description = append(append(description, name...), make([]byte, 1+4+4+2+1+67)...) // no Unicode, no script code
	tags := []struct {
		sign string
		data []byte
	}{
		{"desc", description}, {"cprt", []byte("text\x00\x00\x00\x00Public domain\x00")},
		{"wtpt", fixed(0.9642, 1, 0.8249)}, // D50, as the profile space asks
		{"rXYZ", fixed(0.43607, 0.22249, 0.01392)}, {"gXYZ", fixed(0.38515, 0.71687, 0.09708)}, {"bXYZ", fixed(0.14307, 0.06061, 0.71410)},
		{"rTRC", []byte("curv\x00\x00\x00\x00\x00\x00\x00\x01\x02\x33")}, {"gTRC", []byte("curv\x00\x00\x00\x00\x00\x00\x00\x01\x02\x33")}, {"bTRC", []byte("curv\x00\x00\x00\x00\x00\x00\x00\x01\x02\x33")},
	}
	var table, data []byte
	table = binary.BigEndian.AppendUint32(table, uint32(len(tags)))
	at := 128 + 4 + 12*len(tags)
	for _, t := range tags {
		table = append(table, t.sign...)
		table = binary.BigEndian.AppendUint32(table, uint32(at+len(data)))
		table = binary.BigEndian.AppendUint32(table, uint32(len(t.data)))
		data = append(data, t.data...)
		for len(data)%4 != 0 {
			data = append(data, 0)
		}
	}
	head := make([]byte, 128)
	binary.BigEndian.PutUint32(head, uint32(128+len(table)+len(data)))
	binary.BigEndian.PutUint32(head[8:], 0x02100000)
	copy(head[12:], "mntrRGB XYZ ")
	for i, v := range []uint16{2024, 1, 1, 0, 0, 0} {
		binary.BigEndian.PutUint16(head[24+2*i:], v)
	}
	copy(head[36:], "acsp")
	copy(head[68:], fixed(0.9642, 1, 0.8249)[8:])
	return append(append(head, table...), data...)
}
