-- 每张表各栏的计量单位和主键栏标题。
-- grain: one sheet. Area columns hold how many of their measure make a hectare (1, 15, 10000). A column's own measure goes before the sheet's; 公顷 and 万元 when neither is given.
WITH c AS (
    SELECT s.sheet_id, c.field, c.title, c.measure, s.measure AS sheet_measure, s.money_measure
    FROM load.sheet AS s LEFT JOIN load.sheet_column AS c ON c.sheet_id = s.sheet_id
)
SELECT sheet_id,
    max(title) FILTER (field = 'approval_no') AS approval_no_title,
    max(title) FILTER (field = 'parcel_id') AS parcel_id_title,
    max(title) FILTER (field = 'supervision_no') AS supervision_no_title,
    max(title) FILTER (field = 'idle_id') AS idle_id_title,
    max(title) FILTER (field = 'unit') AS unit_title,
    coalesce(per_hectare(coalesce(max(measure) FILTER (field = 'approved_area'), max(sheet_measure))), 1) AS approved_area,
    coalesce(per_hectare(coalesce(max(measure) FILTER (field = 'new_construction_area'), max(sheet_measure))), 1) AS new_construction_area,
    coalesce(per_hectare(coalesce(max(measure) FILTER (field = 'farmland_area'), max(sheet_measure))), 1) AS farmland_area,
    coalesce(per_hectare(coalesce(max(measure) FILTER (field = 'arable_area'), max(sheet_measure))), 1) AS arable_area,
    coalesce(per_hectare(coalesce(max(measure) FILTER (field = 'parcel_area'), max(sheet_measure))), 1) AS parcel_area,
    coalesce(per_hectare(coalesce(max(measure) FILTER (field = 'supply_area'), max(sheet_measure))), 1) AS supply_area,
    coalesce(per_hectare(coalesce(max(measure) FILTER (field = 'allocated_area'), max(sheet_measure))), 1) AS allocated_area,
    coalesce(per_hectare(coalesce(max(measure) FILTER (field = 'idle_area'), max(sheet_measure))), 1) AS idle_area,
    coalesce(per_hectare(coalesce(max(measure) FILTER (field = 'disposed_area'), max(sheet_measure))), 1) AS disposed_area,
    coalesce(per_hectare(coalesce(max(measure) FILTER (field = 'area'), max(sheet_measure))), 1) AS area,
    coalesce(per_hectare(coalesce(max(measure) FILTER (field = 'target_new_area'), max(sheet_measure))), 1) AS target_new_area,
    coalesce(per_hectare(coalesce(max(measure) FILTER (field = 'target_farmland_area'), max(sheet_measure))), 1) AS target_farmland_area,
    coalesce(per_hectare(coalesce(max(measure) FILTER (field = 'target_arable_area'), max(sheet_measure))), 1) AS target_arable_area,
    coalesce(max(measure) FILTER (field = 'price'), max(money_measure), '万元') AS price,
    coalesce(max(measure) FILTER (field = 'fee_amount'), max(money_measure), '万元') AS fee_amount
FROM c
GROUP BY sheet_id
