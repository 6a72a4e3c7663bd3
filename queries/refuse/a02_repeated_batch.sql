-- 同一批准文号、批次名称登记两次，第二次退回；面积不同的另按 A02 阻断发布。
-- The row that counts is the one approved first, then the smaller; never the one that happens to stand first (as in the check A02).
WITH ranked AS (
    SELECT sheet_id, line, approval_no, batch_name, row_number() OVER (
        PARTITION BY approval_no, coalesce(batch_name, '')
        ORDER BY approved_on, coalesce(new_construction_area, approved_area), approved_area, unit, department, farmland_area, arable_area, sheet_id, line) AS occurrence
    FROM clean.batch
    WHERE row_class = 'data' AND fault_rule IS NULL AND approval_no IS NOT NULL AND approved_on IS NOT NULL
        AND coalesce(new_construction_area, approved_area) > 0
)
SELECT sheet_id, line, 'A02' AS rule, 'approval_no' AS field, approval_no AS value,
    '同一批准文号和批次名称登记了不止一次，只计其中一行；请删去重复的行' AS reason
FROM ranked
WHERE occurrence > 1
