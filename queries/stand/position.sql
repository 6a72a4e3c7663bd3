-- 批次在各截止日的位置：批准、核销、调整、应供、已供、未供。
-- grain: cohort batch, dimension, unit, as_of; only batches approved by then. Measures in 公顷:
-- approved A, written_off W, adjusted R, allocated S, due D = A - W - R, supplied S' = min(S, D), unsupplied U = D - S'.
-- rules: R5, R6, R7, R17. Write-offs of a whole batch fall, in order of their days, on the owner up to the owner's
-- unsupplied land, then on the other units in proportion to theirs, what is still left on the owner. The unsupplied
-- land is that of the edition's day. Parts are rounded cumulatively, so that they add up to the row.
-- order: batch_id, dimension, unit, as_of
WITH policy AS (SELECT as_of, cohort_from FROM frame.policy),
cohort AS (SELECT batch_id, approved_on FROM fact.batch WHERE in_cohort),
share AS (
    SELECT s.batch_id, s.dimension, s.unit, s.is_owner, s.area, c.approved_on FROM fact.share AS s JOIN cohort AS c ON c.batch_id = s.batch_id
),
supply AS (
    SELECT batch_id, 'unit' AS dimension, unit, allocated_area, signed_on, revoked_on FROM fact.allocation
    UNION ALL SELECT batch_id, 'department', department, allocated_area, signed_on, revoked_on FROM fact.allocation
),
parcel_writeoff AS (
    SELECT batch_id, 'unit' AS dimension, unit, class, area, effective_on FROM fact.writeoff WHERE parcel_id IS NOT NULL
    UNION ALL SELECT batch_id, 'department', department, class, area, effective_on FROM fact.writeoff WHERE parcel_id IS NOT NULL
),
batch_writeoff AS (
    SELECT w.batch_id, w.class, w.area, w.effective_on, w.sheet_id, w.line, sum(w.area) OVER (PARTITION BY w.batch_id) AS batch_total,
        sum(w.area) OVER (PARTITION BY w.batch_id ORDER BY w.effective_on, w.document_no, w.area, w.class, w.sheet_id, w.line ROWS UNBOUNDED PRECEDING) AS running
    FROM fact.writeoff AS w, policy AS p WHERE w.parcel_id IS NULL AND w.effective_on <= p.as_of
),
active AS (
    SELECT s.batch_id, s.dimension, s.unit, sum(s.allocated_area) AS area FROM supply AS s, policy AS p
    WHERE s.batch_id IN (SELECT batch_id FROM batch_writeoff) AND s.signed_on <= p.as_of AND (s.revoked_on IS NULL OR s.revoked_on > p.as_of)
    GROUP BY s.batch_id, s.dimension, s.unit
),
direct AS (
    SELECT w.batch_id, w.dimension, w.unit, sum(w.area) AS area FROM parcel_writeoff AS w, policy AS p WHERE w.effective_on <= p.as_of
    GROUP BY w.batch_id, w.dimension, w.unit
),
room AS (
    SELECT s.batch_id, s.dimension, s.unit, s.is_owner, greatest(0, s.area - coalesce(a.area, 0) - coalesce(d.area, 0)) AS free,
        t.batch_total
    FROM share AS s JOIN (SELECT DISTINCT batch_id, batch_total FROM batch_writeoff) AS t ON t.batch_id = s.batch_id
    LEFT JOIN active AS a ON a.batch_id = s.batch_id AND a.dimension = s.dimension AND a.unit = s.unit
    LEFT JOIN direct AS d ON d.batch_id = s.batch_id AND d.dimension = s.dimension AND d.unit = s.unit
),
spill AS (
    SELECT batch_id, dimension, owner_free, others_free, least(greatest(0, batch_total - owner_free), others_free) AS amount FROM (
        SELECT batch_id, dimension, batch_total, sum(CASE WHEN is_owner THEN free ELSE 0 END) AS owner_free, sum(CASE WHEN is_owner THEN 0 ELSE free END) AS others_free
        FROM room GROUP BY batch_id, dimension, batch_total) AS r
    WHERE batch_total > owner_free AND others_free > 0
),
taken AS (
    SELECT q.batch_id, q.dimension, q.unit, q.owner_free, q.amount, part_of(q.amount, q.running, q.others_free) - part_of(q.amount, q.running - q.free, q.others_free) AS area
    FROM (
        SELECT r.batch_id, r.dimension, r.unit, r.free, s.owner_free, s.others_free, s.amount,
            sum(r.free) OVER (PARTITION BY r.batch_id, r.dimension ORDER BY coalesce(u.unit_code, r.unit), r.unit ROWS UNBOUNDED PRECEDING) AS running
        FROM room AS r JOIN spill AS s ON s.batch_id = r.batch_id AND s.dimension = r.dimension LEFT JOIN frame.unit AS u ON u.unit = r.unit
        WHERE NOT r.is_owner
    ) AS q
),
spilled AS (
    SELECT w.batch_id, t.dimension, t.unit, w.class,
        CAST(part_of(t.area, least(greatest(0, w.running - t.owner_free), t.amount), t.amount)
            - part_of(t.area, least(greatest(0, w.running - w.area - t.owner_free), t.amount), t.amount) AS DECIMAL(18, 6)) AS area,
        w.effective_on, w.sheet_id, w.line
    FROM batch_writeoff AS w JOIN taken AS t ON t.batch_id = w.batch_id
),
writeoff AS (
    SELECT batch_id, dimension, unit, class, area, effective_on FROM parcel_writeoff
    UNION ALL SELECT batch_id, dimension, unit, class, area, effective_on FROM spilled
    UNION ALL
    SELECT w.batch_id, s.dimension, s.unit, w.class, w.area - coalesce(
        (SELECT sum(x.area) FROM spilled AS x WHERE x.sheet_id = w.sheet_id AND x.line = w.line AND x.dimension = s.dimension), 0), w.effective_on
    FROM batch_writeoff AS w JOIN share AS s ON s.batch_id = w.batch_id AND s.is_owner
),
event AS (
    SELECT batch_id, dimension, unit, signed_on AS day, allocated_area AS supplied, 0 AS written_off, 0 AS adjusted FROM supply
    UNION ALL SELECT batch_id, dimension, unit, greatest(revoked_on, signed_on), -allocated_area, 0, 0 FROM supply WHERE revoked_on IS NOT NULL
    UNION ALL SELECT batch_id, dimension, unit, effective_on, 0, CASE class WHEN 'writeoff' THEN area ELSE 0 END,
        CASE class WHEN 'adjustment' THEN area ELSE 0 END FROM writeoff
),
day_slot AS (
    SELECT e.day, min(c.as_of) AS as_of FROM (SELECT DISTINCT day FROM event) AS e JOIN clean.calendar AS c ON c.as_of >= e.day GROUP BY e.day
),
slot AS (
    SELECT e.batch_id, e.dimension, e.unit, d.as_of, sum(e.supplied) AS supplied, sum(e.written_off) AS written_off, sum(e.adjusted) AS adjusted
    FROM event AS e JOIN day_slot AS d ON d.day = e.day
    GROUP BY e.batch_id, e.dimension, e.unit, d.as_of
),
grid AS (
    SELECT s.batch_id, s.dimension, s.unit, s.area, c.as_of, s.approved_on <= c.as_of AS approved_by_then
    FROM share AS s CROSS JOIN clean.calendar AS c
),
running AS (
    SELECT g.batch_id, g.dimension, g.unit, g.as_of, g.area AS approved, g.approved_by_then,
        sum(coalesce(e.supplied, 0)) OVER w AS allocated,
        sum(coalesce(e.written_off, 0)) OVER w AS written_off,
        sum(coalesce(e.adjusted, 0)) OVER w AS adjusted
    FROM grid AS g LEFT JOIN slot AS e ON e.batch_id = g.batch_id AND e.dimension = g.dimension AND e.unit = g.unit AND e.as_of = g.as_of
    WINDOW w AS (PARTITION BY g.batch_id, g.dimension, g.unit ORDER BY g.as_of ROWS UNBOUNDED PRECEDING)
)
SELECT batch_id, dimension, unit, as_of, approved,
    CAST(written_off AS DECIMAL(18, 6)) AS written_off, CAST(adjusted AS DECIMAL(18, 6)) AS adjusted,
    CAST(allocated AS DECIMAL(18, 6)) AS allocated,
    CAST(approved - written_off - adjusted AS DECIMAL(18, 6)) AS due,
    CAST(least(allocated, approved - written_off - adjusted) AS DECIMAL(18, 6)) AS supplied,
    CAST(approved - written_off - adjusted - least(allocated, approved - written_off - adjusted) AS DECIMAL(18, 6)) AS unsupplied
FROM running
WHERE approved_by_then
