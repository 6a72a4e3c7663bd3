-- 二次闲置面积：延长动工期限后到期仍未动工、本季重新计入的面积
-- seq: 64
-- measure: 公顷
-- target: 
-- grain: unit, as_of. rules: R9
SELECT t.unit, t.as_of, CAST(NULL AS DECIMAL(18, 6)) AS numerator, CAST(NULL AS DECIMAL(18, 6)) AS denominator, t.reopened AS value
FROM total.idle AS t
