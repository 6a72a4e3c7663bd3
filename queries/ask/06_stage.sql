-- 未供按阶段
-- 未供面积按地块的现状阶段（批而未征、征而未供、未供即用）归类，末行为合计，等于全区（该单位）未供面积。一个批次一个单位的地块合计不超过它的未供面积（R7）；地块台账没有列到的面积记“未落到地块”。与看板“卡在哪里”相同；只有本期截止日的数。
-- chart: bar 现状阶段 未供面积
-- $unit unit：责任单位，默认全区
WITH part AS (
    SELECT stage, CAST(parcels_text AS BIGINT) AS parcels, area FROM mart.dash_stuck WHERE unit = coalesce(CAST($unit AS VARCHAR), '全区')
)
SELECT CASE WHEN GROUPING(stage) = 1 THEN '合计' ELSE stage END AS "现状阶段", coalesce(sum(parcels), 0) AS "地块", coalesce(sum(area), 0) AS "未供面积",
    pct(sum(area), (SELECT sum(area) FROM part)) AS "占比"
FROM part
GROUP BY ROLLUP (stage)
ORDER BY GROUPING(stage), CASE stage WHEN '批而未征' THEN 1 WHEN '征而未供' THEN 2 WHEN '未供即用' THEN 3 WHEN '阶段未填' THEN 4 ELSE 5 END
