-- 本季撤销认定面积：认定被撤销时尚未处置的面积
-- seq: 55
-- measure: 公顷
-- target: 
-- grain: unit, as_of. rules: I3, D0
SELECT t.unit, t.as_of, CAST(NULL AS DECIMAL(18, 6)) AS numerator, CAST(NULL AS DECIMAL(18, 6)) AS denominator, t.cancelled AS value
FROM total.idle AS t
