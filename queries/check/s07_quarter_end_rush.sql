-- 本季供地集中在季末最后五天（突击供地）
-- rule: S07
-- severity: F
-- grain: the district, the edition's quarter: over a third of the area signed in the quarter in its last five days. Only batches of the cohort.
WITH signed AS (
    SELECT p.quarter, p.quarter_end, sum(a.allocated_area) AS area,
        sum(a.allocated_area) FILTER (WHERE a.signed_on > p.quarter_end - 5) AS last_area,
        count(DISTINCT a.supply_id) FILTER (WHERE a.signed_on > p.quarter_end - 5) AS last_supplies
    FROM fact.allocation AS a
    JOIN fact.batch AS b ON b.batch_id = a.batch_id AND b.in_cohort
    JOIN frame.policy AS p ON a.signed_on BETWEEN CAST(date_trunc('quarter', p.quarter_end) AS DATE) AND p.quarter_end
    GROUP BY p.quarter, p.quarter_end
)
SELECT 'figure' AS kind, quarter AS key, CAST(NULL AS VARCHAR) AS unit, CAST(NULL AS INTEGER) AS sheet_id, CAST(NULL AS BIGINT) AS line,
    '本季签订 ' || area_text(area) || ' 公顷，其中 ' || area_text(last_area) || ' 公顷（' || last_supplies || '宗，' || rate_text(last_area, area)
    || '）签在 ' || date_text(quarter_end - 4) || ' 以后；请抽查这些合同是否已真实履行' AS message
FROM signed
WHERE 3 * last_area > area
