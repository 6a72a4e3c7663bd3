-- 只收到闲置土地台账，供地率无从计算
-- rule: L03
-- severity: F
-- A folder without idle land is told by T06 alone: a district may have none.
SELECT 'file' AS kind, '批次台账' AS key, CAST(NULL AS VARCHAR) AS unit, CAST(NULL AS INTEGER) AS sheet_id, CAST(NULL AS BIGINT) AS line,
    '本季台账里没有批次台账（或没有一行可用），供地率无从计算，只算闲置土地；有批次的请补报' AS message
FROM frame.policy
WHERE EXISTS (SELECT 1 FROM fact.idle) AND NOT EXISTS (SELECT 1 FROM raw.batch) AND NOT EXISTS (SELECT 1 FROM raw.parcel)
    AND NOT EXISTS (SELECT 1 FROM raw.supply) AND NOT EXISTS (SELECT 1 FROM raw.writeoff)
