package ledger

import (
	"archive/zip"
	"compress/flate"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"unicode"

	"golang.org/x/net/html"
)

// cause is an error in words for whoever sent the file. Libraries speak of
// buffers and checksums, in English; what they mean is said in Chinese. Errors of
// this package, and those that end the run, stay as they are.
func cause(err error) error {
	var fatal *stageError
	if err == nil || errors.As(err, &fatal) || chinese(err.Error()) {
		return err
	}
	var corrupt flate.CorruptInputError
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return errors.New("内容不完整，可能没有下载或复制完")
	case errors.As(err, &corrupt), errors.Is(err, zip.ErrChecksum), errors.Is(err, zip.ErrFormat):
		return errors.New("压缩的内容已损坏")
	case errors.Is(err, zip.ErrAlgorithm):
		return errors.New("用了不常见的压缩方法")
	case errors.Is(err, html.ErrBufferExceeded):
		return fmt.Errorf("一处内容超过%d MB", maxRecord>>20)
	case errors.As(err, &syntax):
		return fmt.Errorf("第%d个字节处的写法不对", syntax.Offset)
	case errors.Is(err, fs.ErrPermission):
		return errors.New("没有读取的权限")
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("文件不见了，可能刚被移走")
	}
	return &told{"内容已损坏", err}
}

// told is an error that people read as text, and that still is its cause.
type told struct {
	text string
	err  error
}

func (e *told) Error() string { return e.text }
func (e *told) Unwrap() error { return e.err }

func chinese(s string) bool {
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			return true
		}
	}
	return false
}
