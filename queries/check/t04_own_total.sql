-- 台账自己的合计与逐行相加不符；指标一律逐行重算
-- rule: T04
-- severity: F
-- grain: area of a 合计 row; 小计 and 其中 rows are left alone. Its rows are the data rows above it, accepted or refused: from the sheet's start or from the
-- 合计 before; a supply or batch that stands on several rows may count once. Tolerance 0.005 ha.
WITH totalled AS (
    SELECT sheet_id FROM clean.batch WHERE row_class = 'total' UNION SELECT sheet_id FROM clean.parcel WHERE row_class = 'total'
    UNION SELECT sheet_id FROM clean.supply WHERE row_class = 'total' UNION SELECT sheet_id FROM clean.writeoff WHERE row_class = 'total'
    UNION SELECT sheet_id FROM clean.idle WHERE row_class = 'total' UNION SELECT sheet_id FROM clean.idle_disposal WHERE row_class = 'total'
    UNION SELECT sheet_id FROM clean.task WHERE row_class = 'total'
), cell AS (
    SELECT 'batch' AS kind, sheet_id, line, row_class, coalesce(approval_no, '') || ' ' || coalesce(batch_name, '') AS key, 'approved_area' AS field, approved_area AS area FROM clean.batch
    UNION ALL SELECT 'batch', sheet_id, line, row_class, coalesce(approval_no, '') || ' ' || coalesce(batch_name, ''), 'new_construction_area', new_construction_area FROM clean.batch
    UNION ALL SELECT 'batch', sheet_id, line, row_class, coalesce(approval_no, '') || ' ' || coalesce(batch_name, ''), 'farmland_area', farmland_area FROM clean.batch
    UNION ALL SELECT 'batch', sheet_id, line, row_class, coalesce(approval_no, '') || ' ' || coalesce(batch_name, ''), 'arable_area', arable_area FROM clean.batch
    UNION ALL SELECT 'parcel', sheet_id, line, row_class, parcel_id, 'parcel_area', parcel_area FROM clean.parcel
    UNION ALL SELECT 'supply', sheet_id, line, row_class, coalesce(supervision_no, contract_no), 'supply_area', supply_area FROM clean.supply
    UNION ALL SELECT 'supply', sheet_id, line, row_class, NULL, 'allocated_area', allocated_area FROM clean.supply
    UNION ALL SELECT 'writeoff', sheet_id, line, row_class, NULL, 'area', area FROM clean.writeoff
    UNION ALL SELECT 'idle', sheet_id, line, row_class, idle_id, 'idle_area', idle_area FROM clean.idle
    UNION ALL SELECT 'idle_disposal', sheet_id, line, row_class, NULL, 'disposed_area', disposed_area FROM clean.idle_disposal
    UNION ALL SELECT 'task', sheet_id, line, row_class, NULL, 'area', area FROM clean.task
), counted AS (
    SELECT c.kind, c.sheet_id, c.line, c.row_class, c.field, c.area,
        CASE WHEN c.row_class <> 'total' THEN coalesce(c.area, 0) ELSE 0 END AS every_row,
        CASE WHEN c.row_class <> 'total' AND row_number() OVER (
            PARTITION BY c.sheet_id, c.field, c.row_class = 'total', coalesce(nullif(trim(c.key), ''), CAST(c.line AS VARCHAR)) ORDER BY c.line) = 1 THEN coalesce(c.area, 0) ELSE 0 END AS once
    FROM cell AS c WHERE c.sheet_id IN (SELECT sheet_id FROM totalled) AND c.row_class IN ('data', 'replaced', 'total')
), running AS (
    SELECT kind, sheet_id, line, row_class, field, area,
        sum(every_row) OVER (PARTITION BY sheet_id, field ORDER BY line) AS every_row,
        sum(once) OVER (PARTITION BY sheet_id, field ORDER BY line) AS once
    FROM counted
), total AS (
    SELECT kind, sheet_id, line, field, area, every_row, once,
        coalesce(lag(every_row) OVER (PARTITION BY sheet_id, field ORDER BY line), 0) AS before, coalesce(lag(once) OVER (PARTITION BY sheet_id, field ORDER BY line), 0) AS once_before
    FROM running WHERE row_class = 'total'
), label AS (
    SELECT sheet_id, line, concat_ws('|', approval_no, batch_name, batch_type, approved_on, unit, department, remark, extra) AS words FROM raw.batch
    UNION ALL SELECT sheet_id, line, concat_ws('|', parcel_id, approval_no, batch_name, parcel_name, unit, department, stage, unsupplied_reason, planned_way, deadline, responsible, remark, extra) FROM raw.parcel
    UNION ALL SELECT sheet_id, line, concat_ws('|', supervision_no, contract_no, approval_no, batch_name, parcel_id, supply_way, signed_on, land_user, land_use, revoke_reason, extra) FROM raw.supply
    UNION ALL SELECT sheet_id, line, concat_ws('|', approval_no, batch_name, parcel_id, writeoff_type, effective_on, document_no, target_batch, extra) FROM raw.writeoff
    UNION ALL SELECT sheet_id, line, concat_ws('|', idle_id, supervision_no, parcel_name, unit, start_due_on, notice_no, recognition_no, cause, remark, extra) FROM raw.idle
    UNION ALL SELECT sheet_id, line, concat_ws('|', idle_id, way, disposed_on, document_no, extra) FROM raw.idle_disposal
    UNION ALL SELECT sheet_id, line, concat_ws('|', unit, category, year, quarter, extra) FROM raw.task
)
SELECT t.kind, coalesce(c.title, t.field) AS key, CAST(NULL AS VARCHAR) AS unit, t.sheet_id, t.line,
    '合计行的' || coalesce(c.title, t.field) || ' ' || area_text(t.area) || ' 公顷，逐行相加是 ' || area_text(t.every_row) || ' 公顷，相差 '
    || area_text(t.area - t.every_row) || ' 公顷；请核对是漏了行还是合计没有更新' AS message
FROM total AS t
JOIN label AS w ON w.sheet_id = t.sheet_id AND w.line = t.line AND NOT regexp_matches(w.words, '小\s*计|其\s*中|本页合计')
LEFT JOIN load.sheet_column AS c ON c.sheet_id = t.sheet_id AND c.field = t.field
WHERE abs(t.area - t.every_row) > 0.005 AND abs(t.area - t.once) > 0.005
    AND abs(t.area - (t.every_row - t.before)) > 0.005 AND abs(t.area - (t.once - t.once_before)) > 0.005
