-- 供地率（不扣核销）：已供面积占批准面积的比例
-- seq: 2
-- measure: %
-- target: 
-- grain: unit, as_of. rules: F2, R1
SELECT t.unit, t.as_of, t.supplied AS numerator, t.approved AS denominator, pct(t.supplied, t.approved) AS value
FROM total.standing AS t
