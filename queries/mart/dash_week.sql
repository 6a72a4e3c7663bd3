-- 图：突击供地：本季供地按周分布，对照前四个季度的平均分布（S07）。
-- grain: week of the quarter (1 to 14). Shares in % of the quarter's allocated area of the cohort; as S07 counts them, by the day of signing.
WITH p AS (SELECT as_of, quarter_end, CAST(date_trunc('quarter', as_of) AS DATE) AS begins, CAST(date_trunc('quarter', as_of) - INTERVAL 12 MONTH AS DATE) AS year_before FROM frame.policy),
act AS (
    SELECT a.allocated_area AS area, a.signed_on, CAST((a.signed_on - CAST(date_trunc('quarter', a.signed_on) AS DATE)) // 7 + 1 AS INTEGER) AS week, a.signed_on >= p.begins AS current
    FROM fact.allocation AS a JOIN fact.batch AS b ON b.batch_id = a.batch_id CROSS JOIN p
    WHERE b.in_cohort AND a.signed_on >= p.year_before AND a.signed_on <= p.as_of
), whole AS (
    SELECT coalesce(sum(area) FILTER (WHERE current), 0) AS now, coalesce(sum(area) FILTER (WHERE NOT current), 0) AS before,
        coalesce(sum(area) FILTER (WHERE current AND signed_on > (SELECT quarter_end - 5 FROM p)), 0) AS last_days FROM act
), week AS (SELECT CAST(w AS INTEGER) AS week FROM range(1, 15) AS r(w)),
summed AS (
    SELECT w.week, coalesce(sum(a.area) FILTER (WHERE a.current), 0) AS now, coalesce(sum(a.area) FILTER (WHERE NOT a.current), 0) AS before
    FROM week AS w LEFT JOIN act AS a ON a.week = w.week GROUP BY w.week
)
SELECT s.week, '第' || s.week || '周' AS week_text, area_text(s.now) AS area_text, pct(CAST(s.now AS DECIMAL(18, 6)), CAST(w.now AS DECIMAL(18, 6))) AS share, rate_text(CAST(s.now AS DECIMAL(18, 6)), CAST(w.now AS DECIMAL(18, 6))) AS share_text,
    pct(CAST(s.before AS DECIMAL(18, 6)), CAST(w.before AS DECIMAL(18, 6))) AS before_share, rate_text(CAST(s.before AS DECIMAL(18, 6)), CAST(w.before AS DECIMAL(18, 6))) AS before_share_text,
    rate_text(CAST(w.last_days AS DECIMAL(18, 6)), CAST(w.now AS DECIMAL(18, 6))) AS last_days_text, 3 * w.last_days > w.now AS rushed
FROM summed AS s CROSS JOIN whole AS w
ORDER BY s.week
