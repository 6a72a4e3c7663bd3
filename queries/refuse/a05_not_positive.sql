-- 面积小于或等于零的行退回（A05）。
WITH areas AS (
    SELECT sheet_id, line, row_class, CASE WHEN new_construction_area IS NOT NULL THEN 'new_construction_area' ELSE 'approved_area' END AS field,
        coalesce(new_construction_area, approved_area) AS area FROM clean.batch
    UNION ALL SELECT sheet_id, line, row_class, 'parcel_area', parcel_area FROM clean.parcel
    UNION ALL SELECT sheet_id, line, row_class, CASE WHEN allocated_area IS NULL THEN 'supply_area' ELSE 'allocated_area' END,
        coalesce(allocated_area, supply_area) FROM clean.supply
    UNION ALL SELECT sheet_id, line, row_class, 'area', area FROM clean.writeoff
    UNION ALL SELECT sheet_id, line, row_class, 'idle_area', idle_area FROM clean.idle
    UNION ALL SELECT sheet_id, line, row_class, 'disposed_area', disposed_area FROM clean.idle_disposal
        WHERE way_code(way) NOT IN ('D7', 'D0')
)
SELECT sheet_id, line, 'A05' AS rule, field, CAST(area AS VARCHAR) AS value, '面积应大于零' AS reason
FROM areas
WHERE row_class = 'data' AND area <= 0
