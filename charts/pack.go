package charts

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/json"
	"html/template"
)

// pack is a value as the page carries it: JSON, deflated, in the letters of
// base64url, none of which means anything to HTML. The same value gives the same
// letters. A district of 50 000 parcels is a quarter as large as in plain JSON,
// and no name of a ledger stands in the page outside its tables.
func pack(v any) (template.HTML, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	z, _ := zlib.NewWriterLevel(&b, zlib.BestCompression) // the level is a valid one
	if _, err := z.Write(text); err != nil {
		return "", err
	}
	if err := z.Close(); err != nil {
		return "", err
	}
	return template.HTML(base64.RawURLEncoding.EncodeToString(b.Bytes())), nil
}
