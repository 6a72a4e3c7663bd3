-- 地块归到批次和责任单位：地块没写单位的随批次（R17）。
-- grain: one parcel. batch_id is NULL where the 批准文号 is not in 批次台账 (P02).
-- A number that names one batch is its batch_id; otherwise number and name together are.
WITH numbered AS (
    SELECT p.sheet_id, p.line, p.parcel_id, p.approval_no, coalesce(b.batch_id, n.batch_id) AS batch_id, p.parcel_name, p.parcel_area, p.unit, p.department,
        p.stage, p.unsupplied_reason, p.planned_way, p.deadline, p.responsible, p.attractable, p.remark
    FROM admit.parcel AS p
    LEFT JOIN admit.batch AS b ON b.batch_id = p.approval_no
    LEFT JOIN admit.batch AS n ON n.batch_id = CASE WHEN b.batch_id IS NULL THEN p.approval_no || ' ' || p.batch_name END
)
SELECT p.sheet_id, p.line, p.parcel_id, p.approval_no, p.batch_id, p.parcel_name, p.parcel_area,
    coalesce(u.unit, p.unit, b.unit) AS unit, p.unit IS NULL OR u.unit IS NOT NULL AS unit_known,
    coalesce(d.unit, p.department, b.department) AS department, p.department IS NULL OR d.unit IS NOT NULL AS department_known,
    stage_of(p.stage) AS stage, p.stage AS stage_text, p.unsupplied_reason, p.planned_way, p.deadline, p.responsible,
    p.attractable, p.remark
FROM numbered AS p
LEFT JOIN admit.batch AS b ON b.batch_id = p.batch_id
LEFT JOIN naming.unit_alias AS u ON u.alias = p.unit
LEFT JOIN naming.unit_alias AS d ON d.alias = p.department
