-- 数据质量按单位、按规则
-- 核查发现的问题和退回的行，按规则和责任单位计数；级别：退回的行不计入指标，阻断的须先解决，提示的已计入、请核实。退回的行多数认不出单位，记“（未归到单位）”。
-- $rule text：只看一条规则，如 A03，默认全部
-- $unit unit：只看一个单位，默认全部
WITH row AS (
    SELECT f.rule, CASE f.severity WHEN 'B' THEN '阻断' ELSE '提示' END AS severity, f.title, coalesce(f.unit, '（未归到单位）') AS unit, f.key, f.sheet_id, f.line FROM "check".finding AS f
    UNION ALL
    SELECT r.rule, '退回', r.reason, '（未归到单位）', r.value, r.sheet_id, r.line
    FROM (SELECT sheet_id, line, rule, reason, value, row_number() OVER (PARTITION BY sheet_id, line ORDER BY step DESC, rule, field) AS nth
        FROM (SELECT sheet_id, line, rule, field, value, reason, step FROM refuse.row UNION ALL SELECT sheet_id, line, rule, field, value, reason, step FROM clash.row) AS both_steps) AS r
    WHERE r.nth = 1
)
SELECT r.rule AS "规则", r.severity AS "级别", min(r.title) AS "问题", r.unit AS "单位", count(*) AS "条数",
    string_agg(DISTINCT r.key, '、' ORDER BY r.key) AS "涉及对象", string_agg(DISTINCT h.file, '、' ORDER BY h.file) AS "文件"
FROM row AS r LEFT JOIN load.sheet AS h ON h.sheet_id = r.sheet_id
WHERE r.rule = coalesce(CAST($rule AS VARCHAR), r.rule) AND r.unit = coalesce(CAST($unit AS VARCHAR), r.unit)
GROUP BY r.rule, r.severity, r.unit
ORDER BY CASE r.severity WHEN '阻断' THEN 1 WHEN '退回' THEN 2 ELSE 3 END, r.rule, r.unit
