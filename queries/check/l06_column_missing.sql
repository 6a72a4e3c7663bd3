-- 表里没有会影响指标的一栏，按通常情况处理
-- rule: L06
-- severity: F
-- grain: sheet and column. The level of a combined ledger is not held to 新增建设用地面积; a parcel sheet that its name gives to a unit needs no unit column.
-- 地块编号 matters only where some batch has land of several units (R17).
WITH needed AS (
    SELECT 'batch' AS kind, 'new_construction_area' AS field, '批次一律按批准面积计算' AS taken UNION ALL
    SELECT 'parcel', 'unit', '地块一律随批次归责任单位' UNION ALL
    SELECT 'supply', 'revoked_on', '供地一律按没有撤销计入' UNION ALL
    SELECT 'supply', 'allocated_area', '供地面积一律全部计入所写的批次' UNION ALL
    SELECT 'supply', 'parcel_id', '供地一律归批次自己的责任单位' UNION ALL
    SELECT 'writeoff', 'parcel_id', '核销调整一律按整批计算'
), combined AS (
    SELECT file, sheet, header_line FROM load.sheet WHERE status = 'ok' GROUP BY file, sheet, header_line HAVING count(*) > 1
), several AS (
    SELECT count(*) AS shares FROM fact.share WHERE dimension = 'unit' AND NOT is_owner
), present AS (
    SELECT s.sheet_id, s.file, s.sheet, s.header_line, n.kind, n.field, n.taken
    FROM load.sheet AS s JOIN needed AS n ON n.kind = s.kind
    WHERE s.status = 'ok' AND NOT EXISTS (SELECT 1 FROM load.sheet_column AS c WHERE c.sheet_id = s.sheet_id AND c.field = n.field)
)
SELECT 'sheet' AS kind, p.file || coalesce('［' || p.sheet || '］', '') AS key, u.unit, p.sheet_id, p.header_line AS line,
    '表里没有“' || f.title || '”一栏，' || p.taken || '；确实如此的不用改，否则请补上这一栏' AS message
FROM present AS p CROSS JOIN several AS v JOIN load.field AS f ON f.kind = p.kind AND f.field = p.field
LEFT JOIN clean.sheet_unit AS u ON u.sheet_id = p.sheet_id
WHERE (p.field <> 'parcel_id' OR v.shares > 0) AND (p.field <> 'unit' OR u.unit IS NULL)
    AND NOT EXISTS (SELECT 1 FROM combined AS c WHERE c.file = p.file AND c.sheet IS NOT DISTINCT FROM p.sheet AND c.header_line = p.header_line)
