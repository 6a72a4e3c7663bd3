-- 看板地图：一宗地的经历：批准、供应、核销、动工、认定闲置、处置，连同约定的日子。
-- grain: event of a drawn parcel or idle parcel, in order of days.
WITH shaped AS (SELECT DISTINCT identifier(shape_id) AS id FROM raw.shape WHERE shape_id IS NOT NULL AND geometry IS NOT NULL),
p AS (SELECT as_of FROM frame.policy),
supply AS (
    SELECT a.parcel_id, a.supervision_no, a.signed_on, a.supply_way, a.land_user, a.allocated_area, a.start_due_on, a.started_on, a.complete_due_on, a.completed_on, a.revoked_on, a.revoke_reason, a.sheet_id, a.line
    FROM fact.allocation AS a
), idle AS (SELECT i.idle_id, i.supervision_no FROM fact.idle AS i),
held AS (
    SELECT '地块' AS kind, s.parcel_id AS id, s.signed_on, s.supply_way, s.land_user, s.allocated_area, s.start_due_on, s.started_on, s.complete_due_on, s.completed_on, s.revoked_on, s.revoke_reason, s.sheet_id, s.line FROM supply AS s WHERE s.parcel_id IS NOT NULL
    UNION ALL
    SELECT '闲置', i.idle_id, s.signed_on, s.supply_way, s.land_user, s.allocated_area, s.start_due_on, s.started_on, s.complete_due_on, s.completed_on, s.revoked_on, s.revoke_reason, s.sheet_id, s.line
    FROM idle AS i JOIN supply AS s ON s.supervision_no = i.supervision_no
), event AS (
    SELECT '地块' AS kind, f.parcel_id AS id, b.approved_on AS day, 1 AS step, '批准：' || b.batch_id AS what, b.sheet_id, b.line FROM fact.parcel AS f JOIN fact.batch AS b ON b.batch_id = f.batch_id
    UNION ALL SELECT '地块', f.parcel_id, f.deadline, 9, '处置时限' || coalesce('：' || f.planned_way, ''), f.sheet_id, f.line FROM fact.parcel AS f
    UNION ALL SELECT '地块', w.parcel_id, w.effective_on, 2, w.writeoff_type || area_text(w.area) || '公顷' || coalesce('，' || w.document_no, ''), w.sheet_id, w.line FROM fact.writeoff AS w WHERE w.parcel_id IS NOT NULL
    UNION ALL SELECT kind, id, signed_on, 2, coalesce(supply_way, '供应') || area_text(allocated_area) || '公顷' || coalesce('，' || land_user, ''), sheet_id, line FROM held
    UNION ALL SELECT kind, id, start_due_on, 3, '约定动工', sheet_id, line FROM held
    UNION ALL SELECT kind, id, started_on, 4, '实际动工', sheet_id, line FROM held
    UNION ALL SELECT kind, id, complete_due_on, 5, '约定竣工', sheet_id, line FROM held
    UNION ALL SELECT kind, id, completed_on, 6, '实际竣工', sheet_id, line FROM held
    UNION ALL SELECT kind, id, revoked_on, 7, '供应撤销' || coalesce('：' || revoke_reason, ''), sheet_id, line FROM held
    UNION ALL SELECT '闲置', idle_id, recognised_on, 4, '认定闲置' || area_text(idle_area) || '公顷' || coalesce('，' || recognition_no, ''), sheet_id, line FROM fact.idle WHERE recognised
    UNION ALL SELECT '闲置', idle_id, fee_decided_on, 5, '征缴闲置费决定', sheet_id, line FROM fact.idle
    UNION ALL SELECT '闲置', idle_id, takeback_on, 6, '收回决定', sheet_id, line FROM fact.idle
    UNION ALL SELECT '闲置', idle_id, disposed_on, 7, '处置：' || coalesce(way, '其他') || coalesce(area_text(disposed_area) || '公顷', '') || coalesce('，' || document_no, ''), sheet_id, line FROM fact.idle_disposal
    UNION ALL SELECT '闲置', idle_id, new_start_due_on, 8, '延期后约定动工', sheet_id, line FROM fact.idle_disposal
)
SELECT e.kind, e.id, CAST(e.day AS VARCHAR) AS day_text, e.day > p.as_of AS ahead, e.what, f.file || CASE WHEN coalesce(f.sheet, '') <> '' THEN '，表' || f.sheet ELSE '' END AS source, e.line
FROM event AS e CROSS JOIN p JOIN shaped AS s ON s.id = e.id LEFT JOIN load.sheet AS f ON f.sheet_id = e.sheet_id
WHERE e.day IS NOT NULL
ORDER BY e.kind, e.id, e.day, e.step, e.sheet_id, e.line
