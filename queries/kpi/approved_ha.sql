-- 批准面积：范围内各批次的批准面积（新增建设用地面积，没有的用批准面积）
-- seq: 20
-- measure: 公顷
-- target: 
-- grain: unit, as_of. rules: F1
SELECT t.unit, t.as_of, CAST(NULL AS DECIMAL(18, 6)) AS numerator, CAST(NULL AS DECIMAL(18, 6)) AS denominator, t.approved AS value
FROM total.standing AS t
