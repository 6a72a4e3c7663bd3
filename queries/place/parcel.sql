-- 地块归到批次和责任单位：地块没写单位的随批次（R17）。
-- grain: one parcel, as home.parcel has it.
-- as: view
SELECT sheet_id, line, parcel_id, approval_no, batch_id, parcel_name, parcel_area, unit, unit_known, department, department_known,
    stage, stage_text, unsupplied_reason, planned_way, deadline, responsible, attractable, remark
FROM home.parcel
