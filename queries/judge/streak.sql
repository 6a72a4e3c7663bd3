-- 各单位排名靠后的期数：连续几期、累计几期（R12），只数已发布的和本期。
-- grain: ranked unit. low_streak counts back from this edition without a break; low_unbroken says that no quarter between was left unpublished.
WITH editions AS (
    SELECT quarter, unit, low FROM rank.past
    UNION ALL
    SELECT p.quarter, r.unit, coalesce(r.rank > r.ranked_units - CAST(ceil(p.group_share * r.ranked_units) AS BIGINT), false)
    FROM rank.unit AS r JOIN frame.policy AS p ON p.as_of = r.as_of
), last_good AS (
    SELECT unit, max(quarter) AS quarter FROM editions WHERE NOT low GROUP BY unit
)
SELECT e.unit, count(*) FILTER (WHERE e.low AND (g.quarter IS NULL OR e.quarter > g.quarter)) AS low_streak,
    count(*) FILTER (WHERE e.low) AS low_total,
    coalesce(max(e.nth) FILTER (WHERE e.low AND (g.quarter IS NULL OR e.quarter > g.quarter)) - min(e.nth) FILTER (WHERE e.low AND (g.quarter IS NULL OR e.quarter > g.quarter)) + 1
        = count(*) FILTER (WHERE e.low AND (g.quarter IS NULL OR e.quarter > g.quarter)), true) AS low_unbroken
FROM (SELECT quarter, unit, low, CAST(left(quarter, 4) AS INTEGER) * 4 + CAST(right(quarter, 1) AS INTEGER) AS nth FROM editions) AS e LEFT JOIN last_good AS g ON g.unit = e.unit
GROUP BY e.unit
