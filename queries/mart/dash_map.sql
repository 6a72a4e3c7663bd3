-- 看板地图：有图形的地块和闲置宗地，按状态着色，可按年度、超期筛选。
-- grain: shape of a parcel or an idle parcel. year is that of the batch's approval or of the recognition.
WITH drawn AS (
    SELECT identifier(shape_id) AS shape_id, geometry, row_number() OVER (PARTITION BY identifier(shape_id) ORDER BY sheet_id, line) AS nth
    FROM raw.shape WHERE shape_id IS NOT NULL AND geometry IS NOT NULL
), p AS (SELECT as_of FROM frame.policy)
SELECT '地块' AS kind, f.parcel_id AS id, coalesce(n.parcel_name, '') AS name, f.unit, f.batch_id AS batch,
    CASE f.status_code WHEN 'supplied' THEN '已供应' WHEN 'writtenoff' THEN '已核销或调整' WHEN 'unacquired' THEN '批而未征' WHEN 'unsupplied' THEN '征而未供'
        WHEN 'inuse' THEN '未供即用' ELSE '未供（阶段未填）' END AS status, f.status_code, area_text(f.parcel_area) AS area_text, CAST(year(b.approved_on) AS VARCHAR) || '年批准' AS year_text,
    CASE WHEN f.remaining > 0.005 AND f.days_overdue > 0 THEN '超过处置时限' || f.days_overdue || '天' END AS overdue_text,
    CASE WHEN f.remaining > 0.005 THEN '未供' || area_text(f.remaining) || '公顷，' || coalesce(n.unsupplied_reason, '原因未填') || coalesce('，拟' || n.planned_way, '') END AS why_text, d.geometry
FROM stand.parcel AS f JOIN drawn AS d ON d.shape_id = f.parcel_id AND d.nth = 1 JOIN fact.parcel AS n ON n.parcel_id = f.parcel_id JOIN fact.batch AS b ON b.batch_id = f.batch_id
UNION ALL
SELECT '闲置', i.idle_id, coalesce(i.parcel_name, ''), i.unit, coalesce(i.supervision_no, ''), CASE WHEN s.is_done THEN '闲置已处置' ELSE '闲置' END,
    CASE WHEN s.is_done THEN 'disposed' ELSE 'idle' END, area_text(i.idle_area), CAST(year(i.recognised_on) AS VARCHAR) || '年认定',
    CASE WHEN s.takeback_due THEN '满2年未收回' WHEN s.fee_due THEN '满1年未征费' WHEN s.reopened THEN '二次闲置' END,
    coalesce(i.cause, '原因未填') || CASE WHEN s.open_area > 0 THEN '，未处置' || area_text(s.open_area) || '公顷' ELSE '' END, d.geometry
FROM fact.idle AS i JOIN stand.idle AS s ON s.idle_id = i.idle_id JOIN p ON p.as_of = s.as_of JOIN drawn AS d ON d.shape_id = i.idle_id AND d.nth = 1
WHERE NOT s.cancelled
ORDER BY kind, id
