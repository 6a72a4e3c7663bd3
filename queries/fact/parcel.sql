-- 地块：进入核算的每个地块，已归到批次和责任单位。
-- grain: one parcel_id.
-- order: sheet_id, line
-- as: view
SELECT parcel_id, batch_id, parcel_name, parcel_area, unit, unit_known, department, department_known, stage, stage_text,
    unsupplied_reason, planned_way, deadline, responsible, attractable, remark, sheet_id, line
FROM place.parcel AS p
WHERE NOT EXISTS (SELECT 1 FROM clash.row AS c WHERE c.sheet_id = p.sheet_id AND c.line = p.line)
