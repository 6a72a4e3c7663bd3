-- 上期有数据的单位，本期同一类台账一行也没有
-- rule: T06
-- severity: B
-- grain: unit and kind of ledger, against the last edition.
WITH now AS (
    SELECT 'batch' AS kind, unit FROM fact.batch
    UNION SELECT 'parcel', unit FROM fact.parcel
    UNION SELECT 'supply', unit FROM fact.allocation
    UNION SELECT 'idle', unit FROM fact.idle
), gone AS (
    SELECT o.kind, o.unit, o.row_count,
        CASE o.kind WHEN 'batch' THEN '批次台账' WHEN 'parcel' THEN '地块台账' WHEN 'supply' THEN '供地台账' ELSE '闲置土地台账' END AS ledger
    FROM previous.published.row_count AS o LEFT JOIN naming.unit_alias AS a ON a.alias = o.unit
    LEFT JOIN now AS n ON n.kind = o.kind AND n.unit = coalesce(a.unit, o.unit)
    WHERE n.unit IS NULL AND o.row_count > 0 AND o.unit <> '（未填责任单位）'
)
SELECT 'unit' AS kind, unit || ' ' || ledger AS key, unit, CAST(NULL AS INTEGER) AS sheet_id, CAST(NULL AS BIGINT) AS line,
    unit || '上期' || ledger || '有' || row_count || '行，本期一行也没有；请查是否漏报或整表被退回' AS message
FROM gone
