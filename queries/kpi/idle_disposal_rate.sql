-- 闲置土地处置率（面积）：已处置面积占累计认定面积的比例
-- seq: 50
-- measure: %
-- target: idle
-- grain: unit, as_of. rules: I1, R1, R3, R8, R9, R10
SELECT t.unit, t.as_of, t.done AS numerator, t.recognised AS denominator, pct(t.done, t.recognised) AS value
FROM total.idle AS t
