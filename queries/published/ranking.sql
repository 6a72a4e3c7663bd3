-- 各期发布的名次；low 表示在靠后的一组（R12）。
-- grain: quarter of the edition, unit.
SELECT quarter, unit, rank, ranked_units, low FROM rank.past
UNION ALL
SELECT p.quarter, r.unit, r.rank, r.ranked_units, coalesce(r.rank > r.ranked_units - CAST(ceil(p.group_share * r.ranked_units) AS BIGINT), false)
FROM rank.unit AS r JOIN frame.policy AS p ON p.as_of = r.as_of
