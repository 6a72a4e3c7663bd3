-- 没有收到批次台账，或其中没有一行可用，无从计算供地率
-- rule: L03
-- severity: B
-- A folder of idle land alone is told by l03_idle_only; with parcels, supplies or write-offs in it the batches are missing.
SELECT 'file' AS kind, '批次台账' AS key, CAST(NULL AS VARCHAR) AS unit, CAST(NULL AS INTEGER) AS sheet_id, CAST(NULL AS BIGINT) AS line,
    '本季台账里没有批次台账（或没有一行可用），供地率无从计算；请把批次台账放进本季的文件夹' AS message
FROM frame.policy
WHERE NOT EXISTS (SELECT 1 FROM fact.batch) AND (NOT EXISTS (SELECT 1 FROM fact.idle)
    OR EXISTS (SELECT 1 FROM raw.batch) OR EXISTS (SELECT 1 FROM raw.parcel) OR EXISTS (SELECT 1 FROM raw.supply) OR EXISTS (SELECT 1 FROM raw.writeoff))
