-- 主管部门不在单位名录中，或写的是属地单位
-- rule: U03
-- severity: F
-- grain: name and ledger; the first row stands for all of them. A blank 主管部门 is no finding. 街道 and 开发区 there are mostly a
-- 责任单位 that slipped into the next column.
WITH named AS (
    SELECT '批次台账' AS ledger, b.department, b.sheet_id, b.line, u.category FROM fact.batch AS b LEFT JOIN frame.unit AS u ON u.unit = b.department
    WHERE (NOT b.department_known AND b.department <> '（未明确主管部门）') OR u.category <> '部门'
    UNION ALL
    SELECT '地块台账', p.department, p.sheet_id, p.line, u.category FROM fact.parcel AS p JOIN admit.parcel AS a ON a.sheet_id = p.sheet_id AND a.line = p.line
    LEFT JOIN frame.unit AS u ON u.unit = p.department
    WHERE a.department IS NOT NULL AND (NOT p.department_known OR u.category <> '部门')
), counted AS (
    SELECT ledger, department, sheet_id, line, category, count(*) OVER (PARTITION BY ledger, department) AS rows,
        row_number() OVER (PARTITION BY ledger, department ORDER BY sheet_id, line) AS nth
    FROM named
)
SELECT 'unit' AS kind, department AS key, CAST(NULL AS VARCHAR) AS unit, sheet_id, line,
    ledger || '有' || rows || '行的主管部门写作“' || department || '”，' || CASE WHEN category IS NULL
        THEN '单位名录中查不到；请改正，或在单位名录里补上该部门' ELSE '这是属地单位，不是部门；请核对是不是责任单位填错了列' END AS message
FROM counted
WHERE nth = 1
