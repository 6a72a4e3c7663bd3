-- 闲置土地台账原文。
-- grain: one row below the header of a idle sheet, as it stands, totals and notes included. All text.
SELECT s.snapshot, s.file, s.sheet, r.sheet_id, r.line,
    r.idle_id, r.supervision_no, r.parcel_name, r.idle_area, r.unit, r.start_due_on, r.notice_no,
    r.recognition_no, r.recognised_on, r.cause, r.price, r.fee_decided_on, r.fee_amount,
    r.takeback_on, r.litigation, r.mortgage, r.seizure, r.remark, r.extra
FROM read_csv(getvariable('stage') || '/idle.csv', header = true, auto_detect = false,
    delim = ',', quote = '"', escape = '"', new_line = '\n', max_line_size = 104857600, columns = {
        'sheet_id': 'INTEGER', 'line': 'BIGINT', 'idle_id': 'VARCHAR', 'supervision_no': 'VARCHAR',
        'parcel_name': 'VARCHAR', 'idle_area': 'VARCHAR', 'unit': 'VARCHAR',
        'start_due_on': 'VARCHAR', 'notice_no': 'VARCHAR', 'recognition_no': 'VARCHAR',
        'recognised_on': 'VARCHAR', 'cause': 'VARCHAR', 'price': 'VARCHAR',
        'fee_decided_on': 'VARCHAR', 'fee_amount': 'VARCHAR', 'takeback_on': 'VARCHAR',
        'litigation': 'VARCHAR', 'mortgage': 'VARCHAR', 'seizure': 'VARCHAR', 'remark': 'VARCHAR',
        'extra': 'VARCHAR'
    }) AS r
JOIN load.sheet AS s ON s.sheet_id = r.sheet_id
