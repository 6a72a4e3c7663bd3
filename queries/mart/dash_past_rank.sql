-- 看板：以前各季度的综合排名，与 ranking 同列。已发布的用发布时的名次，其余数按本期台账重算。
-- grain: quarter end since T0 before the edition's day, unit. low_streak counts published editions up to that quarter (R12).
WITH published_low AS (
    SELECT quarter, unit, low, sum(CASE WHEN low THEN 0 ELSE 1 END) OVER (PARTITION BY unit ORDER BY quarter) AS run FROM rank.past
), streak AS (
    SELECT quarter, unit, CASE WHEN low THEN count(*) FILTER (WHERE low) OVER (PARTITION BY unit, run ORDER BY quarter) ELSE 0 END AS low_streak,
        count(*) FILTER (WHERE low) OVER (PARTITION BY unit ORDER BY quarter) AS low_total FROM published_low
), seen AS (
    SELECT c.quarter, c.as_of, c.previous_as_of, r.unit, r.unit_code, coalesce(o.rank, r.rank) AS rank, r.score, r.supplied, r.due, r.done, r.recognised, r.disposed, r.remaining, r.status
    FROM rank.unit AS r JOIN clean.calendar AS c ON c.as_of = r.as_of AND c.role IN ('previous', 'history')
    LEFT JOIN rank.past AS o ON o.unit = r.unit AND o.quarter = c.quarter
)
SELECT s.quarter, s.rank, s.unit_code, s.unit, CAST(s.score AS DECIMAL(18, 6)) AS score, CAST(CAST(s.score AS DECIMAL(18, 2)) AS VARCHAR) AS score_text,
    pct(s.supplied, s.due) AS supply_rate, rate_text(s.supplied, s.due) AS supply_rate_text, pct(s.done, s.recognised) AS idle_rate, rate_text(s.done, s.recognised) AS idle_rate_text,
    area_text(s.disposed) AS disposed_text, area_text(s.remaining) AS remaining_text, s.status, b.rank AS previous_rank, b.rank - s.rank AS rank_change,
    coalesce(k.low_streak, 0) AS low_streak, coalesce(k.low_total, 0) AS low_total
FROM seen AS s LEFT JOIN seen AS b ON b.unit = s.unit AND b.as_of = s.previous_as_of LEFT JOIN streak AS k ON k.unit = s.unit AND k.quarter = s.quarter
ORDER BY s.as_of, s.rank NULLS LAST, s.unit_code
