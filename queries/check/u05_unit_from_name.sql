-- 表里没有责任单位，按工作表名、文件名或表头上方的文字归单位
-- rule: U05
-- severity: F
-- grain: sheet.
SELECT 'sheet' AS kind, s.file || coalesce('［' || s.sheet || '］', '') AS key, n.unit, s.sheet_id, s.header_line AS line,
    '该表没有填责任单位，按“' || n.hint || '”全部归' || n.unit || '；不对的请在表里加责任单位一栏' AS message
FROM clean.sheet_unit AS n JOIN load.sheet AS s ON s.sheet_id = n.sheet_id
