-- 写法不规整的数字：去掉千分号、空格和计量单位后再认，认不出为空。
-- A comma or a space counts only between whole groups of three: 8,0000 may be 8.0000 mistyped, and is no number.
(s) AS list_transform([regexp_replace(half_width(blank_null(s)), '\s*(公顷|平方米|万元|亩|㎡|m²|m2|ha|元|宗)\s*$', '')], lambda n:
    TRY_CAST(CASE WHEN regexp_full_match(n, '\s*[+-]?[1-9][0-9]{0,2}([,\s][0-9]{3})+(\.[0-9]+)?\s*') THEN regexp_replace(n, '[,\s]', '', 'g')
        ELSE trimmed(n) END AS DECIMAL(28, 10)))[1]
