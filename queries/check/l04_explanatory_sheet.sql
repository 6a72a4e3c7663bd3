-- 工作簿里有说明页，没有按台账读
-- rule: L04
-- severity: F
-- grain: worksheet named 说明, 目录, 封面 or the like without a ledger's header. The cover of our own return workbooks is not told.
SELECT 'sheet' AS kind, file || coalesce('［' || sheet || '］', '') AS key, CAST(NULL AS VARCHAR) AS unit, sheet_id, CAST(NULL AS BIGINT) AS line, message
FROM load.sheet AS s
WHERE status = 'note' AND NOT EXISTS (
    SELECT 1 FROM frame.superseded AS x JOIN load.sheet AS o ON o.sheet_id = x.sheet_id WHERE o.file = s.file)
