-- 各单位综合得分和名次（R11）。
-- grain: ranked unit, as_of. score is exact to 18 places; rank is NULL for 无任务. Equal on score, area disposed this
-- quarter and remaining area share a rank.
WITH flow AS (
    SELECT t.unit, t.as_of, t.due, t.supplied, t.unsupplied,
        (t.supplied - o.supplied) + (t.written_off - o.written_off) + (t.adjusted - o.adjusted) AS disposed
    FROM total.standing AS t JOIN clean.calendar AS c ON c.as_of = t.as_of
    LEFT JOIN total.standing AS o ON o.unit = t.unit AND o.as_of = c.previous_as_of
), part AS (
    SELECT f.unit, u.unit_code, f.as_of, f.due, f.supplied, i.recognised, i.done,
        CASE WHEN f.due > 0 THEN attainment(f.supplied, f.due, p.supply_target) END AS supply_part,
        CASE WHEN i.recognised > 0 THEN attainment(i.done, i.recognised, p.idle_target) END AS idle_part,
        coalesce(f.disposed, 0) + coalesce(i.disposed, 0) AS disposed, f.unsupplied + coalesce(i.closing, 0) AS remaining,
        p.supply_weight, p.idle_weight
    FROM flow AS f JOIN frame.unit AS u ON u.unit = f.unit AND u.ranked
    LEFT JOIN total.idle AS i ON i.unit = f.unit AND i.as_of = f.as_of CROSS JOIN frame.policy AS p
), scored AS (
    SELECT unit, unit_code, as_of, due, supplied, recognised, done, disposed, remaining,
        CASE WHEN supply_part IS NOT NULL AND idle_part IS NOT NULL THEN supply_weight * supply_part + idle_weight * idle_part
            ELSE (supply_weight + idle_weight) * coalesce(supply_part, idle_part) END AS score
    FROM part
)
SELECT unit, unit_code, as_of, due, supplied, recognised, done, disposed, remaining, score,
    CASE WHEN score IS NOT NULL THEN rank() OVER (PARTITION BY as_of, score IS NULL ORDER BY score DESC, disposed DESC, remaining) END AS rank,
    count(score) OVER (PARTITION BY as_of) AS ranked_units,
    CASE WHEN score IS NULL THEN '无任务' ELSE '参与排名' END AS status
FROM scored
