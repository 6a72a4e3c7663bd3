-- 累计处置闲置宗数：全部面积已处置的宗数
-- seq: 62
-- measure: 宗
-- target: 
-- grain: unit, as_of. rules: I2
SELECT t.unit, t.as_of, CAST(NULL AS DECIMAL(18, 6)) AS numerator, CAST(NULL AS DECIMAL(18, 6)) AS denominator, t.done_count AS value
FROM total.idle AS t
