-- 图：各单位历次名次。已发布的季度用发布时的名次，其余按本期台账重算。
-- grain: unit, quarter.
SELECT d.quarter, d.label, r.unit, coalesce(o.rank, r.rank) AS rank, r.ranked_units,
    coalesce(CAST(coalesce(o.rank, r.rank) AS VARCHAR), '无任务') AS rank_text, CAST(CAST(r.score AS DECIMAL(18, 2)) AS VARCHAR) AS score_text,
    CASE WHEN o.unit IS NULL AND d.role <> 'current' THEN '按本期台账重算' ELSE '发布' END AS source_text
FROM rank.unit AS r JOIN clean.calendar AS d ON d.as_of = r.as_of
LEFT JOIN rank.past AS o ON o.unit = r.unit AND o.quarter = d.quarter AND d.role <> 'current'
WHERE d.role IN ('current', 'previous', 'history')
ORDER BY r.unit_code, d.as_of
