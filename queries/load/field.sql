-- 各类台账的字段和它的中文名称。
-- grain: one field of a kind.
SELECT kind, field, title
FROM read_csv(getvariable('stage') || '/field.csv', header = true, auto_detect = false,
    delim = ',', quote = '"', escape = '"', new_line = '\n', max_line_size = 104857600, columns = {
        'kind': 'VARCHAR', 'field': 'VARCHAR', 'title': 'VARCHAR'
    })
