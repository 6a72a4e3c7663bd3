-- refused.csv：每个退回的行一行，第一个原因在前，其余原因附后。
WITH reasons AS (
    SELECT sheet_id, line, rule, field, value, reason, 1 AS step FROM refuse.row
    UNION ALL SELECT sheet_id, line, rule, field, value, reason, 2 FROM clash.row
), ordered AS (
    SELECT sheet_id, line, rule, field, value, reason, row_number() OVER (PARTITION BY sheet_id, line ORDER BY step, rule, field) AS nth,
        count(*) OVER (PARTITION BY sheet_id, line) AS reasons FROM reasons
)
SELECT cell_safe(s.file) AS file, cell_safe(s.sheet) AS sheet, o.line, cell_safe(coalesce(c.title, n.title, o.field)) AS "column", cell_safe(o.value) AS value, o.rule,
    o.reason || CASE WHEN o.reasons > 1 THEN '（该行另有' || (o.reasons - 1) || '处问题）' ELSE '' END AS reason
FROM ordered AS o JOIN load.sheet AS s ON s.sheet_id = o.sheet_id
LEFT JOIN load.sheet_column AS c ON c.sheet_id = o.sheet_id AND c.field = o.field
LEFT JOIN load.field AS n ON n.kind = s.kind AND n.field = o.field
WHERE o.nth = 1
ORDER BY s.sheet_id, o.line
