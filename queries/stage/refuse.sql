CREATE TABLE refuse.row AS
SELECT sheet_id, line, rule, field, value, reason, 'refuse' AS step FROM (
{{- range $i, $f := .}}{{if $i}}
    UNION ALL{{end}}
    SELECT sheet_id, line, rule, field, value, reason FROM {{$f.Object}}
{{- end}}
)
ORDER BY sheet_id, line, rule, field
