SELECT CAST(count(*) AS VARCHAR) AS row_count FROM (
    SELECT ROW({{.Order}}) AS place, lag(ROW({{.Order}})) OVER () AS place_before FROM {{.Object}}
) WHERE place <= place_before
