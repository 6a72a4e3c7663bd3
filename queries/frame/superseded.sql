-- 退回表补正后放回：带退回标识的行替换它所指的那一行。
-- grain: row that carries 退回标识. original_sheet and original_line are NULL where no row of the same kind of ledger
-- stands there; nth > 1 is a second correction of one row. A 退回标识 reads FILE|SHEET|LINE.
WITH staged AS (
    SELECT 'batch' AS kind, sheet_id, line, extra FROM raw.batch WHERE contains(extra, '退回标识')
    UNION ALL SELECT 'parcel', sheet_id, line, extra FROM raw.parcel WHERE contains(extra, '退回标识')
    UNION ALL SELECT 'supply', sheet_id, line, extra FROM raw.supply WHERE contains(extra, '退回标识')
    UNION ALL SELECT 'writeoff', sheet_id, line, extra FROM raw.writeoff WHERE contains(extra, '退回标识')
    UNION ALL SELECT 'idle', sheet_id, line, extra FROM raw.idle WHERE contains(extra, '退回标识')
    UNION ALL SELECT 'idle_disposal', sheet_id, line, extra FROM raw.idle_disposal WHERE contains(extra, '退回标识')
    UNION ALL SELECT 'task', sheet_id, line, extra FROM raw.task WHERE contains(extra, '退回标识')
), marked AS (
    SELECT kind, sheet_id, line, trim(json_extract_string(extra, '$."退回标识"')) AS row_id FROM staged
), pointed AS (
    SELECT kind, sheet_id, line, row_id, regexp_replace(row_id, '[|][0-9]+$', '') AS place, TRY_CAST(regexp_extract(row_id, '[|]([0-9]+)$', 1) AS BIGINT) AS original_line
    FROM marked WHERE row_id <> '' AND row_id <> '退回标识'
), standing AS (
    SELECT sheet_id, line FROM raw.batch UNION ALL SELECT sheet_id, line FROM raw.parcel UNION ALL SELECT sheet_id, line FROM raw.supply
    UNION ALL SELECT sheet_id, line FROM raw.writeoff UNION ALL SELECT sheet_id, line FROM raw.idle
    UNION ALL SELECT sheet_id, line FROM raw.idle_disposal UNION ALL SELECT sheet_id, line FROM raw.task
)
SELECT p.kind, p.sheet_id, p.line, p.row_id, r.sheet_id AS original_sheet, r.line AS original_line,
    row_number() OVER (PARTITION BY p.kind, p.row_id ORDER BY p.sheet_id, p.line) AS nth
FROM pointed AS p
LEFT JOIN (
    SELECT s.file || '|' || coalesce(s.sheet, '') AS place, s.kind, s.sheet_id, t.line
    FROM load.sheet AS s JOIN standing AS t ON t.sheet_id = s.sheet_id
    WHERE s.file || '|' || coalesce(s.sheet, '') IN (SELECT place FROM pointed)
) AS r ON r.place = p.place AND r.kind = p.kind AND r.sheet_id <> p.sheet_id AND r.line = p.original_line
