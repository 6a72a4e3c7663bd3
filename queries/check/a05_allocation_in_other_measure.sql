-- 分摊面积像是按另一种计量单位填的（亩、平方米与公顷混用）
-- rule: A05
-- severity: F
-- grain: allocation row. Compared with its parcel, else its batch. Upwards about 15 times or 10 000 times;
-- downwards only an exact fifteenth or ten-thousandth of the parcel (0.05 %), as small supplies are common.
WITH pairs AS (
    SELECT a.supply_id, a.unit, a.sheet_id, a.line, a.allocated_area AS area, p.parcel_area AS whole, '地块' AS peer
    FROM fact.allocation AS a JOIN fact.parcel AS p ON p.parcel_id = a.parcel_id
    UNION ALL
    SELECT a.supply_id, a.unit, a.sheet_id, a.line, a.allocated_area, b.base_area, '批次'
    FROM fact.allocation AS a JOIN fact.batch AS b ON b.batch_id = a.batch_id
    WHERE a.parcel_id IS NULL
), judged AS (
    SELECT supply_id, unit, sheet_id, line, area, whole, peer, CASE
        WHEN area BETWEEN 14.5 * whole AND 15.5 * whole THEN '15倍，像是亩'
        WHEN area BETWEEN 9000 * whole AND 11000 * whole THEN '10000倍，像是平方米'
        WHEN peer = '地块' AND whole >= 0.15 AND abs(15 * area - whole) <= 0.0005 * whole THEN '十五分之一，像是把公顷当作了亩'
        WHEN peer = '地块' AND abs(10000 * area - whole) <= 0.0005 * whole THEN '万分之一，像是把公顷当作了平方米' END AS guess
    FROM pairs
)
SELECT 'supply' AS kind, supply_id AS key, unit, sheet_id, line,
    '分摊面积 ' || area_text(area) || ' 公顷，约为' || peer || '面积 ' || area_text(whole) || ' 公顷的' || guess || '；请核对计量单位' AS message
FROM judged
WHERE guess IS NOT NULL
