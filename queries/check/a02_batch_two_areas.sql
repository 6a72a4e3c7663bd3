-- 同一批准文号和批次名称登记两次，面积不同，不知以哪一个为准
-- rule: A02
-- severity: B
-- grain: one repeated row of 批次台账 whose area differs from that of the row that counts. The row itself is refused (A02).
WITH rows AS (
    SELECT approval_no, batch_name, approved_area, new_construction_area, unit, sheet_id, line,
        first_value(approved_area) OVER w AS first_approved, first_value(new_construction_area) OVER w AS first_new,
        first_value(line) OVER w AS first_line
    FROM clean.batch
    WHERE row_class = 'data' AND fault_rule IS NULL AND approval_no IS NOT NULL AND approved_on IS NOT NULL
        AND coalesce(new_construction_area, approved_area) > 0
    WINDOW w AS (PARTITION BY approval_no, coalesce(batch_name, '')
        ORDER BY approved_on, coalesce(new_construction_area, approved_area), approved_area, unit, department, farmland_area, arable_area, sheet_id, line)
)
SELECT 'batch' AS kind, r.approval_no AS key, coalesce(u.unit, r.unit) AS unit, r.sheet_id, r.line,
    '与第' || r.first_line || '行是同一批次，面积却是 ' || area_text(coalesce(r.new_construction_area, r.approved_area)) || ' 公顷，而不是 '
    || area_text(coalesce(r.first_new, r.first_approved)) || ' 公顷；请查批准文件，只留面积正确的一行' AS message
FROM rows AS r LEFT JOIN naming.unit_alias AS u ON u.alias = r.unit
WHERE r.approved_area <> r.first_approved OR r.new_construction_area <> r.first_new
    OR coalesce(r.new_construction_area, r.approved_area) <> coalesce(r.first_new, r.first_approved)
