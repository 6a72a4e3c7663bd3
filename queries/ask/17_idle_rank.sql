-- 各单位闲置处置率与排名
-- 按闲置土地处置率（面积，I1）从高到低，同率同名次，没有认定闲置土地的不排；另列综合名次（R11）供对照。
-- chart: bar 单位 处置率（面积） 处置率（宗数）
-- governed: yes
-- $as_of as_of：截止日，默认本期
WITH p AS (SELECT coalesce(CAST($as_of AS DATE), as_of) AS as_of FROM frame.policy)
SELECT CASE WHEN f.value IS NOT NULL THEN rank() OVER (PARTITION BY f.value IS NULL ORDER BY f.value DESC) END AS "处置率名次",
    i.unit AS "单位", i.recognised_count AS "认定宗数", i.recognised AS "认定面积", i.done AS "处置面积", f.value AS "处置率（面积）", c.value AS "处置率（宗数）",
    i.closing AS "期末存量", s.idle_schedule AS "序时进度", m.idle_schedule_met AS "达到序时", r.rank AS "综合名次"
FROM p JOIN total.idle AS i ON i.as_of = p.as_of AND i.unit <> '全区'
LEFT JOIN kpi.figure AS f ON f.indicator = 'idle_disposal_rate' AND f.unit = i.unit AND f.as_of = i.as_of
LEFT JOIN kpi.figure AS c ON c.indicator = 'idle_disposal_rate_count' AND c.unit = i.unit AND c.as_of = i.as_of
LEFT JOIN rank.schedule AS s ON s.unit = i.unit AND s.as_of = i.as_of
LEFT JOIN judge.met AS m ON m.unit = i.unit AND m.as_of = i.as_of
LEFT JOIN rank.unit AS r ON r.unit = i.unit AND r.as_of = i.as_of
LEFT JOIN frame.unit AS u ON u.unit = i.unit
ORDER BY 1 NULLS LAST, u.unit_code, i.unit
