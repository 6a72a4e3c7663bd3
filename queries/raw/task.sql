-- 任务分解表原文。
-- grain: one row below the header of a task sheet, as it stands, totals and notes included. All text.
SELECT s.snapshot, s.file, s.sheet, r.sheet_id, r.line,
    r.unit, r.category, r.year, r.quarter, r.area, r.extra
FROM read_csv(getvariable('stage') || '/task.csv', header = true, auto_detect = false,
    delim = ',', quote = '"', escape = '"', new_line = '\n', max_line_size = 104857600, columns = {
        'sheet_id': 'INTEGER', 'line': 'BIGINT', 'unit': 'VARCHAR', 'category': 'VARCHAR',
        'year': 'VARCHAR', 'quarter': 'VARCHAR', 'area': 'VARCHAR', 'extra': 'VARCHAR'
    }) AS r
JOIN load.sheet AS s ON s.sheet_id = r.sheet_id
