package ledger

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

// workbook is an opened .xlsx: what is needed to read its sheets one after the
// other. Only the shared strings stay in memory; rows stream.
type workbook struct {
	parts    map[string]*zip.File // by lower-case name with /
	sheets   []worksheetPart
	date1904 bool
	styles   []cellStyle
	strings  sharedStrings
}

type worksheetPart struct {
	name, part string
	hidden     bool // a person who opens the workbook does not see it
}

// openWorkbook reads the workbook's directory, styles and strings.
func openWorkbook(z *zip.Reader, measures []string) (*workbook, error) {
	w := &workbook{parts: map[string]*zip.File{}}
	for _, f := range z.File {
		w.parts[partName(f.Name)] = f
	}
	main := "xl/workbook.xml"
	rels, err := w.relations("")
	if err != nil {
		return nil, err
	}
	for _, r := range rels {
		if strings.HasSuffix(r.kind, "/officeDocument") {
			main = r.target
		}
	}
	if err := w.readMain(main); err != nil {
		return nil, err
	}
	return w, w.readShared(main, measures)
}

func partName(s string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(s, `\`, "/"), "/"))
}

type relation struct{ id, kind, target string }

// relations reads the links of a part; of the package for "".
func (w *workbook) relations(part string) ([]relation, error) {
	name := path.Join(path.Dir(part), "_rels", path.Base(part)+".rels")
	if part == "" {
		name = "_rels/.rels"
	}
	var list []relation
	err := w.scan(name, func(x *xmlScanner) error {
		if x.kind != xmlStart || string(x.name) != "Relationship" {
			return nil
		}
		target, err := x.attrText("Target")
		if err != nil {
			return err
		}
		if !strings.HasPrefix(target, "/") {
			target = path.Join(path.Dir(part), target)
		}
		list = append(list, relation{string(x.attr("Id")), string(x.attr("Type")), partName(target)})
		return nil
	})
	if errors.Is(err, errNoPart) {
		return nil, nil
	}
	return list, err
}

var errNoPart = errors.New("缺少部件")

// maxPart bounds what a part may be inflated to; the zip reader holds parts to
// the size that they say.
const maxPart = 4 << 30

func (w *workbook) part(name string) (*zip.File, error) {
	f := w.parts[name]
	switch {
	case f == nil:
		return nil, fmt.Errorf("%w %s", errNoPart, name)
	case f.UncompressedSize64 > maxPart:
		return nil, fmt.Errorf("部件 %s 解开后超过%d MB，没有读取", name, int64(maxPart)>>20)
	}
	return f, nil
}

// scan runs each over the tokens of a part.
func (w *workbook) scan(part string, each func(x *xmlScanner) error) error {
	f, err := w.part(partName(part))
	if err != nil {
		return err
	}
	r, err := f.Open()
	if err != nil {
		return fmt.Errorf("部件 %s：%w", part, err)
	}
	defer r.Close()
	x := newXMLScanner(r)
	for {
		err := x.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = each(x)
		}
		if err != nil {
			return fmt.Errorf("部件 %s：%w", part, err)
		}
	}
}

// readMain reads the list of sheets and the date system.
func (w *workbook) readMain(main string) error {
	rels, err := w.relations(main)
	if err != nil {
		return err
	}
	byID := map[string]relation{}
	for _, r := range rels {
		byID[r.id] = r
	}
	return w.scan(main, func(x *xmlScanner) error {
		if x.kind != xmlStart {
			return nil
		}
		switch string(x.name) {
		case "workbookPr":
			v := string(x.attr("date1904"))
			w.date1904 = v == "1" || v == "true"
		case "sheet":
			name, err := x.attrText("name")
			if err != nil {
				return err
			}
			r, ok := byID[string(x.attr("id"))]
			if !ok {
				return fmt.Errorf("找不到工作表“%s”的内容", name)
			}
			if strings.HasSuffix(r.kind, "/worksheet") { // not a chart sheet
				w.sheets = append(w.sheets, worksheetPart{name, r.target, strings.HasPrefix(strings.ToLower(string(x.attr("state"))), "h") || strings.EqualFold(string(x.attr("state")), "veryHidden")})
			}
		}
		return nil
	})
}

// readShared reads styles and shared strings, which small workbooks may lack.
func (w *workbook) readShared(main string, measures []string) error {
	rels, err := w.relations(main)
	if err != nil {
		return err
	}
	for _, r := range rels {
		switch {
		case strings.HasSuffix(r.kind, "/styles"):
			f := w.parts[r.target]
			if f == nil {
				continue
			}
			rc, err := f.Open()
			if err != nil {
				return fmt.Errorf("部件 %s：%w", r.target, err)
			}
			w.styles, err = readStyles(rc, measures)
			rc.Close()
			if err != nil {
				return fmt.Errorf("部件 %s：%w", r.target, err)
			}
		case strings.HasSuffix(r.kind, "/sharedStrings"):
			if err := w.readStrings(r.target); err != nil && !errors.Is(err, errNoPart) {
				return err
			}
		}
	}
	return nil
}

// readStrings reads the shared strings: the text of all runs of an item, not
// its phonetic guides.
func (w *workbook) readStrings(part string) error {
	inText, phonetic := false, 0
	s := &w.strings
	return w.scan(part, func(x *xmlScanner) error {
		switch {
		case x.kind == xmlText && inText && phonetic == 0:
			if s.open = appendUnescaped(s.open, x.text); len(s.open) > maxRecord {
				return fmt.Errorf("一处文字超过%d MB", maxRecord>>20)
			}
		case x.kind == xmlStart && string(x.name) == "t":
			inText = true
		case x.kind == xmlEnd && string(x.name) == "t":
			inText = false
		case x.kind == xmlStart && string(x.name) == "rPh":
			phonetic++
		case x.kind == xmlEnd && string(x.name) == "rPh":
			phonetic--
		case x.kind == xmlEnd && string(x.name) == "si":
			return s.add()
		}
		return nil
	})
}

// appendUnescaped appends text with Excel's own escapes (_x000D_) decoded and
// NUL left out.
func appendUnescaped(dst, b []byte) []byte {
	for {
		i := bytes.Index(b, []byte("_x"))
		if i < 0 || i+7 > len(b) {
			return append(dst, b...)
		}
		n, err := strconv.ParseUint(string(b[i+2:i+6]), 16, 16)
		if err != nil || b[i+6] != '_' || n >= 0xD800 && n < 0xE000 {
			dst = append(dst, b[:i+2]...)
			b = b[i+2:]
			continue
		}
		dst = append(dst, b[:i]...)
		if n != 0 {
			dst = append(dst, string(rune(n))...)
		}
		b = b[i+7:]
	}
}
