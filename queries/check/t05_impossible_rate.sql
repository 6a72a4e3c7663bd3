-- 百分率不在0到100之间
-- rule: T05
-- severity: B
-- grain: indicator and unit, at the edition's as_of. 任务完成率 may be anything. A rate of the stock falls below 0
-- where land supplied before T0 was taken back since: then a person confirms it.
SELECT 'figure' AS kind, f.indicator || ' ' || f.unit AS key, f.unit, CAST(NULL AS INTEGER) AS sheet_id, CAST(NULL AS BIGINT) AS line,
    date_text(f.as_of) || '的' || split_part(f.title, '：', 1) || '是 ' || rate_text(f.numerator, f.denominator) || '（' || area_text(f.numerator) || ' / '
    || area_text(f.denominator) || '）；请查明哪些行使分子小于零或大于分母，例如起点以前供出、以后又撤销的' AS message
FROM kpi.figure AS f JOIN frame.policy AS p ON p.as_of = f.as_of
WHERE f.measure = '%' AND f.indicator NOT IN ('task_completion_rate', 'idle_task_completion_rate') AND (f.value < 0 OR f.value > 100)
