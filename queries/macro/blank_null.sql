-- 去掉首尾空白；“—、/、无、待定”一类空话按空白处理。
-- A list and not IN (…), which DuckDB would turn into a join of its own for every cell read. The first case is the common one and cheap: a longer text without white space stands as it is.
(s) AS CASE
    WHEN length(s) > 4 AND NOT (contains(s, ' ') OR contains(s, '　') OR contains(s, chr(9)) OR contains(s, chr(10)) OR contains(s, chr(13)) OR contains(s, ' ')) THEN s
    WHEN list_contains(['', '-', '--', '—', '——', '–', '－', '/', '／', '\', '无', '暂无', '待定', '未定', '空', '不详',
        'null', 'NULL', 'N/A', 'n/a', '#N/A'], trimmed(s)) THEN NULL
    ELSE trimmed(s)
END
