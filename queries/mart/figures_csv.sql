-- figures.csv：每个公布的指标一行，准确值。
SELECT f.indicator, cell_safe(f.unit) AS unit, f.as_of, f.numerator, f.denominator, CAST(f.value AS DECIMAL(38, 6)) AS value, f.measure
FROM kpi.figure AS f JOIN clean.calendar AS c ON c.as_of = f.as_of LEFT JOIN frame.unit AS u ON u.unit = f.unit
WHERE c.role <> 'aux'
ORDER BY f.seq, f.indicator, f.as_of, f.unit <> '全区', u.category = '部门', u.unit_code, f.unit
