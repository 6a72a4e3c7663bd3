-- 缺少必填内容的行退回（N03）。
WITH gaps AS (
    SELECT sheet_id, line, CASE WHEN approval_no IS NULL THEN 'approval_no' WHEN approved_on IS NULL THEN 'approved_on'
        WHEN coalesce(approved_area, new_construction_area) IS NULL THEN 'approved_area' END AS field
    FROM clean.batch WHERE row_class = 'data' AND fault_rule IS NULL
    UNION ALL
    SELECT sheet_id, line, CASE WHEN parcel_id IS NULL THEN 'parcel_id' WHEN parcel_area IS NULL THEN 'parcel_area' END
    FROM clean.parcel WHERE row_class = 'data' AND fault_rule IS NULL
    UNION ALL
    SELECT sheet_id, line, CASE WHEN signed_on IS NULL THEN 'signed_on'
        WHEN coalesce(allocated_area, supply_area) IS NULL THEN 'allocated_area' END
    FROM clean.supply WHERE row_class = 'data' AND fault_rule IS NULL
    UNION ALL
    SELECT sheet_id, line, CASE WHEN coalesce(approval_no, parcel_id) IS NULL THEN 'approval_no' WHEN area IS NULL THEN 'area'
        WHEN writeoff_type IS NULL THEN 'writeoff_type' END
    FROM clean.writeoff WHERE row_class = 'data' AND fault_rule IS NULL
    UNION ALL
    SELECT sheet_id, line, CASE WHEN idle_id IS NULL THEN 'idle_id' WHEN idle_area IS NULL THEN 'idle_area' END
    FROM clean.idle WHERE row_class = 'data' AND fault_rule IS NULL
    UNION ALL
    SELECT sheet_id, line, CASE WHEN idle_id IS NULL THEN 'idle_id' WHEN way IS NULL THEN 'way'
        WHEN disposed_on IS NULL THEN 'disposed_on'
        WHEN disposed_area IS NULL AND coalesce(way_code(way), '') NOT IN ('D7', 'D0') THEN 'disposed_area'
        WHEN way_code(way) = 'D2' AND new_start_due_on IS NULL THEN 'new_start_due_on' END
    FROM clean.idle_disposal WHERE row_class = 'data' AND fault_rule IS NULL
    UNION ALL
    SELECT sheet_id, line, CASE WHEN unit IS NULL THEN 'unit' WHEN category IS NULL THEN 'category' WHEN year IS NULL THEN 'year'
        WHEN area IS NULL THEN 'area' END
    FROM clean.task WHERE row_class = 'data' AND fault_rule IS NULL
)
SELECT sheet_id, line, 'N03' AS rule, field, CAST(NULL AS VARCHAR) AS value, '该格是必填项，不能为空' AS reason
FROM gaps
WHERE field IS NOT NULL
