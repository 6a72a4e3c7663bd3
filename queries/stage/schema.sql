SELECT t.table_schema AS "层", t.table_name AS "表", t.table_comment AS "表的说明", c.column_name AS "列", c.data_type AS "类型", c.column_comment AS "列的说明"
FROM information_schema.tables AS t JOIN information_schema.columns AS c ON c.table_catalog = t.table_catalog AND c.table_schema = t.table_schema AND c.table_name = t.table_name
WHERE t.table_catalog = current_database()
ORDER BY array_position(['kpi', 'mart', 'rank', 'judge', 'total', 'stand', 'fact', 'proposal', 'published', 'doubt', 'frame', 'clean', 'check', 'refuse', 'clash', 'raw', 'load'], t.table_schema), t.table_schema, t.table_name, c.ordinal_position
