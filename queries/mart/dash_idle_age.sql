-- 图：未处置的闲置土地按原因和闲置时间，对照一年、两年两个期限。
-- grain: cause, age (0 未满一年, 1 满一年, 2 满两年). The clock runs from the agreed start, or else the recognition (I4, I5).
WITH open AS (
    SELECT coalesce(i.cause, '原因未填') AS cause, CASE WHEN i.clock_from + INTERVAL 2 YEAR <= p.as_of THEN 2 WHEN i.clock_from + INTERVAL 1 YEAR <= p.as_of THEN 1 ELSE 0 END AS age,
        s.open_area, s.fee_due, s.takeback_due
    FROM stand.idle AS s JOIN frame.policy AS p ON p.as_of = s.as_of JOIN fact.idle AS i ON i.idle_id = s.idle_id WHERE s.open_area > 0
), band AS (SELECT 0 AS age, '未满1年' AS age_text UNION ALL SELECT 1, '满1年未满2年' UNION ALL SELECT 2, '满2年'),
cause AS (SELECT cause, sum(open_area) AS total FROM open GROUP BY cause)
SELECT c.cause, b.age, b.age_text, CAST(coalesce(sum(o.open_area), 0) AS DECIMAL(18, 6)) AS area, area_text(coalesce(sum(o.open_area), 0)) AS area_text, area_text(c.total) AS total_text, CAST(count(o.cause) AS VARCHAR) AS count_text,
    CAST(count(*) FILTER (WHERE o.fee_due) AS VARCHAR) AS fee_due_text, CAST(count(*) FILTER (WHERE o.takeback_due) AS VARCHAR) AS takeback_due_text
FROM cause AS c CROSS JOIN band AS b LEFT JOIN open AS o ON o.cause = c.cause AND o.age = b.age
GROUP BY c.cause, c.total, b.age, b.age_text
ORDER BY CASE c.cause WHEN '企业原因' THEN 1 WHEN '政府原因' THEN 2 WHEN '混合' THEN 3 WHEN '不可抗力' THEN 4 ELSE 5 END, c.cause, b.age
