-- 补正率：退回的行里，已补正并采用的占多少
-- seq: 101
-- measure: %
-- target:
-- grain: row that was given back this quarter: still refused, or put right and counted in its place. figures.csv and annex 5 count them by unit. rules: R4. A
-- unit without such a row has no rate. A row that came back as it was is no repair, though it may count now that another row was put right.
WITH cells AS (
    SELECT 'batch' AS kind, r.sheet_id, r.line, r.extra, to_json(r) AS fields FROM raw.batch AS r WHERE contains(extra, '退回标识') OR EXISTS (SELECT 1 FROM frame.superseded AS x WHERE x.original_sheet = r.sheet_id AND x.original_line = r.line)
    UNION ALL SELECT 'parcel', r.sheet_id, r.line, r.extra, to_json(r) FROM raw.parcel AS r WHERE contains(extra, '退回标识') OR EXISTS (SELECT 1 FROM frame.superseded AS x WHERE x.original_sheet = r.sheet_id AND x.original_line = r.line)
    UNION ALL SELECT 'supply', r.sheet_id, r.line, r.extra, to_json(r) FROM raw.supply AS r WHERE contains(extra, '退回标识') OR EXISTS (SELECT 1 FROM frame.superseded AS x WHERE x.original_sheet = r.sheet_id AND x.original_line = r.line)
    UNION ALL SELECT 'writeoff', r.sheet_id, r.line, r.extra, to_json(r) FROM raw.writeoff AS r WHERE contains(extra, '退回标识') OR EXISTS (SELECT 1 FROM frame.superseded AS x WHERE x.original_sheet = r.sheet_id AND x.original_line = r.line)
    UNION ALL SELECT 'idle', r.sheet_id, r.line, r.extra, to_json(r) FROM raw.idle AS r WHERE contains(extra, '退回标识') OR EXISTS (SELECT 1 FROM frame.superseded AS x WHERE x.original_sheet = r.sheet_id AND x.original_line = r.line)
    UNION ALL SELECT 'idle_disposal', r.sheet_id, r.line, r.extra, to_json(r) FROM raw.idle_disposal AS r WHERE contains(extra, '退回标识') OR EXISTS (SELECT 1 FROM frame.superseded AS x WHERE x.original_sheet = r.sheet_id AND x.original_line = r.line)
    UNION ALL SELECT 'task', r.sheet_id, r.line, r.extra, to_json(r) FROM raw.task AS r WHERE contains(extra, '退回标识') OR EXISTS (SELECT 1 FROM frame.superseded AS x WHERE x.original_sheet = r.sheet_id AND x.original_line = r.line)
), said AS (
    SELECT sheet_id, line, json_merge_patch(fields, '{"sheet_id":null,"line":null,"extra":null}') AS fields,
        json_merge_patch(coalesce(nullif(extra, ''), '{}'), '{"退回标识":null,"问题":null}') AS extra FROM cells
), placed AS (
    SELECT sheet_id, line, unit FROM fact.batch UNION ALL SELECT sheet_id, line, unit FROM fact.parcel UNION ALL SELECT sheet_id, line, unit FROM fact.allocation
    UNION ALL SELECT sheet_id, line, unit FROM fact.writeoff UNION ALL SELECT sheet_id, line, unit FROM fact.idle
    UNION ALL SELECT d.sheet_id, d.line, i.unit FROM fact.idle_disposal AS d JOIN fact.idle AS i ON i.idle_id = d.idle_id
    UNION ALL SELECT sheet_id, line, unit FROM fact.task
)
SELECT unit, sheet_id, line, false AS mended, min(rule) AS rule, min(row_id) AS row_id
FROM returned.problem WHERE severity = 'R' GROUP BY unit, sheet_id, line
UNION ALL
SELECT p.unit, x.sheet_id, x.line, true, NULL, x.row_id
FROM frame.superseded AS x JOIN placed AS p ON p.sheet_id = x.sheet_id AND p.line = x.line
JOIN said AS now ON now.sheet_id = x.sheet_id AND now.line = x.line
JOIN said AS sent ON sent.sheet_id = x.original_sheet AND sent.line = x.original_line
WHERE x.nth = 1 AND x.original_line IS NOT NULL AND (now.fields <> sent.fields OR now.extra <> sent.extra)
