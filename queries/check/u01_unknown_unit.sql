-- 责任单位不在单位名录中，算不到任何一家头上
-- rule: U01
-- severity: B
-- grain: unknown name and ledger; the first row stands for all of them.
WITH named AS (
    SELECT '批次台账' AS ledger, unit, sheet_id, line FROM fact.batch WHERE NOT unit_known
    UNION ALL SELECT '地块台账', unit, sheet_id, line FROM fact.parcel WHERE NOT unit_known
    UNION ALL SELECT '闲置土地台账', unit, sheet_id, line FROM fact.idle WHERE NOT unit_known
    UNION ALL SELECT '任务分解表', unit, sheet_id, line FROM fact.task WHERE NOT unit_known
), counted AS (
    SELECT ledger, unit, sheet_id, line, count(*) OVER (PARTITION BY ledger, unit) AS rows,
        row_number() OVER (PARTITION BY ledger, unit ORDER BY sheet_id, line) AS nth
    FROM named
)
SELECT 'unit' AS kind, unit AS key, CAST(NULL AS VARCHAR) AS unit, sheet_id, line,
    ledger || '有' || rows || '行的责任单位' || CASE WHEN unit = '（未填责任单位）' THEN '没有填；请补填'
        ELSE '写作“' || unit || '”，单位名录中查不到；请改正，或在单位名录的简称与别名里补上' END AS message
FROM counted
WHERE nth = 1
