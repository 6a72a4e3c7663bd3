-- 一个单位的未供地块和闲置土地：各有多少宗、多少超期或者应征费、应收回，离目标还差多少。
-- grain: one row; texts, NULL where there is none. rules: F8, I4, I5
-- params: unit
WITH land AS (
    SELECT count(*) AS n, sum(remaining) AS area, count(*) FILTER (WHERE days_overdue > 0) AS late, sum(remaining) FILTER (WHERE days_overdue > 0) AS late_area, max(days_overdue) AS days
    FROM stand.parcel WHERE in_cohort AND remaining > 0.005 AND unit = CAST($unit AS VARCHAR)
), idle AS (
    SELECT count(*) AS n, sum(s.open_area) AS area, count(*) FILTER (WHERE s.fee_due) AS fee, count(*) FILTER (WHERE s.takeback_due) AS takeback
    FROM stand.idle AS s JOIN frame.policy AS p ON p.as_of = s.as_of JOIN fact.idle AS i ON i.idle_id = s.idle_id WHERE s.open_area > 0 AND i.unit = CAST($unit AS VARCHAR)
), gap AS (
    SELECT max(gap_text) FILTER (WHERE part = 'supply' AND NOT target_met) AS supply_gap, max(gap_text) FILTER (WHERE part = 'idle' AND NOT target_met) AS idle_gap,
        max(target_text) FILTER (WHERE part = 'supply') AS supply_target, max(target_text) FILTER (WHERE part = 'idle') AS idle_target
    FROM mart.dash_track WHERE current AND unit = CAST($unit AS VARCHAR)
)
SELECT CASE WHEN l.n > 0 THEN l.n || '宗' END AS land_count, CASE WHEN l.n > 0 THEN area_text(l.area) || '公顷' END AS land_area, CASE WHEN l.late > 0 THEN l.late || '宗' END AS late_count,
    CASE WHEN l.late > 0 THEN area_text(l.late_area) || '公顷' END AS late_area, CASE WHEN l.late > 0 THEN l.days || '天' END AS late_days,
    CASE WHEN i.n > 0 THEN i.n || '宗' END AS idle_count, CASE WHEN i.n > 0 THEN area_text(i.area) || '公顷' END AS idle_area, CASE WHEN i.fee > 0 THEN i.fee || '宗' END AS fee_count,
    CASE WHEN i.takeback > 0 THEN i.takeback || '宗' END AS takeback_count, g.supply_gap, g.idle_gap, g.supply_target, g.idle_target
FROM land AS l, idle AS i, gap AS g
