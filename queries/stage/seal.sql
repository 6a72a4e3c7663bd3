SET disabled_compression_methods = 'fsst,dict_fsst,bitpacking';

ATTACH {{quote .Path}} AS sealed (BLOCK_SIZE {{.BlockSize}});

USE sealed;
{{range .Macros}}
CREATE MACRO {{.Name}}{{.SQL}};
{{end}}{{range .Layers}}
CREATE SCHEMA sealed."{{.}}";
{{end}}{{range .Tables}}
CREATE TABLE sealed.{{.Object}} AS FROM memory.{{.Object}}{{if .Order}} ORDER BY {{.Order}}{{end}};
{{end}}{{range .Views}}
CREATE VIEW {{.Object}} AS
{{.SQL}};
{{end}}
BEGIN TRANSACTION;

{{range .Comments}}
COMMENT ON {{.Kind}} sealed.{{.Name}} IS {{quote .Text}};
{{- end}}

COMMIT;

USE memory;

CHECKPOINT sealed;

DETACH sealed;

RESET threads
