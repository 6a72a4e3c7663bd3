-- 进入核算的任务行。
-- grain: one task of a unit, category, year and quarter (quarter NULL: the whole year).
SELECT c.sheet_id, c.line, coalesce(u.unit, c.unit) AS unit, u.unit IS NOT NULL AS unit_known,
    CASE WHEN c.category LIKE '%闲置%' THEN '闲置土地' ELSE '批而未供' END AS category, c.year, c.quarter, c.area
FROM clean.task AS c LEFT JOIN naming.unit_alias AS u ON u.alias = c.unit
WHERE c.row_class = 'data' AND NOT EXISTS (
    SELECT 1 FROM refuse.row AS r WHERE r.sheet_id = c.sheet_id AND r.line = c.line)
