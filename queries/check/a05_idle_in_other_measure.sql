-- 闲置面积像是按另一种计量单位填的（亩、平方米与公顷混用）
-- rule: A05
-- severity: F
-- grain: idle parcel with a known 电子监管号. Upwards about 15 times or 10 000 times the supply; downwards an exact fifteenth or ten-thousandth (0.05 %).
WITH supply AS (
    SELECT supervision_no, greatest(max(supply_area), sum(allocated_area)) AS area
    FROM fact.allocation WHERE supervision_no IS NOT NULL GROUP BY supervision_no
), judged AS (
    SELECT i.idle_id, i.unit, i.sheet_id, i.line, i.idle_area, s.area, CASE
        WHEN i.idle_area BETWEEN 14.5 * s.area AND 15.5 * s.area THEN '15倍，像是亩'
        WHEN i.idle_area BETWEEN 9000 * s.area AND 11000 * s.area THEN '10000倍，像是平方米'
        WHEN s.area >= 0.15 AND abs(15 * i.idle_area - s.area) <= 0.0005 * s.area THEN '十五分之一，像是把公顷当作了亩'
        WHEN abs(10000 * i.idle_area - s.area) <= 0.0005 * s.area THEN '万分之一，像是把公顷当作了平方米' END AS guess
    FROM fact.idle AS i JOIN supply AS s ON s.supervision_no = i.supervision_no
)
SELECT 'idle' AS kind, idle_id AS key, unit, sheet_id, line,
    '闲置面积 ' || area_text(idle_area) || ' 公顷，约为供地面积 ' || area_text(area) || ' 公顷的' || guess || '；请核对计量单位' AS message
FROM judged
WHERE guess IS NOT NULL
