CREATE TABLE "check".finding AS
SELECT rule, severity, title, kind, key, unit, sheet_id, line, message FROM (
{{- range $i, $f := .}}{{if $i}}
    UNION ALL{{end}}
    SELECT {{quote (index $f.Tags "rule")}} AS rule, {{quote (index $f.Tags "severity")}} AS severity, {{quote $f.Title}} AS title,
        kind, CAST(key AS VARCHAR) AS key, unit, sheet_id, line, message FROM {{$f.Object}}
{{- end}}
)
ORDER BY rule, kind, key, sheet_id, line, message
