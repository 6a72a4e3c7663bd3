-- 去掉首尾空白；“—、/、无、待定”一类空话按空白处理。
(s) AS CASE WHEN trimmed(s) IN ('', '-', '--', '—', '——', '–', '－', '/', '／', '\', '无', '暂无', '待定', '未定', '空', '不详',
    'null', 'NULL', 'N/A', 'n/a', '#N/A') THEN NULL ELSE trimmed(s) END
