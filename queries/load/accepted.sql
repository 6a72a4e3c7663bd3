-- 经人确认、不再阻断发布的核查问题。
-- grain: one acknowledgement of a rule, or of a rule and key.
SELECT rule, key, accepted_by, because
FROM read_csv(getvariable('stage') || '/accepted.csv', header = true, auto_detect = false,
    delim = ',', quote = '"', escape = '"', new_line = '\n', max_line_size = 104857600, columns = {
        'rule': 'VARCHAR', 'key': 'VARCHAR', 'accepted_by': 'VARCHAR', 'because': 'VARCHAR'
    })
