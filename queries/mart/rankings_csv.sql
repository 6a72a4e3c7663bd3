-- rankings.csv：综合排名。
SELECT r.rank, cell_safe(r.unit) AS unit, CAST(r.score AS DECIMAL(18, 6)) AS score, pct(r.supplied, r.due) AS supply_rate, pct(r.done, r.recognised) AS idle_disposal_rate,
    CAST(r.disposed AS DECIMAL(18, 6)) AS disposed_ha, CAST(r.remaining AS DECIMAL(18, 6)) AS remaining_ha, r.status
FROM rank.unit AS r JOIN frame.policy AS p ON p.as_of = r.as_of
ORDER BY r.rank NULLS LAST, r.unit_code
