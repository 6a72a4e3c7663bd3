-- 各单位供地率、排名、较上季度
-- 各单位的供地率（F1）、综合得分名次（R11），与上季度末相比的个百分点；两个季度都按本期台账计算。
-- chart: bar 单位 供地率
-- governed: yes
-- $as_of as_of：截止日，默认本期
WITH p AS (SELECT coalesce(CAST($as_of AS DATE), as_of) AS as_of FROM frame.policy)
SELECT t.unit AS "单位", u.category AS "类别", t.due AS "应供面积", t.supplied AS "已供面积", f.value AS "供地率",
    points(t.supplied, t.due, o.supplied, o.due) AS "较上季度个百分点", r.score AS "综合得分", r.rank AS "排名",
    coalesce(r.status, '不参与排名') AS "状态"
FROM p JOIN clean.calendar AS c ON c.as_of = p.as_of
JOIN total.standing AS t ON t.as_of = p.as_of
JOIN kpi.figure AS f ON f.indicator = 'supply_rate' AND f.unit = t.unit AND f.as_of = t.as_of
LEFT JOIN total.standing AS o ON o.unit = t.unit AND o.as_of = c.previous_as_of AND c.role <> 'base'
LEFT JOIN rank.unit AS r ON r.unit = t.unit AND r.as_of = t.as_of
LEFT JOIN frame.unit AS u ON u.unit = t.unit
WHERE t.unit = '全区' OR r.unit IS NOT NULL OR t.due > 0
ORDER BY t.unit = '全区', coalesce(u.category, '') = '部门', r.rank NULLS LAST, u.unit_code, t.unit
