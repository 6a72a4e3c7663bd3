-- 指标口径说明
SELECT split_part(f.title, '：', 1) AS "指标", CASE f.indicator WHEN 'supply_rate' THEN f.title[length(split_part(f.title, '：', 1)) + 2:] || '（方案“供地率达到80%以上”的第一种理解，本通报采用）'
        WHEN 'stock_clearance_rate' THEN f.title[length(split_part(f.title, '：', 1)) + 2:] || '（第二种理解，一并列出）' ELSE f.title[length(split_part(f.title, '：', 1)) + 2:] END AS "口径",
    CASE f.measure WHEN '%' THEN CASE WHEN f.indicator LIKE '%count' THEN CAST(CAST(f.numerator AS BIGINT) AS VARCHAR) ELSE area_text(f.numerator) END ELSE '—' END AS "分子",
    CASE f.measure WHEN '%' THEN CASE WHEN f.indicator LIKE '%count' THEN CAST(CAST(f.denominator AS BIGINT) AS VARCHAR) ELSE area_text(f.denominator) END ELSE '—' END AS "分母",
    coalesce(CASE f.measure WHEN '%' THEN rate_text(f.numerator, f.denominator) WHEN '公顷' THEN area_text(f.value) || '公顷' ELSE CAST(CAST(f.value AS BIGINT) AS VARCHAR) || f.measure END, '—') AS "数值",
    CASE f.target WHEN 'supply' THEN '≥' || regexp_replace(CAST(p.supply_target AS VARCHAR), '\.?0+$', '') || '%' WHEN 'idle' THEN '≥' || regexp_replace(CAST(p.idle_target AS VARCHAR), '\.?0+$', '') || '%' ELSE '—' END AS "目标"
FROM kpi.figure AS f JOIN frame.policy AS p ON p.as_of = f.as_of
WHERE f.unit = '全区' AND (f.seq <= 10 OR f.seq BETWEEN 50 AND 58)
ORDER BY f.seq
