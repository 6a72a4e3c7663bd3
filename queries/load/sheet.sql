-- 收到的工作表：类别、计量单位、行数。
-- grain: one sheet or text file.
SELECT sheet_id, snapshot, file, sheet, kind, header_line, measure, money_measure, unit_hint, format, encoding, rows_read, rows_blank, sha256, status, message
FROM read_csv(getvariable('stage') || '/sheet.csv', header = true, auto_detect = false,
    delim = ',', quote = '"', escape = '"', new_line = '\n', max_line_size = 104857600, columns = {
        'sheet_id': 'INTEGER', 'snapshot': 'VARCHAR', 'file': 'VARCHAR', 'sheet': 'VARCHAR',
        'kind': 'VARCHAR', 'header_line': 'BIGINT', 'measure': 'VARCHAR',
        'money_measure': 'VARCHAR', 'unit_hint': 'VARCHAR', 'format': 'VARCHAR',
        'encoding': 'VARCHAR', 'rows_read': 'BIGINT', 'rows_blank': 'BIGINT', 'sha256': 'VARCHAR',
        'status': 'VARCHAR', 'message': 'VARCHAR'
    })
