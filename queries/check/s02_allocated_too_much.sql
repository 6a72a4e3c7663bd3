-- 一宗供地分摊到各批次、地块的面积之和大于供地面积
-- rule: S02
-- severity: B
-- grain: supply (电子监管号). Tolerance 0.0001 ha. Rows without a batch (S03) are parts of the supply too; revoked rows are not.
WITH summed AS (
    SELECT supply_id, sum(allocated_area) AS allocated, max(supply_area) AS whole, count(*) AS rows,
        min(unit) AS unit, min(sheet_id) AS sheet_id
    FROM place.supply
    WHERE revoked_on IS NULL
    GROUP BY supply_id
    HAVING sum(allocated_area) > max(supply_area) + 0.0001
), placed AS (
    SELECT s.supply_id, s.allocated, s.whole, s.rows, coalesce(p.unit, s.unit) AS unit, p.sheet_id, p.line,
        row_number() OVER (PARTITION BY s.supply_id ORDER BY p.line) AS nth
    FROM summed AS s JOIN place.supply AS p ON p.supply_id = s.supply_id AND p.sheet_id = s.sheet_id
    WHERE p.revoked_on IS NULL
)
SELECT 'supply' AS kind, supply_id AS key, unit, sheet_id, line,
    rows || '行分摊面积合计 ' || area_text(allocated) || ' 公顷，大于供地面积 ' || area_text(whole) || ' 公顷；请按合同改正各行分摊面积' AS message
FROM placed
WHERE nth = 1
