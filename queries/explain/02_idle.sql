-- 闲置土地各指标背后的行：每宗计入多少，以及它的处置在台账的哪一行。
-- indicators: idle_disposal_rate idle_disposal_rate_count idle_task_completion_rate idle_recognised_ha idle_recognised_count idle_done_ha idle_done_count idle_opening idle_new idle_new_count idle_disposed idle_disposed_count idle_cancelled idle_closing idle_closing_count idle_reopened idle_fee_due idle_takeback_due
-- grain: an idle parcel of the unit counts; its disposals are evidence. $year is not used.
WITH p AS (
    SELECT c.as_of, c.previous_as_of, CAST(date_trunc('year', c.as_of) AS DATE) - 1 AS year_before, CAST($indicator AS VARCHAR) AS indicator, CAST($unit AS VARCHAR) AS unit, CAST($year AS INTEGER) AS year
    FROM clean.calendar AS c WHERE c.as_of = CAST($as_of AS DATE)
), flow AS (
    SELECT s.idle_id, s.unit, s.idle_area, s.recognised, s.done, s.open_area, s.cancelled, s.is_done, s.reopened, s.fee_due, s.takeback_due, o.idle_id IS NULL AS is_new, coalesce(o.open_area, 0) AS opening,
        coalesce(o.done, 0) AS o_done, coalesce(o.is_done, false) AS o_is_done, coalesce(o.cancelled, false) AS o_cancelled, coalesce(y.done, 0) AS y_done, p.indicator
    FROM p JOIN stand.idle AS s ON s.as_of = p.as_of AND p.unit IN ('全区', s.unit)
    LEFT JOIN stand.idle AS o ON o.idle_id = s.idle_id AND o.as_of = p.previous_as_of LEFT JOIN stand.idle AS y ON y.idle_id = s.idle_id AND y.as_of = p.year_before
), counted AS (
    SELECT idle_id, unit, idle_area, recognised, done, open_area, cancelled, is_done, reopened, CASE indicator
            WHEN 'idle_disposal_rate' THEN done WHEN 'idle_disposal_rate_count' THEN CAST(is_done AS INTEGER)
            WHEN 'idle_task_completion_rate' THEN CASE WHEN cancelled THEN 0 ELSE done - y_done END END AS numerator,
        CASE indicator WHEN 'idle_disposal_rate' THEN recognised WHEN 'idle_disposal_rate_count' THEN CAST(NOT cancelled AS INTEGER) END AS denominator,
        CASE indicator
            WHEN 'idle_recognised_ha' THEN recognised WHEN 'idle_recognised_count' THEN CAST(NOT cancelled AS INTEGER) WHEN 'idle_done_ha' THEN done WHEN 'idle_done_count' THEN CAST(is_done AS INTEGER)
            WHEN 'idle_opening' THEN opening WHEN 'idle_new' THEN CASE WHEN is_new THEN idle_area ELSE 0 END WHEN 'idle_new_count' THEN CAST(is_new AS INTEGER)
            WHEN 'idle_disposed' THEN CASE WHEN cancelled THEN 0 ELSE done - o_done END WHEN 'idle_disposed_count' THEN CASE WHEN cancelled THEN 0 ELSE CAST(is_done AS INTEGER) - CAST(o_is_done AS INTEGER) END
            WHEN 'idle_cancelled' THEN CASE WHEN cancelled AND NOT o_cancelled THEN CASE WHEN is_new THEN idle_area ELSE opening END ELSE 0 END
            WHEN 'idle_closing' THEN open_area WHEN 'idle_closing_count' THEN CAST(open_area > 0 AS INTEGER) WHEN 'idle_reopened' THEN CASE WHEN reopened AND o_done > done THEN o_done - done ELSE 0 END
            WHEN 'idle_fee_due' THEN CAST(fee_due AS INTEGER) WHEN 'idle_takeback_due' THEN CAST(takeback_due AS INTEGER) END AS value
    FROM flow
), task AS (
    SELECT k.unit, k.year, k.quarter, k.area, k.sheet_id, k.line, CASE WHEN count(*) FILTER (WHERE k.quarter IS NULL) OVER (PARTITION BY k.unit) > 0 THEN CASE WHEN k.quarter IS NULL THEN k.area END
        WHEN k.quarter <= quarter(p.as_of) THEN k.area END AS denominator
    FROM fact.task AS k JOIN p ON p.indicator = 'idle_task_completion_rate' AND k.category = '闲置土地' AND k.year = year(p.as_of) AND p.unit IN ('全区', k.unit)
), row AS (
    SELECT c.idle_id AS home, 1 AS seq, '闲置土地' AS kind, c.idle_id AS key, i.parcel_name AS name, i.recognised_on AS day, c.idle_area AS area, c.numerator, c.denominator, c.value,
        CASE WHEN c.cancelled THEN '认定已撤销，不计' WHEN c.reopened THEN '二次闲置，' ELSE '' END || CASE WHEN c.cancelled THEN '' ELSE '已处置' || area_text(c.done) || '，剩余' || area_text(c.open_area) END AS note, i.sheet_id, i.line
    FROM counted AS c JOIN fact.idle AS i ON i.idle_id = c.idle_id
    UNION ALL
    SELECT d.idle_id, 2, '闲置处置', d.idle_id, d.way, d.disposed_on, d.disposed_area, NULL, NULL, NULL,
        CASE WHEN d.disposed_on > p.as_of THEN '截止日后，不计' WHEN d.way_code = 'D7' THEN '征缴闲置费不算处置' WHEN d.way_code = 'D0' THEN '认定撤销'
            WHEN d.way_code = 'D2' AND p.as_of > d.new_start_due_on AND (d.started_on IS NULL OR d.started_on > p.as_of) THEN '延期已过未动工，不计' ELSE '计入处置' END, d.sheet_id, d.line
    FROM fact.idle_disposal AS d CROSS JOIN p JOIN counted AS c ON c.idle_id = d.idle_id
    UNION ALL
    SELECT '', 3, '任务', unit, CAST(year AS VARCHAR) || '年' || coalesce('第' || quarter || '季度', '全年'), NULL, area, NULL, denominator, NULL, CASE WHEN denominator IS NULL THEN '不计：另有全年任务，或在截止日以后' ELSE '计入任务' END, sheet_id, line FROM task
)
SELECT r.kind AS "台账", r.key AS "编号", r.name AS "名称", r.day AS "日期", r.area AS "面积", CAST(r.numerator AS DECIMAL(38, 6)) AS "计入分子", CAST(r.denominator AS DECIMAL(38, 6)) AS "计入分母", CAST(r.value AS DECIMAL(38, 6)) AS "计入数值",
    r.note AS "说明", h.file AS "文件", h.sheet AS "表", r.line AS "行"
FROM row AS r LEFT JOIN load.sheet AS h ON h.sheet_id = r.sheet_id
ORDER BY r.home = '', r.home, r.seq, r.day, r.key, r.sheet_id, r.line
