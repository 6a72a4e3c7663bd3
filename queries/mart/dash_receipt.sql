-- 看板：每个数的分子、分母、数值。
-- grain: indicator of dash_word, unit (全区 and those of the ranking), quarter end since T0. R4: text is rounded once.
SELECT f.indicator, f.unit, c.quarter,
    CASE WHEN f.measure <> '%' THEN NULL WHEN f.indicator LIKE '%count' THEN CAST(CAST(f.numerator AS BIGINT) AS VARCHAR) || '宗' ELSE area_text(f.numerator) || '公顷' END AS numerator_text,
    CASE WHEN f.measure <> '%' THEN NULL WHEN f.indicator LIKE '%count' THEN CAST(CAST(f.denominator AS BIGINT) AS VARCHAR) || '宗' ELSE area_text(f.denominator) || '公顷' END AS denominator_text,
    coalesce(CASE f.measure WHEN '%' THEN rate_text(f.numerator, f.denominator) WHEN '公顷' THEN area_text(f.value) || '公顷（' || CAST(CAST(f.value * 15 AS DECIMAL(18, 2)) AS VARCHAR) || '亩）' ELSE CAST(CAST(f.value AS BIGINT) AS VARCHAR) || f.measure END, '无任务') AS value_text
FROM kpi.figure AS f JOIN clean.calendar AS c ON c.as_of = f.as_of AND c.role IN ('current', 'previous', 'history')
LEFT JOIN frame.unit AS u ON u.unit = f.unit
WHERE (f.unit = '全区' OR f.unit IN (SELECT unit FROM rank.unit))
    AND f.indicator IN ('supply_rate', 'supply_rate_gross', 'stock_clearance_rate', 'pre2014_clearance_rate', 'supply_gap_ha', 'unsupplied_ha', 'disposed_ha',
        'idle_disposal_rate', 'idle_disposal_rate_count', 'idle_closing', 'idle_closing_count', 'idle_fee_due', 'idle_takeback_due')
ORDER BY f.seq, f.unit <> '全区', u.unit_code, f.unit, c.as_of
