-- 图：批、征、供、用：批准的土地走到了哪一步。
-- grain: link of the flow, 全区, at the edition's day. Every step's parts add up to what came in: approved = 核销调整 +
-- unsupplied + supplied. Supplied land is shared out over the contracts of its batch and unit in order of signing, at most
-- what is due (R7).
WITH p AS (SELECT as_of FROM frame.policy),
stood AS (SELECT s.batch_id, s.unit, s.approved, s.written_off, s.adjusted, s.due, s.supplied, s.unsupplied FROM stand.position AS s JOIN p ON p.as_of = s.as_of WHERE s.dimension = 'unit'),
listed AS (
    SELECT f.batch_id, f.unit, f.remaining, coalesce(n.stage, '阶段未明') AS stage, sum(f.remaining) OVER (PARTITION BY f.batch_id, f.unit ORDER BY f.parcel_id ROWS UNBOUNDED PRECEDING) AS running
    FROM stand.parcel AS f JOIN fact.parcel AS n ON n.parcel_id = f.parcel_id WHERE f.in_cohort AND f.remaining > 0
), staged AS (
    SELECT l.stage, greatest(0, least(l.remaining, o.unsupplied - (l.running - l.remaining))) AS area FROM listed AS l JOIN stood AS o ON o.batch_id = l.batch_id AND o.unit = l.unit
), contract AS (
    SELECT a.batch_id, a.unit, a.allocated_area AS area, CASE WHEN a.completed_on <= p.as_of THEN '已竣工' WHEN a.started_on <= p.as_of THEN '已动工' ELSE '未动工' END AS used,
        sum(a.allocated_area) OVER (PARTITION BY a.batch_id, a.unit ORDER BY a.signed_on, a.sheet_id, a.line ROWS UNBOUNDED PRECEDING) AS running
    FROM fact.allocation AS a CROSS JOIN p WHERE a.signed_on <= p.as_of AND (a.revoked_on IS NULL OR a.revoked_on > p.as_of)
), used AS (
    SELECT c.used, greatest(0, least(c.area, o.due - (c.running - c.area))) AS area FROM contract AS c JOIN stood AS o ON o.batch_id = c.batch_id AND o.unit = c.unit
), whole AS (
    SELECT sum(approved) AS approved, sum(written_off) + sum(adjusted) AS gone, sum(supplied) AS supplied, sum(unsupplied) AS unsupplied FROM stood
), stage AS (
    SELECT coalesce(sum(area) FILTER (WHERE stage = '批而未征'), 0) AS unacquired, coalesce(sum(area) FILTER (WHERE stage = '征而未供'), 0) AS acquired, coalesce(sum(area) FILTER (WHERE stage = '未供即用'), 0) AS in_use FROM staged
), link AS (
    SELECT 1 AS seq, '批准' AS source, '核销调整' AS target, gone AS area FROM whole
    UNION ALL SELECT 2, '批准', '批而未征', unacquired FROM stage
    UNION ALL SELECT 3, '批准', '未供，阶段未明', w.unsupplied - s.unacquired - s.acquired - s.in_use FROM whole AS w, stage AS s
    UNION ALL SELECT 4, '批准', '已征', w.supplied + s.acquired + s.in_use FROM whole AS w, stage AS s
    UNION ALL SELECT 5, '已征', '征而未供', acquired FROM stage
    UNION ALL SELECT 6, '已征', '未供即用', in_use FROM stage
    UNION ALL SELECT 7, '已征', '已供', supplied FROM whole
    UNION ALL SELECT 8, '已供', used, sum(area) FROM used GROUP BY used
)
SELECT source, target, CAST(area AS DECIMAL(18, 6)) AS area, area_text(area) AS area_text, rate_text(CAST(area AS DECIMAL(18, 6)), (SELECT approved FROM whole)) AS share_text,
    area_text(sum(area) OVER (PARTITION BY source)) AS source_text
FROM link WHERE area > 0
ORDER BY seq, target
