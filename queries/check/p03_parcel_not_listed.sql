-- 供地、核销写的地块编号在地块台账中查不到，面积暂归批次的责任单位
-- rule: P03
-- severity: F
-- grain: row of supplies or write-offs whose batch has parcels in 地块台账, none of them this one (R17): the wrong unit may have the area.
WITH listed AS (
    SELECT DISTINCT batch_id FROM fact.parcel
), named AS (
    SELECT 'supply' AS kind, supply_id AS key, unit, sheet_id, line, batch_id, parcel_id_text AS parcel FROM fact.allocation WHERE NOT parcel_known
    UNION ALL
    SELECT 'writeoff', w.batch_id, w.unit, w.sheet_id, w.line, w.batch_id, a.parcel_id
    FROM fact.writeoff AS w JOIN admit.writeoff AS a ON a.sheet_id = w.sheet_id AND a.line = w.line WHERE w.parcel_id IS NULL
)
SELECT n.kind, n.key, n.unit, n.sheet_id, n.line,
    '地块编号“' || n.parcel || '”在地块台账中查不到，或不属于这个批次，面积暂归' || n.unit || '；请核对地块编号，或在地块台账里补上这个地块' AS message
FROM named AS n
WHERE n.parcel IS NOT NULL AND n.batch_id IN (SELECT batch_id FROM listed)
