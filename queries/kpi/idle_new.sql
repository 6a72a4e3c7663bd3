-- 本季新增闲置面积：认定日期在本季的面积
-- seq: 53
-- measure: 公顷
-- target: 
-- grain: unit, as_of. rules: I3
SELECT t.unit, t.as_of, CAST(NULL AS DECIMAL(18, 6)) AS numerator, CAST(NULL AS DECIMAL(18, 6)) AS denominator, t.new_area AS value
FROM total.idle AS t
