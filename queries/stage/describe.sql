SELECT * FROM (
{{.}}
) LIMIT 0
