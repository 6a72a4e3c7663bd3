-- 批而未供率：未供面积占应供面积的比例
-- seq: 3
-- measure: %
-- target: 
-- grain: unit, as_of. rules: F3, R1
SELECT t.unit, t.as_of, t.unsupplied AS numerator, t.due AS denominator, pct(t.unsupplied, t.due) AS value
FROM total.standing AS t
