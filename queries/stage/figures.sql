SELECT indicator AS "代号", title AS "指标", unit AS "单位", as_of AS "截止日", numerator AS "分子", denominator AS "分母", value AS "数值", measure AS "计量单位", text AS "公布"
FROM mart.figure WHERE period IN ('current', 'previous', 'base')
ORDER BY as_of DESC, seq, unit_kind <> 'district', unit_kind = 'department', unit_code, unit
