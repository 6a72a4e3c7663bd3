SELECT CAST(COLUMNS(*) AS VARCHAR) FROM (
{{.Statement}}
) LIMIT {{.Rows}}
