-- 编号：去空白、全角转半角；空话为空。
(s) AS regexp_replace(half_width(blank_null(s)), '\s+', '', 'g')
