-- 累计调整使用面积：截至截止日调整使用的面积
-- seq: 22
-- measure: 公顷
-- target: 
-- grain: unit, as_of. rules: F1
SELECT t.unit, t.as_of, CAST(NULL AS DECIMAL(18, 6)) AS numerator, CAST(NULL AS DECIMAL(18, 6)) AS denominator, t.adjusted AS value
FROM total.standing AS t
