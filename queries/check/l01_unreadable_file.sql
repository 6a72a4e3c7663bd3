-- 收到的文件读不了，其中的数据没有进入台账
-- rule: L01
-- severity: B
SELECT 'file' AS kind, file AS key, CAST(NULL AS VARCHAR) AS unit, CAST(NULL AS INTEGER) AS sheet_id, CAST(NULL AS BIGINT) AS line,
    file || '：' || message AS message
FROM load.file
WHERE status = 'unreadable'
