-- 期初数与上期公布的期末数不同，须在数据调整说明中写明
-- rule: T02
-- severity: F
-- grain: stock and unit; only where the last edition spoke of the day before this quarter (R15). The message names the batches or idle
-- parcels that stand otherwise than then, the three that differ most first; all their differences together are the gap.
WITH last_edition AS (
    SELECT quarter, as_of FROM (
        SELECT quarter, as_of, row_number() OVER (ORDER BY quarter DESC) AS nth FROM previous.published.edition) AS e WHERE nth = 1
), opening AS (
    SELECT f.indicator, f.unit, f.value AS published, l.as_of,
        CASE f.indicator WHEN 'unsupplied_ha' THEN t.unsupplied ELSE i.closing END AS value
    FROM (SELECT o.quarter, o.indicator, coalesce(a.unit, o.unit) AS unit, o.as_of, o.value FROM previous.published.figure AS o
        LEFT JOIN naming.unit_alias AS a ON a.alias = o.unit) AS f
    JOIN last_edition AS l ON l.quarter = f.quarter AND l.as_of = f.as_of
    JOIN frame.policy AS p ON TRUE
    JOIN clean.calendar AS c ON c.as_of = p.as_of AND c.previous_as_of = l.as_of
    LEFT JOIN total.standing AS t ON t.unit = f.unit AND t.as_of = l.as_of AND f.indicator = 'unsupplied_ha'
    LEFT JOIN total.idle AS i ON i.unit = f.unit AND i.as_of = l.as_of AND f.indicator = 'idle_closing'
    LEFT JOIN frame.unit AS u ON u.unit = f.unit
    WHERE f.indicator IN ('unsupplied_ha', 'idle_closing') AND coalesce(u.category, '') <> '部门'
), moved AS (
    SELECT 'unsupplied_ha' AS indicator, coalesce(o.unit, s.unit) AS unit, coalesce(o.batch_id, s.batch_id) AS key,
        coalesce(s.due - s.supplied, 0) - coalesce(o.due - o.supplied, 0) AS area
    FROM (SELECT x.batch_id, coalesce(a.unit, x.unit) AS unit, x.due, x.supplied FROM previous.stand.position AS x LEFT JOIN naming.unit_alias AS a ON a.alias = x.unit WHERE x.dimension = 'unit' AND x.as_of = (SELECT as_of FROM last_edition)) AS o
    FULL JOIN (SELECT batch_id, unit, due, supplied FROM stand.position WHERE dimension = 'unit' AND as_of = (SELECT as_of FROM last_edition)) AS s
        ON s.batch_id = o.batch_id AND s.unit = o.unit
    UNION ALL
    SELECT 'idle_closing', coalesce(o.unit, s.unit), coalesce(o.idle_id, s.idle_id), coalesce(s.recognised - s.done, 0) - coalesce(o.recognised - o.done, 0)
    FROM (SELECT x.idle_id, coalesce(a.unit, x.unit) AS unit, x.recognised, x.done FROM previous.stand.idle AS x LEFT JOIN naming.unit_alias AS a ON a.alias = x.unit WHERE x.as_of = (SELECT as_of FROM last_edition)) AS o
    FULL JOIN (SELECT idle_id, unit, recognised, done FROM stand.idle WHERE as_of = (SELECT as_of FROM last_edition)) AS s ON s.idle_id = o.idle_id AND s.unit = o.unit
), ordered AS (
    SELECT indicator, unit, key, sum(area) AS area, row_number() OVER (PARTITION BY indicator, unit ORDER BY abs(sum(area)) DESC, key) AS nth,
        count(*) OVER (PARTITION BY indicator, unit) AS keys, sum(sum(area)) OVER (PARTITION BY indicator, unit) AS total
    FROM (SELECT indicator, unit, key, area FROM moved WHERE area <> 0 UNION ALL SELECT indicator, '全区', key, area FROM moved WHERE area <> 0) AS m
    GROUP BY indicator, unit, key HAVING sum(area) <> 0
), named AS (
    SELECT indicator, unit, max(total) AS total, string_agg(key || '（' || CASE WHEN area > 0 THEN '＋' ELSE '－' END || area_text(abs(area)) || '）', '、' ORDER BY nth)
        || CASE WHEN max(keys) > 3 THEN '等' || max(keys) || '项' ELSE '' END AS words
    FROM ordered WHERE nth <= 3 GROUP BY indicator, unit
)
SELECT 'figure' AS kind, CASE o.indicator WHEN 'unsupplied_ha' THEN '批而未供 ' ELSE '闲置土地 ' END || o.unit AS key, o.unit,
    CAST(NULL AS INTEGER) AS sheet_id, CAST(NULL AS BIGINT) AS line,
    '上期公布 ' || date_text(as_of) || ' 存量 ' || area_text(published) || ' 公顷，本期台账算得同一天 ' || area_text(coalesce(value, 0)) || ' 公顷，相差 '
    || area_text(coalesce(value, 0) - published) || ' 公顷' || coalesce('，来自 ' || n.words, '') || '；请说明为什么改' AS message
FROM opening AS o LEFT JOIN named AS n ON n.indicator = o.indicator AND n.unit = o.unit AND n.total = coalesce(o.value, 0) - o.published
WHERE coalesce(value, 0) <> published
