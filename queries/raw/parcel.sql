-- 地块台账原文：一行一地块。
-- grain: one row below the header of a parcel sheet, as it stands, totals and notes included. All text.
SELECT s.snapshot, s.file, s.sheet, r.sheet_id, r.line,
    r.parcel_id, r.approval_no, r.batch_name, r.parcel_name, r.parcel_area, r.unit, r.department,
    r.stage, r.unsupplied_reason, r.planned_way, r.deadline, r.responsible, r.attractable,
    r.remark, r.extra
FROM read_csv(getvariable('stage') || '/parcel.csv', header = true, auto_detect = false,
    delim = ',', quote = '"', escape = '"', new_line = '\n', max_line_size = 104857600, columns = {
        'sheet_id': 'INTEGER', 'line': 'BIGINT', 'parcel_id': 'VARCHAR', 'approval_no': 'VARCHAR',
        'batch_name': 'VARCHAR', 'parcel_name': 'VARCHAR', 'parcel_area': 'VARCHAR',
        'unit': 'VARCHAR', 'department': 'VARCHAR', 'stage': 'VARCHAR',
        'unsupplied_reason': 'VARCHAR', 'planned_way': 'VARCHAR', 'deadline': 'VARCHAR',
        'responsible': 'VARCHAR', 'attractable': 'VARCHAR', 'remark': 'VARCHAR',
        'extra': 'VARCHAR'
    }) AS r
JOIN load.sheet AS s ON s.sheet_id = r.sheet_id
