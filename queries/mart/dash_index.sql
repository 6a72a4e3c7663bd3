-- 总目：各期发布时全区的数，以前各期照当时所印。
-- grain: edition of a quarter, oldest first. As published then, not as later ledgers would have it (R15).
WITH p AS (SELECT quarter, as_of, supply_target, idle_target FROM frame.policy),
figure AS (
    SELECT quarter, indicator, as_of, numerator, denominator, value FROM previous.published.figure WHERE unit = '全区'
    UNION ALL
    SELECT p.quarter, f.indicator, f.as_of, f.numerator, f.denominator, f.value FROM kpi.figure AS f JOIN p ON p.as_of = f.as_of WHERE f.unit = '全区'
), wide AS (
    SELECT quarter, max(as_of) AS as_of,
        max(numerator) FILTER (WHERE indicator = 'supply_rate') AS supplied, max(denominator) FILTER (WHERE indicator = 'supply_rate') AS due,
        max(numerator) FILTER (WHERE indicator = 'idle_disposal_rate') AS done, max(denominator) FILTER (WHERE indicator = 'idle_disposal_rate') AS recognised,
        max(value) FILTER (WHERE indicator = 'unsupplied_ha') AS unsupplied, max(value) FILTER (WHERE indicator = 'idle_closing') AS idle_closing
    FROM figure GROUP BY quarter
)
SELECT w.quarter, quarter_text(w.as_of) AS label, date_text(w.as_of) AS as_of_text,
    pct(w.supplied, w.due) AS supply_rate, coalesce(rate_text(w.supplied, w.due), '无任务') AS supply_rate_text, p.supply_target,
    pct(w.done, w.recognised) AS idle_rate, coalesce(rate_text(w.done, w.recognised), '无任务') AS idle_rate_text, p.idle_target,
    area_text(w.unsupplied) AS unsupplied_text, area_text(w.idle_closing) AS idle_closing_text
FROM wide AS w CROSS JOIN p
ORDER BY w.quarter
