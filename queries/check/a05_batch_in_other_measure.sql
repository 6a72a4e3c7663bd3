-- 批次面积像是按另一种计量单位填的（亩、平方米与公顷混用）
-- rule: A05
-- severity: F
-- grain: batch. Either its two areas differ 15 or 10 000 times, or, among five batches or more, it is at least 12
-- times the median and four times the next largest, or 1 000 times the median either way.
WITH sized AS (
    SELECT batch_id, unit, sheet_id, line, base_area, approved_area, new_construction_area,
        lag(base_area) OVER (ORDER BY base_area, batch_id) AS next_smaller
    FROM fact.batch
), peers AS (
    SELECT CAST(median(base_area) AS DECIMAL(18, 6)) AS median, count(*) AS batches FROM fact.batch
), judged AS (
    SELECT s.batch_id, s.unit, s.sheet_id, s.line, s.base_area, CASE
        WHEN s.new_construction_area > 0 AND (s.approved_area BETWEEN 14.5 * s.new_construction_area AND 15.5 * s.new_construction_area
                OR s.approved_area BETWEEN 9000 * s.new_construction_area AND 11000 * s.new_construction_area)
            THEN '批准面积 ' || area_text(s.approved_area) || ' 公顷，是新增建设用地面积 ' || area_text(s.new_construction_area) || ' 公顷的约'
                || CASE WHEN s.approved_area > 1000 * s.new_construction_area THEN '10000倍' ELSE '15倍' END
        WHEN s.approved_area > 0 AND (s.new_construction_area BETWEEN 14.5 * s.approved_area AND 15.5 * s.approved_area
                OR s.new_construction_area BETWEEN 9000 * s.approved_area AND 11000 * s.approved_area)
            THEN '新增建设用地面积 ' || area_text(s.new_construction_area) || ' 公顷，是批准面积 ' || area_text(s.approved_area) || ' 公顷的约'
                || CASE WHEN s.new_construction_area > 1000 * s.approved_area THEN '10000倍' ELSE '15倍' END
        WHEN p.batches >= 5 AND ((s.base_area >= 12 * p.median AND s.base_area >= 4 * s.next_smaller) OR s.base_area >= 1000 * p.median)
            THEN '批次面积 ' || area_text(s.base_area) || ' 公顷，各批次的中位数只有 ' || area_text(p.median) || ' 公顷'
        WHEN p.batches >= 5 AND 1000 * s.base_area <= p.median
            THEN '批次面积只有 ' || area_text(s.base_area) || ' 公顷，各批次的中位数是 ' || area_text(p.median) || ' 公顷' END AS odd
    FROM sized AS s CROSS JOIN peers AS p
)
SELECT 'batch' AS kind, batch_id AS key, unit, sheet_id, line, odd || '；请核对计量单位是公顷、亩还是平方米' AS message
FROM judged
WHERE odd IS NOT NULL
