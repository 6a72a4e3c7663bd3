SELECT DISTINCT CAST({{.On}} AS VARCHAR) AS value FROM {{.Source}} WHERE ({{.On}}) IS NOT NULL ORDER BY value LIMIT {{.Most}}
