-- 退回表的各张表：要退回或核实的行，原来的列、原来的格，有问题的格和它的问题。
-- grain: unit, row, column of its sheet. The row's problems that name no cell stand in the first column's note.
WITH row AS (
    SELECT p.unit, p.sheet_id, p.line, p.kind, p.row_id, CASE WHEN bool_or(p.severity IN ('R', 'B')) THEN 'R' ELSE 'F' END AS severity,
        string_agg(p.rule || ' ' || p.message, '；' ORDER BY p.severity <> 'R', p.rule, p.message) AS problems
    FROM returned.problem AS p GROUP BY p.unit, p.sheet_id, p.line, p.kind, p.row_id
), cells AS (
    SELECT r.sheet_id, r.line, r.extra, to_json(r) AS fields FROM raw.batch AS r SEMI JOIN row AS w ON w.sheet_id = r.sheet_id AND w.line = r.line
    UNION ALL SELECT r.sheet_id, r.line, r.extra, to_json(r) FROM raw.parcel AS r SEMI JOIN row AS w ON w.sheet_id = r.sheet_id AND w.line = r.line
    UNION ALL SELECT r.sheet_id, r.line, r.extra, to_json(r) FROM raw.supply AS r SEMI JOIN row AS w ON w.sheet_id = r.sheet_id AND w.line = r.line
    UNION ALL SELECT r.sheet_id, r.line, r.extra, to_json(r) FROM raw.writeoff AS r SEMI JOIN row AS w ON w.sheet_id = r.sheet_id AND w.line = r.line
    UNION ALL SELECT r.sheet_id, r.line, r.extra, to_json(r) FROM raw.idle AS r SEMI JOIN row AS w ON w.sheet_id = r.sheet_id AND w.line = r.line
    UNION ALL SELECT r.sheet_id, r.line, r.extra, to_json(r) FROM raw.idle_disposal AS r SEMI JOIN row AS w ON w.sheet_id = r.sheet_id AND w.line = r.line
    UNION ALL SELECT r.sheet_id, r.line, r.extra, to_json(r) FROM raw.task AS r SEMI JOIN row AS w ON w.sheet_id = r.sheet_id AND w.line = r.line
), blamed AS (
    SELECT sheet_id, line, field, string_agg(rule || ' ' || message, '；' ORDER BY rule, message) AS note
    FROM returned.problem WHERE field IS NOT NULL GROUP BY sheet_id, line, field
)
SELECT w.unit, w.sheet_id, s.kind, s.file, s.sheet, s.measure, w.line, w.row_id, w.severity, w.problems, c.position, c.title,
    CASE WHEN c.field IS NULL THEN json_extract_string(d.extra, '$."' || replace(replace(c.title, '\', '\\'), '"', '\"') || '"') ELSE json_extract_string(d.fields, '$.' || c.field) END AS value, b.note
FROM row AS w JOIN cells AS d ON d.sheet_id = w.sheet_id AND d.line = w.line
JOIN load.sheet AS s ON s.sheet_id = w.sheet_id JOIN load.sheet_column AS c ON c.sheet_id = w.sheet_id
LEFT JOIN blamed AS b ON b.sheet_id = w.sheet_id AND b.line = w.line AND b.field = c.field
WHERE coalesce(c.title, '') NOT IN ('退回标识', '问题')
ORDER BY w.unit, w.sheet_id, w.line, c.position
