-- 未供原因结构
-- 未供面积按地块台账写的未供原因归类，面积大的在前，占比是占全区（该单位）未供面积。一个批次一个单位的地块合计不超过它的未供面积（R7）。与看板“卡在哪里”相同；只有本期截止日的数。
-- chart: bar 未供原因 未供面积
-- $unit unit：责任单位，默认全区
WITH summed AS (
    SELECT reason, sum(CAST(parcels_text AS BIGINT)) AS parcels, sum(area) AS area, sum(CASE stage WHEN '批而未征' THEN area ELSE 0 END) AS unacquired,
        sum(CASE stage WHEN '征而未供' THEN area ELSE 0 END) AS acquired, sum(CASE stage WHEN '未供即用' THEN area ELSE 0 END) AS in_use
    FROM mart.dash_stuck WHERE unit = coalesce(CAST($unit AS VARCHAR), '全区') GROUP BY reason
)
SELECT reason AS "未供原因", parcels AS "地块", area AS "未供面积", pct(area, sum(area) OVER ()) AS "占比",
    unacquired AS "批而未征", acquired AS "征而未供", in_use AS "未供即用"
FROM summed ORDER BY area DESC, reason
