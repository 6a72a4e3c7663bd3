-- 任务完成率（批而未供）：本年处置面积占年度任务的比例，可超过百分之百
-- seq: 6
-- measure: %
-- target: task
-- grain: unit with a task by that day, as_of. 全区 is what the whole district disposed of by the tasks of its units together (R1), those of departments apart (R17). rules: F6, R5
WITH yearly AS (
    SELECT c.as_of, k.unit, sum(k.area) FILTER (WHERE k.quarter IS NULL) AS whole_year,
        sum(k.area) FILTER (WHERE k.quarter <= CAST(ceil(month(c.as_of) / 3.0) AS INTEGER)) AS by_quarter
    FROM fact.task AS k JOIN clean.calendar AS c ON year(c.as_of) = k.year
    WHERE k.category = '批而未供'
    GROUP BY c.as_of, k.unit
), task AS (
    SELECT as_of, unit, coalesce(whole_year, by_quarter) AS area FROM yearly WHERE coalesce(whole_year, by_quarter) > 0
), done AS (
    SELECT t.unit, t.as_of, (t.supplied - o.supplied) + (t.written_off - o.written_off) + (t.adjusted - o.adjusted) AS area
    FROM total.standing AS t JOIN total.standing AS o ON o.unit = t.unit AND o.as_of = CAST(date_trunc('year', t.as_of) AS DATE) - 1
), held AS (
    SELECT unit, as_of, area FROM task
    UNION ALL
    SELECT '全区', k.as_of, sum(k.area) FROM task AS k LEFT JOIN frame.unit AS u ON u.unit = k.unit WHERE coalesce(u.category, '') <> '部门' GROUP BY k.as_of
)
SELECT k.unit, k.as_of, d.area AS numerator, k.area AS denominator, pct(d.area, k.area) AS value
FROM held AS k JOIN done AS d ON d.unit = k.unit AND d.as_of = k.as_of
