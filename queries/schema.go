package queries

import "strings"

// Schema is the statement that lists what a reader may ask about: every table,
// view and column of the edition with its Chinese description.
func Schema() (string, error) { return Render("schema", nil) }

// Quoted is a name as SQL writes one that may hold anything.
func Quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
