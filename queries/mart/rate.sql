-- 图：全区和各单位的供地率、闲置土地处置率，与目标和序时进度对照。
WITH p AS (SELECT as_of, supply_target, idle_target FROM frame.policy)
SELECT t.unit, pct(t.supplied, t.due) AS supply_rate, rate_text(t.supplied, t.due) AS supply_rate_text,
    s.supply_schedule, CAST(CAST(s.supply_schedule AS DECIMAL(9, 2)) AS VARCHAR) || '%' AS supply_schedule_text,
    p.supply_target, regexp_replace(CAST(p.supply_target AS VARCHAR), '\.?0+$', '') || '%' AS supply_target_text,
    pct(i.done, i.recognised) AS idle_rate, rate_text(i.done, i.recognised) AS idle_rate_text,
    CASE WHEN i.recognised > 0 THEN s.idle_schedule END AS idle_schedule, CASE WHEN i.recognised > 0 THEN CAST(CAST(s.idle_schedule AS DECIMAL(9, 2)) AS VARCHAR) || '%' END AS idle_schedule_text,
    p.idle_target, regexp_replace(CAST(p.idle_target AS VARCHAR), '\.?0+$', '') || '%' AS idle_target_text
FROM total.standing AS t JOIN p ON p.as_of = t.as_of
JOIN rank.schedule AS s ON s.unit = t.unit AND s.as_of = t.as_of
LEFT JOIN total.idle AS i ON i.unit = t.unit AND i.as_of = t.as_of
LEFT JOIN frame.unit AS u ON u.unit = t.unit
WHERE t.unit = '全区' OR (coalesce(u.category, '') <> '部门' AND (u.ranked OR t.due > 0 OR i.recognised > 0)
    AND (u.unit IS NOT NULL OR t.unit IN (SELECT unit FROM fact.share WHERE dimension = 'unit')))
ORDER BY t.unit <> '全区', u.unit_code, t.unit
