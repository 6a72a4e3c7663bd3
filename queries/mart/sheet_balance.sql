-- 每张表：读入多少行，计入、退回、不计各多少行。
-- grain: sheet. accepted + refused + left_out = rows_read; anything else is an error of the program. The rows of a
-- sheet that could not be placed are left out, all of them: it blocks publication (L02) until someone accepts that.
WITH fate AS (
    SELECT sheet_id, line, row_class FROM clean.batch UNION ALL SELECT sheet_id, line, row_class FROM clean.parcel
    UNION ALL SELECT sheet_id, line, row_class FROM clean.supply UNION ALL SELECT sheet_id, line, row_class FROM clean.writeoff
    UNION ALL SELECT sheet_id, line, row_class FROM clean.idle UNION ALL SELECT sheet_id, line, row_class FROM clean.idle_disposal
    UNION ALL SELECT sheet_id, line, row_class FROM clean.task
), refused AS (
    SELECT DISTINCT sheet_id, line FROM (SELECT sheet_id, line FROM refuse.row UNION ALL SELECT sheet_id, line FROM clash.row)
), measured AS (
    SELECT sheet_id, string_agg(DISTINCT measure, '、' ORDER BY measure) AS measure FROM load.sheet_column
    WHERE measure IN ('公顷', '亩', '平方米') AND field IS NOT NULL GROUP BY sheet_id
), counted AS (
    SELECT f.sheet_id, count(*) AS rows, count(*) FILTER (WHERE f.row_class <> 'data') AS left_out, count(r.line) AS refused
    FROM fate AS f LEFT JOIN refused AS r ON r.sheet_id = f.sheet_id AND r.line = f.line
    GROUP BY f.sheet_id
    UNION ALL
    SELECT r.sheet_id, count(*), count(*) FILTER (WHERE u.line IS NULL), 0
    FROM raw.unit AS r LEFT JOIN frame.unit AS u ON u.sheet_id = r.sheet_id AND u.line = r.line GROUP BY r.sheet_id
    UNION ALL
    SELECT sheet_id, count(*), 0, 0 FROM raw.shape GROUP BY sheet_id
)
SELECT s.sheet_id, s.file, s.sheet, s.kind, s.header_line,
    CASE WHEN s.kind IN ('unit', 'shape') THEN NULL ELSE coalesce(m.measure, s.measure, '公顷') END AS measure, s.format, s.encoding, s.sha256, s.status, s.message, s.rows_read,
    coalesce(c.rows, 0) - coalesce(c.left_out, 0) - coalesce(c.refused, 0) AS accepted, coalesce(c.refused, 0) AS refused,
    coalesce(c.left_out, 0) + CASE WHEN s.status = 'ok' THEN coalesce(s.rows_blank, 0) ELSE s.rows_read - coalesce(c.rows, 0) END AS left_out,
    s.status <> 'ok' OR coalesce(c.rows, 0) + coalesce(s.rows_blank, 0) = s.rows_read AS balanced
FROM load.sheet AS s LEFT JOIN counted AS c ON c.sheet_id = s.sheet_id LEFT JOIN measured AS m ON m.sheet_id = s.sheet_id
ORDER BY s.sheet_id
