-- 数据调整说明
-- grain: as_of, figure, unit. The batches and idle parcels are those whose position on that very day is another, is new or is gone.
-- What the last edition said of an earlier day and this snapshot says otherwise (R15); empty when nothing changed.
WITH changed AS (
    SELECT f.seq, f.indicator, f.title, f.measure, f.unit, f.as_of, h.numerator AS old_n, h.denominator AS old_d, h.value AS old_value, f.numerator, f.denominator, f.value
    FROM previous.published.history AS h JOIN kpi.figure AS f ON f.indicator = h.indicator AND f.unit = h.unit AND f.as_of = h.as_of
    WHERE f.value IS DISTINCT FROM h.value
), moved_batch AS (
    SELECT coalesce(o.as_of, s.as_of) AS as_of, coalesce(o.unit, s.unit) AS unit, f.department, coalesce(o.batch_id, s.batch_id) AS batch_id
    FROM (SELECT batch_id, unit, as_of, due, supplied FROM previous.stand.position WHERE dimension = 'unit' AND as_of IN (SELECT as_of FROM changed)) AS o
    FULL JOIN (SELECT batch_id, unit, as_of, due, supplied FROM stand.position WHERE dimension = 'unit' AND as_of IN (SELECT as_of FROM changed)) AS s
        ON s.batch_id = o.batch_id AND s.unit = o.unit AND s.as_of = o.as_of
    LEFT JOIN fact.batch AS f ON f.batch_id = coalesce(o.batch_id, s.batch_id)
    WHERE coalesce(s.due, 0) <> coalesce(o.due, 0) OR coalesce(s.supplied, 0) <> coalesce(o.supplied, 0)
), moved_idle AS (
    SELECT coalesce(o.as_of, s.as_of) AS as_of, coalesce(o.unit, s.unit) AS unit, coalesce(o.idle_id, s.idle_id) AS idle_id
    FROM (SELECT idle_id, unit, as_of, recognised, done FROM previous.stand.idle WHERE as_of IN (SELECT as_of FROM changed)) AS o
    FULL JOIN (SELECT idle_id, unit, as_of, recognised, done FROM stand.idle WHERE as_of IN (SELECT as_of FROM changed)) AS s
        ON s.idle_id = o.idle_id AND s.unit = o.unit AND s.as_of = o.as_of
    WHERE coalesce(s.recognised, 0) <> coalesce(o.recognised, 0) OR coalesce(s.done, 0) <> coalesce(o.done, 0)
), batches AS (
    SELECT as_of, unit, string_agg(DISTINCT batch_id, '、' ORDER BY batch_id) AS ids FROM (
        SELECT as_of, unit, batch_id FROM moved_batch UNION SELECT as_of, department, batch_id FROM moved_batch
        UNION SELECT as_of, department || '（主管）', batch_id FROM moved_batch UNION SELECT as_of, '全区', batch_id FROM moved_batch
    ) GROUP BY as_of, unit
), idles AS (
    SELECT as_of, unit, string_agg(DISTINCT idle_id, '、' ORDER BY idle_id) AS ids FROM (
        SELECT as_of, unit, idle_id FROM moved_idle UNION SELECT as_of, '全区', idle_id FROM moved_idle
    ) GROUP BY as_of, unit
)
SELECT CAST(c.as_of AS VARCHAR) AS "截止日", split_part(c.title, '：', 1) AS "指标", c.unit AS "单位",
    CASE c.measure WHEN '%' THEN coalesce(rate_text(c.old_n, c.old_d), '—') ELSE area_text(c.old_value) END AS "原公布",
    CASE c.measure WHEN '%' THEN coalesce(rate_text(c.numerator, c.denominator), '—') ELSE area_text(c.value) END AS "现数据",
    CASE c.measure WHEN '%' THEN coalesce(CAST(points(c.numerator, c.denominator, c.old_n, c.old_d) AS VARCHAR) || '个百分点', '—') ELSE area_text(c.value - c.old_value) END AS "差额",
    coalesce(CASE WHEN c.indicator LIKE 'idle%' THEN i.ids ELSE b.ids END, '—') AS "涉及批次或地块"
FROM changed AS c LEFT JOIN batches AS b ON b.unit = c.unit AND b.as_of = c.as_of LEFT JOIN idles AS i ON i.unit = c.unit AND i.as_of = c.as_of LEFT JOIN frame.unit AS u ON u.unit = c.unit
ORDER BY c.as_of, c.seq, c.unit <> '全区', u.unit_code, c.unit
