-- 数据调整说明
-- What the last edition said of an earlier day and this snapshot says otherwise (R15); empty when nothing changed.
WITH changed AS (
    SELECT f.seq, f.indicator, f.title, f.measure, f.unit, f.as_of, h.numerator AS old_n, h.denominator AS old_d, h.value AS old_value, f.numerator, f.denominator, f.value
    FROM previous.published.history AS h JOIN kpi.figure AS f ON f.indicator = h.indicator AND f.unit = h.unit AND f.as_of = h.as_of
    WHERE f.value IS DISTINCT FROM h.value
), moved_batch AS (
    SELECT DISTINCT o.unit, f.department, o.batch_id
    FROM previous.published.position AS o
    LEFT JOIN stand.position AS s ON s.batch_id = o.batch_id AND s.unit = o.unit AND s.as_of = o.as_of AND s.dimension = 'unit'
    LEFT JOIN fact.batch AS f ON f.batch_id = o.batch_id
    WHERE s.batch_id IS NULL OR s.due <> o.due OR s.supplied <> o.supplied
), moved_idle AS (
    SELECT DISTINCT o.unit, o.idle_id
    FROM previous.published.idle AS o LEFT JOIN stand.idle AS s ON s.idle_id = o.idle_id AND s.as_of = o.as_of
    WHERE s.idle_id IS NULL OR s.recognised <> o.recognised OR s.done <> o.done
), batches AS (
    SELECT unit, string_agg(DISTINCT batch_id, '、' ORDER BY batch_id) AS ids FROM (
        SELECT unit, batch_id FROM moved_batch UNION SELECT department, batch_id FROM moved_batch UNION SELECT '全区', batch_id FROM moved_batch
    ) GROUP BY unit
), idles AS (
    SELECT unit, string_agg(DISTINCT idle_id, '、' ORDER BY idle_id) AS ids FROM (
        SELECT unit, idle_id FROM moved_idle UNION SELECT '全区', idle_id FROM moved_idle
    ) GROUP BY unit
)
SELECT CAST(c.as_of AS VARCHAR) AS "截止日", split_part(c.title, '：', 1) AS "指标", c.unit AS "单位",
    CASE c.measure WHEN '%' THEN coalesce(rate_text(c.old_n, c.old_d), '—') ELSE area_text(c.old_value) END AS "原公布",
    CASE c.measure WHEN '%' THEN coalesce(rate_text(c.numerator, c.denominator), '—') ELSE area_text(c.value) END AS "现数据",
    CASE c.measure WHEN '%' THEN coalesce(CAST(points(c.numerator, c.denominator, c.old_n, c.old_d) AS VARCHAR) || '个百分点', '—') ELSE area_text(c.value - c.old_value) END AS "差额",
    coalesce(CASE WHEN c.indicator LIKE 'idle%' THEN i.ids ELSE b.ids END, '—') AS "涉及批次或地块"
FROM changed AS c LEFT JOIN batches AS b ON b.unit = c.unit LEFT JOIN idles AS i ON i.unit = c.unit LEFT JOIN frame.unit AS u ON u.unit = c.unit
ORDER BY c.as_of, c.seq, c.unit <> '全区', u.unit_code, c.unit
