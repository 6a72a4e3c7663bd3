-- findings.csv：核查发现的问题，每条一行；退回的行也在其中（R），全部原因都列。
WITH refused AS (
    SELECT sheet_id, line, rule, field, value, reason FROM refuse.row UNION ALL SELECT sheet_id, line, rule, field, value, reason FROM clash.row
), name AS (
    SELECT sheet_id, line, 'batch' AS kind, approval_no AS key FROM clean.batch UNION ALL SELECT sheet_id, line, 'parcel', parcel_id FROM clean.parcel
    UNION ALL SELECT sheet_id, line, 'supply', coalesce(supervision_no, contract_no, approval_no) FROM clean.supply
    UNION ALL SELECT sheet_id, line, 'writeoff', coalesce(parcel_id, approval_no) FROM clean.writeoff
    UNION ALL SELECT sheet_id, line, 'idle', idle_id FROM clean.idle UNION ALL SELECT sheet_id, line, 'idle_disposal', idle_id FROM clean.idle_disposal
    UNION ALL SELECT sheet_id, line, 'task', unit FROM clean.task
), finding AS (
    SELECT rule, severity, kind, key, sheet_id, line, message FROM "check".finding
    UNION ALL
    SELECT r.rule, 'R', n.kind, n.key, r.sheet_id, r.line,
        '退回：' || coalesce(c.title, f.title, r.field) || coalesce('“' || r.value || '”', '') || '，' || r.reason
    FROM refused AS r JOIN name AS n ON n.sheet_id = r.sheet_id AND n.line = r.line
    LEFT JOIN load.sheet_column AS c ON c.sheet_id = r.sheet_id AND c.field = r.field
    LEFT JOIN load.field AS f ON f.kind = n.kind AND f.field = r.field
)
SELECT f.rule, f.severity, f.kind, cell_safe(f.key) AS key, cell_safe(s.file) AS file, cell_safe(s.sheet) AS sheet, f.line, cell_safe(f.message) AS message
FROM finding AS f LEFT JOIN load.sheet AS s ON s.sheet_id = f.sheet_id
ORDER BY CASE f.severity WHEN 'B' THEN 1 WHEN 'R' THEN 2 ELSE 3 END, f.rule, f.kind, f.key, s.sheet_id, f.line, f.message
