-- 图：按批准年度的供地率。
SELECT year(b.approved_on) AS year, pct(sum(s.supplied), sum(s.due)) AS supply_rate, rate_text(sum(s.supplied), sum(s.due)) AS supply_rate_text,
    area_text(sum(s.due)) AS due_text, area_text(sum(s.supplied)) AS supplied_text, area_text(sum(s.unsupplied)) AS unsupplied_text,
    year(b.approved_on) < year(max(p.pre2014_before)) AS before_2014, max(p.supply_target) AS supply_target,
    regexp_replace(CAST(max(p.supply_target) AS VARCHAR), '\.?0+$', '') || '%' AS supply_target_text
FROM stand.position AS s JOIN frame.policy AS p ON p.as_of = s.as_of JOIN fact.batch AS b ON b.batch_id = s.batch_id
WHERE s.dimension = 'unit'
GROUP BY year(b.approved_on)
ORDER BY year(b.approved_on)
