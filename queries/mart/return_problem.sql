-- 退回表的说明页：每个单位的每个问题，在哪个文件、哪张表、哪一行、哪一栏，原来写的什么，怎样改。
SELECT p.unit, p.severity, p.rule, s.file, s.sheet, p.line, p.key, coalesce(c.title, f.title, p.field) AS column_title, p.value, p.message, p.row_id
FROM returned.problem AS p JOIN load.sheet AS s ON s.sheet_id = p.sheet_id
LEFT JOIN load.sheet_column AS c ON c.sheet_id = p.sheet_id AND c.field = p.field LEFT JOIN load.field AS f ON f.kind = p.kind AND f.field = p.field
ORDER BY p.unit, CASE p.severity WHEN 'R' THEN 1 WHEN 'B' THEN 2 ELSE 3 END, s.sheet_id, p.line, p.rule, p.message
