-- 补正率背后的行：每个退回的行补正了没有。
-- indicators: repair_rate
-- grain: row given back this quarter. $as_of and $year are not used: the rate is that of the edition.
WITH p AS (
    SELECT CAST($indicator AS VARCHAR) AS indicator, CAST($unit AS VARCHAR) AS unit, CAST($as_of AS DATE) AS as_of, CAST($year AS INTEGER) AS year
)
SELECT CASE WHEN r.mended THEN '已补正' ELSE '仍退回' END AS "台账", r.row_id AS "编号", r.unit AS "名称", CAST(NULL AS DATE) AS "日期", CAST(NULL AS DECIMAL(18, 6)) AS "面积",
    CAST(CAST(r.mended AS INTEGER) AS DECIMAL(38, 6)) AS "计入分子", CAST(1 AS DECIMAL(38, 6)) AS "计入分母", CAST(NULL AS DECIMAL(38, 6)) AS "计入数值",
    coalesce('退回的理由见 refused.csv：' || r.rule, '替换了退回标识所指的行') AS "说明", h.file AS "文件", h.sheet AS "表", r.line AS "行"
FROM doubt.repair_rate AS r JOIN p ON p.unit IN ('全区', r.unit) LEFT JOIN load.sheet AS h ON h.sheet_id = r.sheet_id
ORDER BY r.unit, r.sheet_id, r.line
