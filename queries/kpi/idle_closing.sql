-- 期末闲置面积：期初加新增减处置减撤销认定
-- seq: 56
-- measure: 公顷
-- target: 
-- grain: unit, as_of. rules: I3
SELECT t.unit, t.as_of, CAST(NULL AS DECIMAL(18, 6)) AS numerator, CAST(NULL AS DECIMAL(18, 6)) AS denominator, t.closing AS value
FROM total.idle AS t
