-- 各单位台账核查情况：退回的行、放回并采用的补正行、补正率，提示和阻断的条数，按规则各几条。
-- grain: unit. 补正率 = 采用的补正行 ÷（采用的补正行 + 仍退回的行）.
WITH problem AS (
    SELECT unit, rule, severity, sheet_id, line FROM returned.problem
), counted AS (
    SELECT unit, rule, count(*) FILTER (WHERE severity = 'R') AS refused, count(*) FILTER (WHERE severity = 'F') AS flagged, count(*) FILTER (WHERE severity = 'B') AS blocking
    FROM problem GROUP BY unit, rule
), fate AS (
    SELECT unit, count(*) FILTER (WHERE NOT mended) AS refused, count(*) FILTER (WHERE mended) AS mended FROM doubt.repair_rate GROUP BY unit
), scope AS (
    SELECT unit FROM problem UNION SELECT unit FROM fate
), summed AS (
    SELECT unit, sum(flagged) AS flagged, sum(blocking) AS blocking FROM counted GROUP BY unit
), lines AS (
    SELECT s.unit, coalesce(c.flagged, 0) AS flagged, coalesce(c.blocking, 0) AS blocking, coalesce(r.refused, 0) AS refused_rows, coalesce(r.mended, 0) AS mended_rows
    FROM scope AS s LEFT JOIN summed AS c ON c.unit = s.unit LEFT JOIN fate AS r ON r.unit = s.unit
), by_rule AS (
    SELECT unit, string_agg(rule || ' ' || (refused + flagged + blocking) || '条', '、' ORDER BY rule) AS rules FROM counted GROUP BY unit
)
SELECT l.unit AS "单位", l.refused_rows AS "退回行数", l.mended_rows AS "已补正行数",
    coalesce(rate_text(CAST(l.mended_rows AS DECIMAL(18, 6)), CAST(l.mended_rows + l.refused_rows AS DECIMAL(18, 6))), '—') AS "补正率",
    CAST(l.flagged AS VARCHAR) AS "提示", CAST(l.blocking AS VARCHAR) AS "阻断", coalesce(r.rules, '—') AS "按规则"
FROM lines AS l LEFT JOIN by_rule AS r ON r.unit = l.unit LEFT JOIN frame.unit AS u ON u.unit = l.unit
ORDER BY u.unit_code NULLS LAST, l.unit
