-- 激励约束建议，附依据；经确认的才写入正文（R12）。
SELECT unit, action, rule, evidence, confirmed FROM proposal.consequence
ORDER BY CASE action WHEN '用地支持' THEN 1 WHEN '约谈' THEN 2 ELSE 3 END, unit_code
