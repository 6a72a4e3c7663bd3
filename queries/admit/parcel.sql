-- 进入核算的地块：数据行，未被退回。
-- grain: one row of clean.parcel that is data and not refused.
-- as: view
SELECT c.sheet_id, c.line,
    c.parcel_id, c.approval_no, c.batch_name, c.parcel_name, c.parcel_area, coalesce(c.unit, n.unit) AS unit, c.department, c.stage, 
    c.unsupplied_reason, c.planned_way, c.deadline, c.responsible, c.attractable, c.remark
FROM clean.parcel AS c LEFT JOIN clean.sheet_unit AS n ON n.sheet_id = c.sheet_id
WHERE c.row_class = 'data' AND NOT EXISTS (
    SELECT 1 FROM refuse.row AS r WHERE r.sheet_id = c.sheet_id AND r.line = c.line)
