-- 台账面积与图形面积
-- 有图形的地块和闲置宗地：图形面积与台账面积之差，超过 50 平方米和台账面积 0.5% 中较大者为“不符”（G01）。经纬度图形按 CGCS2000 椭球在图形中部的曲率折算，平面坐标按米计算，面积到平方米；只作核对，不计入任何指标。
-- $all choice(否|是) = 否：是否连同相符的一起列出
-- $unit unit：责任单位，默认全部
WITH drawn AS (
    SELECT identifier(shape_id) AS shape_id, geometry, sheet_id, line, row_number() OVER (PARTITION BY identifier(shape_id) ORDER BY sheet_id, line) AS nth
    FROM raw.shape WHERE shape_id IS NOT NULL AND json_valid(geometry)
), polygon AS (
    SELECT shape_id, sheet_id, line, CASE json_extract_string(geometry, '$.type')
            WHEN 'Polygon' THEN [from_json(json_extract(geometry, '$.coordinates'), '[[["DOUBLE"]]]')]
            WHEN 'MultiPolygon' THEN from_json(json_extract(geometry, '$.coordinates'), '[[[["DOUBLE"]]]]') END AS parts
    FROM drawn WHERE nth = 1
), ring AS (
    SELECT shape_id, unnest(rings) AS ring, generate_subscripts(rings, 1) AS ring_no
    FROM (SELECT shape_id, unnest(parts) AS rings FROM polygon)
), centre AS (
    -- Metres per degree along the parallel and the meridian at the shape's own latitude; 1 where the coordinates are metres already.
    SELECT shape_id, ring, ring_no, abs(ring[1][1]) > 360 AS plane, radians(ring[1][2]) AS phi FROM ring WHERE len(ring) > 3
), scaled AS (
    SELECT shape_id, ring, ring_no, CASE WHEN plane THEN 1 ELSE radians(1) * cos(phi) * 6378137 / sqrt(1 - 0.00669438002290 * sin(phi) ** 2) END AS along,
        CASE WHEN plane THEN 1 ELSE radians(1) * 6378137 * (1 - 0.00669438002290) / (1 - 0.00669438002290 * sin(phi) ** 2) ** 1.5 END AS up
    FROM centre
), measured AS (
    SELECT shape_id, sum(CASE WHEN ring_no = 1 THEN area ELSE -area END) AS area FROM (
        SELECT shape_id, ring_no, CAST(abs(list_sum(list_transform(range(2, len(ring)), lambda i: (ring[i][1] - ring[1][1]) * (ring[i + 1][2] - ring[1][2]) - (ring[i + 1][1] - ring[1][1]) * (ring[i][2] - ring[1][2]))))
            * along * up / 20000 AS DECIMAL(18, 4)) AS area
        FROM scaled) AS x GROUP BY shape_id
), ledger AS (
    SELECT '地块' AS kind, parcel_id AS id, parcel_name AS name, unit, parcel_area AS area, sheet_id, line FROM fact.parcel
    UNION ALL SELECT '闲置', idle_id, parcel_name, unit, idle_area, sheet_id, line FROM fact.idle
), compared AS (
    SELECT l.kind, l.id, l.name, l.unit, l.area, m.area AS drawn, m.area - l.area AS difference, abs(m.area - l.area) > greatest(0.005, 0.005 * l.area) AS off, l.sheet_id, l.line
    FROM ledger AS l JOIN measured AS m ON m.shape_id = l.id
)
SELECT c.kind AS "类别", c.id AS "编号", c.name AS "名称", c.unit AS "责任单位", c.area AS "台账面积", c.drawn AS "图形面积", c.difference AS "相差", pct(abs(c.difference), c.area) AS "相差百分数",
    CASE WHEN c.off THEN '不符' ELSE '相符' END AS "结论", h.file AS "文件", h.sheet AS "表", c.line AS "行"
FROM compared AS c LEFT JOIN load.sheet AS h ON h.sheet_id = c.sheet_id
WHERE (c.off OR CAST($all AS VARCHAR) = '是') AND c.unit = coalesce(CAST($unit AS VARCHAR), c.unit)
ORDER BY c.off DESC, abs(c.difference) DESC, c.kind, c.id
