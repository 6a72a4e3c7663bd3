-- 文件夹里有没有读取的文件：不是台账，或者是空的
-- rule: L05
-- severity: F
-- grain: file. What belongs to a Shapefile is read with it.
SELECT 'file' AS kind, file AS key, CAST(NULL AS VARCHAR) AS unit, CAST(NULL AS INTEGER) AS sheet_id, CAST(NULL AS BIGINT) AS line,
    file || '：' || message || '；里面若有台账，请另存为 .xlsx 后放入' AS message
FROM load.file
WHERE status = 'ignored' AND message NOT LIKE 'Shapefile%'
