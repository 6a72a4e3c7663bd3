-- 主管部门不在单位名录中
-- rule: U03
-- severity: F
-- grain: unknown name and ledger; the first row stands for all of them. A blank 主管部门 is no finding.
WITH named AS (
    SELECT '批次台账' AS ledger, department, sheet_id, line FROM fact.batch WHERE NOT department_known AND department <> '（未明确主管部门）'
    UNION ALL SELECT '地块台账', department, sheet_id, line FROM fact.parcel WHERE NOT department_known
), counted AS (
    SELECT ledger, department, sheet_id, line, count(*) OVER (PARTITION BY ledger, department) AS rows,
        row_number() OVER (PARTITION BY ledger, department ORDER BY sheet_id, line) AS nth
    FROM named
)
SELECT 'unit' AS kind, department AS key, CAST(NULL AS VARCHAR) AS unit, sheet_id, line,
    ledger || '有' || rows || '行的主管部门写作“' || department || '”，单位名录中查不到；请改正，或在单位名录里补上该部门' AS message
FROM counted
WHERE nth = 1
