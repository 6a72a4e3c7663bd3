-- 供出的面积超过应供面积，超出部分不计入供地率
-- rule: A03
-- severity: F
-- grain: batch and unit, at the edition's as_of. Tolerance: the larger of 0.01 ha and 0.5 % of D (R7, R17).
SELECT 'batch' AS kind, s.batch_id AS key, s.unit, b.sheet_id, b.line,
    '截至' || date_text(s.as_of) || '已供 ' || area_text(s.allocated) || ' 公顷，应供只有 ' || area_text(s.due) || ' 公顷，超出 '
    || area_text(s.allocated - s.due) || ' 公顷未计入；请核对分摊面积、地块归属和批准面积' AS message
FROM stand.position AS s
JOIN frame.policy AS p ON p.as_of = s.as_of
JOIN fact.batch AS b ON b.batch_id = s.batch_id
WHERE s.dimension = 'unit' AND s.allocated - s.due > greatest(0.01, 0.005 * s.due)
