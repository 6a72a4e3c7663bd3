package queries

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestLetter runs the cases of the papers' rows: as those of the saved questions,
// want letter.span year=2024.
func TestLetter(t *testing.T) {
	asked := map[string]bool{}
	for _, c := range readCases(t, filepath.Join("testdata", "letter", "papers.txt")) {
		c.last = ""
		db := c.build(t, 1)
		for _, w := range c.wants {
			words := strings.Fields(w.object)
			name := strings.TrimPrefix(words[0], `"letter".`)
			asked[name] = true
			binding := Binding{Name: "unit"}
			if strings.HasPrefix(name, "span") {
				binding.Name = "year"
			}
			if len(words) > 1 {
				binding.Name, binding.Value, _ = strings.Cut(words[1], "=")
			}
			got, err := Letter(t.Context(), db, name, binding)
			if err != nil {
				t.Errorf("%s:%d: %v", c.file, w.line, err)
				continue
			}
			rows := [][]string{}
			for i := range got.Len() {
				var row []string
				for _, column := range w.columns {
					if !slices.Contains(got.Columns, column) {
						t.Fatalf("%s:%d: no column %s", c.file, w.line, column)
					}
					row = append(row, got.Text(i, column))
				}
				rows = append(rows, row)
			}
			compare(t, fmt.Sprintf("%s:%d: %s", c.file, w.line, w.object), w.rows, rows)
		}
	}
	files, err := questions.ReadDir("letter")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if name := strings.TrimSuffix(f.Name(), ".sql"); !asked[name] {
			t.Errorf("no case reads %s", f.Name())
		}
	}
}
