-- 期初闲置面积：上季度末尚未处置的依法认定闲置面积
-- seq: 52
-- measure: 公顷
-- target: 
-- grain: unit, as_of. rules: I3
SELECT t.unit, t.as_of, CAST(NULL AS DECIMAL(18, 6)) AS numerator, CAST(NULL AS DECIMAL(18, 6)) AS denominator, t.opening AS value
FROM total.idle AS t
