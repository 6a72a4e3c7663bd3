-- 批次面积归各单位：地块所属单位得地块面积，余下的归批次自己的责任单位（R17）。
-- grain: batch, dimension (unit or department), unit. Σ area over a batch's units = its base_area. Where the
-- parcels of other units exceed the batch (A04), they share it in proportion and the owner has none.
-- order: batch_id, dimension, unit
WITH owner AS (
    SELECT batch_id, 'unit' AS dimension, unit AS owner, base_area FROM admit.batch
    UNION ALL SELECT batch_id, 'department', department, base_area FROM admit.batch
), listed AS (
    SELECT batch_id, 'unit' AS dimension, unit, sum(parcel_area) AS area FROM place.parcel WHERE batch_id IS NOT NULL GROUP BY batch_id, unit
    UNION ALL
    SELECT batch_id, 'department', department, sum(parcel_area) FROM place.parcel WHERE batch_id IS NOT NULL GROUP BY batch_id, department
), others AS (
    SELECT l.batch_id, l.dimension, l.unit, o.base_area, l.area,
        sum(l.area) OVER (PARTITION BY l.batch_id, l.dimension) AS total,
        sum(l.area) OVER (PARTITION BY l.batch_id, l.dimension ORDER BY coalesce(u.unit_code, l.unit) ROWS UNBOUNDED PRECEDING) AS running
    FROM listed AS l JOIN owner AS o ON o.batch_id = l.batch_id AND o.dimension = l.dimension
    LEFT JOIN frame.unit AS u ON u.unit = l.unit
    WHERE l.unit <> o.owner
), cut AS (
    SELECT batch_id, dimension, unit, CAST(CASE WHEN total <= base_area THEN area
        ELSE part_of(base_area, running, total) - part_of(base_area, running - area, total) END AS DECIMAL(18, 6)) AS area
    FROM others
), given AS (
    SELECT batch_id, dimension, sum(area) AS area FROM cut GROUP BY batch_id, dimension
)
SELECT batch_id, dimension, unit, false AS is_owner, area FROM cut
UNION ALL
SELECT o.batch_id, o.dimension, o.owner, true, CAST(o.base_area - coalesce(g.area, 0) AS DECIMAL(18, 6))
FROM owner AS o LEFT JOIN given AS g ON g.batch_id = o.batch_id AND g.dimension = o.dimension
