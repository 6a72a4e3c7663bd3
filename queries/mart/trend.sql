-- 图：全区两率逐季走势，与目标和序时进度对照；各季度都按本期台账计算。
SELECT c.quarter, c.label, t.as_of, pct(t.supplied, t.due) AS supply_rate, rate_text(t.supplied, t.due) AS supply_rate_text,
    s.supply_schedule, CAST(CAST(s.supply_schedule AS DECIMAL(9, 2)) AS VARCHAR) || '%' AS supply_schedule_text,
    p.supply_target, regexp_replace(CAST(p.supply_target AS VARCHAR), '\.?0+$', '') || '%' AS supply_target_text,
    pct(i.done, i.recognised) AS idle_rate, rate_text(i.done, i.recognised) AS idle_rate_text,
    s.idle_schedule, CAST(CAST(s.idle_schedule AS DECIMAL(9, 2)) AS VARCHAR) || '%' AS idle_schedule_text,
    p.idle_target, regexp_replace(CAST(p.idle_target AS VARCHAR), '\.?0+$', '') || '%' AS idle_target_text
FROM clean.calendar AS c CROSS JOIN frame.policy AS p JOIN total.standing AS t ON t.as_of = c.as_of AND t.unit = '全区'
JOIN rank.schedule AS s ON s.unit = t.unit AND s.as_of = t.as_of LEFT JOIN total.idle AS i ON i.unit = t.unit AND i.as_of = t.as_of
WHERE c.role IN ('current', 'previous', 'history')
ORDER BY c.as_of
