-- 各单位相加不等于全区
-- rule: T01
-- severity: B
-- grain: sum, at the edition's as_of (R1, R17). 部门 as 主管部门 are a second dimension and not added.
WITH land AS (
    SELECT t.unit, t.due, t.supplied, t.unsupplied FROM total.standing AS t JOIN frame.policy AS p ON p.as_of = t.as_of
    WHERE t.unit = '全区' OR t.unit IN (SELECT unit FROM fact.share WHERE dimension = 'unit')
), idle AS (
    SELECT t.unit, t.recognised, t.done, t.closing FROM total.idle AS t JOIN frame.policy AS p ON p.as_of = t.as_of
), figure AS (
    SELECT 'land' AS stock, '应供面积' AS title, unit, due AS area FROM land UNION ALL SELECT 'land', '已供面积', unit, supplied FROM land
    UNION ALL SELECT 'land', '未供面积', unit, unsupplied FROM land UNION ALL SELECT 'idle', '闲置认定面积', unit, recognised FROM idle
    UNION ALL SELECT 'idle', '闲置已处置面积', unit, done FROM idle UNION ALL SELECT 'idle', '闲置期末存量', unit, closing FROM idle
), summed AS (
    SELECT stock, title, coalesce(sum(area) FILTER (WHERE unit <> '全区'), 0) AS units, coalesce(sum(area) FILTER (WHERE unit = '全区'), 0) AS district FROM figure GROUP BY stock, title
), alone AS (
    SELECT s.title, min(f.unit) AS unit FROM summed AS s JOIN figure AS f ON f.title = s.title AND f.unit <> '全区' AND f.area = abs(s.units - s.district) AND f.area > 0 GROUP BY s.title
)
SELECT 'figure' AS kind, s.title || ' 全区' AS key, '全区' AS unit, CAST(NULL AS INTEGER) AS sheet_id, CAST(NULL AS BIGINT) AS line,
    s.title || '各单位相加是 ' || area_text(s.units) || ' 公顷，全区却是 ' || area_text(s.district) || ' 公顷，差额 ' || area_text(s.units - s.district) || ' 公顷'
    || coalesce('，恰为' || a.unit || '的数', '，恰为' || x.words, '') || '；请核对单位名录和各行的责任单位' AS message
FROM summed AS s LEFT JOIN alone AS a ON a.title = s.title
LEFT JOIN suspect.piece AS x ON x.stock = s.stock AND x.unit = '全区' AND x.area = abs(s.units - s.district)
WHERE s.units <> s.district
