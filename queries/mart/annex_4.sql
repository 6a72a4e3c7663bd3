-- 重点地块清单
-- At most listed_parcels rows (a setting; 0 is all): what the law has a day for first (I5, I4, 二次闲置), then the longest
-- overdue, then the largest remaining; the last row says how many there are in all.
WITH p AS (SELECT as_of, CASE WHEN coalesce(listed_parcels, 0) = 0 THEN 1000000000 ELSE listed_parcels END AS most FROM frame.policy), list AS (
    SELECT '批而未供' AS class, f.parcel_id AS id, coalesce(n.parcel_name, '') AS name, f.unit, f.remaining AS area, coalesce(n.stage, '阶段未填') || coalesce('：' || n.unsupplied_reason, '') AS why,
        coalesce(n.planned_way, '—') AS way, f.deadline, f.days_overdue, coalesce(n.responsible, '—') AS responsible, 0 AS legal
    FROM stand.parcel AS f JOIN fact.parcel AS n ON n.parcel_id = f.parcel_id WHERE f.in_cohort AND f.remaining > 0.005
    UNION ALL
    SELECT '闲置土地', i.idle_id, coalesce(i.parcel_name, ''), i.unit, s.open_area, coalesce(i.cause, '原因未填') || CASE WHEN s.takeback_due AND s.fee_due THEN '：满2年未收回、未征费' WHEN s.takeback_due THEN '：满2年未收回' WHEN s.fee_due THEN '：满1年未征费' WHEN s.reopened THEN '：二次闲置' ELSE '' END,
        '—', CAST(NULL AS DATE), NULL, '—', CASE WHEN s.takeback_due THEN 3 WHEN s.fee_due THEN 2 WHEN s.reopened THEN 1 ELSE 0 END
    FROM stand.idle AS s JOIN p ON p.as_of = s.as_of JOIN fact.idle AS i ON i.idle_id = s.idle_id WHERE s.open_area > 0
), numbered AS (
    SELECT class, id, name, unit, area, why, way, deadline, days_overdue, responsible, count(*) OVER () AS total, sum(area) OVER () AS total_area,
        row_number() OVER (ORDER BY legal DESC, coalesce(days_overdue, 0) DESC, area DESC, class, id) AS nth FROM list
)
SELECT seq AS "序号", class AS "类别", id AS "编号", name AS "名称", unit AS "责任单位", area AS "剩余面积", why AS "阶段或原因", way AS "拟处置方式", deadline AS "处置时限", days AS "超期天数", responsible AS "责任人"
FROM (
    SELECT nth, CAST(nth AS VARCHAR) AS seq, class, id, name, unit, area_text(area) AS area, why, way, coalesce(CAST(deadline AS VARCHAR), '—') AS deadline, coalesce(CAST(days_overdue AS VARCHAR), '—') AS days, responsible
    FROM numbered, p WHERE nth <= p.most
    UNION ALL
    SELECT 2000000000, '', '合计', '共' || max(total) || '宗', CASE WHEN max(total) > max(p.most) THEN '列示前' || max(p.most) || '宗' ELSE '' END, '', area_text(max(total_area)), '', '', '', '', '' FROM numbered, p HAVING count(*) > 0
) ORDER BY nth
