-- 供地写的批准文号与所在地块的批次不一致
-- rule: S05
-- severity: F
-- grain: allocation row. The 批准文号 of the row is followed.
SELECT 'supply' AS kind, a.supply_id AS key, a.unit, a.sheet_id, a.line,
    '写的批次是 ' || a.batch_id || '，地块 ' || a.parcel_id_text || ' 在地块台账中属于 ' || a.parcel_batch_id
    || '；暂按批准文号计入，请核对地块编号或批准文号' AS message
FROM fact.allocation AS a
WHERE a.parcel_known AND a.parcel_batch_id <> a.batch_id
