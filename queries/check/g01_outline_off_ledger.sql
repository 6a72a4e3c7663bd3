-- 图形面积与台账面积不符
-- rule: G01
-- severity: F
-- grain: parcel or idle parcel with an outline measured on the ellipsoid. Tolerance: the larger of 50 m² and 0.5 % of the ledger's area.
WITH drawn AS (
    SELECT identifier(shape_id) AS id, TRY_CAST(area_m2 AS DECIMAL(18, 2)) AS area, sheet_id, line,
        row_number() OVER (PARTITION BY identifier(shape_id) ORDER BY sheet_id, line) AS nth
    FROM raw.shape WHERE shape_id IS NOT NULL
), pairs AS (
    SELECT 'parcel' AS kind, p.parcel_id AS key, p.unit, p.sheet_id, p.line, CAST(p.parcel_area * 10000 AS DECIMAL(18, 2)) AS ledger, d.area, s.file
    FROM fact.parcel AS p JOIN drawn AS d ON d.id = p.parcel_id AND d.nth = 1 JOIN load.sheet AS s ON s.sheet_id = d.sheet_id
    UNION ALL
    SELECT 'idle', i.idle_id, i.unit, i.sheet_id, i.line, CAST(i.idle_area * 10000 AS DECIMAL(18, 2)), d.area, s.file
    FROM fact.idle AS i JOIN drawn AS d ON d.id = i.idle_id AND d.nth = 1 JOIN load.sheet AS s ON s.sheet_id = d.sheet_id
)
SELECT kind, key, unit, sheet_id, line,
    '台账面积 ' || CAST(ledger AS VARCHAR) || ' 平方米，图形（' || file || '）量得 ' || CAST(area AS VARCHAR) || ' 平方米，相差 ' || CAST(abs(area - ledger) AS VARCHAR)
    || ' 平方米；请核对图形是否画全、台账的计量单位是否填对' AS message
FROM pairs
WHERE area > 0 AND abs(area - ledger) > greatest(50, ledger * 0.005)
