-- 批而未供各指标背后的行：每个批次计入多少，以及它的地块、供地、核销调整在台账的哪一行。
-- indicators: supply_rate supply_rate_gross unsupplied_rate stock_clearance_rate stock_supply_rate pre2014_clearance_rate task_completion_rate batches_supplied supply_gap_ha approved_ha writeoff_ha adjustment_ha due_ha supplied_ha unsupplied_ha unsupplied_opening unsupplied_new disposed_ha disposed_supply_ha disposed_writeoff_ha disposed_adjustment_ha
-- grain: a batch of the unit counts in 计入分子, 计入分母, 计入数值; what follows it is evidence. $year keeps to the batches approved in it.
WITH p AS (
    SELECT c.as_of, c.previous_as_of, CAST(date_trunc('year', c.as_of) AS DATE) - 1 AS year_before, f.stock_from, f.complete_tolerance, CAST($indicator AS VARCHAR) AS indicator, CAST($unit AS VARCHAR) AS unit
    FROM clean.calendar AS c CROSS JOIN frame.policy AS f WHERE c.as_of = CAST($as_of AS DATE)
), member AS (
    -- As total.standing has it: a department that is a 责任单位 too has a second name.
    SELECT s.batch_id, s.dimension, s.unit, s.as_of, s.approved, s.written_off, s.adjusted, s.allocated, s.due, s.supplied, s.unsupplied
    FROM stand.position AS s JOIN p ON s.as_of IN (p.as_of, p.previous_as_of, p.year_before, p.stock_from) JOIN fact.batch AS b ON b.batch_id = s.batch_id
    WHERE CASE WHEN s.dimension = 'unit' THEN p.unit IN ('全区', s.unit)
            ELSE p.unit = CASE WHEN s.unit IN (SELECT unit FROM fact.share WHERE dimension = 'unit') THEN s.unit || '（主管）' ELSE s.unit END END
        AND (CAST($year AS INTEGER) IS NULL OR year(b.approved_on) = CAST($year AS INTEGER))
), batch AS (
    SELECT batch_id, as_of, sum(approved) AS approved, sum(written_off) AS written_off, sum(adjusted) AS adjusted, sum(allocated) AS allocated, sum(due) AS due,
        sum(supplied) AS supplied, sum(unsupplied) AS unsupplied
    FROM member GROUP BY batch_id, as_of
), wide AS (
    SELECT t.batch_id, t.approved, t.written_off, t.adjusted, t.allocated, t.due, t.supplied, t.unsupplied,
        coalesce(o.approved, 0) AS o_approved, coalesce(o.written_off, 0) AS o_written_off, coalesce(o.adjusted, 0) AS o_adjusted, coalesce(o.supplied, 0) AS o_supplied, coalesce(o.unsupplied, 0) AS o_unsupplied,
        coalesce(y.written_off, 0) AS y_written_off, coalesce(y.adjusted, 0) AS y_adjusted, coalesce(y.supplied, 0) AS y_supplied,
        coalesce(z.written_off, 0) AS z_written_off, coalesce(z.adjusted, 0) AS z_adjusted, coalesce(z.supplied, 0) AS z_supplied, coalesce(z.unsupplied, 0) AS z_unsupplied
    FROM p JOIN batch AS t ON t.as_of = p.as_of
    LEFT JOIN batch AS o ON o.batch_id = t.batch_id AND o.as_of = p.previous_as_of
    LEFT JOIN batch AS y ON y.batch_id = t.batch_id AND y.as_of = p.year_before
    LEFT JOIN batch AS z ON z.batch_id = t.batch_id AND z.as_of = p.stock_from
), counted AS (
    SELECT w.batch_id, b.batch_name, b.approved_on, w.approved, w.written_off, w.adjusted, w.allocated, w.due, w.supplied, b.sheet_id, b.line, CASE p.indicator
            WHEN 'supply_rate' THEN w.supplied WHEN 'supply_rate_gross' THEN w.supplied WHEN 'supply_gap_ha' THEN w.supplied WHEN 'unsupplied_rate' THEN w.unsupplied
            WHEN 'stock_clearance_rate' THEN CASE WHEN b.approved_on <= p.stock_from THEN w.z_unsupplied - w.unsupplied ELSE 0 END WHEN 'pre2014_clearance_rate' THEN CASE WHEN b.before_2014 THEN w.z_unsupplied - w.unsupplied ELSE 0 END
            WHEN 'stock_supply_rate' THEN CASE WHEN b.approved_on <= p.stock_from THEN w.supplied - w.z_supplied ELSE 0 END
            WHEN 'task_completion_rate' THEN (w.supplied - w.y_supplied) + (w.written_off - w.y_written_off) + (w.adjusted - w.y_adjusted)
            WHEN 'batches_supplied' THEN CASE WHEN w.due > 0 AND w.unsupplied <= p.complete_tolerance THEN 1 ELSE 0 END END AS numerator,
        CASE p.indicator
            WHEN 'supply_rate' THEN w.due WHEN 'supply_gap_ha' THEN w.due WHEN 'unsupplied_rate' THEN w.due WHEN 'supply_rate_gross' THEN w.approved
            WHEN 'stock_clearance_rate' THEN w.z_unsupplied WHEN 'pre2014_clearance_rate' THEN CASE WHEN b.before_2014 THEN w.z_unsupplied ELSE 0 END
            WHEN 'stock_supply_rate' THEN CASE WHEN b.approved_on <= p.stock_from THEN w.z_unsupplied - (w.written_off - w.z_written_off) - (w.adjusted - w.z_adjusted) ELSE 0 END
            WHEN 'batches_supplied' THEN CASE WHEN w.due > 0 THEN 1 ELSE 0 END END AS denominator,
        CASE p.indicator
            WHEN 'approved_ha' THEN w.approved WHEN 'writeoff_ha' THEN w.written_off WHEN 'adjustment_ha' THEN w.adjusted WHEN 'due_ha' THEN w.due WHEN 'supplied_ha' THEN w.supplied WHEN 'unsupplied_ha' THEN w.unsupplied
            WHEN 'unsupplied_opening' THEN w.o_unsupplied WHEN 'unsupplied_new' THEN w.approved - w.o_approved
            WHEN 'disposed_ha' THEN (w.supplied - w.o_supplied) + (w.written_off - w.o_written_off) + (w.adjusted - w.o_adjusted)
            WHEN 'disposed_supply_ha' THEN w.supplied - w.o_supplied WHEN 'disposed_writeoff_ha' THEN w.written_off - w.o_written_off WHEN 'disposed_adjustment_ha' THEN w.adjusted - w.o_adjusted END AS value
    FROM wide AS w CROSS JOIN p JOIN fact.batch AS b ON b.batch_id = w.batch_id
), task AS (
    -- The year's task of each unit: the whole-year rows, or the quarters so far where there are none (F6).
    SELECT k.unit, k.year, k.quarter, k.area, k.sheet_id, k.line, CASE WHEN count(*) FILTER (WHERE k.quarter IS NULL) OVER (PARTITION BY k.unit) > 0 THEN CASE WHEN k.quarter IS NULL THEN k.area END
        WHEN k.quarter <= quarter(p.as_of) THEN k.area END AS denominator
    FROM fact.task AS k JOIN p ON p.indicator = 'task_completion_rate' AND k.category = '批而未供' AND k.year = year(p.as_of) AND p.unit IN ('全区', k.unit)
), holder AS (
    SELECT DISTINCT batch_id, dimension, unit FROM member
), row AS (
    SELECT batch_id AS home, 1 AS seq, '批次' AS kind, batch_id AS key, batch_name AS name, approved_on AS day, approved AS area, numerator, denominator, value,
        '批准' || area_text(approved) || '，核销' || area_text(written_off) || '，调整' || area_text(adjusted) || '，应供' || area_text(due) || '，供地分摊' || area_text(allocated) || '，计入已供' || area_text(supplied) AS note, sheet_id, line
    FROM counted
    UNION ALL
    SELECT n.batch_id, 2, '地块', n.parcel_id, n.parcel_name, NULL, n.parcel_area, NULL, NULL, NULL, n.stage_text, n.sheet_id, n.line
    FROM fact.parcel AS n JOIN holder AS h ON h.batch_id = n.batch_id AND h.unit = CASE h.dimension WHEN 'unit' THEN n.unit ELSE n.department END
    UNION ALL
    SELECT a.batch_id, 3, '供地', a.supply_id, a.land_user, a.signed_on, a.allocated_area, NULL, NULL, NULL,
        CASE WHEN a.signed_on > p.as_of THEN '截止日后签订，不计' WHEN a.revoked_on <= p.as_of THEN CAST(a.revoked_on AS VARCHAR) || '撤销，不计' ELSE '计入已供' END, a.sheet_id, a.line
    FROM fact.allocation AS a CROSS JOIN p JOIN holder AS h ON h.batch_id = a.batch_id AND h.unit = CASE h.dimension WHEN 'unit' THEN a.unit ELSE a.department END
    UNION ALL
    SELECT w.batch_id, 4, CASE w.class WHEN 'writeoff' THEN '核销' ELSE '调整使用' END, coalesce(w.parcel_id, w.batch_id), w.document_no, w.effective_on, w.area, NULL, NULL, NULL,
        CASE WHEN w.effective_on > p.as_of THEN '截止日后生效，不计' WHEN w.parcel_id IS NULL THEN '整批，先由责任单位的未供面积承担' ELSE '计入' END, w.sheet_id, w.line
    FROM fact.writeoff AS w CROSS JOIN p JOIN (SELECT DISTINCT batch_id FROM holder) AS h ON h.batch_id = w.batch_id
    UNION ALL
    SELECT '', 5, '任务', unit, CAST(year AS VARCHAR) || '年' || coalesce('第' || quarter || '季度', '全年'), NULL, area, NULL, denominator, NULL, CASE WHEN denominator IS NULL THEN '不计：另有全年任务，或在截止日以后' ELSE '计入任务' END, sheet_id, line FROM task
)
SELECT r.kind AS "台账", r.key AS "编号", r.name AS "名称", r.day AS "日期", r.area AS "面积", CAST(r.numerator AS DECIMAL(38, 6)) AS "计入分子", CAST(r.denominator AS DECIMAL(38, 6)) AS "计入分母", CAST(r.value AS DECIMAL(38, 6)) AS "计入数值",
    r.note AS "说明", h.file AS "文件", h.sheet AS "表", r.line AS "行"
FROM row AS r LEFT JOIN load.sheet AS h ON h.sheet_id = r.sheet_id
ORDER BY r.home = '', r.home, r.seq, r.day, r.key, r.sheet_id, r.line
