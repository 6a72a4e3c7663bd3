-- 总量按 x 占 whole 的比例分得的部分，六位小数，四舍五入，整数计算。
(amount, x, whole) AS CAST(CAST((2 * micros(amount) * micros(x) + micros(whole)) // (2 * micros(whole)) AS DECIMAL(30, 0)) * 0.000001 AS DECIMAL(18, 6))
