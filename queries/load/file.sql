-- 收到的文件。
-- grain: one input file.
SELECT file, size, sha256, format, encoding, status, message
FROM read_csv(getvariable('stage') || '/file.csv', header = true, auto_detect = false,
    delim = ',', quote = '"', escape = '"', new_line = '\n', max_line_size = 104857600, columns = {
        'file': 'VARCHAR', 'size': 'BIGINT', 'sha256': 'VARCHAR', 'format': 'VARCHAR',
        'encoding': 'VARCHAR', 'status': 'VARCHAR', 'message': 'VARCHAR'
    })
