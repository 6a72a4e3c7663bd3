-- 图：各单位各季度的供地率和闲置土地处置率。
-- grain: unit, quarter. cell_text has one decimal, for a narrow cell. band: met 达到目标, schedule 达到序时, below 低于序时, NULL 无任务.
SELECT t.unit, d.quarter, d.label, pct(t.supplied, t.due) AS supply_rate, rate_text(t.supplied, t.due) AS supply_rate_text,
    CAST(CAST(pct_at(t.supplied, t.due, 1) * 0.1 AS DECIMAL(18, 1)) AS VARCHAR) AS supply_cell_text,
    CASE WHEN m.supply_target_met THEN '达到目标' WHEN m.supply_schedule_met THEN '达到序时' WHEN t.due > 0 THEN '低于序时' END AS supply_band,
    pct(i.done, i.recognised) AS idle_rate, rate_text(i.done, i.recognised) AS idle_rate_text,
    CAST(CAST(pct_at(i.done, i.recognised, 1) * 0.1 AS DECIMAL(18, 1)) AS VARCHAR) AS idle_cell_text,
    CASE WHEN m.idle_target_met THEN '达到目标' WHEN m.idle_schedule_met THEN '达到序时' WHEN i.recognised > 0 THEN '低于序时' END AS idle_band
FROM total.standing AS t JOIN clean.calendar AS d ON d.as_of = t.as_of AND d.role IN ('current', 'previous', 'history')
JOIN judge.met AS m ON m.unit = t.unit AND m.as_of = t.as_of LEFT JOIN total.idle AS i ON i.unit = t.unit AND i.as_of = t.as_of
LEFT JOIN frame.unit AS u ON u.unit = t.unit
WHERE t.unit = '全区' OR t.unit IN (SELECT unit FROM rank.unit)
ORDER BY t.unit <> '全区', u.unit_code, t.unit, d.as_of
