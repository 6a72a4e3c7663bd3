-- 日期；只写到月的按该月最后一天（A07 提示）；认不出为空。
(s) AS CASE
    WHEN s IS NULL THEN NULL
    WHEN length(s) = 10 AND s[5] = '-' AND s[8] = '-' THEN TRY_CAST(s AS DATE)
    ELSE list_transform([date_parts(s)], lambda d: CASE
        WHEN regexp_full_match(d, '(19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}') THEN TRY_CAST(d AS DATE)
        WHEN regexp_full_match(d, '(19|20)[0-9]{2}-[0-9]{1,2}') THEN last_day(TRY_CAST(d || '-01' AS DATE))
        WHEN regexp_full_match(d, '(19|20)[0-9]{6}') THEN TRY_CAST(d[1:4] || '-' || d[5:6] || '-' || d[7:8] AS DATE)
        WHEN regexp_full_match(d, '(19|20)[0-9]{4}') THEN last_day(TRY_CAST(d[1:4] || '-' || d[5:6] || '-01' AS DATE))
        WHEN regexp_full_match(d, '[2-5][0-9]{4}') THEN DATE '1899-12-30' + CAST(d AS INTEGER)
    END)[1]
END
