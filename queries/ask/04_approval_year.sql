-- 按批准年度供地率
-- 批次按批准日期的年份（不是名称里的年份）归类，各年的率是面积之比；末行为合计，等于全区供地率。
-- chart: bar 批准年度 供地率
-- governed: yes
-- $as_of as_of：截止日，默认本期
-- $unit unit：责任单位，默认全区
WITH p AS (SELECT coalesce(CAST($as_of AS DATE), as_of) AS as_of FROM frame.policy),
row AS (
    SELECT s.batch_id, CAST(year(b.approved_on) AS VARCHAR) AS year, s.approved, s.due, s.supplied, s.unsupplied
    FROM stand.position AS s JOIN p ON p.as_of = s.as_of JOIN fact.batch AS b ON b.batch_id = s.batch_id
    WHERE s.dimension = 'unit' AND s.unit = coalesce(CAST($unit AS VARCHAR), s.unit)
)
SELECT CASE WHEN GROUPING(year) = 1 THEN '合计' ELSE year END AS "批准年度", count(DISTINCT batch_id) AS "批次", sum(approved) AS "批准面积", sum(due) AS "应供面积",
    sum(supplied) AS "已供面积", sum(unsupplied) AS "未供面积", pct(sum(supplied), sum(due)) AS "供地率"
FROM row
GROUP BY ROLLUP (year)
ORDER BY GROUPING(year), year
