-- 完成目标的程度：n / d 除以目标（百分数），最多为 1，十八位小数，截断；整数计算（R11）。
(n, d, target) AS least(CAST(1 AS DECIMAL(38, 18)), CAST(CAST(
    micros(n) * 100000000000000000000 // (micros(d) * CAST(target AS HUGEINT)) AS DECIMAL(38, 0)) * 0.000000000000000001 AS DECIMAL(38, 18)))
