-- 没有认定书的闲置土地只算疑似，不计入处置率
-- rule: I01
-- severity: F
-- grain: idle parcel without 认定书文号 or 认定日期 (R8).
SELECT 'idle' AS kind, idle_id AS key, unit, sheet_id, line,
    '闲置面积 ' || area_text(idle_area) || ' 公顷，没有' || CASE WHEN recognition_no IS NULL AND recognised_on IS NULL THEN '认定书文号和认定日期'
        WHEN recognition_no IS NULL THEN '认定书文号' ELSE '认定日期' END || '，只列为疑似；依法认定后补填' AS message
FROM fact.idle
WHERE NOT recognised
