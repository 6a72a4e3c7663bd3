-- 本季处置闲置面积：累计处置面积比上季度末增加的部分，二次闲置的冲减
-- seq: 54
-- measure: 公顷
-- target: 
-- grain: unit, as_of. rules: I3
SELECT t.unit, t.as_of, CAST(NULL AS DECIMAL(18, 6)) AS numerator, CAST(NULL AS DECIMAL(18, 6)) AS denominator, t.disposed AS value
FROM total.idle AS t
