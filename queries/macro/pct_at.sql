-- 百分率：分子除以分母乘 100，四舍五入到指定位数；用整数算，不经浮点。分母为零则为空。
-- In PostgreSQL: round(100 * n / nullif(d, 0), places).
(n, d, places) AS CASE WHEN d > 0 THEN
    CAST(CASE WHEN n < 0 THEN -1 ELSE 1 END * (
        (200 * CAST(10 ** places AS HUGEINT) * CAST(abs(n) * 1000000 AS HUGEINT) + CAST(d * 1000000 AS HUGEINT))
        // (2 * CAST(d * 1000000 AS HUGEINT))) AS DECIMAL(30, 0))
END
