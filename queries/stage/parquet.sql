COPY (SELECT
{{- range $i, $c := .Columns}}{{if $i}},{{end}}
    CAST({{$c.Cell}} AS {{$c.Type}}) AS {{$c.Name}}
{{- end}}
FROM answer ORDER BY nth) TO {{quote .Path}} (FORMAT parquet)
