SELECT t.table_schema AS layer, t.table_name AS object, CASE t.table_type WHEN 'VIEW' THEN 'VIEW' ELSE 'TABLE' END AS kind, c.column_name, CASE c.table_schema WHEN 'raw' THEN f.title END AS title
FROM information_schema.tables AS t
JOIN information_schema.columns AS c ON c.table_catalog = t.table_catalog AND c.table_schema = t.table_schema AND c.table_name = t.table_name
LEFT JOIN load.field AS f ON f.kind = c.table_name AND f.field = c.column_name
WHERE t.table_catalog = 'memory'
ORDER BY t.table_schema, t.table_name, c.ordinal_position
