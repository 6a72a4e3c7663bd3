package main

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"path"
	"time"

	"tongbao/pipeline"
)

//go:embed web
var web embed.FS

// editorJS is CodeMirror, bundled by npm ci in editor/.
//
//go:embed editor/node_modules/tongbao-editor.min.js
var editorJS []byte

// assetOf is a file that pages load, and nothing else of this program.
func assetOf(name string) ([]byte, bool) {
	switch name {
	case "editor.js":
		return editorJS, true
	case "echarts.js":
		return []byte(pipeline.ChartScript()), true
	}
	if kind := path.Ext(name); kind != ".js" && kind != ".css" {
		return nil, false
	}
	b, err := web.ReadFile("web/" + name)
	return b, err == nil
}

// asset sends a file that the browser keeps and asks about by its hash.
func (s *server) asset(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("file")
	b, known := assetOf(name)
	if !known {
		s.fail(w, r, http.StatusNotFound, "没有这一页")
		return
	}
	hash := sha256.Sum256(b)
	w.Header().Set("Content-Type", map[string]string{".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}[path.Ext(name)])
	w.Header().Set("ETag", `"`+hex.EncodeToString(hash[:16])+`"`)
	w.Header().Set("Cache-Control", "private, no-cache")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(b))
}
