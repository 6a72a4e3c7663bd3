-- 批次台账原文：一行一批次。
-- grain: one row below the header of a batch sheet, as it stands, totals and notes included. All text.
SELECT s.snapshot, s.file, s.sheet, r.sheet_id, r.line,
    r.approval_no, r.batch_name, r.batch_type, r.approved_on, r.approved_area,
    r.new_construction_area, r.farmland_area, r.arable_area, r.unit, r.department, r.remark,
    r.extra
FROM read_csv(getvariable('stage') || '/batch.csv', header = true, auto_detect = false,
    delim = ',', quote = '"', escape = '"', new_line = '\n', max_line_size = 104857600, columns = {
        'sheet_id': 'INTEGER', 'line': 'BIGINT', 'approval_no': 'VARCHAR', 'batch_name': 'VARCHAR',
        'batch_type': 'VARCHAR', 'approved_on': 'VARCHAR', 'approved_area': 'VARCHAR',
        'new_construction_area': 'VARCHAR', 'farmland_area': 'VARCHAR', 'arable_area': 'VARCHAR',
        'unit': 'VARCHAR', 'department': 'VARCHAR', 'remark': 'VARCHAR', 'extra': 'VARCHAR'
    }) AS r
JOIN load.sheet AS s ON s.sheet_id = r.sheet_id
