-- 看板：能不能信：读入多少行、计入、退回、不计各多少，多少条发现，改动了多少以前公布的数。
-- grain: one question. 计入 + 退回 + 不计 = 读入 is said with its numbers.
WITH fate AS (
    SELECT sheet_id, line, row_class FROM clean.batch UNION ALL SELECT sheet_id, line, row_class FROM clean.parcel
    UNION ALL SELECT sheet_id, line, row_class FROM clean.supply UNION ALL SELECT sheet_id, line, row_class FROM clean.writeoff
    UNION ALL SELECT sheet_id, line, row_class FROM clean.idle UNION ALL SELECT sheet_id, line, row_class FROM clean.idle_disposal
    UNION ALL SELECT sheet_id, line, row_class FROM clean.task
), refused AS (
    SELECT DISTINCT sheet_id, line FROM (SELECT sheet_id, line FROM refuse.row UNION ALL SELECT sheet_id, line FROM clash.row)
), kept AS (
    SELECT count(*) AS rows, count(*) FILTER (WHERE row_class <> 'data') AS left_out FROM fate
), named AS (SELECT count(*) AS rows, count(*) FILTER (WHERE u.line IS NULL) AS left_out FROM raw.unit AS r LEFT JOIN frame.unit AS u ON u.sheet_id = r.sheet_id AND u.line = r.line),
drawn AS (SELECT count(*) AS rows FROM raw.shape), blank AS (SELECT coalesce(sum(rows_blank), 0) AS rows, coalesce(sum(rows_read), 0) AS rows_read, count(*) AS sheets, count(DISTINCT file) AS files FROM load.sheet),
sum AS (
    SELECT b.files, b.sheets, CAST(b.rows_read AS BIGINT) AS rows_read, CAST(k.left_out + n.left_out + b.rows AS BIGINT) AS left_out, (SELECT count(*) FROM refused) AS refused,
        CAST(k.rows + n.rows + d.rows - k.left_out - n.left_out AS BIGINT) - (SELECT count(*) FROM refused) AS accepted
    FROM kept AS k, named AS n, drawn AS d, blank AS b
), changed AS (
    SELECT count(*) AS n FROM previous.published.history AS h JOIN kpi.figure AS f ON f.indicator = h.indicator AND f.unit = h.unit AND f.as_of = h.as_of WHERE f.value IS DISTINCT FROM h.value
)
SELECT 1 AS seq, '读入' AS name, CAST(rows_read AS VARCHAR) || '行' AS text, files || '个文件、' || sheets || '张表' AS note FROM sum
UNION ALL SELECT 2, '计入', CAST(accepted AS VARCHAR) || '行', '全部可查到文件、表、行' FROM sum
UNION ALL SELECT 3, '退回', CAST(refused AS VARCHAR) || '行', CASE WHEN refused = 0 THEN '没有退回的行' ELSE '未计入任何指标，清单见下' END FROM sum
UNION ALL SELECT 4, '不计', CAST(left_out AS VARCHAR) || '行', '合计、空行、注、重复表头' FROM sum
UNION ALL SELECT 5, '行数核对', CASE WHEN accepted + refused + left_out = rows_read THEN '相符' ELSE '不符' END, '计入' || accepted || '＋退回' || refused || '＋不计' || left_out || CASE WHEN accepted + refused + left_out = rows_read THEN '＝' ELSE '≠' END || '读入' || rows_read FROM sum
UNION ALL SELECT 6, '核查发现', CAST(count(*) AS VARCHAR) || '条', count(*) FILTER (WHERE severity = 'F') || '条提请核实，' || count(*) FILTER (WHERE severity = 'B') || '条经确认放行' FROM "check".finding
UNION ALL SELECT 7, '以前公布后有变的数', CAST(n AS VARCHAR) || '个', CASE WHEN n = 0 THEN '以前各季度的数与上期所印一致' ELSE '原公布、现数据和原因见下' END FROM changed
ORDER BY seq
