-- 补正率：退回的行里，已补正并采用的占多少
-- seq: 101
-- measure: %
-- target:
-- grain: row that was given back this quarter: still refused, or put right and counted in its place. figures.csv and annex 5 count them by unit. rules: R4. A
-- unit without such a row has no rate.
WITH placed AS (
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
WHERE x.nth = 1 AND x.original_line IS NOT NULL
