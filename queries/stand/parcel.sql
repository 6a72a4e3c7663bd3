-- 地块在本期截止日的状态：供出多少、核销多少、还剩多少。
-- grain: parcel_id, at the edition's as_of.
-- order: parcel_id
WITH p AS (SELECT as_of FROM frame.policy),
supplied AS (
    SELECT a.parcel_id, sum(a.allocated_area) AS area FROM fact.allocation AS a, p
    WHERE a.parcel_id IS NOT NULL AND a.signed_on <= p.as_of AND (a.revoked_on IS NULL OR a.revoked_on > p.as_of) GROUP BY a.parcel_id
), gone AS (
    SELECT w.parcel_id, sum(w.area) AS area FROM fact.writeoff AS w, p WHERE w.parcel_id IS NOT NULL AND w.effective_on <= p.as_of GROUP BY w.parcel_id
)
SELECT f.parcel_id, f.batch_id, b.in_cohort, f.unit, f.department, f.parcel_area, coalesce(s.area, 0) AS supplied, coalesce(g.area, 0) AS gone,
    greatest(0, f.parcel_area - coalesce(s.area, 0) - coalesce(g.area, 0)) AS remaining,
    CASE WHEN f.parcel_area - coalesce(s.area, 0) - coalesce(g.area, 0) <= 0.005 THEN CASE WHEN coalesce(g.area, 0) > coalesce(s.area, 0) THEN 'writtenoff' ELSE 'supplied' END
        WHEN f.stage = '批而未征' THEN 'unacquired' WHEN f.stage = '征而未供' THEN 'unsupplied' WHEN f.stage = '未供即用' THEN 'inuse' ELSE 'unknown' END AS status_code,
    f.deadline,
    CASE WHEN f.deadline < p.as_of THEN p.as_of - f.deadline END AS days_overdue
FROM fact.parcel AS f CROSS JOIN p JOIN fact.batch AS b ON b.batch_id = f.batch_id
LEFT JOIN supplied AS s ON s.parcel_id = f.parcel_id LEFT JOIN gone AS g ON g.parcel_id = f.parcel_id
