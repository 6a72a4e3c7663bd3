-- 看板地图：各单位的界线，图形里给了的。
-- grain: unit with an outline of its own: a shape whose key is the unit's name or code.
WITH drawn AS (
    SELECT identifier(shape_id) AS shape_id, geometry, row_number() OVER (PARTITION BY identifier(shape_id) ORDER BY sheet_id, line) AS nth
    FROM raw.shape WHERE shape_id IS NOT NULL AND geometry IS NOT NULL
)
SELECT u.unit, min(d.geometry) AS geometry
FROM frame.unit AS u JOIN drawn AS d ON d.nth = 1 AND (d.shape_id = identifier(u.unit) OR d.shape_id = identifier(u.unit_code))
WHERE u.category <> '部门'
GROUP BY u.unit
ORDER BY u.unit
