package pipeline

import (
	"os"

	"tongbao/bulletins"
)

// auditWord reads the Word file back and looks for what is looked for in the PDF.
func auditWord(path string, words []string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	text, err := bulletins.DocxText(data)
	if err != nil {
		return err
	}
	return holds(text, words)
}
