-- 日期的文字整理成 年-月-日 或 年-月。
(s) AS regexp_replace(regexp_replace(regexp_replace(
    digits_of(half_width(blank_null(s))), '\s+[0-9:.]+$', ''), '[年月./\s]+', '-', 'g'), '(日|号|-)+$', '')
