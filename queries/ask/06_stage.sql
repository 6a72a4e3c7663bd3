-- 未供按阶段
-- 考核范围内地块的未供面积按现状阶段（批而未征、征而未供、未供即用）归类，末行为合计；地块台账没有列到的面积记“未列入地块台账”，与全区未供面积相合。只有本期截止日的数。
-- chart: bar 现状阶段 未供面积
-- $unit unit：责任单位，默认全区
WITH p AS (SELECT as_of FROM frame.policy),
listed AS (
    SELECT coalesce(n.stage, '阶段未填') AS stage, s.remaining AS area
    FROM stand.parcel AS s JOIN fact.parcel AS n ON n.parcel_id = s.parcel_id
    WHERE s.in_cohort AND s.remaining > 0 AND s.unit = coalesce(CAST($unit AS VARCHAR), s.unit)
), whole AS (
    SELECT coalesce(sum(s.unsupplied), 0) AS area FROM stand.position AS s JOIN p ON p.as_of = s.as_of
    WHERE s.dimension = 'unit' AND s.unit = coalesce(CAST($unit AS VARCHAR), s.unit)
), row AS (
    SELECT stage, count(*) AS parcels, sum(area) AS area FROM listed GROUP BY stage
    UNION ALL
    SELECT '未列入地块台账', NULL, whole.area - coalesce((SELECT sum(area) FROM listed), 0) FROM whole
    WHERE whole.area <> coalesce((SELECT sum(area) FROM listed), 0)
    UNION ALL
    SELECT '合计', (SELECT count(*) FROM listed), whole.area FROM whole
)
SELECT r.stage AS "现状阶段", r.parcels AS "地块", r.area AS "未供面积", pct(r.area, w.area) AS "占比"
FROM row AS r CROSS JOIN whole AS w
ORDER BY CASE r.stage WHEN '批而未征' THEN 1 WHEN '征而未供' THEN 2 WHEN '未供即用' THEN 3 WHEN '阶段未填' THEN 4 WHEN '未列入地块台账' THEN 5 ELSE 6 END
