-- 要退回各单位的问题：退回的行、待核实的行，一个问题一行，已归到单位。
-- grain: problem of a ledger row. unit is the row's own 责任单位, else that of its parcel, batch or idle parcel, else the sheet's.
WITH said AS (
    SELECT sheet_id, line, rule, 'R' AS severity, field, value, reason AS message FROM refuse.row
    UNION ALL SELECT sheet_id, line, rule, 'R', field, value, reason FROM clash.row
    UNION ALL SELECT sheet_id, line, rule, severity, NULL, NULL, message FROM "check".finding WHERE sheet_id IS NOT NULL AND line IS NOT NULL
), listed AS (
    SELECT DISTINCT sheet_id, line FROM said
), batch_home AS (
    SELECT approval_no, min(unit) AS unit FROM admit.batch GROUP BY approval_no HAVING count(DISTINCT unit) = 1
), named AS (
    SELECT c.sheet_id, c.line, 'batch' AS kind, c.approval_no AS key, c.unit, CAST(NULL AS VARCHAR) AS parcel_id, CAST(NULL AS VARCHAR) AS approval_no, CAST(NULL AS VARCHAR) AS idle_id
    FROM clean.batch AS c JOIN listed AS l ON l.sheet_id = c.sheet_id AND l.line = c.line
    UNION ALL
    SELECT c.sheet_id, c.line, 'parcel', c.parcel_id, c.unit, NULL, c.approval_no, NULL FROM clean.parcel AS c JOIN listed AS l ON l.sheet_id = c.sheet_id AND l.line = c.line
    UNION ALL
    SELECT c.sheet_id, c.line, 'supply', coalesce(c.supervision_no, c.contract_no, c.approval_no), NULL, c.parcel_id, c.approval_no, NULL
    FROM clean.supply AS c JOIN listed AS l ON l.sheet_id = c.sheet_id AND l.line = c.line
    UNION ALL
    SELECT c.sheet_id, c.line, 'writeoff', coalesce(c.parcel_id, c.approval_no), NULL, c.parcel_id, c.approval_no, NULL
    FROM clean.writeoff AS c JOIN listed AS l ON l.sheet_id = c.sheet_id AND l.line = c.line
    UNION ALL
    SELECT c.sheet_id, c.line, 'idle', c.idle_id, c.unit, NULL, NULL, NULL FROM clean.idle AS c JOIN listed AS l ON l.sheet_id = c.sheet_id AND l.line = c.line
    UNION ALL
    SELECT c.sheet_id, c.line, 'idle_disposal', c.idle_id, NULL, NULL, NULL, c.idle_id FROM clean.idle_disposal AS c JOIN listed AS l ON l.sheet_id = c.sheet_id AND l.line = c.line
    UNION ALL
    SELECT c.sheet_id, c.line, 'task', c.unit, c.unit, NULL, NULL, NULL FROM clean.task AS c JOIN listed AS l ON l.sheet_id = c.sheet_id AND l.line = c.line
), homed AS (
    SELECT n.sheet_id, n.line, n.kind, n.key, coalesce(a.unit, n.unit, m.unit, p.unit, b.unit, i.unit) AS unit
    FROM named AS n LEFT JOIN naming.unit_alias AS a ON a.alias = n.unit LEFT JOIN clean.sheet_unit AS m ON m.sheet_id = n.sheet_id
    LEFT JOIN place.parcel AS p ON p.parcel_id = n.parcel_id LEFT JOIN batch_home AS b ON b.approval_no = n.approval_no
    LEFT JOIN place.idle AS i ON i.idle_id = n.idle_id
), of_sheet AS (
    SELECT sheet_id, min(unit) AS unit FROM homed WHERE unit IS NOT NULL GROUP BY sheet_id HAVING count(DISTINCT unit) = 1
)
SELECT coalesce(h.unit, s.unit, '（未明确责任单位）') AS unit, h.kind, h.key, d.sheet_id, d.line, d.rule, d.severity, d.field, d.value, d.message,
    coalesce(x.row_id, f.file || '|' || coalesce(f.sheet, '') || '|' || d.line) AS row_id
FROM said AS d JOIN homed AS h ON h.sheet_id = d.sheet_id AND h.line = d.line
JOIN load.sheet AS f ON f.sheet_id = d.sheet_id
LEFT JOIN of_sheet AS s ON s.sheet_id = d.sheet_id
LEFT JOIN frame.superseded AS x ON x.sheet_id = d.sheet_id AND x.line = d.line
