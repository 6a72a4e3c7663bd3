CREATE TABLE clash.row AS
SELECT sheet_id, line, rule, field, value, reason, 'clash' AS step FROM (
{{- range $i, $f := .}}{{if $i}}
    UNION ALL{{end}}
    SELECT sheet_id, line, rule, field, value, reason FROM {{$f.Object}}
{{- end}}
)
ORDER BY sheet_id, line, rule, field
