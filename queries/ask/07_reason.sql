-- 未供原因结构
-- 考核范围内尚有未供面积的地块，按台账写的未供原因归类，面积大的在前；占比是占这些地块未供面积之和。只有本期截止日的数。
-- chart: bar 未供原因 未供面积
-- $unit unit：责任单位，默认全部
WITH row AS (
    SELECT coalesce(n.unsupplied_reason, '原因未填') AS reason, s.remaining AS area, n.stage
    FROM stand.parcel AS s JOIN fact.parcel AS n ON n.parcel_id = s.parcel_id
    WHERE s.in_cohort AND s.remaining > 0 AND s.unit = coalesce(CAST($unit AS VARCHAR), s.unit)
), summed AS (
    SELECT reason, count(*) AS parcels, sum(area) AS area, sum(CASE stage WHEN '批而未征' THEN area ELSE 0 END) AS unacquired,
        sum(CASE stage WHEN '征而未供' THEN area ELSE 0 END) AS acquired, sum(CASE stage WHEN '未供即用' THEN area ELSE 0 END) AS in_use
    FROM row GROUP BY reason
)
SELECT reason AS "未供原因", parcels AS "地块", area AS "未供面积", pct(area, sum(area) OVER ()) AS "占比",
    unacquired AS "批而未征", acquired AS "征而未供", in_use AS "未供即用"
FROM summed ORDER BY area DESC, reason
