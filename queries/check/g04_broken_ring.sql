-- 图形的边线自相交或没有闭合
-- rule: G04
-- severity: F
-- grain: outline.
SELECT 'shape' AS kind, coalesce(r.shape_id, '第' || r.line || '个图形') AS key, coalesce(p.unit, i.unit) AS unit, r.sheet_id, r.line,
    r.problem || '；请在制图软件里改正后重新导出' AS message
FROM (SELECT shape_id, sheet_id, line, array_to_string(list_filter(string_split(problem, '；'), lambda w: regexp_matches(w, '相交|闭合|界址点|没有面')), '；') AS problem
    FROM raw.shape WHERE problem IS NOT NULL) AS r
LEFT JOIN fact.parcel AS p ON p.parcel_id = identifier(r.shape_id) LEFT JOIN fact.idle AS i ON i.idle_id = identifier(r.shape_id)
WHERE r.problem <> ''
