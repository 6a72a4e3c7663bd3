-- 应供面积成了负数：核销、调整多于该单位在该批次的面积
-- rule: T05
-- severity: B
-- grain: batch, unit, at the first as_of where it stands so (F1: D = A - W - R).
SELECT 'batch' AS kind, s.batch_id AS key, s.unit, b.sheet_id, b.line,
    s.unit || '在该批次的面积 ' || area_text(s.approved) || ' 公顷，截至 ' || date_text(s.as_of) || ' 核销 ' || area_text(s.written_off) || '、调整 ' || area_text(s.adjusted)
    || ' 公顷，应供面积成了 ' || area_text(s.due) || ' 公顷；请核对核销调整台账和地块面积' AS message
FROM (
    SELECT batch_id, unit, as_of, approved, written_off, adjusted, due, row_number() OVER (PARTITION BY batch_id, unit ORDER BY as_of) AS nth
    FROM stand.position WHERE dimension = 'unit' AND due < 0
) AS s JOIN fact.batch AS b ON b.batch_id = s.batch_id
WHERE s.nth = 1
