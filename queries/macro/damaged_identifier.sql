-- 编号被电子表格改坏：成了小数、科学计数或 #REF! 一类的错误值。
(s) AS CASE WHEN contains(s, '.') OR contains(s, 'E+') OR contains(s, 'e+') OR contains(s, 'E1') OR contains(s, 'e1') OR contains(s, '#')
    THEN regexp_full_match(s, '\s*[0-9]+(\.[0-9]+)?[eE]\+?[0-9]+\s*|\s*[0-9]+\.[0-9]+\s*|\s*#(REF!|VALUE!|NAME\?|NUM!|DIV/0!|NULL!)\s*') ELSE false END
