-- 累计处置闲置面积：按 D1—D6、D8、D9 处置的面积
-- seq: 61
-- measure: 公顷
-- target: 
-- grain: unit, as_of. rules: I1
SELECT t.unit, t.as_of, CAST(NULL AS DECIMAL(18, 6)) AS numerator, CAST(NULL AS DECIMAL(18, 6)) AS denominator, t.done AS value
FROM total.idle AS t
