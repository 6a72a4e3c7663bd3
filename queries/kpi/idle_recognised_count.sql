-- 累计认定闲置宗数：有认定书、认定日期在截止日以前且未撤销的宗数
-- seq: 60
-- measure: 宗
-- target: 
-- grain: unit, as_of. rules: I2
SELECT t.unit, t.as_of, CAST(NULL AS DECIMAL(18, 6)) AS numerator, CAST(NULL AS DECIMAL(18, 6)) AS denominator, t.recognised_count AS value
FROM total.idle AS t
