-- 各单位各截止日是否达到目标、是否达到序时进度；用准确值比较，以上含本数（R3、R13）。
-- grain: unit, as_of. NULL where nothing is due.
SELECT t.unit, t.as_of,
    CASE WHEN t.due > 0 THEN 100 * t.supplied >= p.supply_target * t.due END AS supply_target_met,
    CASE WHEN t.due > 0 THEN 100 * t.supplied >= s.supply_schedule * t.due END AS supply_schedule_met,
    CASE WHEN i.recognised > 0 THEN 100 * i.done >= p.idle_target * i.recognised END AS idle_target_met,
    CASE WHEN i.recognised > 0 THEN 100 * i.done >= s.idle_schedule * i.recognised END AS idle_schedule_met,
    CASE WHEN i.recognised > 0 THEN 10000 * i.done < p.expose_below_share * s.idle_schedule * i.recognised END AS idle_far_below
FROM total.standing AS t
JOIN rank.schedule AS s ON s.unit = t.unit AND s.as_of = t.as_of
LEFT JOIN total.idle AS i ON i.unit = t.unit AND i.as_of = t.as_of
CROSS JOIN frame.policy AS p
