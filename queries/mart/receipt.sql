-- 通报里印出而不在全部公布指标里的数：较上季度的差、目标与序时进度、得分与名次、地块、原公布的数。
-- grain: indicator, unit (or parcel), as_of. value is exact, text is rounded once (R4) as the bulletin prints it. With mart.figure it answers
-- for every number of the bulletin; an indicator of figures.csv with a word after the point (supply_rate.change) is that figure's change.
WITH p AS (SELECT p.as_of, c.previous_as_of, p.stock_from, p.supply_target, p.idle_target FROM frame.policy AS p JOIN clean.calendar AS c ON c.as_of = p.as_of),
change AS (
    SELECT f.indicator, f.unit, f.as_of, f.measure,
        CASE WHEN f.measure = '%' THEN CAST(CAST(pct(f.numerator, f.denominator) AS DECIMAL(18, 6)) - CAST(pct(o.numerator, o.denominator) AS DECIMAL(18, 6)) AS DECIMAL(18, 6)) ELSE f.value - o.value END AS value,
        CASE WHEN f.measure = '%' THEN points(f.numerator, f.denominator, o.numerator, o.denominator) ELSE f.value - o.value END AS rounded
    FROM kpi.figure AS f JOIN p ON p.as_of = f.as_of AND p.previous_as_of >= p.stock_from
    JOIN kpi.figure AS o ON o.indicator = f.indicator AND o.unit = f.unit AND o.as_of = p.previous_as_of
), listed AS (
    SELECT f.parcel_id AS id, f.remaining AS area, f.days_overdue FROM stand.parcel AS f WHERE f.in_cohort AND f.remaining > 0.005
    UNION ALL SELECT s.idle_id, s.open_area, NULL FROM stand.idle AS s JOIN p ON p.as_of = s.as_of WHERE s.open_area > 0
), rows AS (
    SELECT indicator || '.change' AS indicator, unit, as_of, CASE measure WHEN '%' THEN '个百分点' ELSE measure END AS measure, value,
        CASE measure WHEN '%' THEN CAST(rounded AS VARCHAR) WHEN '公顷' THEN area_text(rounded) ELSE CAST(CAST(rounded AS BIGINT) AS VARCHAR) END AS text
    FROM change WHERE value IS NOT NULL
    UNION ALL SELECT 'supply_rate.schedule', s.unit, s.as_of, '%', s.supply_schedule, CAST(CAST(s.supply_schedule AS DECIMAL(9, 2)) AS VARCHAR) FROM rank.schedule AS s JOIN p ON p.as_of = s.as_of
    UNION ALL SELECT 'idle_disposal_rate.schedule', s.unit, s.as_of, '%', s.idle_schedule, CAST(CAST(s.idle_schedule AS DECIMAL(9, 2)) AS VARCHAR) FROM rank.schedule AS s JOIN p ON p.as_of = s.as_of
    UNION ALL SELECT 'supply_rate.target', '全区', as_of, '%', supply_target, CAST(CAST(supply_target AS DECIMAL(9, 2)) AS VARCHAR) FROM p
    UNION ALL SELECT 'idle_disposal_rate.target', '全区', as_of, '%', idle_target, CAST(CAST(idle_target AS DECIMAL(9, 2)) AS VARCHAR) FROM p
    UNION ALL SELECT 'rank', r.unit, r.as_of, '位', r.rank, CAST(r.rank AS VARCHAR) FROM rank.unit AS r JOIN p ON p.as_of = r.as_of
    UNION ALL SELECT 'score', r.unit, r.as_of, '分', r.score, CAST(CAST(r.score AS DECIMAL(18, 2)) AS VARCHAR) FROM rank.unit AS r JOIN p ON p.as_of = r.as_of
    UNION ALL SELECT 'all_disposed_ha', r.unit, r.as_of, '公顷', r.disposed, area_text(r.disposed) FROM rank.unit AS r JOIN p ON p.as_of = r.as_of
    UNION ALL SELECT 'all_remaining_ha', r.unit, r.as_of, '公顷', r.remaining, area_text(r.remaining) FROM rank.unit AS r JOIN p ON p.as_of = r.as_of
    UNION ALL SELECT 'low_streak', k.unit, p.as_of, '期', k.low_streak, CAST(k.low_streak AS VARCHAR) FROM judge.streak AS k CROSS JOIN p
    UNION ALL SELECT 'parcel_ha', l.id, p.as_of, '公顷', l.area, area_text(l.area) FROM listed AS l CROSS JOIN p
    UNION ALL SELECT 'parcel_days_overdue', l.id, p.as_of, '天', l.days_overdue, CAST(l.days_overdue AS VARCHAR) FROM listed AS l CROSS JOIN p WHERE l.days_overdue IS NOT NULL
    UNION ALL SELECT 'parcel_ha', '全区', max(p.as_of), '公顷', sum(l.area), area_text(sum(l.area)) FROM listed AS l CROSS JOIN p HAVING count(*) > 0
    UNION ALL SELECT 'parcel_count', '全区', max(p.as_of), '宗', count(*), CAST(count(*) AS VARCHAR) FROM listed AS l CROSS JOIN p HAVING count(*) > 0
    UNION ALL SELECT f.indicator || '.published', f.unit, f.as_of, f.measure, h.value, CASE f.measure WHEN '%' THEN rate_text(h.numerator, h.denominator) ELSE area_text(h.value) END
    FROM previous.published.history AS h JOIN kpi.figure AS f ON f.indicator = h.indicator AND f.unit = h.unit AND f.as_of = h.as_of WHERE f.value IS DISTINCT FROM h.value
)
SELECT indicator, unit, as_of, measure, CAST(value AS DECIMAL(38, 6)) AS value, text
FROM rows WHERE value IS NOT NULL
ORDER BY indicator, as_of, unit
