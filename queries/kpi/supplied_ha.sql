-- 已供面积：签订在截止日以前且未撤销的供地，按批次和单位不超过应供面积
-- seq: 24
-- measure: 公顷
-- target: 
-- grain: unit, as_of. rules: F1
SELECT t.unit, t.as_of, CAST(NULL AS DECIMAL(18, 6)) AS numerator, CAST(NULL AS DECIMAL(18, 6)) AS denominator, t.supplied AS value
FROM total.standing AS t
