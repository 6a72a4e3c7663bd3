-- 供地台账原文：一行一分摊。
-- grain: one row below the header of a supply sheet, as it stands, totals and notes included. All text.
SELECT s.snapshot, s.file, s.sheet, r.sheet_id, r.line,
    r.supervision_no, r.contract_no, r.approval_no, r.batch_name, r.parcel_id, r.supply_way,
    r.signed_on, r.supply_area, r.allocated_area, r.price, r.land_user, r.land_use, r.deliver_on,
    r.start_due_on, r.complete_due_on, r.started_on, r.completed_on, r.revoked_on,
    r.revoke_reason, r.extra
FROM read_csv(getvariable('stage') || '/supply.csv', header = true, auto_detect = false,
    delim = ',', quote = '"', escape = '"', new_line = '\n', max_line_size = 104857600, columns = {
        'sheet_id': 'INTEGER', 'line': 'BIGINT', 'supervision_no': 'VARCHAR',
        'contract_no': 'VARCHAR', 'approval_no': 'VARCHAR', 'batch_name': 'VARCHAR',
        'parcel_id': 'VARCHAR', 'supply_way': 'VARCHAR', 'signed_on': 'VARCHAR',
        'supply_area': 'VARCHAR', 'allocated_area': 'VARCHAR', 'price': 'VARCHAR',
        'land_user': 'VARCHAR', 'land_use': 'VARCHAR', 'deliver_on': 'VARCHAR',
        'start_due_on': 'VARCHAR', 'complete_due_on': 'VARCHAR', 'started_on': 'VARCHAR',
        'completed_on': 'VARCHAR', 'revoked_on': 'VARCHAR', 'revoke_reason': 'VARCHAR',
        'extra': 'VARCHAR'
    }) AS r
JOIN load.sheet AS s ON s.sheet_id = r.sheet_id
