package pipeline

import (
	"os"

	"tongbao/bulletins"
	"tongbao/queries"
)

// auditWord reads the Word file back and looks for what is looked for in the PDF.
func auditWord(path string, tables map[string]queries.Table) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	text, err := bulletins.DocxText(data)
	if err != nil {
		return err
	}
	return holds(text, paperWords(tables))
}
