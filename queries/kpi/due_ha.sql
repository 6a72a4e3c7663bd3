-- 应供面积：批准面积减核销面积、调整使用面积
-- seq: 23
-- measure: 公顷
-- target: 
-- grain: unit, as_of. rules: F1
SELECT t.unit, t.as_of, CAST(NULL AS DECIMAL(18, 6)) AS numerator, CAST(NULL AS DECIMAL(18, 6)) AS denominator, t.due AS value
FROM total.standing AS t
