-- 闲置土地处置率（宗数）：已处置宗数占累计认定宗数的比例
-- seq: 51
-- measure: %
-- target: 
-- grain: unit, as_of. rules: I2
SELECT t.unit, t.as_of, t.done_count AS numerator, t.recognised_count AS denominator,
    pct(CAST(t.done_count AS DECIMAL(18, 6)), CAST(t.recognised_count AS DECIMAL(18, 6))) AS value
FROM total.idle AS t
