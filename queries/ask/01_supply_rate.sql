-- 全区供地率与差额
-- 已供面积占应供面积的比例（F1），距目标还差多少公顷（F8），是否达到目标和序时进度；面积单位公顷，率为百分数，都是准确值。
-- governed: yes
-- $as_of as_of：截止日，默认本期
-- $unit unit = 全区：单位，默认全区
WITH p AS (SELECT coalesce(CAST($as_of AS DATE), as_of) AS as_of, supply_target FROM frame.policy)
SELECT t.unit AS "单位", t.as_of AS "截止日", t.due AS "应供面积", t.supplied AS "已供面积", t.unsupplied AS "未供面积",
    f.value AS "供地率", p.supply_target AS "目标", g.value AS "距目标差额", m.supply_target_met AS "达到目标",
    s.supply_schedule AS "序时进度", m.supply_schedule_met AS "达到序时"
FROM p JOIN total.standing AS t ON t.as_of = p.as_of
JOIN kpi.figure AS f ON f.indicator = 'supply_rate' AND f.unit = t.unit AND f.as_of = t.as_of
JOIN kpi.figure AS g ON g.indicator = 'supply_gap_ha' AND g.unit = t.unit AND g.as_of = t.as_of
JOIN judge.met AS m ON m.unit = t.unit AND m.as_of = t.as_of
JOIN rank.schedule AS s ON s.unit = t.unit AND s.as_of = t.as_of
WHERE t.unit = CAST($unit AS VARCHAR)
