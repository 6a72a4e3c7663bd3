-- 本次运行的设置。
-- grain: one setting.
SELECT key, value
FROM read_csv(getvariable('stage') || '/setting.csv', header = true, auto_detect = false,
    delim = ',', quote = '"', escape = '"', new_line = '\n', max_line_size = 104857600, columns = {
        'key': 'VARCHAR', 'value': 'VARCHAR'
    })
