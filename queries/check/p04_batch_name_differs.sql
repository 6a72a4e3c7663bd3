-- 写的批次名称与批次台账里这个批准文号的名称不同，暂按批准文号计入
-- rule: P04
-- severity: F
-- grain: kind of ledger, batch and name as written; the first row stands for all. A shortened name is none: one holds the other.
WITH named AS (
    SELECT 'parcel' AS kind, '地块台账' AS ledger, f.batch_id, f.unit, a.batch_name, a.sheet_id, a.line
    FROM admit.parcel AS a JOIN fact.parcel AS f ON f.sheet_id = a.sheet_id AND f.line = a.line
    UNION ALL
    SELECT 'supply', '供地台账', f.batch_id, f.unit, a.batch_name, a.sheet_id, a.line FROM admit.supply AS a JOIN fact.allocation AS f ON f.sheet_id = a.sheet_id AND f.line = a.line
    UNION ALL
    SELECT 'writeoff', '核销调整台账', f.batch_id, f.unit, a.batch_name, a.sheet_id, a.line FROM admit.writeoff AS a JOIN fact.writeoff AS f ON f.sheet_id = a.sheet_id AND f.line = a.line
), differing AS (
    SELECT n.kind, n.ledger, n.batch_id, n.unit, n.batch_name, b.batch_name AS registered, n.sheet_id, n.line,
        count(*) OVER (PARTITION BY n.kind, n.batch_id, n.batch_name) AS rows, row_number() OVER (PARTITION BY n.kind, n.batch_id, n.batch_name ORDER BY n.sheet_id, n.line) AS nth
    FROM named AS n JOIN fact.batch AS b ON b.batch_id = n.batch_id
    WHERE n.batch_name IS NOT NULL AND b.batch_name IS NOT NULL AND NOT contains(n.batch_name, b.batch_name) AND NOT contains(b.batch_name, n.batch_name)
)
SELECT kind, batch_id AS key, unit, sheet_id, line,
    ledger || '有' || rows || '行写的批次名称是“' || batch_name || '”，批次台账里这个批准文号的批次是“' || registered || '”；暂按批准文号计入，请核对批准文号和批次名称' AS message
FROM differing WHERE nth = 1
