-- 地块在本期截止日的状态：供出多少、核销多少、还剩多少。
-- grain: parcel_id, at the edition's as_of. A write-off of the whole batch names no parcel: where nothing of the batch is left, or just
-- the parcels without a 阶段 make up what the others exceed it by, those are the ones that went.
-- order: parcel_id
WITH p AS (SELECT as_of FROM frame.policy),
supplied AS (
    SELECT a.parcel_id, sum(a.allocated_area) AS area FROM fact.allocation AS a, p
    WHERE a.parcel_id IS NOT NULL AND a.signed_on <= p.as_of AND (a.revoked_on IS NULL OR a.revoked_on > p.as_of) GROUP BY a.parcel_id
), gone AS (
    SELECT w.parcel_id, sum(w.area) AS area FROM fact.writeoff AS w, p WHERE w.parcel_id IS NOT NULL AND w.effective_on <= p.as_of GROUP BY w.parcel_id
), own AS (
    SELECT f.parcel_id, f.batch_id, f.unit, f.department, f.parcel_area, f.stage, f.deadline, coalesce(s.area, 0) AS supplied, coalesce(g.area, 0) AS gone,
        greatest(0, f.parcel_area - coalesce(s.area, 0) - coalesce(g.area, 0)) AS remaining
    FROM fact.parcel AS f LEFT JOIN supplied AS s ON s.parcel_id = f.parcel_id LEFT JOIN gone AS g ON g.parcel_id = f.parcel_id
), loose AS (
    SELECT w.batch_id, sum(w.area) FILTER (WHERE w.parcel_id IS NULL) AS unnamed, sum(w.area) AS area FROM fact.writeoff AS w, p WHERE w.effective_on <= p.as_of GROUP BY w.batch_id
), allotted AS (
    SELECT a.batch_id, sum(a.allocated_area) AS area FROM fact.allocation AS a, p WHERE a.signed_on <= p.as_of AND (a.revoked_on IS NULL OR a.revoked_on > p.as_of) GROUP BY a.batch_id
), left_of AS (
    SELECT b.batch_id, greatest(0, b.base_area - l.area - coalesce(a.area, 0)) AS area
    FROM loose AS l JOIN fact.batch AS b ON b.batch_id = l.batch_id LEFT JOIN allotted AS a ON a.batch_id = l.batch_id WHERE l.unnamed > 0
), over_of AS (
    SELECT o.batch_id, l.area AS open_area, sum(o.remaining) - l.area AS excess, sum(o.remaining) FILTER (WHERE o.stage IS NULL) AS unstaged
    FROM own AS o JOIN left_of AS l ON l.batch_id = o.batch_id GROUP BY o.batch_id, l.area
), vanished AS (
    SELECT o.parcel_id, o.remaining AS area FROM own AS o JOIN over_of AS v ON v.batch_id = o.batch_id
    WHERE o.remaining > 0 AND v.excess > 0.005 AND (v.open_area <= 0.005 OR o.stage IS NULL AND abs(v.unstaged - v.excess) <= 0.005)
), stood AS (
    SELECT o.parcel_id, o.batch_id, o.unit, o.department, o.parcel_area, o.stage, o.deadline, o.supplied, o.gone + coalesce(v.area, 0) AS gone, o.remaining - coalesce(v.area, 0) AS remaining
    FROM own AS o LEFT JOIN vanished AS v ON v.parcel_id = o.parcel_id
)
SELECT f.parcel_id, f.batch_id, b.in_cohort, f.unit, f.department, f.parcel_area, f.supplied, f.gone, f.remaining,
    CASE WHEN f.parcel_area - f.supplied - f.gone <= 0.005 THEN CASE WHEN f.gone > f.supplied THEN 'writtenoff' ELSE 'supplied' END
        WHEN f.stage = '批而未征' THEN 'unacquired' WHEN f.stage = '征而未供' THEN 'unsupplied' WHEN f.stage = '未供即用' THEN 'inuse' ELSE 'unknown' END AS status_code,
    f.deadline,
    CASE WHEN f.deadline < p.as_of THEN p.as_of - f.deadline END AS days_overdue
FROM stood AS f CROSS JOIN p JOIN fact.batch AS b ON b.batch_id = f.batch_id
