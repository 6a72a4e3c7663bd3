-- 处置面积大于闲置面积，退回（I08）；多次处置累计超出的，退回超出的那一行。
-- An extended start (D2) is followed by the real disposal, so it does not add up with the others; D7 and D0 carry no area.
WITH rows AS (
    SELECT sheet_id, line, idle_id, way_code, disposed_area, idle_area, disposed_on,
        way_code NOT IN ('D2', 'D7', 'D0') AND disposed_area <= idle_area AS adds_up
    FROM place.idle_disposal
), running AS (
    SELECT sheet_id, line, sum(disposed_area) OVER (PARTITION BY idle_id ORDER BY disposed_on, sheet_id, line) AS taken
    FROM rows WHERE adds_up
)
SELECT r.sheet_id, r.line, 'I08' AS rule, 'disposed_area' AS field, CAST(r.disposed_area AS VARCHAR) AS value,
    CASE WHEN r.disposed_area > r.idle_area THEN '大于该宗闲置面积 ' ELSE '与以前各次处置合计大于该宗闲置面积 ' END || area_text(r.idle_area) || ' 公顷' AS reason
FROM rows AS r LEFT JOIN running AS t ON t.sheet_id = r.sheet_id AND t.line = r.line
WHERE (r.disposed_area > r.idle_area AND r.way_code NOT IN ('D7', 'D0')) OR t.taken > r.idle_area
