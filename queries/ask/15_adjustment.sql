-- 调整使用三个不大于
-- 每个调入批次的新增建设用地、农用地、耕地面积与各调出批次之和相比（R16）；有一边没填的记“缺数据”。容差 0.0001 公顷。
WITH moved AS (
    SELECT coalesce(target_batch, '（未写调入批次）') AS target, batch_id, max(target_new_area) AS new_area, max(target_farmland_area) AS farmland,
        max(target_arable_area) AS arable, sum(area) AS area, max(effective_on) AS effective_on
    FROM fact.writeoff WHERE class = 'adjustment' GROUP BY coalesce(target_batch, '（未写调入批次）'), batch_id
), summed AS (
    SELECT m.target, string_agg(m.batch_id, '、' ORDER BY m.batch_id) AS sources, sum(m.area) AS area, max(m.effective_on) AS effective_on,
        max(m.new_area) AS new_area, max(m.farmland) AS farmland, max(m.arable) AS arable, sum(b.base_area) AS old_new,
        CASE WHEN count(b.farmland_area) = count(*) THEN sum(b.farmland_area) END AS old_farmland,
        CASE WHEN count(b.arable_area) = count(*) THEN sum(b.arable_area) END AS old_arable
    FROM moved AS m JOIN fact.batch AS b ON b.batch_id = m.batch_id GROUP BY m.target
), compared AS (
    SELECT target, sources, area, effective_on, 1 AS seq, '新增建设用地' AS item, new_area AS new_value, old_new AS old_value FROM summed
    UNION ALL SELECT target, sources, area, effective_on, 2, '农用地', farmland, old_farmland FROM summed
    UNION ALL SELECT target, sources, area, effective_on, 3, '耕地', arable, old_arable FROM summed
)
SELECT target AS "调入批次", sources AS "调出批次", area AS "调整面积", effective_on AS "最近生效日期", item AS "面积项", new_value AS "调入批次面积", old_value AS "调出批次面积",
    CASE WHEN new_value IS NULL OR old_value IS NULL THEN '缺数据' WHEN new_value > old_value + 0.0001 THEN '大于，不合规' ELSE '不大于' END AS "结论"
FROM compared ORDER BY target, seq
