-- 图：全区两率走势和到期预计：按近四季度的平均增幅，区间取四个季度中最慢和最快的增幅。
-- grain: part, quarter; kind actual or forecast. Rates in %, kept within 0 and 100.
WITH day AS (SELECT as_of, quarter, label FROM clean.calendar WHERE role IN ('current', 'previous', 'history')),
actual AS (
    SELECT 'supply' AS part, d.as_of, d.quarter, d.label, pct(t.supplied, t.due) AS rate, s.supply_schedule AS schedule FROM day AS d
    JOIN total.standing AS t ON t.as_of = d.as_of AND t.unit = '全区' JOIN rank.schedule AS s ON s.as_of = d.as_of AND s.unit = '全区'
    UNION ALL
    SELECT 'idle', d.as_of, d.quarter, d.label, pct(i.done, i.recognised), s.idle_schedule FROM day AS d
    JOIN total.idle AS i ON i.as_of = d.as_of AND i.unit = '全区' JOIN rank.schedule AS s ON s.as_of = d.as_of AND s.unit = '全区'
), rise AS (
    SELECT part, as_of, rate - lag(rate) OVER (PARTITION BY part ORDER BY as_of) AS points, row_number() OVER (PARTITION BY part ORDER BY as_of DESC) AS back FROM actual
), pace AS (
    SELECT part, CAST(sum(points) / 4 AS DECIMAL(18, 6)) AS mean, min(points) AS slow, max(points) AS fast FROM rise WHERE back <= 4 GROUP BY part HAVING count(points) = 4
), ahead AS (
    SELECT last_day(CAST(p.as_of + 1 AS DATE) + to_months(CAST(3 * k + 2 AS INTEGER))) AS as_of, k + 1 AS step
    FROM frame.policy AS p, range(0, 40) AS r(k) WHERE k < date_diff('quarter', p.as_of + 1, p.deadline + 1) AND p.as_of = p.quarter_end
), coming AS (
    SELECT a.part, h.as_of, quarter_name(h.as_of) AS quarter, quarter_text(h.as_of) AS label,
        CAST(greatest(0, least(100, a.rate + h.step * f.mean)) AS DECIMAL(18, 6)) AS rate,
        CAST(greatest(0, least(100, a.rate + h.step * f.slow)) AS DECIMAL(18, 6)) AS low, CAST(greatest(0, least(100, a.rate + h.step * f.fast)) AS DECIMAL(18, 6)) AS high
    FROM actual AS a JOIN frame.policy AS p ON p.as_of = a.as_of JOIN pace AS f ON f.part = a.part CROSS JOIN ahead AS h
), rows AS (
    SELECT part, as_of, quarter, label, 'actual' AS kind, rate, schedule, rate AS low, rate AS high FROM actual
    UNION ALL SELECT part, as_of, quarter, label, 'forecast', rate, NULL, low, high FROM coming
)
SELECT r.part, r.quarter, r.label, r.kind, CASE r.kind WHEN 'actual' THEN '实际' ELSE '预计' END AS kind_text, r.rate, CAST(CAST(r.rate AS DECIMAL(18, 2)) AS VARCHAR) || '%' AS rate_text,
    r.low, CASE r.kind WHEN 'forecast' THEN CAST(CAST(r.low AS DECIMAL(18, 2)) AS VARCHAR) || '%' END AS low_text,
    r.high, CASE r.kind WHEN 'forecast' THEN CAST(CAST(r.high AS DECIMAL(18, 2)) AS VARCHAR) || '%' END AS high_text, CAST(r.high - r.low AS DECIMAL(18, 6)) AS spread,
    r.schedule, CAST(CAST(r.schedule AS DECIMAL(9, 2)) AS VARCHAR) || '%' AS schedule_text,
    CASE r.part WHEN 'supply' THEN p.supply_target ELSE p.idle_target END AS target, regexp_replace(CAST(CASE r.part WHEN 'supply' THEN p.supply_target ELSE p.idle_target END AS VARCHAR), '\.?0+$', '') || '%' AS target_text
FROM rows AS r CROSS JOIN frame.policy AS p
ORDER BY r.part DESC, r.as_of
