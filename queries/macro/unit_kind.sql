-- 单位的类别：部门、开发区，其余的属地单位照名录所写，没写的按名称认。
-- Only 部门 stand apart from the ranked and territorial units (R11, R17).
(category, unit) AS CASE
    WHEN regexp_matches(category, '部门|机关|直属|区直|市直|县直|局|委$|公司|平台') THEN '部门'
    WHEN regexp_matches(category, '开发区|园区|新区|产业') THEN '开发区'
    WHEN category IS NULL AND regexp_matches(unit, '局$|委员会$|中心$|公司$|办公室$') AND NOT regexp_matches(unit, '管理委员会$') THEN '部门'
    WHEN category IS NULL AND regexp_matches(unit, '开发区|园区|新区|管委会|管理委员会') THEN '开发区'
    ELSE coalesce(category, '街道')
END
