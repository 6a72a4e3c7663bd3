package ledger

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// The formats of files, as the manifest names them.
const (
	formatXLSX    = "xlsx"
	formatCSV     = "csv"
	formatTXT     = "txt"
	formatGeoJSON = "geojson"
	formatXLS     = "xls"
	formatHTML    = "html"
	formatXML     = "xml"
	formatZip     = "zip"
	formatSHP     = "shp"
	// 报备坐标 texts.
	formatCoordinates = "coordinates"
	formatOther       = ""
)

// noLedger is said of pictures, documents and the like.
const noLedger = "不是台账文件，没有读取"

// sniff tells what a file is by its beginning, whatever it is called. A non-nil
// error is why it cannot be read and what to do; skip is why it is not a ledger.
func sniff(name string, head []byte) (format, skip string, err error) {
	ext := strings.ToLower(path.Ext(name))
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return formatXLSX, "", nil // the zip's directory tells the rest
	case bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		if ext != ".xls" && ext != ".xlsx" && ext != ".et" {
			return formatOther, noLedger, nil
		}
		return formatXLS, "", nil
	case slices.Contains([]string{".rar", ".7z", ".gz", ".tar", ".bz2"}, ext):
		return formatOther, "", errors.New("这种压缩包不能直接读取。请解压后放入，或改用.zip")
	case bytes.HasPrefix(head, []byte("\x00\x00\x27\x0A")) && ext == ".shp":
		return formatSHP, "", nil
	case ext == ".shp":
		return formatOther, "", errors.New("扩展名是.shp，内容不是图形文件。请用GIS软件重新导出")
	case slices.Contains([]string{".shx", ".dbf", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".qpj"}, ext):
		return formatOther, "Shapefile的附属文件，随同名的.shp一起读取", nil
	}
	isTable := slices.Contains([]string{".csv", ".txt", ".tsv", ".xls", ".xlsx", ".et", ".htm", ".html", ".xml"}, ext)
	isJSON := ext == ".geojson" || ext == ".json"
	if !isTable && !isJSON {
		return formatOther, noLedger, nil
	}
	if len(head) == 0 {
		return formatOther, "文件是空的", nil
	}
	if utf16Encoding(head) == "" && bytes.Count(head, []byte{0})*10 > len(head) {
		return formatOther, "", errors.New("既不是工作簿也不是文本（含有大量空字节）。请重新导出，或用Excel、WPS另存为.xlsx后重新放入")
	}
	if isJSON {
		return formatGeoJSON, "", nil
	}
	text := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(narrow(head), []byte("\xEF\xBB\xBF")), " \t\r\n"))
	if bytes.HasPrefix(text, []byte("<?xml")) || bytes.HasPrefix(text, []byte("<workbook")) {
		if bytes.Contains(text, []byte("<html")) {
			return formatHTML, "", nil
		}
		return formatXML, "", nil
	}
	for _, mark := range []string{"<html", "<!doctype html", "<table", "<head", "<meta", "<body", "<div", "<style", "<!--", "<tr", "<center"} {
		if bytes.HasPrefix(text, []byte(mark)) {
			return formatHTML, "", nil
		}
	}
	if ext == ".txt" && isCoordinates(head) {
		return formatCoordinates, "", nil
	}
	if ext == ".txt" {
		return formatTXT, "", nil
	}
	return formatCSV, "", nil
}

// checkZip says why a zip file is no .xlsx workbook, or that it is an archive of
// files to be read.
func checkZip(name string, z *zip.Reader) (skip string, archive bool, err error) {
	var types, sheets, binary, document bool
	for _, f := range z.File {
		part := partName(f.Name)
		types = types || part == "[content_types].xml"
		sheets = sheets || strings.HasSuffix(part, "/workbook.xml")
		binary = binary || strings.HasSuffix(part, "/workbook.bin")
		document = document || part == "content.xml"
	}
	ext := strings.ToLower(path.Ext(name))
	switch {
	case sheets && types:
		return "", false, nil
	case binary:
		return "", false, errors.New("这是二进制工作簿（.xlsb），不能直接读取。请用Excel或WPS另存为.xlsx后重新放入")
	case document && ext != ".odt" && ext != ".zip":
		return "", false, errors.New("这是OpenDocument表格（.ods），不能直接读取。请用Excel或WPS另存为.xlsx后重新放入")
	case ext == ".zip":
		return "", true, nil
	case ext == ".xlsx" || ext == ".xls":
		return "", false, errors.New("压缩包中没有工作簿，文件可能已损坏。请重新导出，或用Excel、WPS修复后另存为.xlsx")
	}
	return noLedger, false, nil
}

// readHead reads the first bytes of a file and goes back to its start.
func readHead(f io.ReadSeeker) ([]byte, error) {
	head := make([]byte, 4096)
	n, err := fill(f, head)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("读取文件：%w", cause(err))
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("读取文件：%w", cause(err))
	}
	return head[:n], nil
}
