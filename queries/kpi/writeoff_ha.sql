-- 累计核销面积：截至截止日失效、撤回、核销的面积
-- seq: 21
-- measure: 公顷
-- target: 
-- grain: unit, as_of. rules: F1
SELECT t.unit, t.as_of, CAST(NULL AS DECIMAL(18, 6)) AS numerator, CAST(NULL AS DECIMAL(18, 6)) AS denominator, t.written_off AS value
FROM total.standing AS t
