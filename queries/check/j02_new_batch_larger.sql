-- 调整后新批次的新增建设用地、农用地、耕地面积大于原批次
-- rule: J02
-- severity: B
-- grain: new batch (调入批次) and measure (R16). Σ over the distinct source batches; only where the area is given on both sides. Tolerance 0.0001 ha.
WITH moved AS (
    SELECT coalesce(target_batch, batch_id) AS target, batch_id, max(target_new_area) AS new_area, max(target_farmland_area) AS farmland,
        max(target_arable_area) AS arable, min(sheet_id) AS sheet_id, min(line) AS line
    FROM fact.writeoff WHERE class = 'adjustment'
    GROUP BY coalesce(target_batch, batch_id), batch_id
), summed AS (
    SELECT m.target, max(m.new_area) AS new_area, max(m.farmland) AS farmland, max(m.arable) AS arable, min(b.unit) AS unit, min(m.sheet_id) AS sheet_id,
        min(m.line) AS line, string_agg(m.batch_id, '、' ORDER BY m.batch_id) AS sources, sum(b.base_area) AS old_new,
        CASE WHEN count(b.farmland_area) = count(*) THEN sum(b.farmland_area) END AS old_farmland,
        CASE WHEN count(b.arable_area) = count(*) THEN sum(b.arable_area) END AS old_arable
    FROM moved AS m JOIN fact.batch AS b ON b.batch_id = m.batch_id
    GROUP BY m.target
), compared AS (
    SELECT target, unit, sheet_id, line, sources, '新增建设用地' AS measure, new_area AS area, old_new AS old_area FROM summed
    UNION ALL SELECT target, unit, sheet_id, line, sources, '农用地', farmland, old_farmland FROM summed
    UNION ALL SELECT target, unit, sheet_id, line, sources, '耕地', arable, old_arable FROM summed
)
SELECT 'batch' AS kind, target AS key, unit, sheet_id, line,
    '调入新批次的' || measure || '面积 ' || area_text(area) || ' 公顷，大于原批次（' || sources || '）的 ' || area_text(old_area)
    || ' 公顷；调整使用须三个不大于，请核对批文' AS message
FROM compared
WHERE area > old_area + 0.0001
