-- 批次台账、闲置土地台账都没有收到，或没有一行可用，无从计算
-- rule: L03
-- severity: B
SELECT 'file' AS kind, '台账' AS key, CAST(NULL AS VARCHAR) AS unit, CAST(NULL AS INTEGER) AS sheet_id, CAST(NULL AS BIGINT) AS line,
    '本季台账里既没有批次台账，也没有闲置土地台账（或没有一行可用），什么也算不出；请把台账放进本季的文件夹' AS message
FROM frame.policy
WHERE NOT EXISTS (SELECT 1 FROM fact.batch) AND NOT EXISTS (SELECT 1 FROM fact.idle)
