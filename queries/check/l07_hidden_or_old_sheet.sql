-- 读入了隐藏的工作表，或名称像备份、旧表的表
-- rule: L07
-- severity: F
-- grain: sheet that was read. What nobody sees, or calls a copy, may be counted by mistake.
SELECT 'sheet' AS kind, file || coalesce('［' || sheet || '］', '') AS key, CAST(NULL AS VARCHAR) AS unit, sheet_id, CAST(NULL AS BIGINT) AS line,
    file || coalesce('［' || sheet || '］', '') || CASE WHEN message = '隐藏的工作表' THEN '：是隐藏的工作表' ELSE '：名称像是备份或旧表' END || '，已按台账读入 ' || (rows_read - rows_blank) || ' 行；不该计入的，请删去后重新放入' AS message
FROM load.sheet
WHERE status = 'ok' AND rows_read > rows_blank AND (message = '隐藏的工作表' OR regexp_matches(regexp_extract(file, '[^/]+$') || '|' || coalesce(sheet, ''), '备份|作废|草稿|副本|旧表|旧版|上季度|上期'))
