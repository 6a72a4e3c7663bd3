-- 换算为公顷：六位小数，四舍五入到 0.01 平方米；全程整数，不经浮点。
(x, per) AS TRY_CAST(CAST((2 * CAST(x * 10000000000 AS HUGEINT) + 10000 * per) // (20000 * per) AS DECIMAL(30, 0)) * 0.000001 AS DECIMAL(18, 6))
