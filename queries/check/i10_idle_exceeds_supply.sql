-- 闲置面积大于该宗供地的面积
-- rule: I10
-- severity: F
-- grain: idle parcel whose 电子监管号 is in 供地台账. Tolerance 0.0001 ha.
WITH supply AS (
    SELECT supervision_no, coalesce(max(supply_area), sum(allocated_area)) AS area
    FROM fact.allocation WHERE supervision_no IS NOT NULL GROUP BY supervision_no
)
SELECT 'idle' AS kind, i.idle_id AS key, i.unit, i.sheet_id, i.line,
    '闲置面积 ' || area_text(i.idle_area) || ' 公顷，电子监管号 ' || i.supervision_no || ' 的供地面积只有 ' || area_text(s.area) || ' 公顷；请核对面积或电子监管号' AS message
FROM fact.idle AS i JOIN supply AS s ON s.supervision_no = i.supervision_no
WHERE i.idle_area > s.area + 0.0001
