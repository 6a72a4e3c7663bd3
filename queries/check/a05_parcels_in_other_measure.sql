-- 地块面积像是按另一种计量单位填的（亩、平方米与公顷混用）
-- rule: A05
-- severity: F
-- grain: parcel, or batch where all its parcels are off together. Only where the parcels do not make the
-- batch (A04) and would, within 0.1 %, once one parcel, or all of them, are divided by 15 or 10 000 or multiplied by them.
WITH batch AS (
    SELECT p.batch_id, sum(p.parcel_area) AS total, min(b.base_area) AS base_area, min(b.unit) AS unit, min(b.sheet_id) AS sheet_id, min(b.line) AS line
    FROM fact.parcel AS p JOIN fact.batch AS b ON b.batch_id = p.batch_id
    GROUP BY p.batch_id
    HAVING abs(sum(p.parcel_area) - min(b.base_area)) > greatest(0.005, 0.05 * min(b.base_area))
), mixed AS (
    SELECT 'batch' AS kind, b.batch_id AS key, b.unit, b.sheet_id, b.line, b.total AS area, b.base_area, f.word
    FROM batch AS b
    JOIN (VALUES (1, 15, '亩'), (15, 1, '公顷（表头写作亩）'), (1, 10000, '平方米'), (10000, 1, '公顷（表头写作平方米）')) AS f(times, divisor, word)
        ON abs(b.total * f.times - b.base_area * f.divisor) <= 0.001 * b.base_area * f.divisor
    UNION ALL
    SELECT 'parcel', p.parcel_id, p.unit, p.sheet_id, p.line, p.parcel_area, b.base_area, f.word
    FROM fact.parcel AS p JOIN batch AS b ON b.batch_id = p.batch_id
    JOIN (VALUES (1, 15, '亩'), (15, 1, '公顷（表头写作亩）'), (1, 10000, '平方米'), (10000, 1, '公顷（表头写作平方米）')) AS f(times, divisor, word)
        ON abs(p.parcel_area * f.times - (b.base_area - b.total + p.parcel_area) * f.divisor) <= 0.001 * p.parcel_area * f.times
    WHERE p.parcel_area < b.total
)
SELECT kind, key, unit, sheet_id, line,
    CASE kind WHEN 'batch' THEN '地块面积合计 ' ELSE '地块面积 ' END || area_text(area) || ' 公顷，批次面积 ' || area_text(base_area)
    || ' 公顷；若原数的单位是' || word || '，地块之和正好等于批次面积，请核对计量单位' AS message
FROM mixed
