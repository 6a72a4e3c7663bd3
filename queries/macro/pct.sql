-- 百分率，六位小数：对外公布的准确值。
(n, d) AS CAST(pct_at(n, d, 6) * 0.000001 AS DECIMAL(18, 6))
