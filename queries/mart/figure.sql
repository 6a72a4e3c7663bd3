-- 全部公布指标：准确值、对外文字、与上季度比较、目标与序时进度。
-- grain: indicator, unit, as_of (published days only). text is rounded once from numerator and denominator (R4).
WITH shown AS (
    SELECT f.seq, f.indicator, f.title, f.measure, f.target, f.unit, f.as_of, f.numerator, f.denominator, f.value, c.role, c.previous_as_of,
        coalesce(u.category, CASE WHEN f.unit = '全区' THEN '全区' WHEN f.unit IN (SELECT unit FROM fact.share WHERE dimension = 'unit' UNION SELECT unit FROM fact.idle) THEN '街道' ELSE '部门' END) AS category, coalesce(u.unit_code, '') AS unit_code
    FROM kpi.figure AS f JOIN clean.calendar AS c ON c.as_of = f.as_of LEFT JOIN frame.unit AS u ON u.unit = f.unit
    WHERE c.role <> 'aux'
), compared AS (
    SELECT s.seq, s.indicator, s.title, s.measure, s.target, s.unit, s.as_of, s.numerator, s.denominator, s.value, s.role, s.category, s.unit_code,
        o.value AS old_value,
        CASE WHEN s.measure = '%' THEN points(s.numerator, s.denominator, o.numerator, o.denominator) ELSE s.value - o.value END AS change,
        CASE WHEN s.measure = '%' THEN sign(s.numerator * o.denominator - o.numerator * s.denominator) ELSE sign(s.value - o.value) END AS direction
    FROM shown AS s
    LEFT JOIN kpi.figure AS o ON o.indicator = s.indicator AND o.unit = s.unit AND o.as_of = s.previous_as_of
        AND s.role <> 'base' AND o.as_of >= (SELECT stock_from FROM frame.policy)
)
SELECT c.seq, c.indicator, split_part(c.title, '：', 1) AS title, c.unit, CASE c.category WHEN '全区' THEN 'district' WHEN '部门' THEN 'department' ELSE 'territorial' END AS unit_kind, c.unit_code,
    c.as_of, c.role AS period, c.numerator, c.denominator, CAST(c.value AS DECIMAL(38, 6)) AS value, c.measure,
    CASE c.measure WHEN '%' THEN pct_text(c.numerator, c.denominator) WHEN '公顷' THEN area_text(c.value) ELSE CAST(CAST(c.value AS BIGINT) AS VARCHAR) END AS text,
    CASE WHEN c.measure = '公顷' THEN CAST(CAST(c.value * 15 AS DECIMAL(18, 2)) AS VARCHAR) END AS mu_text,
    CASE c.measure WHEN '%' THEN CAST(CAST(abs(c.change) AS DECIMAL(18, 2)) AS VARCHAR) WHEN '公顷' THEN area_text(abs(c.change)) ELSE CAST(CAST(abs(c.change) AS BIGINT) AS VARCHAR) END AS change_text,
    CASE WHEN c.value IS NULL OR c.old_value IS NULL THEN NULL WHEN c.direction > 0 THEN 'up' WHEN c.direction < 0 THEN 'down' ELSE 'flat' END AS change_direction,
    CASE c.target WHEN 'supply' THEN CAST(CAST(p.supply_target AS DECIMAL(9, 2)) AS VARCHAR) WHEN 'idle' THEN CAST(CAST(p.idle_target AS DECIMAL(9, 2)) AS VARCHAR) WHEN 'task' THEN '100.00' END AS target_text,
    CASE c.target WHEN 'supply' THEN m.supply_target_met WHEN 'idle' THEN m.idle_target_met WHEN 'task' THEN c.numerator >= c.denominator END AS target_met,
    CASE c.target WHEN 'supply' THEN CAST(CAST(s.supply_schedule AS DECIMAL(9, 2)) AS VARCHAR) WHEN 'idle' THEN CAST(CAST(s.idle_schedule AS DECIMAL(9, 2)) AS VARCHAR) END AS schedule_text,
    CASE c.target WHEN 'supply' THEN m.supply_schedule_met WHEN 'idle' THEN m.idle_schedule_met END AS schedule_met,
    coalesce(CASE c.target WHEN 'supply' THEN NOT m.supply_target_met AND CAST(pct_text(c.numerator, c.denominator) AS DECIMAL(18, 2)) >= p.supply_target
        WHEN 'idle' THEN NOT m.idle_target_met AND CAST(pct_text(c.numerator, c.denominator) AS DECIMAL(18, 2)) >= p.idle_target
        WHEN 'task' THEN c.numerator < c.denominator AND CAST(pct_text(c.numerator, c.denominator) AS DECIMAL(18, 2)) >= 100 END, false) AS near_miss
FROM compared AS c CROSS JOIN frame.policy AS p
LEFT JOIN judge.met AS m ON m.unit = c.unit AND m.as_of = c.as_of
LEFT JOIN rank.schedule AS s ON s.unit = c.unit AND s.as_of = c.as_of
WHERE c.value IS NOT NULL OR c.unit = '全区'
ORDER BY c.seq, c.as_of, CASE c.category WHEN '全区' THEN 0 WHEN '部门' THEN 2 ELSE 1 END, c.unit_code, c.unit
