-- 批准面积没有填，取该表内各地块面积之和
-- rule: A09
-- severity: F
-- grain: batch of a combined ledger without an area column of the batch. What no parcel explains is missing from the denominator.
SELECT 'batch' AS kind, b.batch_id AS key, b.unit, b.sheet_id, b.line,
    '三级合一的台账没有批准面积一栏，按表内' || o.parcels || '个地块相加，取 ' || area_text(b.approved_area) || ' 公顷；请补批准面积一栏，或核对地块是否列全' AS message
FROM fact.batch AS b JOIN naming.batch_of_parcels AS o ON o.sheet_id = b.sheet_id AND o.approval_no = b.approval_no AND o.batch_name IS NOT DISTINCT FROM b.batch_name
