-- 本季处置面积：本季供应、核销、调整使用之和
-- seq: 32
-- measure: 公顷
-- target: 
-- grain: unit, as_of. rules: R5
SELECT t.unit, t.as_of, CAST(NULL AS DECIMAL(18, 6)) AS numerator, CAST(NULL AS DECIMAL(18, 6)) AS denominator, (t.supplied - o.supplied) + (t.written_off - o.written_off) + (t.adjusted - o.adjusted) AS value
FROM total.standing AS t JOIN clean.calendar AS c ON c.as_of = t.as_of
JOIN total.standing AS o ON o.unit = t.unit AND o.as_of = c.previous_as_of
