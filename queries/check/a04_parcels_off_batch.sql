-- 地块面积之和与批次面积不符
-- rule: A04
-- severity: F
-- grain: batch with at least one parcel. Compared with 批准面积 or 新增建设用地面积, whichever is nearer; tolerance 0.005 ha.
WITH listed AS (
    SELECT batch_id, sum(parcel_area) AS area, count(*) AS parcels FROM fact.parcel GROUP BY batch_id
), compared AS (
    SELECT b.batch_id, b.unit, b.sheet_id, b.line, l.area, l.parcels,
        CASE WHEN abs(l.area - b.approved_area) <= abs(l.area - b.new_construction_area) THEN b.approved_area
            ELSE coalesce(b.new_construction_area, b.approved_area) END AS whole
    FROM listed AS l JOIN fact.batch AS b ON b.batch_id = l.batch_id
)
SELECT 'batch' AS kind, batch_id AS key, unit, sheet_id, line,
    parcels || '个地块面积合计 ' || area_text(area) || ' 公顷，批次面积 ' || area_text(whole) || ' 公顷，'
    || CASE WHEN area > whole THEN '多 ' ELSE '少 ' END || area_text(abs(area - whole)) || ' 公顷；请补齐地块或改正面积' AS message
FROM compared
WHERE abs(area - whole) > 0.005
