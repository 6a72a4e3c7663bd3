-- 期末闲置宗数：尚未处置完的宗数
-- seq: 63
-- measure: 宗
-- target: 
-- grain: unit, as_of. rules: I3
SELECT t.unit, t.as_of, CAST(NULL AS DECIMAL(18, 6)) AS numerator, CAST(NULL AS DECIMAL(18, 6)) AS denominator, t.closing_count AS value
FROM total.idle AS t
