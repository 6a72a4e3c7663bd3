-- 看板：以前各季度末全区和各单位的两率，与 rate 同列，按本期台账重算。
-- grain: quarter end since T0 before the edition's day, unit. rules: F1, I1, R13
SELECT c.quarter, t.unit, pct(t.supplied, t.due) AS supply_rate, rate_text(t.supplied, t.due) AS supply_rate_text,
    s.supply_schedule, CAST(CAST(s.supply_schedule AS DECIMAL(9, 2)) AS VARCHAR) || '%' AS supply_schedule_text,
    p.supply_target, regexp_replace(CAST(p.supply_target AS VARCHAR), '\.?0+$', '') || '%' AS supply_target_text,
    pct(i.done, i.recognised) AS idle_rate, rate_text(i.done, i.recognised) AS idle_rate_text,
    CASE WHEN i.recognised > 0 THEN s.idle_schedule END AS idle_schedule, CASE WHEN i.recognised > 0 THEN CAST(CAST(s.idle_schedule AS DECIMAL(9, 2)) AS VARCHAR) || '%' END AS idle_schedule_text,
    p.idle_target, regexp_replace(CAST(p.idle_target AS VARCHAR), '\.?0+$', '') || '%' AS idle_target_text
FROM clean.calendar AS c JOIN total.standing AS t ON t.as_of = c.as_of CROSS JOIN frame.policy AS p
JOIN rank.schedule AS s ON s.unit = t.unit AND s.as_of = t.as_of
LEFT JOIN total.idle AS i ON i.unit = t.unit AND i.as_of = t.as_of LEFT JOIN frame.unit AS u ON u.unit = t.unit
WHERE c.role IN ('previous', 'history') AND (t.unit = '全区' OR (coalesce(u.category, '') <> '部门' AND (u.ranked OR t.due > 0 OR i.recognised > 0)
    AND (u.unit IS NOT NULL OR t.unit IN (SELECT unit FROM fact.share WHERE dimension = 'unit'))))
ORDER BY c.as_of, t.unit <> '全区', u.unit_code, t.unit
