-- 图：处置按方式，本季和起点以来累计。批而未供为供应、核销、调整使用；闲置土地为 D1—D9（D7 征缴闲置费不算处置）。
-- grain: ledger, way. The areas of 批而未供 are those of the totals (supply capped, revoked supply taken off), so that they add up to
-- annex 1; those of idle land are the areas of the acts themselves.
WITH p AS (SELECT p.as_of, c.previous_as_of, p.stock_from FROM frame.policy AS p JOIN clean.calendar AS c ON c.as_of = p.as_of),
span AS (
    SELECT t.supplied - o.supplied AS q_supplied, t.written_off - o.written_off AS q_written, t.adjusted - o.adjusted AS q_adjusted,
        t.supplied - b.supplied AS supplied, t.written_off - b.written_off AS written, t.adjusted - b.adjusted AS adjusted
    FROM p JOIN total.standing AS t ON t.as_of = p.as_of AND t.unit = '全区' JOIN total.standing AS o ON o.as_of = p.previous_as_of AND o.unit = '全区'
    JOIN total.standing AS b ON b.as_of = p.stock_from AND b.unit = '全区'
), land_act AS (
    SELECT 'S' AS way_code, a.signed_on AS day FROM fact.allocation AS a JOIN fact.batch AS b ON b.batch_id = a.batch_id CROSS JOIN p
    WHERE b.in_cohort AND (a.revoked_on IS NULL OR a.revoked_on > p.as_of)
    UNION ALL SELECT CASE w.class WHEN 'writeoff' THEN 'W' ELSE 'X' END, w.effective_on FROM fact.writeoff AS w JOIN fact.batch AS b ON b.batch_id = w.batch_id WHERE b.in_cohort
), land AS (
    SELECT 'S' AS way_code, '供应' AS way, q_supplied AS quarter_area, supplied AS total_area FROM span
    UNION ALL SELECT 'W', '核销', q_written, written FROM span UNION ALL SELECT 'X', '调整使用', q_adjusted, adjusted FROM span
), counted AS (
    SELECT a.way_code, count(*) FILTER (WHERE a.day > p.previous_as_of) AS quarter_count, count(*) AS total_count
    FROM land_act AS a CROSS JOIN p WHERE a.day <= p.as_of AND a.day > p.stock_from GROUP BY a.way_code
), idle_act AS (
    SELECT d.way_code, d.way, d.disposed_area AS area, d.disposed_on AS day
    FROM fact.idle_disposal AS d JOIN fact.idle AS i ON i.idle_id = d.idle_id WHERE i.recognised AND d.way_code NOT IN ('D0', 'D7')
), lines AS (
    SELECT '批而未供' AS ledger, l.way_code, l.way, l.quarter_area, l.total_area, coalesce(c.quarter_count, 0) AS quarter_count, coalesce(c.total_count, 0) AS total_count
    FROM land AS l LEFT JOIN counted AS c ON c.way_code = l.way_code WHERE l.total_area <> 0 OR l.quarter_area <> 0 OR c.total_count > 0
    UNION ALL
    SELECT '闲置土地', a.way_code, a.way, sum(CASE WHEN a.day > p.previous_as_of THEN a.area ELSE 0 END), sum(a.area), count(*) FILTER (WHERE a.day > p.previous_as_of), count(*)
    FROM idle_act AS a CROSS JOIN p WHERE a.day <= p.as_of AND a.day > p.stock_from GROUP BY a.way_code, a.way
)
SELECT ledger, way_code, way, CAST(quarter_area AS DECIMAL(18, 6)) AS quarter_area, area_text(quarter_area) AS quarter_area_text,
    CAST(total_area AS DECIMAL(18, 6)) AS total_area, area_text(total_area) AS total_area_text, quarter_count, total_count
FROM lines
ORDER BY ledger = '闲置土地', CASE way_code WHEN 'S' THEN '1' WHEN 'W' THEN '2' WHEN 'X' THEN '3' ELSE way_code END
