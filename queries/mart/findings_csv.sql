-- findings.csv：核查发现的问题，每条一行。
SELECT f.rule, f.severity, f.kind, cell_safe(f.key) AS key, cell_safe(s.file) AS file, cell_safe(s.sheet) AS sheet, f.line, cell_safe(f.message) AS message
FROM "check".finding AS f LEFT JOIN load.sheet AS s ON s.sheet_id = f.sheet_id
ORDER BY CASE f.severity WHEN 'B' THEN 1 WHEN 'R' THEN 2 ELSE 3 END, f.rule, f.kind, f.key, s.sheet_id, f.line, f.message
