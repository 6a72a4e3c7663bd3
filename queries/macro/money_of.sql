-- 金额：换算为万元，六位小数。
(s, measure) AS CASE
    WHEN s IS NULL THEN NULL
    WHEN measure = '万元' AND TRY_CAST(s AS DECIMAL(18, 6)) IS NOT NULL THEN TRY_CAST(s AS DECIMAL(18, 6))
    ELSE TRY_CAST(plain_number(s) * CASE coalesce(cell_measure(s), measure) WHEN '元' THEN 0.0001 ELSE 1.0000 END AS DECIMAL(18, 6))
END
