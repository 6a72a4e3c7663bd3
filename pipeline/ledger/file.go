package ledger

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// stageError is trouble with the staged files or the context: it ends the run,
// while any other error makes its file unreadable.
type stageError struct{ err error }

func (e *stageError) Error() string { return e.err.Error() }
func (e *stageError) Unwrap() error { return e.err }

// fileReader is one input file being read.
type fileReader struct {
	*loader
	file   File
	sheets []Sheet
	nextID int
	skip   func(kind string) bool
	// date1904 says that the workbook being read counts days from 1904.
	date1904 bool
	beside   siblings
	held     []string // kinds that were not taken, for the message
}

// siblings gives a file that lies beside the one being read and differs from it
// only in the extension, read whole; false when there is none.
type siblings func(ext string) ([]byte, bool, error)

// readFile reads one file below the root.
func (l *loader) readFile(path string, skip func(kind string) bool) error {
	if err := l.ctx.Err(); err != nil {
		return err
	}
	full := filepath.Join(l.src.Root, filepath.FromSlash(path))
	f, err := os.Open(full)
	if err != nil {
		return l.unreadable(path, fmt.Errorf("文件打不开，请检查是否被占用或没有读取权限：%w", cause(err)))
	}
	defer f.Close()
	return l.readOpened(path, f, func(ext string) ([]byte, bool, error) { return besideFile(full, ext) }, skip)
}

// besideFile reads a file's sibling whatever the case of its extension.
func besideFile(full, ext string) ([]byte, bool, error) {
	stem := strings.TrimSuffix(full, filepath.Ext(full))
	for _, name := range []string{stem + ext, stem + strings.ToUpper(ext)} {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		data, err := readSibling(f)
		return data, err == nil, err
	}
	return nil, false, nil
}

func readSibling(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxSibling+1))
	if err == nil && len(data) > maxSibling {
		err = fmt.Errorf("同名的属性文件超过%d MB", maxSibling>>20)
	}
	return data, err
}

// unreadable lists a file that could not even be opened.
func (l *loader) unreadable(path string, err error) error {
	l.load.Files = append(l.load.Files, File{Path: path, Status: StatusUnreadable, Message: err.Error()})
	return nil
}

// readOpened reads one file and adds it and its sheets to the load. When it
// turns out unreadable, all it has staged is taken back.
func (l *loader) readOpened(path string, f *os.File, beside siblings, skip func(kind string) bool) error {
	r := &fileReader{loader: l, skip: skip, nextID: 1, beside: beside}
	if n := len(l.load.Sheets); n > 0 {
		r.nextID = l.load.Sheets[n-1].ID + 1
	}
	r.file = File{Path: path, Status: StatusOK}
	marks := l.stage.mark()
	err := r.read(f)
	var fatal *stageError
	switch {
	case errors.As(err, &fatal):
		return fmt.Errorf("%s：%w", path, err)
	case err != nil:
		if e := l.stage.rollback(marks); e != nil {
			return e
		}
		r.sheets = nil
		r.file.Status, r.file.Message = StatusUnreadable, err.Error()
	case len(r.sheets) == 0 && r.file.Status == StatusOK && r.file.Format != formatZip:
		r.file.Status, r.file.Message = StatusIgnored, "没有内容"
	}
	if len(r.held) > 0 && r.file.Status != StatusUnreadable {
		r.file.Message = "本季度文件夹另有" + strings.Join(r.held, "、") + "，没有采用这一份"
	}
	for i := range r.sheets {
		r.sheets[i].SHA256 = r.file.SHA256
	}
	l.load.Files = append(l.load.Files, r.file)
	l.load.Sheets = append(l.load.Sheets, r.sheets...)
	return nil
}

func (r *fileReader) read(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("读取文件：%w", cause(err))
	}
	r.file.Size = info.Size()
	head, err := readHead(f)
	if err != nil {
		return err
	}
	format, skip, err := sniff(r.file.Path, head)
	r.file.Format = format
	if err != nil || skip != "" {
		r.ignore(skip)
		return errors.Join(err, r.hash(f))
	}
	switch format {
	case formatXLSX:
		return r.readXLSX(f, info.Size())
	case formatXLS:
		if err := r.hash(f); err != nil {
			return err
		}
		return r.readXLS(f)
	case formatGeoJSON:
		return r.readText(f, r.readGeoJSON)
	case formatCoordinates:
		return r.readText(f, r.readCoordinates)
	case formatSHP:
		if err := r.hash(f); err != nil {
			return err
		}
		return r.readShapefile(f)
	case formatHTML:
		return r.readText(f, r.readHTML)
	case formatXML:
		return r.readText(f, r.readXMLSheet)
	}
	return r.readText(f, r.readCSV)
}

func (r *fileReader) ignore(message string) {
	if message != "" {
		r.file.Status, r.file.Message = StatusIgnored, message
	}
}

// hash reads the whole file for its sum.
func (r *fileReader) hash(f io.ReadSeeker) error {
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return fmt.Errorf("读取文件：%w", cause(err))
	}
	r.file.SHA256 = hex.EncodeToString(h.Sum(nil))
	_, err := f.Seek(0, io.SeekStart)
	return err
}

// readText decodes the file while hashing it and gives the text to parse.
func (r *fileReader) readText(f io.ReadSeeker, parse func(text io.Reader) error) error {
	h := sha256.New()
	decoded, err := newTextReader(io.TeeReader(f, h))
	if err != nil {
		return fmt.Errorf("读取文件：%w", cause(err))
	}
	ahead := newPrefetch(decoded, true)
	err = parse(ahead)
	if err == nil { // a sheet that was not wanted leaves text unread
		_, err = io.Copy(io.Discard, ahead)
	}
	ahead.close()
	r.file.Encoding = decoded.Encoding()
	for i := range r.sheets {
		r.sheets[i].Encoding = r.file.Encoding
	}
	if err != nil {
		// The rest of the file was not read; the sum is still of all of it.
		if _, e := f.Seek(0, io.SeekStart); e != nil {
			return errors.Join(err, e)
		}
		return errors.Join(err, r.hash(f))
	}
	r.file.SHA256 = hex.EncodeToString(h.Sum(nil))
	return nil
}

func (r *fileReader) readXLSX(f *os.File, size int64) error {
	if err := r.hash(f); err != nil {
		return err
	}
	z, err := zip.NewReader(f, size)
	if err != nil {
		if ext := strings.ToLower(filepath.Ext(r.file.Path)); !slices.Contains([]string{".xlsx", ".xlsm", ".xls", ".et", ".zip"}, ext) {
			r.ignore(noLedger) // a Word file that is broken is no broken ledger
			return nil
		}
		return errors.New("工作簿已损坏，打不开。请重新导出，或用Excel、WPS修复后另存为.xlsx")
	}
	skip, archive, err := checkZip(r.file.Path, z)
	if archive {
		r.file.Format = formatZip
		return r.readArchive(r.file.Path, z, r.skip)
	}
	if err != nil || skip != "" {
		r.file.Format = formatOther
		r.ignore(skip)
		return err
	}
	w, err := openWorkbook(z, r.v.measureNames())
	if err != nil {
		return damaged(err)
	}
	r.date1904 = w.date1904
	for _, part := range w.sheets {
		rows, merges, err := w.openSheet(part.part)
		if err != nil {
			return damaged(fmt.Errorf("工作表“%s”：%w", part.name, err))
		}
		err = r.readSheet(rows, part.name, merges)
		rows.close()
		for i := range r.sheets {
			if part.hidden && r.sheets[i].Name == part.name && r.sheets[i].Status == StatusOK {
				r.sheets[i].Message = "隐藏的工作表"
			}
		}
		if err != nil {
			return damaged(fmt.Errorf("工作表“%s”：%w", part.name, err))
		}
	}
	return nil
}

// damaged adds the remedy to an error inside a workbook.
func damaged(err error) error {
	var fatal *stageError
	if errors.As(err, &fatal) {
		return err
	}
	return fmt.Errorf("工作簿内容有误（%w）。请用Excel或WPS打开，核对后另存为.xlsx重新放入", cause(err))
}

// readSheet reads one sheet and keeps it when it holds rows.
func (r *fileReader) readSheet(rows rowSource, name string, merges []mergedRange) error {
	s := Sheet{ID: r.nextID, Snapshot: r.src.Quarter, File: r.file.Path, Name: name, Format: r.file.Format}
	sr := sheetReader{ctx: r.ctx, v: r.v, stage: r.stage, merges: merges, date1904: r.date1904, gaps: slices.Contains([]string{formatXLSX, formatXML, formatXLS}, r.file.Format), skip: r.skip}
	sheets, err := sr.read(rows, s)
	r.held = append(r.held, sr.passed...)
	switch {
	case errors.Is(err, errSkipped):
		k, _ := r.v.Kind(sheets[0].Kind)
		r.held = append(r.held, k.Title)
		return nil
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return &stageError{err}
	case err != nil:
		return err
	}
	r.sheets = append(r.sheets, sheets...)
	r.nextID += len(sheets)
	return nil
}

// readCSV reads delimited text. The delimiter is the one that makes most of the
// header out of the text's beginning.
func (r *fileReader) readCSV(text io.Reader) error {
	t := newTokenizer(text, ',')
	if err := t.prime(); err != nil {
		return err
	}
	t.delim = r.v.delimiter(t.buf[t.pos:t.end])
	return r.readSheet(t, "", nil)
}
