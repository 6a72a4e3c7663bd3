-- 与被替换的一版相比变了的指标值和名次：原公布、现公布，以及是哪些批次或地块变了。
-- grain: indicator, unit, as_of. old, new: exact values, as in figures.csv; *_text: as printed (R4), in the measure's own words.
-- A rank is the indicator rank; what only one of the two versions has is NULL in the other. rows are the batches and idle
-- parcels whose position on that very day is another, is new or is gone; NULL where none is: a rank may move because of others.
WITH known AS (SELECT indicator, any_value(title) AS title, min(seq) AS seq FROM kpi.figure GROUP BY indicator),
old AS (
    SELECT indicator, unit, as_of, CAST(value AS VARCHAR) AS value, value AS exact, numerator AS n, denominator AS d, measure FROM replaced.mart.figures_csv
    UNION ALL
    SELECT 'rank', r.unit, p.as_of, CAST(r.rank AS VARCHAR), NULL, NULL, NULL, '名' FROM replaced.mart.rankings_csv AS r CROSS JOIN replaced.frame.policy AS p
), new AS (
    SELECT indicator, unit, as_of, CAST(value AS VARCHAR) AS value, value AS exact, numerator AS n, denominator AS d, measure FROM mart.figures_csv
    UNION ALL
    SELECT 'rank', r.unit, p.as_of, CAST(r.rank AS VARCHAR), NULL, NULL, NULL, '名' FROM mart.rankings_csv AS r CROSS JOIN frame.policy AS p
), changed AS (
    SELECT coalesce(n.indicator, o.indicator) AS indicator, coalesce(n.unit, o.unit) AS unit, coalesce(n.as_of, o.as_of) AS as_of,
        coalesce(n.measure, o.measure) AS measure, o.value AS old, n.value AS new, o.exact AS old_exact, n.exact AS new_exact,
        o.n AS old_n, o.d AS old_d, n.n AS new_n, n.d AS new_d
    FROM new AS n FULL JOIN old AS o ON o.indicator = n.indicator AND o.unit = n.unit AND o.as_of = n.as_of
    WHERE o.value IS DISTINCT FROM n.value
), moved_batch AS (
    SELECT coalesce(o.as_of, s.as_of) AS as_of, coalesce(o.unit, s.unit) AS unit, f.department, coalesce(o.batch_id, s.batch_id) AS batch_id
    FROM (SELECT * FROM replaced.stand.position WHERE dimension = 'unit' AND as_of IN (SELECT as_of FROM changed)) AS o
    FULL JOIN (SELECT * FROM stand.position WHERE dimension = 'unit' AND as_of IN (SELECT as_of FROM changed)) AS s
        ON s.batch_id = o.batch_id AND s.unit = o.unit AND s.as_of = o.as_of
    LEFT JOIN fact.batch AS f ON f.batch_id = coalesce(o.batch_id, s.batch_id)
    WHERE (s.approved, s.written_off, s.adjusted, s.allocated, s.due, s.supplied) IS DISTINCT FROM (o.approved, o.written_off, o.adjusted, o.allocated, o.due, o.supplied)
), moved_idle AS (
    SELECT coalesce(o.as_of, s.as_of) AS as_of, coalesce(o.unit, s.unit) AS unit, coalesce(o.idle_id, s.idle_id) AS idle_id
    FROM (SELECT * FROM replaced.stand.idle WHERE as_of IN (SELECT as_of FROM changed)) AS o
    FULL JOIN (SELECT * FROM stand.idle WHERE as_of IN (SELECT as_of FROM changed)) AS s ON s.idle_id = o.idle_id AND s.unit = o.unit AND s.as_of = o.as_of
    WHERE (s.recognised, s.done, s.open_area, s.reopened, s.fee_due, s.takeback_due) IS DISTINCT FROM (o.recognised, o.done, o.open_area, o.reopened, o.fee_due, o.takeback_due)
), touched AS (
    SELECT as_of, unit, 'land' AS kind, batch_id AS id FROM moved_batch
    UNION SELECT as_of, department, 'land', batch_id FROM moved_batch
    UNION SELECT as_of, department || '（主管）', 'land', batch_id FROM moved_batch
    UNION SELECT as_of, '全区', 'land', batch_id FROM moved_batch
    UNION SELECT as_of, unit, 'idle', idle_id FROM moved_idle
    UNION SELECT as_of, '全区', 'idle', idle_id FROM moved_idle
), ids AS (
    SELECT as_of, unit, kind, string_agg(id, '、' ORDER BY id) AS ids FROM touched GROUP BY as_of, unit, kind
    UNION ALL
    SELECT as_of, unit, 'rank', string_agg(id, '、' ORDER BY kind DESC, id) FROM touched GROUP BY as_of, unit
)
SELECT c.indicator, CASE c.indicator WHEN 'rank' THEN '综合排名' ELSE coalesce(split_part(k.title, '：', 1), CASE c.indicator WHEN 'repair_rate' THEN '补正率' END, replace(c.indicator, 'supply_rate_', '') || '年批准批次供地率') END AS title,
    c.unit, CAST(c.as_of AS VARCHAR) AS as_of, c.old, c.new,
    CASE WHEN c.old IS NULL THEN '—' WHEN c.measure = '%' THEN rate_text(c.old_n, c.old_d) WHEN c.measure = '公顷' THEN area_text(c.old_exact)
        WHEN c.measure = '名' THEN '第' || c.old || '名' ELSE CAST(CAST(c.old_exact AS BIGINT) AS VARCHAR) || c.measure END AS old_text,
    CASE WHEN c.new IS NULL THEN '—' WHEN c.measure = '%' THEN rate_text(c.new_n, c.new_d) WHEN c.measure = '公顷' THEN area_text(c.new_exact)
        WHEN c.measure = '名' THEN '第' || c.new || '名' ELSE CAST(CAST(c.new_exact AS BIGINT) AS VARCHAR) || c.measure END AS new_text,
    CASE WHEN c.measure = '%' THEN CAST(points(c.new_n, c.new_d, c.old_n, c.old_d) AS VARCHAR) || '个百分点'
        WHEN c.measure = '公顷' THEN area_text(c.new_exact - c.old_exact) WHEN c.measure = '名' THEN NULL
        ELSE CAST(CAST(c.new_exact - c.old_exact AS BIGINT) AS VARCHAR) END AS change_text,
    i.ids AS rows
FROM changed AS c LEFT JOIN known AS k ON k.indicator = c.indicator LEFT JOIN frame.unit AS u ON u.unit = c.unit
LEFT JOIN ids AS i ON i.unit = c.unit AND i.as_of = c.as_of AND i.kind = CASE WHEN c.indicator = 'rank' THEN 'rank' WHEN c.indicator LIKE 'idle%' THEN 'idle' ELSE 'land' END
ORDER BY c.indicator = 'rank', c.as_of DESC, k.seq NULLS LAST, c.indicator, c.unit <> '全区', u.category = '部门', u.unit_code, c.unit
