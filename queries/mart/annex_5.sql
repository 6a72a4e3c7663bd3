-- 数据质量核查情况
WITH refused AS (
    SELECT sheet_id, line, rule, reason, row_number() OVER (PARTITION BY sheet_id, line ORDER BY step DESC, rule) AS nth
    FROM (SELECT sheet_id, line, rule, reason, step FROM refuse.row UNION ALL SELECT sheet_id, line, rule, reason, step FROM clash.row)
), acknowledged AS (
    SELECT f.rule, f.key, string_agg(DISTINCT '已由' || a.accepted_by || '确认：' || a.because, '；' ORDER BY '已由' || a.accepted_by || '确认：' || a.because) AS words
    FROM (SELECT DISTINCT rule, key FROM "check".finding WHERE severity = 'B') AS f JOIN load.accepted AS a ON a.rule = f.rule AND (a.key IS NULL OR a.key = f.key)
    GROUP BY f.rule, f.key
), rows AS (
    SELECT rule, 'R' AS severity, min(reason) AS title, count(*) AS n, '退回责任单位补正，未计入各项指标' AS action FROM refused WHERE nth = 1 GROUP BY rule
    UNION ALL
    SELECT f.rule, f.severity, min(f.title), count(*),
        CASE f.severity WHEN 'B' THEN CASE WHEN count(a.words) = count(*) THEN string_agg(DISTINCT a.words, '；' ORDER BY a.words) ELSE '阻断发布' END ELSE CASE f.rule WHEN 'I01' THEN '提请责任单位核实，只列示' WHEN 'A03' THEN '提请责任单位核实，按应供面积计入' WHEN 'L04' THEN '没有读' WHEN 'L05' THEN '没有读' ELSE '提请责任单位核实，已计入指标' END END
    FROM "check".finding AS f LEFT JOIN acknowledged AS a ON a.rule = f.rule AND a.key = f.key AND f.severity = 'B'
    GROUP BY f.rule, f.severity
)
SELECT rule AS "规则", CASE severity WHEN 'R' THEN '退回' WHEN 'B' THEN '阻断' ELSE '提示' END AS "级别", title AS "说明", CAST(n AS VARCHAR) AS "条数", action AS "处理"
FROM rows ORDER BY CASE severity WHEN 'B' THEN 1 WHEN 'R' THEN 2 ELSE 3 END, rule
