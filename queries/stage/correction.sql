-- 与被替换的一版相比变了的指标值和名次，原公布和现公布并列。
-- grain: indicator, unit, as_of.
-- A rank is the indicator rank; what only one of the two versions has is NULL in the other.
WITH old AS (
    SELECT indicator, unit, as_of, CAST(value AS VARCHAR) AS value FROM replaced.mart.figures_csv
    UNION ALL
    SELECT 'rank', r.unit, p.as_of, CAST(r.rank AS VARCHAR) FROM replaced.mart.rankings_csv AS r CROSS JOIN replaced.frame.policy AS p
), new AS (
    SELECT indicator, unit, as_of, CAST(value AS VARCHAR) AS value FROM mart.figures_csv
    UNION ALL
    SELECT 'rank', r.unit, p.as_of, CAST(r.rank AS VARCHAR) FROM mart.rankings_csv AS r CROSS JOIN frame.policy AS p
)
SELECT coalesce(n.indicator, o.indicator) AS indicator, coalesce(n.unit, o.unit) AS unit, CAST(coalesce(n.as_of, o.as_of) AS VARCHAR) AS as_of,
    o.value AS old, n.value AS new
FROM new AS n FULL JOIN old AS o ON o.indicator = n.indicator AND o.unit = n.unit AND o.as_of = n.as_of
WHERE o.value IS DISTINCT FROM n.value
ORDER BY coalesce(n.indicator, o.indicator) = 'rank', 1, 3, coalesce(n.unit, o.unit) <> '全区', 2
