-- 供地率：已供面积占应供面积的比例
-- seq: 1
-- measure: %
-- target: supply
-- grain: unit, as_of. rules: F1, R1, R3, R5, R6, R7, R17
SELECT t.unit, t.as_of, t.supplied AS numerator, t.due AS denominator, pct(t.supplied, t.due) AS value
FROM total.standing AS t
