-- 一年或者整个专项行动的各季度：两率、存量、处置面积，发布的首位和末位。
-- grain: quarter end in the span. The rates are by the newest ledgers (R15), first and last as they were published.
-- params: year (NULL: the whole programme)
WITH p AS (
    SELECT as_of, CASE WHEN CAST($year AS VARCHAR) IS NULL THEN stock_from ELSE greatest(stock_from, make_date(CAST($year AS INTEGER) - 1, 12, 31)) END AS since FROM frame.policy
), ends AS (
    SELECT quarter, string_agg(unit, '、' ORDER BY unit) FILTER (WHERE rank = 1) AS first_units, string_agg(unit, '、' ORDER BY unit) FILTER (WHERE rank = last_rank AND rank > 1) AS last_units
    FROM (SELECT quarter, unit, rank, max(rank) OVER (PARTITION BY quarter) AS last_rank FROM published.ranking WHERE rank IS NOT NULL) GROUP BY quarter
)
SELECT c.label AS "季度", coalesce(rate_text(t.supplied, t.due), '—') AS "供地率", area_text(d.value) AS "本季处置", area_text(t.unsupplied) AS "季末未供",
    coalesce(rate_text(i.done, i.recognised), '—') AS "闲置土地处置率", area_text(coalesce(i.disposed, 0)) AS "本季处置闲置", area_text(coalesce(i.closing, 0)) AS "季末闲置",
    coalesce(e.first_units, '未发布') AS "首位", coalesce(e.last_units, CASE WHEN e.first_units IS NULL THEN '未发布' ELSE '—' END) AS "末位"
FROM p JOIN clean.calendar AS c ON c.as_of > p.since AND c.role IN ('history', 'previous', 'current')
JOIN total.standing AS t ON t.unit = '全区' AND t.as_of = c.as_of JOIN kpi.disposed_ha AS d ON d.unit = '全区' AND d.as_of = c.as_of
LEFT JOIN total.idle AS i ON i.unit = '全区' AND i.as_of = c.as_of LEFT JOIN ends AS e ON e.quarter = c.quarter
ORDER BY c.as_of
