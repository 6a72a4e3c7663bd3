-- 处置面积大于闲置面积，退回（I08）；多次处置累计超出的，退回超出的那一行。
-- Only acts that end a case add up: D1, D5, D6, D8. An extension, a change of use, a temporary use or a transfer
-- (D2, D3, D4, D9) is followed by one of them on the same land. Rows are taken in order of their day; one that does
-- not fit is refused and takes nothing from those after it. D7 carries no area; D0 cancels the whole parcel, so a part is given back.
WITH RECURSIVE ending AS (
    SELECT sheet_id, line, idle_id, disposed_area AS area, idle_area AS room, sum(disposed_area) OVER (PARTITION BY idle_id) AS wanted,
        row_number() OVER (PARTITION BY idle_id ORDER BY disposed_on, way_code, disposed_area, sheet_id, line) AS seq
    FROM place.idle_disposal WHERE way_code IN ('D1', 'D5', 'D6', 'D8') AND disposed_area <= idle_area
), walk AS (
    SELECT idle_id, CAST(0 AS BIGINT) AS seq, CAST(0 AS DECIMAL(38, 6)) AS taken, true AS fits FROM ending WHERE seq = 1 AND wanted > room
    UNION ALL
    SELECT r.idle_id, r.seq, CAST(w.taken + CASE WHEN w.taken + r.area <= r.room THEN r.area ELSE 0 END AS DECIMAL(38, 6)), w.taken + r.area <= r.room
    FROM walk AS w JOIN ending AS r ON r.idle_id = w.idle_id AND r.seq = w.seq + 1
)
SELECT sheet_id, line, 'I08' AS rule, 'disposed_area' AS field, CAST(disposed_area AS VARCHAR) AS value,
    '大于该宗闲置面积 ' || area_text(idle_area) || ' 公顷' AS reason
FROM place.idle_disposal WHERE disposed_area > idle_area AND way_code NOT IN ('D7', 'D0')
UNION ALL
SELECT e.sheet_id, e.line, 'I08', 'disposed_area', CAST(e.area AS VARCHAR), '与以前各次处置合计大于该宗闲置面积 ' || area_text(e.room) || ' 公顷'
FROM walk AS w JOIN ending AS e ON e.idle_id = w.idle_id AND e.seq = w.seq WHERE NOT w.fits
UNION ALL
SELECT sheet_id, line, 'I08', 'disposed_area', CAST(disposed_area AS VARCHAR),
    '认定撤销是整宗撤销，面积应与闲置面积 ' || area_text(idle_area) || ' 公顷相同或留空；只撤销一部分的，请先在闲置土地台账里分宗'
FROM place.idle_disposal WHERE way_code = 'D0' AND disposed_area <> idle_area
