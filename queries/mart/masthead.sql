-- 通报的抬头、文号、主送、落款、版记：来自设置和本期，没写的按季度推定。
-- The signature falls on the tenth day after the quarter; the number counts the year's bulletins: a fourth
-- quarter's is the first of the year after.
WITH p AS (SELECT quarter, quarter_end, as_of FROM frame.policy),
given AS (
    SELECT s.key[8:] AS key, nullif(s.value, '') AS value FROM load.setting AS s WHERE starts_with(s.key, 'issuer.')
), signed AS (
    SELECT coalesce(CAST((SELECT value FROM given WHERE key = 'signature_date') AS DATE), p.quarter_end + 10) AS signed_on, p.quarter_end FROM p
), presumed AS (
    SELECT 'signature_date' AS key, CAST(signed_on AS VARCHAR) AS value FROM signed
    UNION ALL SELECT 'print_date', CAST(signed_on AS VARCHAR) FROM signed
    UNION ALL SELECT 'number_year', CAST(year(signed_on) AS VARCHAR) FROM signed
    UNION ALL SELECT 'number_no', CAST(quarter(quarter_end) % 4 + 1 AS VARCHAR) FROM signed
)
SELECT g.key, coalesce(g.value, d.value, '') AS value FROM given AS g LEFT JOIN presumed AS d ON d.key = g.key
UNION ALL SELECT 'synthetic', value FROM load.setting WHERE key = 'synthetic'
UNION ALL SELECT 'quarter', quarter FROM p
UNION ALL SELECT 'quarter_name', CAST(year(quarter_end) AS VARCHAR) || '年第' || substr('一二三四', CAST(quarter(quarter_end) AS INTEGER), 1) || '季度' FROM p
UNION ALL SELECT 'as_of', CAST(as_of AS VARCHAR) FROM p
UNION ALL SELECT 'as_of_name', date_text(as_of) FROM p
ORDER BY key
