-- 闲置处置台账原文。
-- grain: one row below the header of a idle_disposal sheet, as it stands, totals and notes included. All text.
SELECT s.snapshot, s.file, s.sheet, r.sheet_id, r.line,
    r.idle_id, r.way, r.disposed_area, r.disposed_on, r.document_no, r.new_start_due_on, r.extra
FROM read_csv(getvariable('stage') || '/idle_disposal.csv', header = true, auto_detect = false,
    delim = ',', quote = '"', escape = '"', new_line = '\n', max_line_size = 104857600, columns = {
        'sheet_id': 'INTEGER', 'line': 'BIGINT', 'idle_id': 'VARCHAR', 'way': 'VARCHAR',
        'disposed_area': 'VARCHAR', 'disposed_on': 'VARCHAR', 'document_no': 'VARCHAR',
        'new_start_due_on': 'VARCHAR', 'extra': 'VARCHAR'
    }) AS r
JOIN load.sheet AS s ON s.sheet_id = r.sheet_id
