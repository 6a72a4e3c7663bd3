-- 距目标差额：达到目标供地率还需供出的面积
-- seq: 9
-- measure: 公顷
-- target: 
-- grain: unit, as_of. rules: F8
SELECT t.unit, t.as_of, CAST(NULL AS DECIMAL(18, 6)) AS numerator, CAST(NULL AS DECIMAL(18, 6)) AS denominator, greatest(CAST(0 AS DECIMAL(18, 6)), CAST(p.supply_target * t.due * 0.01 AS DECIMAL(18, 6)) - t.supplied) AS value
FROM total.standing AS t CROSS JOIN frame.policy AS p
