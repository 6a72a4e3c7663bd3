-- 满二年未收回宗数：企业自身原因、约定动工满二年、尚未处置、没有收回决定
-- seq: 58
-- measure: 宗
-- target: 
-- grain: unit, as_of. rules: I5
SELECT t.unit, t.as_of, CAST(NULL AS DECIMAL(18, 6)) AS numerator, CAST(NULL AS DECIMAL(18, 6)) AS denominator, t.takeback_due AS value
FROM total.idle AS t
