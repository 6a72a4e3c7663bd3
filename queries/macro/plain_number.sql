-- 写法不规整的数字：去掉千分号、空格和计量单位后再认，认不出为空。
(s) AS TRY_CAST(regexp_replace(regexp_replace(half_width(blank_null(s)), '[,\s]', '', 'g'),
    '(公顷|平方米|万元|亩|㎡|m²|m2|ha|元|宗)$', '') AS DECIMAL(28, 10))
