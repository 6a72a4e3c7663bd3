-- 地块图形原文：一行一要素。
-- grain: one row below the header of a shape sheet, as it stands, totals and notes included. All text.
SELECT s.snapshot, s.file, s.sheet, r.sheet_id, r.line,
    r.shape_id, r.geometry, r.crs, r.properties, r.area_m2, r.problem
FROM read_csv(getvariable('stage') || '/shape.csv', header = true, auto_detect = false,
    delim = ',', quote = '"', escape = '"', new_line = '\n', max_line_size = 104857600, columns = {
        'sheet_id': 'INTEGER', 'line': 'BIGINT', 'shape_id': 'VARCHAR', 'geometry': 'VARCHAR',
        'crs': 'VARCHAR', 'properties': 'VARCHAR', 'area_m2': 'VARCHAR', 'problem': 'VARCHAR'
    }) AS r
JOIN load.sheet AS s ON s.sheet_id = r.sheet_id
