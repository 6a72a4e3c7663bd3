-- 核销调整台账原文。
-- grain: one row below the header of a writeoff sheet, as it stands, totals and notes included. All text.
SELECT s.snapshot, s.file, s.sheet, r.sheet_id, r.line,
    r.approval_no, r.batch_name, r.parcel_id, r.writeoff_type, r.area, r.effective_on,
    r.document_no, r.target_batch, r.target_new_area, r.target_farmland_area,
    r.target_arable_area, r.extra
FROM read_csv(getvariable('stage') || '/writeoff.csv', header = true, auto_detect = false,
    delim = ',', quote = '"', escape = '"', new_line = '\n', max_line_size = 104857600, columns = {
        'sheet_id': 'INTEGER', 'line': 'BIGINT', 'approval_no': 'VARCHAR', 'batch_name': 'VARCHAR',
        'parcel_id': 'VARCHAR', 'writeoff_type': 'VARCHAR', 'area': 'VARCHAR',
        'effective_on': 'VARCHAR', 'document_no': 'VARCHAR', 'target_batch': 'VARCHAR',
        'target_new_area': 'VARCHAR', 'target_farmland_area': 'VARCHAR',
        'target_arable_area': 'VARCHAR', 'extra': 'VARCHAR'
    }) AS r
JOIN load.sheet AS s ON s.sheet_id = r.sheet_id
