-- 核销、调整面积大于当时的未供面积，退回（W01）。
-- Rows of one batch are taken in order of their day; a row alone too big is refused by itself first, so
-- that it cannot push out the good rows after it. J03's twins do not count here.
WITH land AS (
    SELECT batch_id, base_area FROM admit.batch
), alone AS (
    SELECT w.sheet_id, w.line, w.batch_id, w.approval_no AS named, w.area, w.effective_on, l.base_area,
        w.class = first_value(w.class) OVER (PARTITION BY w.batch_id, coalesce(w.parcel_id, ''), w.area ORDER BY w.sheet_id, w.line) AS counts,
        coalesce((SELECT sum(s.allocated_area) FROM place.supply AS s
            WHERE s.batch_id = w.batch_id AND s.signed_on <= w.effective_on AND (s.revoked_on IS NULL OR s.revoked_on > w.effective_on)), 0) AS supplied
    FROM place.writeoff AS w LEFT JOIN land AS l ON l.batch_id = w.batch_id
), running AS (
    SELECT sheet_id, line, sum(area) OVER (PARTITION BY batch_id ORDER BY effective_on, sheet_id, line) AS taken
    FROM alone WHERE counts AND area <= base_area - supplied
)
SELECT a.sheet_id, a.line, 'W01' AS rule, CASE WHEN a.base_area IS NULL THEN 'approval_no' ELSE 'area' END AS field,
    CASE WHEN a.base_area IS NULL THEN a.named ELSE CAST(a.area AS VARCHAR) END AS value,
    CASE WHEN a.base_area IS NULL THEN '批准文号在批次台账中查不到，请补批次或改正文号'
        ELSE '大于生效当日的未供面积 ' || area_text(a.base_area - a.supplied - coalesce(r.taken - a.area, 0)) || ' 公顷，请核对面积或供地情况' END AS reason
FROM alone AS a LEFT JOIN running AS r ON r.sheet_id = a.sheet_id AND r.line = a.line
WHERE a.base_area IS NULL OR a.area > a.base_area - a.supplied OR r.taken > a.base_area - a.supplied
