-- figures.csv：每个公布的指标一行，准确值；按批准年度的供地率记作 supply_rate_2008 等。
WITH rows AS (
    SELECT f.seq, f.indicator, f.unit, f.as_of, f.numerator, f.denominator, f.value, f.measure, u.category, u.unit_code
    FROM kpi.figure AS f JOIN clean.calendar AS c ON c.as_of = f.as_of LEFT JOIN frame.unit AS u ON u.unit = f.unit
    WHERE c.role <> 'aux'
    UNION ALL
    SELECT 100, 'supply_rate_' || CAST(year(b.approved_on) AS VARCHAR), '全区', p.as_of, sum(s.supplied), sum(s.due), pct(sum(s.supplied), sum(s.due)), '%', NULL, NULL
    FROM stand.position AS s JOIN frame.policy AS p ON p.as_of = s.as_of JOIN fact.batch AS b ON b.batch_id = s.batch_id
    WHERE s.dimension = 'unit'
    GROUP BY year(b.approved_on), p.as_of
)
SELECT indicator, cell_safe(unit) AS unit, as_of, CAST(numerator AS DECIMAL(38, 6)) AS numerator, CAST(denominator AS DECIMAL(38, 6)) AS denominator,
    CAST(value AS DECIMAL(38, 6)) AS value, measure
FROM rows
ORDER BY seq, indicator, as_of, unit <> '全区', category = '部门', unit_code, unit
