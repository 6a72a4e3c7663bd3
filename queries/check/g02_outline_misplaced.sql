-- 图形的位置有误：不在本区，或坐标轴、带号写错
-- rule: G02
-- severity: F
-- grain: outline. What the reader saw of it, other than its rings (G04).
SELECT 'shape' AS kind, coalesce(r.shape_id, '第' || r.line || '个图形') AS key, coalesce(p.unit, i.unit) AS unit, r.sheet_id, r.line,
    r.problem || '；请核对坐标系、带号和坐标的先后' AS message
FROM (SELECT shape_id, sheet_id, line, array_to_string(list_filter(string_split(problem, '；'), lambda w: NOT regexp_matches(w, '相交|闭合|界址点|没有面')), '；') AS problem
    FROM raw.shape WHERE problem IS NOT NULL) AS r
LEFT JOIN fact.parcel AS p ON p.parcel_id = identifier(r.shape_id) LEFT JOIN fact.idle AS i ON i.idle_id = identifier(r.shape_id)
WHERE r.problem <> ''
