CREATE TABLE answer (nth BIGINT{{range .}}, {{.Cell}} VARCHAR{{end}})
