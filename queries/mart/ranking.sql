-- 综合排名：得分、两率、本季处置、剩余面积、名次升降、连续靠后期数。
WITH p AS (SELECT as_of, quarter FROM frame.policy),
last_quarter AS (SELECT max(quarter) AS quarter FROM rank.past),
before AS (
    SELECT r.unit, coalesce(o.rank, r.rank) AS rank
    FROM rank.unit AS r JOIN clean.calendar AS c ON c.as_of = r.as_of AND c.role = 'previous'
    LEFT JOIN (SELECT x.unit, x.rank, x.quarter FROM rank.past AS x JOIN last_quarter AS l ON l.quarter = x.quarter) AS o
        ON o.unit = r.unit AND o.quarter = c.quarter
)
SELECT r.rank, r.unit_code, r.unit, CAST(r.score AS DECIMAL(18, 6)) AS score, CAST(CAST(r.score AS DECIMAL(18, 2)) AS VARCHAR) AS score_text,
    pct(r.supplied, r.due) AS supply_rate, rate_text(r.supplied, r.due) AS supply_rate_text, pct(r.done, r.recognised) AS idle_rate, rate_text(r.done, r.recognised) AS idle_rate_text,
    area_text(r.disposed) AS disposed_text, area_text(r.remaining) AS remaining_text, r.status, b.rank AS previous_rank, b.rank - r.rank AS rank_change,
    coalesce(k.low_streak, 0) AS low_streak, coalesce(k.low_total, 0) AS low_total, coalesce(k.low_unbroken, true) AS low_unbroken
FROM rank.unit AS r JOIN p ON p.as_of = r.as_of LEFT JOIN before AS b ON b.unit = r.unit LEFT JOIN judge.streak AS k ON k.unit = r.unit
ORDER BY r.rank NULLS LAST, r.unit_code
