-- 存在问题：进展不平衡、前清后增、超期未处置、涉法涉诉、数据质量；没有的不列。
WITH p AS (SELECT p.as_of, c.previous_as_of FROM frame.policy AS p JOIN clean.calendar AS c ON c.as_of = p.as_of),
rated AS (
    SELECT r.unit, r.unit_code, r.supplied, r.due, pct(r.supplied, r.due) AS rate FROM rank.unit AS r JOIN p ON p.as_of = r.as_of WHERE r.due > 0
), ends AS (
    -- Whoever shares the highest or the lowest rate is named, in the order of units; the gap is rounded once (R4).
    SELECT string_agg(unit, '、' ORDER BY unit_code, unit) FILTER (WHERE rate = highest) AS first_units, string_agg(unit, '、' ORDER BY unit_code, unit) FILTER (WHERE rate = lowest) AS last_units,
        points(max(supplied) FILTER (WHERE rate = highest), max(due) FILTER (WHERE rate = highest), max(supplied) FILTER (WHERE rate = lowest), max(due) FILTER (WHERE rate = lowest)) AS gap
    FROM (SELECT unit, unit_code, supplied, due, rate, max(rate) OVER () AS highest, min(rate) OVER () AS lowest FROM rated)
), grown AS (
    SELECT t.unit, greatest(0, t.unsupplied - o.unsupplied) + greatest(0, coalesce(i.closing - i.opening, 0)) AS growth
    FROM total.standing AS t JOIN p ON p.as_of = t.as_of JOIN total.standing AS o ON o.unit = t.unit AND o.as_of = p.previous_as_of
    JOIN frame.unit AS u ON u.unit = t.unit AND u.category <> '部门' LEFT JOIN total.idle AS i ON i.unit = t.unit AND i.as_of = t.as_of
), overdue AS (
    SELECT count(*) AS n, sum(remaining) AS area, max(days_overdue) AS days FROM stand.parcel WHERE in_cohort AND remaining > 0.005 AND days_overdue > 0
), law AS (
    SELECT count(*) AS n, sum(s.open_area) AS area FROM fact.idle AS i JOIN stand.idle AS s ON s.idle_id = i.idle_id JOIN p ON p.as_of = s.as_of
    WHERE s.open_area > 0 AND (coalesce(i.litigation, '否') NOT IN ('否', '不涉及', '未涉及') OR coalesce(i.mortgage, '否') NOT IN ('否', '未抵押', '无抵押') OR coalesce(i.seizure, '否') NOT IN ('否', '未查封', '无查封'))
), refused AS (
    SELECT count(*) AS n FROM (SELECT DISTINCT sheet_id, line FROM (SELECT sheet_id, line FROM refuse.row UNION ALL SELECT sheet_id, line FROM clash.row))
), flagged AS (SELECT count(*) AS n FROM "check".finding)
SELECT 'imbalance' AS code, CAST(NULL AS VARCHAR) AS count_text, CAST(NULL AS VARCHAR) AS area_text, first_units || '；' || last_units AS names, CAST(gap AS VARCHAR) AS detail_text, CAST(NULL AS DECIMAL(18, 6)) AS area
FROM ends WHERE gap > 0
UNION ALL
SELECT 'regrowth', CAST(count(*) AS VARCHAR), area_text(sum(growth)), string_agg(unit, '、' ORDER BY growth DESC, unit), NULL, sum(growth) FROM grown WHERE growth > 0 HAVING count(*) > 0
UNION ALL SELECT 'overdue', CAST(n AS VARCHAR), area_text(area), NULL, '最长超期' || days || '天', area FROM overdue WHERE n > 0
UNION ALL SELECT 'litigation', CAST(n AS VARCHAR), area_text(area), NULL, NULL, area FROM law WHERE n > 0
UNION ALL SELECT 'quality', CAST(r.n AS VARCHAR), NULL, NULL, CASE WHEN f.n > 0 THEN '需要核实的问题' || f.n || '条' END, NULL FROM refused AS r, flagged AS f WHERE r.n > 0 OR f.n > 0
