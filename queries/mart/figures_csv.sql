-- figures.csv：每个公布的指标一行，准确值；按批准年度的供地率记作 supply_rate_2008 等，补正率记作 repair_rate。
WITH rows AS (
    SELECT f.seq, f.indicator, f.unit, f.as_of, f.numerator, f.denominator, f.value, f.measure, u.category, u.unit_code
    FROM kpi.figure AS f JOIN clean.calendar AS c ON c.as_of = f.as_of LEFT JOIN frame.unit AS u ON u.unit = f.unit
    WHERE c.role <> 'aux'
    UNION ALL
    SELECT 100, 'supply_rate_' || CAST(year(b.approved_on) AS VARCHAR), '全区', p.as_of, sum(s.supplied), sum(s.due), pct(sum(s.supplied), sum(s.due)), '%', NULL, NULL
    FROM stand.position AS s JOIN frame.policy AS p ON p.as_of = s.as_of JOIN fact.batch AS b ON b.batch_id = s.batch_id
    WHERE s.dimension = 'unit'
    GROUP BY year(b.approved_on), p.as_of
    UNION ALL
    SELECT 101, 'repair_rate', r.unit, p.as_of, r.mended, r.rows, pct(r.mended, r.rows), '%', u.category, u.unit_code
    FROM (
        SELECT unit, CAST(count(*) FILTER (WHERE mended) AS DECIMAL(18, 6)) AS mended, CAST(count(*) AS DECIMAL(18, 6)) AS rows
        FROM (SELECT unit, mended FROM doubt.repair_rate UNION ALL SELECT '全区', mended FROM doubt.repair_rate) AS one GROUP BY unit
    ) AS r CROSS JOIN frame.policy AS p LEFT JOIN frame.unit AS u ON u.unit = r.unit
)
SELECT indicator, cell_safe(unit) AS unit, as_of, CAST(numerator AS DECIMAL(38, 6)) AS numerator, CAST(denominator AS DECIMAL(38, 6)) AS denominator,
    CAST(value AS DECIMAL(38, 6)) AS value, measure
FROM rows
ORDER BY seq, indicator, as_of, unit <> '全区', category = '部门', unit_code, unit
