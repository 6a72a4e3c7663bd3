-- 累计认定闲置面积：有认定书、认定日期在截止日以前且未撤销的面积
-- seq: 59
-- measure: 公顷
-- target: 
-- grain: unit, as_of. rules: I1
SELECT t.unit, t.as_of, CAST(NULL AS DECIMAL(18, 6)) AS numerator, CAST(NULL AS DECIMAL(18, 6)) AS denominator, t.recognised AS value
FROM total.idle AS t
