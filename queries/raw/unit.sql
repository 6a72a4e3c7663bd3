-- 单位名录原文。
-- grain: one row below the header of a unit sheet, as it stands, totals and notes included. All text.
SELECT s.snapshot, s.file, s.sheet, r.sheet_id, r.line,
    r.unit_code, r.unit, r.aliases, r.category, r.ranked, r.extra
FROM read_csv(getvariable('stage') || '/unit.csv', header = true, auto_detect = false,
    delim = ',', quote = '"', escape = '"', new_line = '\n', max_line_size = 104857600, columns = {
        'sheet_id': 'INTEGER', 'line': 'BIGINT', 'unit_code': 'VARCHAR', 'unit': 'VARCHAR',
        'aliases': 'VARCHAR', 'category': 'VARCHAR', 'ranked': 'VARCHAR', 'extra': 'VARCHAR'
    }) AS r
JOIN load.sheet AS s ON s.sheet_id = r.sheet_id
