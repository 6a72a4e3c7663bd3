-- 各单位和全区在各截止日的批而未供合计。
-- stock_ sums are those of the batches approved by T0 (F4, F4s speak of the same batches on both days).
-- grain: unit (全区 and departments included), as_of; a unit without land has zeros.
-- A department that is a 责任单位 too has two lines, the second as （主管）: the dimensions are never added (R17).
-- Where no ledger names a department there is no such line. 全区 is the sum over the units of dimension unit (R1, R17).
WITH member AS (
    SELECT batch_id, unit, as_of, approved, written_off, adjusted, allocated, due, supplied, unsupplied FROM stand.position WHERE dimension = 'unit'
    UNION ALL
    SELECT batch_id, CASE WHEN unit IN (SELECT unit FROM fact.share WHERE dimension = 'unit') THEN unit || '（主管）' ELSE unit END,
        as_of, approved, written_off, adjusted, allocated, due, supplied, unsupplied
    FROM stand.position WHERE dimension = 'department' AND EXISTS (
        SELECT 1 FROM fact.share WHERE dimension = 'department' AND unit <> '（未明确主管部门）')
    UNION ALL
    SELECT batch_id, '全区', as_of, approved, written_off, adjusted, allocated, due, supplied, unsupplied FROM stand.position WHERE dimension = 'unit'
), per_batch AS (
    SELECT batch_id, unit, as_of, sum(approved) AS approved, sum(written_off) AS written_off, sum(adjusted) AS adjusted,
        sum(allocated) AS allocated, sum(due) AS due, sum(supplied) AS supplied, sum(unsupplied) AS unsupplied
    FROM member GROUP BY batch_id, unit, as_of
), summed AS (
    SELECT m.unit, m.as_of, sum(m.approved) AS approved, sum(m.written_off) AS written_off, sum(m.adjusted) AS adjusted,
        sum(m.due) AS due, sum(m.supplied) AS supplied, sum(m.unsupplied) AS unsupplied,
        sum(CASE WHEN b.before_2014 THEN m.unsupplied ELSE 0 END) AS unsupplied_before_2014,
        sum(CASE WHEN b.approved_on <= p.stock_from THEN m.unsupplied ELSE 0 END) AS stock_unsupplied,
        sum(CASE WHEN b.approved_on <= p.stock_from THEN m.supplied ELSE 0 END) AS stock_supplied,
        sum(CASE WHEN b.approved_on <= p.stock_from THEN m.written_off + m.adjusted ELSE 0 END) AS stock_gone,
        count(*) FILTER (WHERE m.due > 0) AS batches_due,
        count(*) FILTER (WHERE m.due > 0 AND m.unsupplied <= p.complete_tolerance) AS batches_supplied
    FROM per_batch AS m JOIN fact.batch AS b ON b.batch_id = m.batch_id CROSS JOIN frame.policy AS p
    GROUP BY m.unit, m.as_of
), scope AS (
    SELECT unit FROM frame.unit UNION SELECT '全区' UNION SELECT unit FROM fact.share WHERE dimension = 'unit' UNION SELECT unit FROM per_batch
)
SELECT s.unit, c.as_of, coalesce(t.approved, 0) AS approved, coalesce(t.written_off, 0) AS written_off, coalesce(t.adjusted, 0) AS adjusted,
    coalesce(t.due, 0) AS due, coalesce(t.supplied, 0) AS supplied, coalesce(t.unsupplied, 0) AS unsupplied,
    coalesce(t.unsupplied_before_2014, 0) AS unsupplied_before_2014,
    coalesce(t.stock_unsupplied, 0) AS stock_unsupplied, coalesce(t.stock_supplied, 0) AS stock_supplied, coalesce(t.stock_gone, 0) AS stock_gone, coalesce(t.batches_due, 0) AS batches_due, coalesce(t.batches_supplied, 0) AS batches_supplied
FROM scope AS s CROSS JOIN clean.calendar AS c LEFT JOIN summed AS t ON t.unit = s.unit AND t.as_of = c.as_of
