-- 面积：换算为公顷。per 是该栏一公顷合多少；单元格自带“亩”等字样的以单元格为准。
(s, per) AS CASE
    WHEN s IS NULL THEN NULL
    WHEN per = 1 AND TRY_CAST(s AS DECIMAL(28, 10)) IS NOT NULL THEN TRY_CAST(TRY_CAST(s AS DECIMAL(28, 10)) AS DECIMAL(18, 6))
    WHEN TRY_CAST(s AS DECIMAL(28, 10)) IS NOT NULL THEN in_hectares(TRY_CAST(s AS DECIMAL(28, 10)), per)
    ELSE in_hectares(plain_number(s), coalesce(per_hectare(cell_measure(s)), per))
END
