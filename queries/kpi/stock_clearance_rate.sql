-- 存量消化率：起点未供面积中已经消化的比例
-- seq: 4
-- measure: %
-- target: 
-- grain: unit, as_of. rules: F4, R2, R5. Batches approved by T0 only.
SELECT t.unit, t.as_of, (b.stock_unsupplied - t.stock_unsupplied) AS numerator, b.stock_unsupplied AS denominator,
    pct((b.stock_unsupplied - t.stock_unsupplied), b.stock_unsupplied) AS value
FROM total.standing AS t CROSS JOIN frame.policy AS p
JOIN total.standing AS b ON b.unit = t.unit AND b.as_of = p.stock_from
WHERE t.as_of >= p.stock_from
