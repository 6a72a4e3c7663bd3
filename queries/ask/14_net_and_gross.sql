-- 净口径与毛口径
-- 同一截止日的四种算法并列：供地率（F1，扣核销调整）、不扣核销的供地率（F2）、存量消化率（F4，方案的第二种理解）、存量供地率（F4s）。
-- chart: bar 单位 供地率 供地率（不扣核销）
-- governed: yes
-- $as_of as_of：截止日，默认本期
WITH p AS (SELECT coalesce(CAST($as_of AS DATE), as_of) AS as_of FROM frame.policy)
SELECT t.unit AS "单位", t.approved AS "批准面积", t.written_off AS "核销面积", t.adjusted AS "调整面积", t.due AS "应供面积", t.supplied AS "已供面积",
    n.value AS "供地率", g.value AS "供地率（不扣核销）", c.value AS "存量消化率", s.value AS "存量供地率", CAST(n.value - g.value AS DECIMAL(18, 6)) AS "净毛相差个百分点"
FROM p JOIN total.standing AS t ON t.as_of = p.as_of
LEFT JOIN kpi.figure AS n ON n.indicator = 'supply_rate' AND n.unit = t.unit AND n.as_of = t.as_of
LEFT JOIN kpi.figure AS g ON g.indicator = 'supply_rate_gross' AND g.unit = t.unit AND g.as_of = t.as_of
LEFT JOIN kpi.figure AS c ON c.indicator = 'stock_clearance_rate' AND c.unit = t.unit AND c.as_of = t.as_of
LEFT JOIN kpi.figure AS s ON s.indicator = 'stock_supply_rate' AND s.unit = t.unit AND s.as_of = t.as_of
LEFT JOIN frame.unit AS u ON u.unit = t.unit
WHERE t.unit = '全区' OR u.ranked OR t.approved > 0
ORDER BY t.unit <> '全区', coalesce(u.category, '') = '部门', u.unit_code, t.unit
