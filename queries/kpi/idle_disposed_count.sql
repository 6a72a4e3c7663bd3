-- 本季处置闲置宗数：累计处置宗数比上季度末增加的部分
-- seq: 66
-- measure: 宗
-- target: 
-- grain: unit, as_of. rules: I3
SELECT t.unit, t.as_of, CAST(NULL AS DECIMAL(18, 6)) AS numerator, CAST(NULL AS DECIMAL(18, 6)) AS denominator, t.disposed_count AS value
FROM total.idle AS t
