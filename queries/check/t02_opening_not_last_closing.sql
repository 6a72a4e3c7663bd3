-- 期初数与上期公布的期末数不同，须在数据调整说明中写明
-- rule: T02
-- severity: F
-- grain: stock and unit; only where the last edition spoke of the day before this quarter (R15).
WITH last_edition AS (
    SELECT quarter, as_of FROM (
        SELECT quarter, as_of, row_number() OVER (ORDER BY quarter DESC) AS nth FROM previous.published.edition) AS e WHERE nth = 1
), opening AS (
    SELECT f.indicator, f.unit, f.value AS published, l.as_of,
        CASE f.indicator WHEN 'unsupplied_ha' THEN t.unsupplied ELSE i.closing END AS value
    FROM previous.published.figure AS f
    JOIN last_edition AS l ON l.quarter = f.quarter AND l.as_of = f.as_of
    JOIN frame.policy AS p ON TRUE
    JOIN clean.calendar AS c ON c.as_of = p.as_of AND c.previous_as_of = l.as_of
    LEFT JOIN total.standing AS t ON t.unit = f.unit AND t.as_of = l.as_of AND f.indicator = 'unsupplied_ha'
    LEFT JOIN total.idle AS i ON i.unit = f.unit AND i.as_of = l.as_of AND f.indicator = 'idle_closing'
    LEFT JOIN frame.unit AS u ON u.unit = f.unit
    WHERE f.indicator IN ('unsupplied_ha', 'idle_closing') AND coalesce(u.category, '') <> '部门'
)
SELECT 'figure' AS kind, CASE indicator WHEN 'unsupplied_ha' THEN '批而未供 ' ELSE '闲置土地 ' END || unit AS key, unit,
    CAST(NULL AS INTEGER) AS sheet_id, CAST(NULL AS BIGINT) AS line,
    '上期公布 ' || date_text(as_of) || ' 存量 ' || area_text(published) || ' 公顷，本期台账算得同一天 ' || area_text(coalesce(value, 0)) || ' 公顷，相差 '
    || area_text(coalesce(value, 0) - published) || ' 公顷；请说明改了哪些行' AS message
FROM opening
WHERE coalesce(value, 0) <> published
