-- 阻断发布的问题：未经确认的B级发现，以及读不了、认不出的文件。
SELECT f.rule, f.kind, f.key, s.file, s.sheet, f.line, f.message
FROM "check".finding AS f LEFT JOIN load.sheet AS s ON s.sheet_id = f.sheet_id
WHERE f.severity = 'B' AND NOT EXISTS (
    SELECT 1 FROM load.accepted AS a WHERE a.rule = f.rule AND (a.key IS NULL OR a.key = f.key))
ORDER BY f.rule, f.kind, f.key, s.sheet_id, f.line
