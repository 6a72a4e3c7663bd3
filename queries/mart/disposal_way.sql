-- 图：处置按方式，本季和起点以来累计。批而未供为供应、核销、调整使用；闲置土地为 D1—D9（D7 征缴闲置费不算处置）。
WITH p AS (SELECT p.as_of, c.previous_as_of FROM frame.policy AS p JOIN clean.calendar AS c ON c.as_of = p.as_of),
act AS (
    SELECT '批而未供' AS ledger, 'S' AS way_code, '供应' AS way, a.allocated_area AS area, a.signed_on AS day FROM fact.allocation AS a JOIN fact.batch AS b ON b.batch_id = a.batch_id CROSS JOIN p
    WHERE b.in_cohort AND (a.revoked_on IS NULL OR a.revoked_on > p.as_of)
    UNION ALL SELECT '批而未供', CASE w.class WHEN 'writeoff' THEN 'W' ELSE 'X' END, CASE w.class WHEN 'writeoff' THEN '核销' ELSE '调整使用' END, w.area, w.effective_on
    FROM fact.writeoff AS w JOIN fact.batch AS b ON b.batch_id = w.batch_id WHERE b.in_cohort
    UNION ALL SELECT '闲置土地', d.way_code, d.way, d.disposed_area, d.disposed_on
    FROM fact.idle_disposal AS d JOIN fact.idle AS i ON i.idle_id = d.idle_id WHERE i.recognised AND d.way_code NOT IN ('D0', 'D7')
), stock AS (SELECT stock_from FROM frame.policy)
SELECT a.ledger, a.way_code, a.way, sum(CASE WHEN a.day > p.previous_as_of THEN a.area ELSE 0 END) AS quarter_area,
    area_text(sum(CASE WHEN a.day > p.previous_as_of THEN a.area ELSE 0 END)) AS quarter_area_text,
    sum(a.area) AS total_area, area_text(sum(a.area)) AS total_area_text,
    count(*) FILTER (WHERE a.day > p.previous_as_of) AS quarter_count, count(*) AS total_count
FROM act AS a CROSS JOIN p CROSS JOIN stock
WHERE a.day <= p.as_of AND a.day > stock.stock_from
GROUP BY a.ledger, a.way_code, a.way
ORDER BY a.ledger = '闲置土地', CASE a.way_code WHEN 'S' THEN '1' WHEN 'W' THEN '2' WHEN 'X' THEN '3' ELSE a.way_code END
