-- 未供面积：应供面积减已供面积
-- seq: 25
-- measure: 公顷
-- target: 
-- grain: unit, as_of. rules: F1
SELECT t.unit, t.as_of, CAST(NULL AS DECIMAL(18, 6)) AS numerator, CAST(NULL AS DECIMAL(18, 6)) AS denominator, t.unsupplied AS value
FROM total.standing AS t
