-- 日期只写到月。
(s) AS CASE WHEN s IS NULL THEN false WHEN length(s) = 10 AND s[5] = '-' THEN false
    ELSE regexp_full_match(coalesce(date_parts(s), ''), '(19|20)[0-9]{2}-?[0-9]{1,2}') END
