-- 2014年以前存量消化率：2014年以前批准的起点未供面积中已经消化的比例
-- seq: 8
-- measure: %
-- target: 
-- grain: unit, as_of. rules: F7
SELECT t.unit, t.as_of, (b.unsupplied_before_2014 - t.unsupplied_before_2014) AS numerator, b.unsupplied_before_2014 AS denominator, pct((b.unsupplied_before_2014 - t.unsupplied_before_2014), b.unsupplied_before_2014) AS value
FROM total.standing AS t CROSS JOIN frame.policy AS p
JOIN total.standing AS b ON b.unit = t.unit AND b.as_of = p.stock_from
WHERE t.as_of >= p.stock_from
