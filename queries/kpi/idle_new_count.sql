-- 本季新增闲置宗数：认定日期在本季的宗数
-- seq: 65
-- measure: 宗
-- target: 
-- grain: unit, as_of. rules: I3
SELECT t.unit, t.as_of, CAST(NULL AS DECIMAL(18, 6)) AS numerator, CAST(NULL AS DECIMAL(18, 6)) AS denominator, t.new_count AS value
FROM total.idle AS t
