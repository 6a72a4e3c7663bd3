-- 工作表的列：原标题、对应字段、计量单位。
-- grain: one column of a sheet.
SELECT sheet_id, position, letter, field, title, measure
FROM read_csv(getvariable('stage') || '/sheet_column.csv', header = true, auto_detect = false,
    delim = ',', quote = '"', escape = '"', new_line = '\n', max_line_size = 104857600, columns = {
        'sheet_id': 'INTEGER', 'position': 'INTEGER', 'letter': 'VARCHAR', 'field': 'VARCHAR',
        'title': 'VARCHAR', 'measure': 'VARCHAR'
    })
