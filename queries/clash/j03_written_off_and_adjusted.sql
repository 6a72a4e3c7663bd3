-- 同一面积既核销又调整使用，后一行退回（J03）。
WITH pairs AS (
    SELECT sheet_id, line, class, area,
        first_value(class) OVER (PARTITION BY batch_id, coalesce(parcel_id, ''), area ORDER BY effective_on, document_no, class DESC, sheet_id, line) AS first_class
    FROM place.writeoff
    WHERE batch_id IS NOT NULL
)
SELECT sheet_id, line, 'J03' AS rule, 'area' AS field, CAST(area AS VARCHAR) AS value,
    '同一批次（地块）的同一面积已按' || CASE first_class WHEN 'writeoff' THEN '核销' ELSE '调整使用' END || '登记，不能再计一次' AS reason
FROM pairs
WHERE class <> first_class
