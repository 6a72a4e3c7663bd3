-- 编号：去空白、全角转半角；空话为空。
-- The first case is the common one and cheap: plain ASCII, or nothing that would change.
(s) AS CASE
    WHEN strlen(s) = length(s) AND length(s) > 4 AND NOT (contains(s, ' ') OR contains(s, chr(9)) OR contains(s, chr(10)) OR contains(s, chr(13))) THEN s
    WHEN length(s) > 4 AND NOT regexp_matches(s, '[\s\x{a0}\x{3000}０-９．，－＋／％：；]') THEN s
    ELSE regexp_replace(half_width(blank_null(s)), '\s+', '', 'g')
END
