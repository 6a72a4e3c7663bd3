-- 日期只写到月。
(s) AS s IS NOT NULL AND NOT (length(s) = 10 AND s[5] = '-')
    AND regexp_full_match(coalesce(date_parts(s), ''), '(19|20)[0-9]{2}-?[0-9]{1,2}')
