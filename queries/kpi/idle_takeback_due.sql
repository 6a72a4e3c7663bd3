-- 满二年未收回宗数
-- seq: 58
-- measure: 宗
-- target: 
-- grain: unit, as_of. rules: I5
SELECT t.unit, t.as_of, CAST(NULL AS DECIMAL(18, 6)) AS numerator, CAST(NULL AS DECIMAL(18, 6)) AS denominator, t.takeback_due AS value
FROM total.idle AS t
