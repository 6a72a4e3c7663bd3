-- 百分率的文字，两位小数；由分子分母一次四舍五入（R4）。
(n, d) AS CAST(CAST(pct_at(n, d, 2) * 0.01 AS DECIMAL(18, 2)) AS VARCHAR)
