-- 本季核销面积：累计核销面积比上季度末增加的部分
-- seq: 34
-- measure: 公顷
-- target: 
-- grain: unit, as_of. rules: R5
SELECT t.unit, t.as_of, CAST(NULL AS DECIMAL(18, 6)) AS numerator, CAST(NULL AS DECIMAL(18, 6)) AS denominator, t.written_off - o.written_off AS value
FROM total.standing AS t JOIN clean.calendar AS c ON c.as_of = t.as_of
JOIN total.standing AS o ON o.unit = t.unit AND o.as_of = c.previous_as_of
