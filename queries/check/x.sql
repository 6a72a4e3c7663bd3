-- 占位。
-- rule: X00
-- severity: F
SELECT 'batch' AS kind, '' AS key, '' AS unit, 1 AS sheet_id, 1 AS line, '' AS message WHERE false
