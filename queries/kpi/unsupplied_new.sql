-- 本季新增应供面积：本季新批准批次的面积
-- seq: 31
-- measure: 公顷
-- target: 
-- grain: unit, as_of. rules: R5
SELECT t.unit, t.as_of, CAST(NULL AS DECIMAL(18, 6)) AS numerator, CAST(NULL AS DECIMAL(18, 6)) AS denominator, t.approved - o.approved AS value
FROM total.standing AS t JOIN clean.calendar AS c ON c.as_of = t.as_of
JOIN total.standing AS o ON o.unit = t.unit AND o.as_of = c.previous_as_of
