-- 核销、调整面积大于当时的未供面积，退回（W01）。
-- Rows are taken in order of their day, then of document and area, never of the file, each against what the rows kept before it left over: first of its own
-- parcel (where it names one), then of the batch. A row that does not fit is refused and takes nothing from those
-- after it. J03's twins do not count here. Only batches and parcels whose rows together exceed a limit are walked.
WITH RECURSIVE alone AS (
    SELECT w.sheet_id, w.line, w.batch_id, w.parcel_id, w.approval_no AS named, w.area, w.effective_on, w.document_no, b.base_area, p.parcel_area,
        w.class = first_value(w.class) OVER (PARTITION BY w.batch_id, coalesce(w.parcel_id, ''), w.area ORDER BY w.effective_on, w.document_no, w.class DESC, w.sheet_id, w.line) AS counts,
        coalesce((SELECT sum(s.allocated_area) FROM place.supply AS s
            WHERE s.batch_id = w.batch_id AND s.signed_on <= w.effective_on AND (s.revoked_on IS NULL OR s.revoked_on > w.effective_on)), 0) AS supplied,
        coalesce((SELECT sum(s.allocated_area) FROM place.supply AS s
            WHERE s.parcel_id = w.parcel_id AND s.signed_on <= w.effective_on AND (s.revoked_on IS NULL OR s.revoked_on > w.effective_on)), 0) AS parcel_supplied
    FROM place.writeoff AS w LEFT JOIN admit.batch AS b ON b.batch_id = w.batch_id LEFT JOIN admit.parcel AS p ON p.parcel_id = w.parcel_id
), of_parcel AS (
    SELECT sheet_id, line, parcel_id, area, parcel_area - parcel_supplied AS room, sum(area) OVER (PARTITION BY parcel_id) AS wanted,
        min(parcel_area - parcel_supplied) OVER (PARTITION BY parcel_id) AS least_room,
        row_number() OVER (PARTITION BY parcel_id ORDER BY effective_on, document_no, area, sheet_id, line) AS seq
    FROM alone WHERE counts AND parcel_id IS NOT NULL
), parcel_walk AS (
    SELECT parcel_id, CAST(0 AS BIGINT) AS seq, CAST(0 AS DECIMAL(38, 6)) AS before, CAST(0 AS DECIMAL(38, 6)) AS taken, true AS fits
    FROM of_parcel WHERE seq = 1 AND wanted > least_room
    UNION ALL
    SELECT r.parcel_id, r.seq, w.taken, CAST(w.taken + CASE WHEN w.taken + r.area <= r.room THEN r.area ELSE 0 END AS DECIMAL(38, 6)), w.taken + r.area <= r.room
    FROM parcel_walk AS w JOIN of_parcel AS r ON r.parcel_id = w.parcel_id AND r.seq = w.seq + 1
), off_parcel AS (
    SELECT r.sheet_id, r.line, r.room - w.before AS room
    FROM parcel_walk AS w JOIN of_parcel AS r ON r.parcel_id = w.parcel_id AND r.seq = w.seq WHERE NOT w.fits
), of_batch AS (
    SELECT a.sheet_id, a.line, a.batch_id, a.area, a.base_area - a.supplied AS room, sum(a.area) OVER (PARTITION BY a.batch_id) AS wanted,
        min(a.base_area - a.supplied) OVER (PARTITION BY a.batch_id) AS least_room,
        row_number() OVER (PARTITION BY a.batch_id ORDER BY a.effective_on, a.document_no, a.area, a.sheet_id, a.line) AS seq
    FROM alone AS a
    WHERE a.counts AND a.base_area IS NOT NULL AND NOT EXISTS (SELECT 1 FROM off_parcel AS o WHERE o.sheet_id = a.sheet_id AND o.line = a.line)
), batch_walk AS (
    SELECT batch_id, CAST(0 AS BIGINT) AS seq, CAST(0 AS DECIMAL(38, 6)) AS before, CAST(0 AS DECIMAL(38, 6)) AS taken, true AS fits
    FROM of_batch WHERE seq = 1 AND wanted > least_room
    UNION ALL
    SELECT r.batch_id, r.seq, w.taken, CAST(w.taken + CASE WHEN w.taken + r.area <= r.room THEN r.area ELSE 0 END AS DECIMAL(38, 6)), w.taken + r.area <= r.room
    FROM batch_walk AS w JOIN of_batch AS r ON r.batch_id = w.batch_id AND r.seq = w.seq + 1
), off_batch AS (
    SELECT r.sheet_id, r.line, r.room - w.before AS room
    FROM batch_walk AS w JOIN of_batch AS r ON r.batch_id = w.batch_id AND r.seq = w.seq WHERE NOT w.fits
)
SELECT sheet_id, line, 'W01' AS rule, 'approval_no' AS field, named AS value, '批准文号在批次台账中查不到，请补批次或改正文号' AS reason
FROM alone WHERE base_area IS NULL
UNION ALL
SELECT a.sheet_id, a.line, 'W01', 'area', CAST(a.area AS VARCHAR),
    '大于该地块生效当日的未供面积 ' || area_text(greatest(0, o.room)) || ' 公顷，请核对面积、地块编号或供地情况'
FROM off_parcel AS o JOIN alone AS a ON a.sheet_id = o.sheet_id AND a.line = o.line
UNION ALL
SELECT a.sheet_id, a.line, 'W01', 'area', CAST(a.area AS VARCHAR),
    '大于生效当日的未供面积 ' || area_text(greatest(0, o.room)) || ' 公顷，请核对面积或供地情况'
FROM off_batch AS o JOIN alone AS a ON a.sheet_id = o.sheet_id AND a.line = o.line
