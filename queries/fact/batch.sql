-- 批次：进入核算的每个批次。
-- grain: one batch_id. base_area is A of domain rule F1 (新增建设用地面积, else 批准面积).
-- order: sheet_id, line
SELECT batch_id, approval_no, batch_name, batch_type, approved_on, approved_month_only, approved_area, new_construction_area,
    farmland_area, arable_area, base_area, unit, unit_known, department, department_known, in_cohort, before_2014, remark, sheet_id, line
FROM admit.batch
