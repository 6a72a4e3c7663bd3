-- 面积小于或等于零、或大到不可能的行退回（A05）。
-- A task of nothing is one; a task of less than nothing is none. A million hectares is larger than any county; such a number is a slip of the measure or the decimal point.
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
    UNION ALL SELECT sheet_id, line, row_class, 'area', area FROM clean.task WHERE area < 0
), other_areas AS (
    SELECT sheet_id, line, row_class, 'approved_area' AS field, approved_area AS area FROM clean.batch WHERE new_construction_area IS NOT NULL
    UNION ALL SELECT sheet_id, line, row_class, 'farmland_area', farmland_area FROM clean.batch
    UNION ALL SELECT sheet_id, line, row_class, 'arable_area', arable_area FROM clean.batch
    UNION ALL SELECT sheet_id, line, row_class, 'supply_area', supply_area FROM clean.supply WHERE allocated_area IS NOT NULL
    UNION ALL SELECT sheet_id, line, row_class, 'target_new_area', target_new_area FROM clean.writeoff
    UNION ALL SELECT sheet_id, line, row_class, 'target_farmland_area', target_farmland_area FROM clean.writeoff
    UNION ALL SELECT sheet_id, line, row_class, 'target_arable_area', target_arable_area FROM clean.writeoff
    UNION ALL SELECT sheet_id, line, row_class, 'area', area FROM clean.task WHERE area > 0
    UNION ALL SELECT sheet_id, line, row_class, 'disposed_area', disposed_area FROM clean.idle_disposal WHERE disposed_area > 0 OR way_code(way) IN ('D7', 'D0')
)
SELECT sheet_id, line, 'A05' AS rule, field, CAST(area AS VARCHAR) AS value,
    CASE WHEN area <= 0 THEN '面积应大于零，请核对；没有面积的行请删去' ELSE '面积大于一百万公顷，不可能，请核对计量单位和小数点' END AS reason
FROM areas
WHERE row_class = 'data' AND (area <= 0 OR area > 1000000)
UNION ALL
SELECT sheet_id, line, 'A05', field, CAST(area AS VARCHAR), CASE WHEN area < 0 THEN '面积不能小于零，请核对' ELSE '面积大于一百万公顷，不可能，请核对计量单位和小数点' END
FROM other_areas
WHERE row_class = 'data' AND (area > 1000000 OR area < 0)
