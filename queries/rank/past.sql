-- 以前各期发布的名次，单位用现在的名称：名录里旧名写作别名的，更名后接得上（R12）。
-- grain: quarter of the edition, unit. A name that maps to nobody stays as it was.
SELECT r.quarter, coalesce(a.unit, r.unit) AS unit, r.rank, r.ranked_units, r.low
FROM previous.published.ranking AS r LEFT JOIN naming.unit_alias AS a ON a.alias = r.unit
