-- 一宗地的批征供用全过程
-- 按日期列出一宗地从批准、登记、供地、动工竣工到核销、闲置认定和处置的每一步，附台账文件和行；写地块编号、电子监管号、合同编号、闲置编号或批准文号都可以。征收没有单独的台账，看“地块登记”一步的现状阶段。
-- $id text：编号，默认剩余面积最大的地块
WITH asked AS (
    SELECT coalesce(CAST($id AS VARCHAR), (SELECT parcel_id FROM stand.parcel WHERE in_cohort ORDER BY remaining DESC, parcel_id LIMIT 1)) AS id
), supplies AS (
    SELECT DISTINCT a.supply_id FROM fact.allocation AS a JOIN asked AS x ON x.id IN (a.supply_id, a.supervision_no, a.contract_no, a.parcel_id_text)
    UNION SELECT a.supply_id FROM fact.allocation AS a JOIN fact.idle AS i ON i.supervision_no = a.supervision_no JOIN asked AS x ON x.id = i.idle_id
), parcels AS (
    SELECT f.parcel_id FROM fact.parcel AS f JOIN asked AS x ON x.id = f.parcel_id
    UNION SELECT a.parcel_id FROM fact.allocation AS a JOIN supplies AS s ON s.supply_id = a.supply_id WHERE a.parcel_id IS NOT NULL
), batches AS (
    SELECT f.batch_id FROM fact.parcel AS f JOIN parcels AS q ON q.parcel_id = f.parcel_id
    UNION SELECT a.batch_id FROM fact.allocation AS a JOIN supplies AS s ON s.supply_id = a.supply_id
    UNION SELECT b.batch_id FROM fact.batch AS b JOIN asked AS x ON x.id IN (b.batch_id, b.approval_no)
), idles AS (
    SELECT i.idle_id FROM fact.idle AS i JOIN asked AS x ON x.id = i.idle_id
    UNION SELECT i.idle_id FROM fact.idle AS i JOIN fact.allocation AS a ON a.supervision_no = i.supervision_no JOIN supplies AS s ON s.supply_id = a.supply_id
), allocation AS (
    SELECT a.supply_id, a.contract_no, a.batch_id, a.parcel_id_text, a.allocated_area, a.supply_way, a.land_user, a.land_use, a.signed_on, a.revoked_on, a.revoke_reason, a.deliver_on,
        a.start_due_on, a.started_on, a.complete_due_on, a.completed_on, a.unit, a.sheet_id, a.line
    FROM fact.allocation AS a JOIN supplies AS s ON s.supply_id = a.supply_id
), event AS (
    SELECT b.approved_on AS day, 1 AS seq, '批准' AS step, b.batch_id AS key, b.base_area AS area, b.unit, concat_ws('，', b.batch_name, CASE WHEN NOT b.in_cohort THEN '不在考核范围' END) AS detail, b.sheet_id, b.line
    FROM fact.batch AS b JOIN batches AS x ON x.batch_id = b.batch_id
    UNION ALL SELECT NULL, 2, '地块登记', f.parcel_id, f.parcel_area, f.unit, concat_ws('，', f.parcel_name, f.stage_text, f.unsupplied_reason, f.planned_way, '处置时限' || CAST(f.deadline AS VARCHAR)), f.sheet_id, f.line
    FROM fact.parcel AS f JOIN parcels AS x ON x.parcel_id = f.parcel_id
    UNION ALL SELECT signed_on, 3, '供地签订', supply_id, allocated_area, unit, concat_ws('，', supply_way, land_user, land_use, contract_no, '批次' || batch_id, '地块' || parcel_id_text), sheet_id, line FROM allocation
    UNION ALL SELECT deliver_on, 4, '约定交地', supply_id, NULL, unit, NULL, sheet_id, line FROM allocation WHERE deliver_on IS NOT NULL
    UNION ALL SELECT start_due_on, 5, '约定动工', supply_id, NULL, unit, CASE WHEN started_on IS NULL THEN '没有实际动工的记录' END, sheet_id, line FROM allocation WHERE start_due_on IS NOT NULL
    UNION ALL SELECT started_on, 6, '实际动工', supply_id, NULL, unit, NULL, sheet_id, line FROM allocation WHERE started_on IS NOT NULL
    UNION ALL SELECT complete_due_on, 7, '约定竣工', supply_id, NULL, unit, CASE WHEN completed_on IS NULL THEN '没有实际竣工的记录' END, sheet_id, line FROM allocation WHERE complete_due_on IS NOT NULL
    UNION ALL SELECT completed_on, 8, '实际竣工', supply_id, NULL, unit, NULL, sheet_id, line FROM allocation WHERE completed_on IS NOT NULL
    UNION ALL SELECT revoked_on, 9, '供地撤销', supply_id, -allocated_area, unit, revoke_reason, sheet_id, line FROM allocation WHERE revoked_on IS NOT NULL
    UNION ALL SELECT w.effective_on, 10, CASE w.class WHEN 'writeoff' THEN '核销' ELSE '调整使用' END, coalesce(w.parcel_id, w.batch_id), w.area, w.unit, concat_ws('，', w.document_no, w.target_batch), w.sheet_id, w.line
    FROM fact.writeoff AS w JOIN batches AS x ON x.batch_id = w.batch_id WHERE w.parcel_id IS NULL OR w.parcel_id IN (SELECT parcel_id FROM parcels)
    UNION ALL SELECT i.recognised_on, 11, CASE WHEN i.recognised THEN '闲置认定' ELSE '疑似闲置' END, i.idle_id, i.idle_area, i.unit, concat_ws('，', i.recognition_no, i.cause), i.sheet_id, i.line
    FROM fact.idle AS i JOIN idles AS x ON x.idle_id = i.idle_id
    UNION ALL SELECT i.fee_decided_on, 12, '征缴闲置费', i.idle_id, NULL, i.unit, CAST(i.fee_amount AS VARCHAR) || '万元', i.sheet_id, i.line FROM fact.idle AS i JOIN idles AS x ON x.idle_id = i.idle_id WHERE i.fee_decided_on IS NOT NULL
    UNION ALL SELECT i.takeback_on, 13, '收回决定', i.idle_id, NULL, i.unit, NULL, i.sheet_id, i.line FROM fact.idle AS i JOIN idles AS x ON x.idle_id = i.idle_id WHERE i.takeback_on IS NOT NULL
    UNION ALL SELECT d.disposed_on, 14, '闲置处置：' || d.way, d.idle_id, d.disposed_area, NULL, concat_ws('，', d.document_no, '新约定动工' || CAST(d.new_start_due_on AS VARCHAR)), d.sheet_id, d.line
    FROM fact.idle_disposal AS d JOIN idles AS x ON x.idle_id = d.idle_id
)
SELECT e.day AS "日期", e.step AS "环节", e.key AS "编号", e.area AS "面积", e.unit AS "责任单位", e.detail AS "内容", h.file AS "文件", h.sheet AS "表", e.line AS "行"
FROM event AS e LEFT JOIN load.sheet AS h ON h.sheet_id = e.sheet_id
ORDER BY coalesce(e.day, (SELECT max(day) FROM event WHERE seq = 1)), e.seq, e.key, e.line
