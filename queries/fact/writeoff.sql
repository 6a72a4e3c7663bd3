-- 核销与调整使用：每一次离开分母的面积（R5、R16）。
-- grain: one row. class is writeoff or adjustment.
-- order: sheet_id, line
-- as: view
SELECT batch_id, parcel_id, unit, department, writeoff_type, class, area, effective_on, effective_month_only, document_no,
    target_batch, target_new_area, target_farmland_area, target_arable_area, sheet_id, line
FROM place.writeoff AS p
WHERE NOT EXISTS (SELECT 1 FROM clash.row AS c WHERE c.sheet_id = p.sheet_id AND c.line = p.line)
