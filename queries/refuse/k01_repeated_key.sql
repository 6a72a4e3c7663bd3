-- 同一闲置编号、同一项任务、完全相同的核销、处置、供地行登记两次，第二次退回（K01）。
-- The row that counts is chosen by what it says – the earlier, then the smaller – never by where it stands. A task's unit is taken through the alias table: one unit under two spellings has the task once. A supply with a
-- number of its own is S01's.
WITH ranked AS (
    SELECT sheet_id, line, 'idle_id' AS field, idle_id AS value, row_number() OVER (PARTITION BY idle_id
        ORDER BY recognised_on NULLS LAST, recognition_no NULLS LAST, idle_area, unit, supervision_no, start_due_on, cause, fee_decided_on, takeback_on, sheet_id, line) AS occurrence
    FROM clean.idle WHERE row_class = 'data' AND fault_rule IS NULL AND idle_id IS NOT NULL AND idle_area > 0
    UNION ALL
    SELECT t.sheet_id, t.line, 'unit', t.unit, row_number() OVER (
        PARTITION BY coalesce(u.unit, t.unit), CASE WHEN t.category LIKE '%闲置%' THEN 1 ELSE 0 END, t.year, t.quarter ORDER BY t.area, t.sheet_id, t.line)
    FROM clean.task AS t LEFT JOIN naming.unit_alias AS u ON u.alias = t.unit
    WHERE t.row_class = 'data' AND t.fault_rule IS NULL AND t.unit IS NOT NULL
    UNION ALL
    SELECT sheet_id, line, CASE WHEN document_no IS NULL THEN 'approval_no' ELSE 'document_no' END, coalesce(document_no, approval_no), row_number() OVER (
        PARTITION BY approval_no, batch_name, parcel_id, writeoff_class(writeoff_type), area, effective_on, document_no, target_batch ORDER BY sheet_id, line)
    FROM clean.writeoff WHERE row_class = 'data' AND fault_rule IS NULL AND area > 0 AND writeoff_class(writeoff_type) IS NOT NULL
    UNION ALL
    SELECT sheet_id, line, 'idle_id', idle_id, row_number() OVER (
        PARTITION BY idle_id, way_code(way), disposed_area, disposed_on, document_no, new_start_due_on ORDER BY sheet_id, line)
    FROM clean.idle_disposal WHERE row_class = 'data' AND fault_rule IS NULL AND idle_id IS NOT NULL AND way_code(way) IS NOT NULL
    UNION ALL
    SELECT sheet_id, line, 'approval_no', approval_no, row_number() OVER (
        PARTITION BY approval_no, batch_name, parcel_id, supply_way, signed_on, supply_area, allocated_area, land_user ORDER BY sheet_id, line)
    FROM clean.supply WHERE row_class = 'data' AND fault_rule IS NULL AND coalesce(supervision_no, contract_no) IS NULL
)
SELECT sheet_id, line, 'K01' AS rule, field, value, '与另一行重复（编号或任务相同），只计其中一行；请核对后删去多余的一行' AS reason
FROM ranked
WHERE occurrence > 1
