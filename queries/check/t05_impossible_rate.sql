-- 百分率不在0到100之间
-- rule: T05
-- severity: B
-- grain: indicator and unit; the furthest of the days that are published. 任务完成率 may be anything.
WITH odd AS (
    SELECT f.indicator, f.title, f.unit, f.as_of, f.numerator, f.denominator, f.value,
        row_number() OVER (PARTITION BY f.indicator, f.unit ORDER BY abs(f.value - 50) DESC, f.as_of DESC) AS nth
    FROM kpi.figure AS f JOIN clean.calendar AS c ON c.as_of = f.as_of AND c.role <> 'aux'
    WHERE f.measure = '%' AND f.indicator NOT IN ('task_completion_rate', 'idle_task_completion_rate') AND (f.value < 0 OR f.value > 100)
)
SELECT 'figure' AS kind, indicator || ' ' || unit AS key, unit, CAST(NULL AS INTEGER) AS sheet_id, CAST(NULL AS BIGINT) AS line,
    date_text(as_of) || '的' || split_part(title, '：', 1) || '是 ' || rate_text(numerator, denominator) || '（' || area_text(numerator) || ' / ' || area_text(denominator)
    || '）；请查明哪些行使分子小于零或大于分母' AS message
FROM odd
WHERE nth = 1
