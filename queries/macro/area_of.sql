-- 面积：换算为公顷，六位小数，四舍五入到 0.01 平方米，全程整数。per 是该栏一公顷合多少；单元格自带“亩”等字样的以单元格为准。
-- The first two cases are the common ones and cheap: a plain number of at most eight decimals.
(s, per) AS CASE
    WHEN s IS NULL THEN NULL
    WHEN per = 1 AND TRY_CAST(s AS DECIMAL(18, 6)) IS NOT NULL THEN TRY_CAST(s AS DECIMAL(18, 6))
    WHEN length(s) - instr(s, '.') <= 8 AND TRY_CAST(s AS DECIMAL(18, 8)) IS NOT NULL
        THEN CAST((2 * CAST(CAST(TRY_CAST(s AS DECIMAL(18, 8)) AS DECIMAL(28, 8)) * 100000000 AS HUGEINT) + 100 * per) // (200 * per) AS DECIMAL(18, 0)) * 0.000001
    ELSE list_transform([coalesce(list_transform([cell_measure(s)], lambda m: per_hectare(m))[1], per)], lambda p: in_hectares(plain_number(s), p))[1]
END
