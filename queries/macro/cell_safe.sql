-- 来自台账的文字写进 CSV 前：以 = + - @ 开头的加撇号，免得被当作公式。
(s) AS CASE WHEN regexp_matches(s, '^[=+\-@\t\r]') THEN '''' || s ELSE s END
