-- 台账自己写的供地率与重算的不符；指标一律重算，不抄台账
-- rule: T04
-- severity: F
-- grain: batch whose row has a column 供地率 that is none of ours. Held to the rate with and without the written-off land; a number of at most 1
-- without a percent sign is taken for a fraction. Tolerance 0.1 percentage points.
WITH printed AS (
    SELECT sheet_id, line, regexp_extract(extra, '"[^"]*供地率[^"]*"\s*:\s*"\s*([0-9.]+\s*[%％]?)\s*"', 1) AS text
    FROM raw.batch WHERE extra LIKE '%供地率%'
), own AS (
    SELECT sheet_id, line, text, CASE WHEN regexp_matches(text, '[%％]') OR number > 1 THEN number ELSE 100 * number END AS rate
    FROM (SELECT sheet_id, line, text, TRY_CAST(regexp_replace(text, '[%％\s]', '', 'g') AS DECIMAL(18, 6)) AS number FROM printed) AS p
), stood AS (
    SELECT s.batch_id, sum(s.supplied) AS supplied, sum(s.due) AS due, sum(s.approved) AS approved
    FROM stand.position AS s JOIN frame.policy AS p ON p.as_of = s.as_of WHERE s.dimension = 'unit' GROUP BY s.batch_id
)
SELECT 'batch' AS kind, b.batch_id AS key, b.unit, b.sheet_id, b.line,
    '台账写的供地率是 ' || o.text || '，按台账逐行重算是 ' || coalesce(rate_text(s.supplied, s.due), '—') || '（' || area_text(s.supplied) || ' / ' || area_text(s.due)
    || '）；请核对供地台账是否漏行' AS message
FROM own AS o
JOIN fact.batch AS b ON b.sheet_id = o.sheet_id AND b.line = o.line
JOIN stood AS s ON s.batch_id = b.batch_id
WHERE coalesce(abs(o.rate - pct(s.supplied, s.due)) > 0.1, true) AND coalesce(abs(o.rate - pct(s.supplied, s.approved)) > 0.1, true) AND o.rate IS NOT NULL
