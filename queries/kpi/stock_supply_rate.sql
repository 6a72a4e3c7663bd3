-- 存量供地率：起点以来供出的面积占扣除核销调整后存量的比例
-- seq: 5
-- measure: %
-- target: 
-- grain: unit, as_of. rules: F4s, R2. Batches approved by T0 only.
SELECT t.unit, t.as_of, (t.stock_supplied - b.stock_supplied) AS numerator, (b.stock_unsupplied - (t.stock_gone - b.stock_gone)) AS denominator,
    pct((t.stock_supplied - b.stock_supplied), (b.stock_unsupplied - (t.stock_gone - b.stock_gone))) AS value
FROM total.standing AS t CROSS JOIN frame.policy AS p
JOIN total.standing AS b ON b.unit = t.unit AND b.as_of = p.stock_from
WHERE t.as_of >= p.stock_from
