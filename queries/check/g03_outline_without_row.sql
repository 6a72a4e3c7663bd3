-- 图形的编号在地块台账、闲置土地台账中都查不到
-- rule: G03
-- severity: F
-- grain: outline with a key that no row has, refused or not. It is drawn nowhere. The outline of a unit is none of these.
SELECT 'shape' AS kind, r.shape_id AS key, CAST(NULL AS VARCHAR) AS unit, r.sheet_id, r.line,
    '图形的编号“' || r.shape_id || '”在地块台账和闲置土地台账中都查不到，没有上图；请核对编号' AS message
FROM raw.shape AS r
WHERE r.shape_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM clean.parcel AS p WHERE p.parcel_id = identifier(r.shape_id))
    AND NOT EXISTS (SELECT 1 FROM clean.idle AS i WHERE i.idle_id = identifier(r.shape_id))
    AND NOT EXISTS (SELECT 1 FROM frame.unit AS u WHERE identifier(r.shape_id) IN (identifier(u.unit), identifier(u.unit_code)))
