-- 带百分号的百分率文字。
(n, d) AS pct_text(n, d) || '%'
