-- 低于序时进度的单位
-- 供地率或闲置土地处置率低于序时进度（R13）的单位，以及要赶上序时还须处置多少公顷；比较用准确值。
-- chart: bar 单位 低多少个百分点
-- governed: yes
-- $as_of as_of：截止日，默认本期
WITH p AS (SELECT coalesce(CAST($as_of AS DATE), as_of) AS as_of FROM frame.policy),
row AS (
    SELECT t.unit, u.category, u.unit_code, '供地率' AS item, t.supplied AS n, t.due AS d, s.supply_schedule AS schedule
    FROM p JOIN total.standing AS t ON t.as_of = p.as_of JOIN rank.schedule AS s ON s.unit = t.unit AND s.as_of = t.as_of
    JOIN judge.met AS m ON m.unit = t.unit AND m.as_of = t.as_of LEFT JOIN frame.unit AS u ON u.unit = t.unit WHERE NOT m.supply_schedule_met
    UNION ALL
    SELECT i.unit, u.category, u.unit_code, '闲置土地处置率', i.done, i.recognised, s.idle_schedule
    FROM p JOIN total.idle AS i ON i.as_of = p.as_of JOIN rank.schedule AS s ON s.unit = i.unit AND s.as_of = i.as_of
    JOIN judge.met AS m ON m.unit = i.unit AND m.as_of = i.as_of LEFT JOIN frame.unit AS u ON u.unit = i.unit WHERE NOT m.idle_schedule_met
)
SELECT unit AS "单位", item AS "指标", n AS "分子", d AS "分母", pct(n, d) AS "数值", schedule AS "序时进度",
    CAST(schedule - pct(n, d) AS DECIMAL(18, 6)) AS "低多少个百分点", CAST(schedule * d * 0.01 AS DECIMAL(18, 6)) - n AS "赶上还差公顷"
FROM row
ORDER BY unit <> '全区', coalesce(category, '') = '部门', item, schedule - pct(n, d) DESC, unit_code, unit
