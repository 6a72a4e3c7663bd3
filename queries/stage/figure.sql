CREATE TABLE kpi.figure AS
SELECT seq, indicator, title, measure, target, unit, as_of, numerator, denominator, value FROM (
{{- range $i, $f := .}}{{if $i}}
    UNION ALL{{end}}
    SELECT CAST({{index $f.Tags "seq"}} AS INTEGER) AS seq, {{quote $f.Name}} AS indicator, {{quote $f.Title}} AS title,
        {{quote (index $f.Tags "measure")}} AS measure, {{quote (index $f.Tags "target")}} AS target, unit, as_of,
        CAST(numerator AS DECIMAL(38, 6)) AS numerator, CAST(denominator AS DECIMAL(38, 6)) AS denominator,
        CAST(value AS DECIMAL(38, 6)) AS value
    FROM {{$f.Object}}
{{- end}}
)
ORDER BY seq, indicator, as_of, unit
