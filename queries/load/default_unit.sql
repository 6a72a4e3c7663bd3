-- 没有单位名录时的责任单位，取自设置。
-- grain: one unit.
SELECT unit_code, unit, aliases, category, ranked
FROM read_csv(getvariable('stage') || '/default_unit.csv', header = true, auto_detect = false,
    delim = ',', quote = '"', escape = '"', new_line = '\n', max_line_size = 104857600, columns = {
        'unit_code': 'VARCHAR', 'unit': 'VARCHAR', 'aliases': 'VARCHAR', 'category': 'VARCHAR',
        'ranked': 'VARCHAR'
    })
