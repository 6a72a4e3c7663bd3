-- 工作表认不出是哪种台账，或缺少必需的列
-- rule: L02
-- severity: B
SELECT 'sheet' AS kind, file || coalesce('［' || sheet || '］', '') AS key, CAST(NULL AS VARCHAR) AS unit, sheet_id, header_line AS line, message
FROM load.sheet
WHERE status = 'unplaced'
