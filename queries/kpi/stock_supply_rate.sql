-- 存量供地率：起点以来供出的面积占扣除核销调整后存量的比例
-- seq: 5
-- measure: %
-- target: 
-- grain: unit, as_of. rules: F4s, R2
SELECT t.unit, t.as_of, (t.supplied - b.supplied) AS numerator, (b.unsupplied - (t.written_off - b.written_off) - (t.adjusted - b.adjusted)) AS denominator, pct((t.supplied - b.supplied), (b.unsupplied - (t.written_off - b.written_off) - (t.adjusted - b.adjusted))) AS value
FROM total.standing AS t CROSS JOIN frame.policy AS p
JOIN total.standing AS b ON b.unit = t.unit AND b.as_of = p.stock_from
WHERE t.as_of >= p.stock_from
