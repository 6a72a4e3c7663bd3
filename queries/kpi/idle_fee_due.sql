-- 满一年未征缴闲置费宗数：企业自身原因、约定动工满一年、尚未处置、没有征缴闲置费决定
-- seq: 57
-- measure: 宗
-- target: 
-- grain: unit, as_of. rules: I4
SELECT t.unit, t.as_of, CAST(NULL AS DECIMAL(18, 6)) AS numerator, CAST(NULL AS DECIMAL(18, 6)) AS denominator, t.fee_due AS value
FROM total.idle AS t
