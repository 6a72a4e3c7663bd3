-- 图：未供土地按阶段和原因。
-- grain: unit (全区 included), stage, reason. A parcel counts with what its batch and unit have unsupplied, so that the
-- parts add up to 未供面积; what no parcel explains is 未落到地块.
WITH open AS (SELECT s.batch_id, s.unit, s.unsupplied FROM stand.position AS s JOIN frame.policy AS p ON p.as_of = s.as_of WHERE s.dimension = 'unit' AND s.unsupplied > 0),
listed AS (
    SELECT f.batch_id, f.unit, f.parcel_id, f.remaining, coalesce(n.stage, '阶段未填') AS stage, coalesce(n.unsupplied_reason, '原因未填') AS reason,
        sum(f.remaining) OVER (PARTITION BY f.batch_id, f.unit ORDER BY f.parcel_id ROWS UNBOUNDED PRECEDING) AS running
    FROM stand.parcel AS f JOIN fact.parcel AS n ON n.parcel_id = f.parcel_id WHERE f.in_cohort AND f.remaining > 0
), counted AS (
    SELECT l.unit, l.batch_id, l.stage, l.reason, greatest(0, least(l.remaining, o.unsupplied - (l.running - l.remaining))) AS area
    FROM listed AS l JOIN open AS o ON o.batch_id = l.batch_id AND o.unit = l.unit
), rest AS (
    SELECT o.unit, o.unsupplied - coalesce(sum(c.area), 0) AS area FROM open AS o LEFT JOIN counted AS c ON c.batch_id = o.batch_id AND c.unit = o.unit GROUP BY o.batch_id, o.unit, o.unsupplied
), part AS (
    SELECT unit, stage, reason, area, 1 AS parcels FROM counted WHERE area > 0
    UNION ALL SELECT unit, '未落到地块', '台账没有对应地块', area, 0 FROM rest WHERE area > 0
), member AS (
    SELECT unit, stage, reason, area, parcels FROM part UNION ALL SELECT '全区', stage, reason, area, parcels FROM part
), summed AS (
    SELECT unit, stage, reason, sum(area) AS area, sum(parcels) AS parcels FROM member GROUP BY unit, stage, reason
)
SELECT s.unit, s.stage, s.reason, CAST(s.area AS DECIMAL(18, 6)) AS area, area_text(s.area) AS area_text, CAST(s.parcels AS VARCHAR) AS parcels_text,
    rate_text(CAST(s.area AS DECIMAL(18, 6)), CAST(sum(s.area) OVER (PARTITION BY s.unit) AS DECIMAL(18, 6))) AS share_text,
    area_text(sum(s.area) OVER (PARTITION BY s.unit, s.stage)) AS stage_text
FROM summed AS s LEFT JOIN frame.unit AS u ON u.unit = s.unit
ORDER BY s.unit <> '全区', u.unit_code, s.unit, CASE s.stage WHEN '批而未征' THEN 1 WHEN '征而未供' THEN 2 WHEN '未供即用' THEN 3 WHEN '阶段未填' THEN 4 ELSE 5 END, s.area DESC, s.reason
