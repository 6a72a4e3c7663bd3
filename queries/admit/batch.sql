-- 进入核算的批次：数据行，未被退回，单位已归一。
-- grain: one batch (批准文号 + 批次名称). batch_id is the 批准文号 where it names one batch only.
WITH kept AS (
    SELECT b.sheet_id, b.line, b.approval_no, b.batch_name, b.batch_type, b.approved_on, b.approved_month_only,
        b.approved_area, b.new_construction_area, b.farmland_area, b.arable_area, coalesce(b.unit, n.unit) AS unit, b.department, b.remark,
        count(*) OVER (PARTITION BY b.approval_no) AS batches_of_number
    FROM clean.batch AS b LEFT JOIN clean.sheet_unit AS n ON n.sheet_id = b.sheet_id
    WHERE b.row_class = 'data' AND NOT EXISTS (
        SELECT 1 FROM refuse.row AS r WHERE r.sheet_id = b.sheet_id AND r.line = b.line)
)
SELECT CASE WHEN k.batches_of_number = 1 THEN k.approval_no ELSE k.approval_no || ' ' || coalesce(k.batch_name, '') END AS batch_id,
    k.approval_no, k.batch_name, k.batches_of_number, k.batch_type, k.approved_on, k.approved_month_only,
    k.approved_area, k.new_construction_area, k.farmland_area, k.arable_area,
    CASE WHEN p.base_area = 'new' THEN coalesce(k.new_construction_area, k.approved_area) ELSE coalesce(k.approved_area, k.new_construction_area) END AS base_area,
    coalesce(u.unit, k.unit, '（未填责任单位）') AS unit, u.unit IS NOT NULL AS unit_known,
    coalesce(d.unit, k.department, '（未明确主管部门）') AS department, d.unit IS NOT NULL AS department_known,
    k.approved_on BETWEEN p.cohort_from AND p.cohort_to AS in_cohort,
    k.approved_on < p.pre2014_before AS before_2014,
    k.remark, k.sheet_id, k.line
FROM kept AS k CROSS JOIN frame.policy AS p
LEFT JOIN naming.unit_alias AS u ON u.alias = k.unit
LEFT JOIN naming.unit_alias AS d ON d.alias = k.department
