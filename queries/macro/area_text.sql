-- 面积的文字：公顷，四位小数（R4）。
(x) AS CAST(CAST(x AS DECIMAL(18, 4)) AS VARCHAR)
