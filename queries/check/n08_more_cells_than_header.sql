-- 一行的内容比表头多出几格，可能错了位
-- rule: N08
-- severity: F
-- grain: row that counts. The cells beyond the header's last column are kept under names of their own.
WITH wide AS (
    SELECT 'batch' AS kind, f.batch_id AS key, f.unit, r.sheet_id, r.line, r.extra FROM raw.batch AS r JOIN fact.batch AS f ON f.sheet_id = r.sheet_id AND f.line = r.line
    UNION ALL SELECT 'parcel', f.parcel_id, f.unit, r.sheet_id, r.line, r.extra FROM raw.parcel AS r JOIN fact.parcel AS f ON f.sheet_id = r.sheet_id AND f.line = r.line
    UNION ALL SELECT 'supply', f.supply_id, f.unit, r.sheet_id, r.line, r.extra FROM raw.supply AS r JOIN fact.allocation AS f ON f.sheet_id = r.sheet_id AND f.line = r.line
    UNION ALL SELECT 'writeoff', f.batch_id, f.unit, r.sheet_id, r.line, r.extra FROM raw.writeoff AS r JOIN fact.writeoff AS f ON f.sheet_id = r.sheet_id AND f.line = r.line
    UNION ALL SELECT 'idle', f.idle_id, f.unit, r.sheet_id, r.line, r.extra FROM raw.idle AS r JOIN fact.idle AS f ON f.sheet_id = r.sheet_id AND f.line = r.line
    UNION ALL SELECT 'idle_disposal', f.idle_id, i.unit, r.sheet_id, r.line, r.extra FROM raw.idle_disposal AS r
    JOIN fact.idle_disposal AS f ON f.sheet_id = r.sheet_id AND f.line = r.line LEFT JOIN fact.idle AS i ON i.idle_id = f.idle_id
    UNION ALL SELECT 'task', f.unit, f.unit, r.sheet_id, r.line, r.extra FROM raw.task AS r JOIN fact.task AS f ON f.sheet_id = r.sheet_id AND f.line = r.line
)
SELECT kind, key, unit, sheet_id, line,
    '最后一列之后还有内容“' || regexp_extract(extra, '"多出的第[0-9]+列"\s*:\s*"([^"]*)', 1) || '”，这一行可能整行错了位；请与表头逐格核对，删去多余的格' AS message
FROM wide
WHERE contains(extra, '"多出的第')
