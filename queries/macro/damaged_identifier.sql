-- 编号被电子表格改坏：成了小数或科学计数。
(s) AS CASE WHEN contains(s, '.') OR contains(s, 'E+') OR contains(s, 'e+') OR contains(s, 'E1') OR contains(s, 'e1')
    THEN regexp_full_match(s, '\s*[0-9]+(\.[0-9]+)?[eE]\+?[0-9]+\s*|\s*[0-9]+\.[0-9]+\s*') ELSE false END
